"""The values of records and of front matter, however they are nested, made text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import cast

from index.readers.decode import tidy
from index.readers.markup import is_markup, plain_text

_NAME_PARTS = (
    ("name",),
    ("@value",),
    ("rendered",),
    ("title",),
    ("first", "last"),
    ("given", "family"),
    ("firstname", "lastname"),
    ("first_name", "last_name"),
    ("given_name", "family_name"),
    ("givenname", "familyname"),
)
"""The keys (lower case) of an author, a publisher or a title that is an object."""

_HEADING_KEYS = ("heading", "headline", "title", "section", "subtitle")
_TEXT_KEYS = ("text", "body", "content", "rendered", "value", "@value", "paragraphs", "html")
_MOST_NESTING = 12


def as_text(value: object) -> str:
    """Return a value of JSON or YAML as one line or text; nothing for null.

    A list becomes its values with commas between, an object with a name (an author, in
    schema.org's way) its name, anything else that is nested compact JSON.
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return tidy(value).strip()
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


def as_title(text: str) -> str:
    """Return a text on one line, without the tags and entities that it may hold."""
    return " ".join((plain_text(text) if is_markup(text) else text).split())


def as_body(value: object) -> str:
    """Return the text of an article: a list is one of paragraphs or of parts with headings.

    HTML in it becomes plain text.
    """
    parts = [plain_text(part) if is_markup(part) else part for part in _parts(value, 0)]
    return "\n\n".join(part for part in parts if part.strip())


def _parts(value: object, depth: int) -> Iterator[str]:
    if depth > _MOST_NESTING:
        return
    if isinstance(value, str):
        yield tidy(value)
    elif isinstance(value, list):
        for one in value:
            yield from _parts(one, depth + 1)
    elif isinstance(value, dict):
        keys = {str(key).lower(): key for key in value}
        for name in _HEADING_KEYS:
            if name in keys and isinstance(value[keys[name]], str):
                yield tidy(cast(str, value[keys[name]]))
                break
        for name in _TEXT_KEYS:
            if name in keys:
                yield from _parts(value[keys[name]], depth + 1)
                break
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield str(value)


def _name(value: object) -> str:
    if not isinstance(value, dict):
        return ""
    lowered = {str(key).lower(): one for key, one in value.items()}
    for keys in _NAME_PARTS:
        parts = [lowered.get(key) for key in keys]
        if all(isinstance(part, str) and part.strip() for part in parts):
            return " ".join(tidy(cast(str, part)).strip() for part in parts)
    return ""
