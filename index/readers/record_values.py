"""The values of records and of front matter, however they are nested, made text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, time
from typing import Any, cast

from index.readers.decode import tidy
from index.readers.html_fragment import is_escaped, is_markup, plain_text
from index.types import Value

_NAME_PARTS = (
    *(("name",), ("fullname",), ("displayname",), ("@value",), ("rendered",), ("title",)),
    *(("main",), ("original",), ("first", "last"), ("given", "family")),
    *(("firstname", "lastname"), ("givenname", "familyname")),
    *(("text",), ("label",), ("value",), ("username",), ("screenname",), ("@id",), ("url",)),
)
"""The keys (lower case, without marks) of an author, a publisher or a title that is an object."""

_NESTED_NAMES = ("profile", "user", "person", "node", "item", "author")
_HEADING_KEYS = ("heading", "headline", "title", "section", "subtitle")
_TEXT_KEYS = ("text", "body", "content", "rendered", "value", "@value", "paragraphs", "html")
_PART_KEYS = ("children", "items", "blocks", "sections", "nodes", "data")
_OF_A_RUN = frozenset(("text", "bold", "italic", "code", "underline", "marks", "strikethrough"))
_MOST_NESTING = 12
_EXACT = 2**53
"""Past it not every integer is a number of its own: it is rather a name made of digits."""
_PAGE = re.compile(r"\s*(?:<\?xml[^<>]*>\s*)?<(?:!doctype html|html|head|body)\b", re.IGNORECASE)
_ESCAPED_LINES = 3
"""So many line ends written as ``\\n`` in a text without any other are line ends."""


def as_text(value: object) -> str:
    """Return a value of JSON or YAML as one line or text; nothing for null.

    A list becomes its values with commas between, an object with a name (an author, in
    schema.org's way) its name, anything else that is nested compact JSON.
    """
    value = _unwrapped(value)
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value).strip()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, dict) and (name := _name(value)):
        return name
    if isinstance(value, list):
        names = [
            as_text(one) if isinstance(one, str | int | float) else _name(one) for one in value
        ]
        if all(names):
            return ", ".join(names)
        if all(isinstance(one, str | int | float) for one in value):
            return ", ".join(filter(None, names))
    try:
        dumped = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    except (RecursionError, ValueError):
        return ""
    return tidy(dumped)


def as_value(value: object) -> Value | list[Value]:
    """Return a value of JSON, TOML or YAML with its type: numbers, booleans, lists of values.

    Anything else becomes text, as :func:`as_text` has it.
    """
    value = _unwrapped(value)
    if isinstance(value, list):
        each = [_one_value(one) for one in value]
        if None not in each:
            return [one for one in each if one is not None and one != ""]
    one = _one_value(value)
    return as_text(value) if one is None else one


def _one_value(value: object) -> Value | None:
    """A number, a boolean, a text or the name of an object; None for what is nested."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float) and abs(value) <= _EXACT:
        return value
    nested = isinstance(value, list) or (isinstance(value, dict) and not _name(value))
    return None if nested else as_text(value)


def as_title(text: str) -> str:
    """Return a text on one line, without the tags and entities that it may hold."""
    return " ".join((plain_text(text) if is_markup(text) else text).split())


def is_page(text: str) -> bool:
    """Whether a text is a whole page of HTML, with its head and its menus."""
    return _PAGE.match(text) is not None


def as_body(value: object) -> str:
    """Return the text of an article: a list is one of paragraphs or of parts with headings.

    HTML in it becomes plain text, escaped HTML as well.
    """
    parts = [_shown(part) for part in _parts(_unwrapped(value), 0)]
    return "\n\n".join(part for part in parts if part.strip())


def _shown(part: str) -> str:
    if "\\n" in part and "\n" not in part:
        count = part.count("\\n")
        if count >= _ESCAPED_LINES or "\\n\\n" in part:
            part = part.replace("\\r\\n", "\n").replace("\\n", "\n")
    if not is_markup(part):
        return part
    text = plain_text(part)
    return plain_text(text) if is_escaped(part, text) else text


def _parts(value: object, depth: int) -> Iterator[str]:
    if depth > _MOST_NESTING:
        return
    if isinstance(value, str):
        yield tidy(value)
    elif isinstance(value, list):
        if _is_run(value):
            yield "".join(tidy(one["text"]) for one in value)
            return
        for one in value:
            yield from _parts(one, depth + 1)
    elif isinstance(value, dict):
        keys = {str(key).lower(): key for key in value}
        for name in _HEADING_KEYS:
            if name in keys and isinstance(value[keys[name]], str):
                yield tidy(cast(str, value[keys[name]]))
                break
        text = next((keys[name] for name in _TEXT_KEYS if name in keys), None)
        for key in filter(None, (text, *(keys.get(name) for name in _PART_KEYS))):
            yield from _parts(value[key], depth + 1)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def _is_run(values: list[Any]) -> bool:
    """Whether these are the stretches of one paragraph, as editors keep them."""
    return (
        len(values) > 0
        and all(
            isinstance(one, dict) and isinstance(one.get("text"), str) and one.keys() <= _OF_A_RUN
            for one in values
        )
        and any(len(one) > 1 or one["text"][:1].isspace() for one in values)
    )


def _unwrapped(value: object) -> object:
    """A value out of an object that only says its type, as databases export them."""
    for _ in range(_MOST_NESTING):
        if not (isinstance(value, dict) and len(value) == 1):
            break
        ((key, inner),) = value.items()
        if not str(key).startswith("$"):
            break
        value = inner
    return value


def _name(value: object, depth: int = 0) -> str:
    if not isinstance(value, dict):
        return ""
    lowered = {str(key).lower().replace("_", ""): one for key, one in value.items()}
    for keys in _NAME_PARTS:
        parts = [lowered.get(key) for key in keys]
        if all(isinstance(part, str) and part.strip() for part in parts):
            return " ".join(tidy(cast(str, part)).strip() for part in parts)
    nested = (lowered.get(key) for key in _NESTED_NAMES)
    return next(filter(None, (_name(one, depth + 1) for one in nested)), "") if depth < 3 else ""
