"""JSON: an array of articles, an object that holds them, one article, or one after another."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from index.readers.date_order import day_first_in
from index.readers.decode import detect
from index.readers.json_rows import rows
from index.readers.json_values import Values
from index.readers.loading import UnreadableError
from index.readers.records import Records, holds_article, is_summary
from index.readers.unnamed_text import unnamed_texts
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_SAMPLE: Final = 64 * 1024
_MOST_NESTING: Final = 8
_FEWEST_WORDS: Final = 5
"""Of a text that is no object."""

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
                try:
                    yield records.document(fields, line, name=key or str(number))
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
    """Yield the objects with a text in a value, the outermost ones alone, each with its key.

    Of an object without any, and with nothing in it that has one, its summary is the text, or the
    prose in fields of other names.
    """
    if depth > _MOST_NESTING:
        return
    if depth == 0 and isinstance(value, str) and len(value.split()) >= _FEWEST_WORDS:
        yield key, {"text": value}
    elif isinstance(value, list):
        for one in value:
            yield from _articles(one, "", depth + 1)
    elif isinstance(value, dict):
        if holds_article(value):
            yield key, value
            return
        if depth == 0 and (found := rows(value)):
            yield from (("", row) for row in found)
            return
        keyed = len(value) > 1 and all(isinstance(one, dict) for one in value.values())
        inside = False
        for name, one in value.items():
            for article in _articles(one, name if keyed else "", depth + 1):
                inside = True
                yield article
        if not inside and (is_summary(value) or (depth == 0 and unnamed_texts(value))):
            yield key, value
