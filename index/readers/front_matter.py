"""The front matter of a Markdown file: YAML, TOML or JSON above the body."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_YAML = re.compile(r"\A\s*---[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?\n)??\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
_JSON = re.compile(r"\A\s*(\{[ \t]*\n.*?\n\})[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST = 16 * 1024

_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_TOML_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*=[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?")

_DEEPEST = 24
_DEEP_LINE = re.compile(rf"^(?:[ \t]*[-?][ \t]){{{_DEEPEST},}}", re.MULTILINE)


def front_matter(source: str) -> tuple[Mapping[str, object], str, int]:
    """Return the fields of the front matter, the body, and the number of lines above it.

    Of front matter that is not valid (a colon in a title is enough, or a bracket at its
    beginning) the lines with a name and a value are taken; it is no part of the body.
    """
    head = source[:_LONGEST]
    for pattern, parse in ((_YAML, _yaml), (_TOML, _toml), (_JSON, _json)):
        match = pattern.match(head)
        fields = parse(match[1] or "") if match else None
        if match and fields is not None:
            return fields, source[match.end() :], match[0].count("\n")
    return {}, source, 0


def _yaml(text: str) -> Mapping[str, object] | None:
    """The fields; None for a text between two rules."""
    import yaml

    fields: object = None
    try:
        if not _is_deep(text):
            # Aliases can make a few lines expand without end; front matter has no use for them,
            # nor for the anchors that a title such as "&c." would be.
            marks = (yaml.AliasToken, yaml.AnchorToken)
            if not any(isinstance(token, marks) for token in yaml.scan(text)):
                fields = yaml.load(text, yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError):
        fields = None
    if isinstance(fields, dict):
        return fields
    return _lines(_FIELD, text) if re.match(r"\s*(?:#.*\n\s*)*[\w-]+[ \t]*:", text) else None


def _toml(text: str) -> Mapping[str, object] | None:
    import tomllib

    try:
        return {} if _is_deep(text) else tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return _lines(_TOML_FIELD, text) or None


def _json(text: str) -> Mapping[str, object] | None:
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _lines(pattern: re.Pattern[str], text: str) -> Mapping[str, object]:
    """What lines of a name and a value say, read as they stand."""
    return {
        name: value[1:-1] if len(value) > 1 and value[0] == value[-1] in "\"'" else value
        for name, value in pattern.findall(text)
        if not _BLOCK_SCALAR.fullmatch(value)
    }


def _is_deep(text: str) -> bool:
    """Whether brackets or dashes are nested deeper than anybody writes them."""
    depth = 0
    for mark in re.findall(r"[\[\]{}]", text):
        depth += 1 if mark in "[{" else -1
        if depth > _DEEPEST:
            return True
    return _DEEP_LINE.search(text) is not None
