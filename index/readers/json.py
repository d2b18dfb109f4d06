"""JSON: an array of articles, an object that holds them, one article, or one after another."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from index.readers.date_order import day_first_in
from index.readers.decode import detect
from index.readers.json_values import Values
from index.readers.loading import UnreadableError
from index.readers.records import TEXT_NAMES, Records
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_SAMPLE: Final = 64 * 1024
_MOST_NESTING: Final = 8
_IDS: Final = frozenset(("_id", "id", "@id", "identifier", "guid", "uuid"))
_NO_ARTICLE = 'no article in it, such as {"title": "...", "text": "..."}'

Fields = Mapping[str, object]


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield the document of each object that has a text, wherever it stands.

    The fields are those of JSON lines. An object without an id has for one the key under which
    it stands in an object, else its number. The line is that of the outermost object or, in an
    array, of the element.
    """
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    encoding = detect(sample).replace("utf-8-sig", "utf-8").replace("utf-8", "utf-8-sig")
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    text = io.TextIOWrapper(stream, encoding, errors=errors, newline="\n")
    records = Records(file, day_first_in(sample))
    number = 0
    without: list[int] = []
    problem: Problem | None = None
    try:
        for value, line, expected in _values(Values(text)):
            found = False
            for key, fields in _articles(value):
                found = True
                number += 1
                known = any(str(name).lower() in _IDS and fields[name] for name in fields)
                identified = fields if known else {**fields, "_id": key or str(number)}
                try:
                    yield records.document(identified, line)
                except UnreadableError as error:
                    yield Problem(file.id, error.reason, line)
            if expected and not found:
                without.append(line)
    except UnreadableError as error:
        problem = Problem(file.id, error.reason, error.line)
    finally:
        text.detach()
    if problem:
        yield problem
    elif not number:
        raise UnreadableError(_NO_ARTICLE)
    for line in without:
        yield Problem(file.id, "no text in a field named text, body or content", line)


def _values(values: Values) -> Iterator[tuple[object, int, bool]]:
    """Yield the outermost values, of an array its elements, each with its line.

    And whether it ought to be an article: not what stands beside the articles in an object that
    is too large to be looked at as a whole.
    """
    while opening := values.next():
        if opening == "[":
            yield from ((value, line, True) for value, line in values.elements())
        elif opening == "{" and not values.is_whole():
            yield from values.members()
        else:
            line = values.line
            yield values.value(), line, True


def _articles(value: object, key: str = "", depth: int = 0) -> Iterator[tuple[str, Fields]]:
    """Yield the objects with a text in a value, the outermost ones alone, each with its key."""
    if depth > _MOST_NESTING:
        return
    if isinstance(value, list):
        for one in value:
            yield from _articles(one, "", depth + 1)
    elif isinstance(value, dict):
        if _has_text(value):
            yield key, value
            return
        keyed = len(value) > 1 and all(isinstance(one, dict) for one in value.values())
        for name, one in value.items():
            yield from _articles(one, name if keyed else "", depth + 1)


def _has_text(fields: Fields) -> bool:
    return any(
        str(name).strip().lower() in TEXT_NAMES and _is_text(value)
        for name, value in fields.items()
    )


def _is_text(value: object) -> bool:
    if isinstance(value, list):
        return any(isinstance(one, str) and one.strip() for one in value) or any(
            isinstance(one, dict) and _has_text(one) for one in value
        )
    return isinstance(value, str) and bool(value.strip())
