"""The front matter of a Markdown file: YAML, TOML, JSON or lines of its own above the body."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from index.readers.field_names import NAMES, plain_name

if TYPE_CHECKING:
    import yaml

_YAML = re.compile(
    r"\A\s*---[ \t]*(?:ya?ml)?[ \t]*\n(.*?\n)??(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL
)
_TOML = re.compile(
    r"\A\s*(?:\+\+\+|---[ \t]*toml)[ \t]*\n(.*?\n)??(?:\+\+\+|---)[ \t]*(?:\n|\Z)", re.DOTALL
)
_JSON = re.compile(r"\A\s*(\{[ \t]*\n.*?\n\}|\{[^\n]*\})[ \t]*(?:\n|\Z)", re.DOTALL)
_FENCED_JSON = re.compile(
    r"\A\s*(?:---[ \t]*json|;;;)[ \t]*\n(.*?\n)(?:---|;;;)[ \t]*(?:\n|\Z)", re.DOTALL
)
_PANDOC = re.compile(r"\A(%[ \t]*[^\n]*\n(?:[ \t]+[^\n]+\n)*(?:%[^\n]*\n(?:[ \t]+[^\n]+\n)*){0,2})")
_COMMENT = re.compile(
    r"\A\s*<!--[ \t]*\n((?:[ \t]*\.\. [\w-]+:[^\n]*\n|[ \t]*\n)+)[ \t]*-->[ \t]*\n"
)
_LINES = re.compile(
    r"\A\s*((?:[^\W\d_][\w -]{0,30}:[ \t]+\S[^\n]*\n(?:[ \t]+\S[^\n]*\n)*){2,})(?:[ \t]*\n|\Z)"
)
_LONGEST = 16 * 1024

_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:[ \t]+(\S.*?)[ \t]*$", re.MULTILINE)
_TOML_FIELD = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*=[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_SIGN = re.compile(r"[#!]\w")
_PLAIN_VALUE = re.compile(r"true|false|-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,14})?")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?")

_DEEPEST = 24
_DEEP_LINE = re.compile(rf"^(?:[ \t]*[-?][ \t]){{{_DEEPEST},}}", re.MULTILINE)


def front_matter(source: str) -> tuple[Mapping[str, object], str, int]:
    """Return the fields of the front matter, the body, and the number of lines above it.

    Of front matter that is not valid (a colon in a title is enough, or a bracket at its
    beginning) the lines with a name and a value are taken; it is no part of the body.
    """
    head = source[:_LONGEST]
    for pattern, parse in _KINDS:
        match = pattern.match(head)
        fields = parse(match[1] or "") if match else None
        if match and fields is not None:
            return fields, source[match.end() :], match[0].count("\n")
    return {}, source, 0


def _pandoc(text: str) -> Mapping[str, object] | None:
    """The lines that begin with a per cent sign: title, authors, date."""
    values = [" ".join(part.split()) for part in re.split(r"^%", text, flags=re.MULTILINE)[1:]]
    named = zip(("title", "author", "date"), values, strict=False)
    return {name: value.replace(";", ",") for name, value in named if value} or None


def _comment(text: str) -> Mapping[str, object] | None:
    """The lines of Nikola: two full stops, a name, a value."""
    return _lines(_FIELD, text.replace(".. ", ""))


def _bare(text: str) -> Mapping[str, object] | None:
    """Lines of a name and a value with no fence around them, as MultiMarkdown and Pelican have."""
    fields: dict[str, object] = {}
    name = ""
    for line in text.splitlines():
        if line[:1].isspace() and name:
            fields[name] = f"{fields[name]} {line.strip()}"
        else:
            name, _, value = line.partition(":")
            fields[name.strip()] = value.strip()
    known = {ours for ours, names in NAMES.items() for one in fields if plain_name(one) in names}
    return fields if known & {"title", "author", "published"} and len(known) > 1 else None


def _fenced_json(text: str) -> Mapping[str, object] | None:
    return _json(text if text.lstrip().startswith("{") else f"{{{text}}}")


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
                fields = yaml.load(text, _typed_yaml())
    except (yaml.YAMLError, RecursionError):
        fields = None
    if isinstance(fields, dict):
        # A title may begin with what is a comment or a type to YAML.
        signs = {n: v for n, v in _lines(_FIELD, text).items() if _SIGN.match(str(v))}
        return fields | {name: value for name, value in signs.items() if name in fields}
    return _lines(_FIELD, text) if re.match(r"\s*(?:#.*\n\s*)*[\w-]+[ \t]*:", text) else None


@cache
def _typed_yaml() -> type[yaml.BaseLoader]:
    """YAML in which only true, false and plain numbers are no text: a name may be No or 007.

    A number is what is written as JSON would write it, so that 1.10 is a text: our own fields are.
    """
    import yaml

    class Typed(yaml.BaseLoader):
        def construct_scalar(self, node: yaml.ScalarNode) -> Any:
            if node.style is not None or not _PLAIN_VALUE.fullmatch(node.value):
                return super().construct_scalar(node)
            value = json.loads(node.value)
            return value if json.dumps(value) == node.value else node.value

    return Typed


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


_KINDS = (
    *((_YAML, _yaml), (_TOML, _toml), (_JSON, _json), (_FENCED_JSON, _fenced_json)),
    *((_COMMENT, _comment), (_PANDOC, _pandoc), (_LINES, _bare)),
)
