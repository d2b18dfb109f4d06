"""Records, many to a file: what JSON lines and tables have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from index.article.structure import structure
from index.readers.loading import RECORD_BYTES, UnreadableError, check_lines
from index.readers.metadata import Declared, declared, document
from index.readers.values import as_body, as_text
from index.types import Block, BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

TEXT_NAMES = (
    *(
        "text",
        "body",
        "content",
        "articlebody",
        "article_body",
        "maintext",
        "full_text",
        "fulltext",
    ),
    *("content_html", "content_text", "bodytext", "body_text", "body_html", "story", "paragraphs"),
    *("article_text", "article", "abstract"),
)
"""The fields (lower case) that can hold a record's text, the first one first."""

_ID_NAMES = ("_id", "id", "@id", "identifier", "guid", "uuid")

_ENVELOPES = ("_source", "article", "fields", "document", "doc", "data", "item", "post")
"""The fields that can hold the record itself, as search engines and APIs deliver it."""


class Records:
    """Makes the documents of one file, whose record ids it keeps apart.

    ``day_first`` is how the file writes dates, None where that is not known.
    """

    def __init__(self, file: SourceFile, day_first: bool | None = None) -> None:
        self._file = file
        self._ids: set[str] = set()
        self._day_first = day_first

    def document(self, fields: Mapping[str, object], line: int) -> Document:
        """Make the document of the record that starts at ``line``.

        A record without a text is its title or standfirst. Raises ``UnreadableError`` for one
        without either and for an id seen before.
        """
        rest = _opened({str(name).strip().lower(): value for name, value in fields.items()})
        text = _take_text(rest)
        record = " ".join(_take(rest, _ID_NAMES).split()) or str(line)
        said = declared(rest)
        if not text.strip():
            text = said.standfirst or said.title
            if not text:
                raise UnreadableError("no text in a field named text, body or content", line)
        check_lines(text, line)
        if record in self._ids:
            raise UnreadableError(f"the id {record} occurs before; give each record its own", line)
        self._ids.add(record)
        said, blocks = _structured(text, said, line)
        return document(self._file, text, blocks, said, record=record, day_first=self._day_first)


def _structured(text: str, said: Declared, line: int) -> tuple[Declared, tuple[Block, ...]]:
    if text == said.title:
        return said, (Block(0, len(text), BlockKind.PARAGRAPH, line),)
    found = structure(text, titled=not said.title, first_line=line)
    said = replace(
        said,
        title=said.title or found.title,
        standfirst=said.standfirst or found.standfirst,
        author=said.author or found.author,
        published=said.published or found.published,
    )
    return said, tuple(b if b.line == line else replace(b, line=line) for b in found.blocks)


def lines(stream: TextIO) -> Iterator[str]:
    """Yield the lines of a text, line ends included, in bounded memory.

    Of a line longer than the limit only the beginning is yielded, without its end: see
    :func:`is_cut`.
    """
    while line := stream.readline(RECORD_BYTES):
        yield line
        while is_cut(line):
            line = stream.readline(RECORD_BYTES)


def is_cut(line: str) -> bool:
    """Whether :func:`lines` has left out the end of this line."""
    return len(line) >= RECORD_BYTES and not line.endswith("\n")


def _opened(fields: dict[str, object]) -> dict[str, object]:
    """Return the record out of its envelope, where it has one and no text beside it."""
    if any(fields.get(name) for name in TEXT_NAMES if not isinstance(fields.get(name), dict)):
        return fields
    for name in _ENVELOPES:
        inner = fields.get(name)
        if isinstance(inner, dict):
            inside = {str(key).strip().lower(): value for key, value in inner.items()}
            if any(inside.get(key) for key in TEXT_NAMES):
                return {key: v for key, v in fields.items() if key != name} | inside
    return fields


def _take_text(fields: dict[str, object]) -> str:
    """Remove and return the first of the text fields that holds any."""
    for name in TEXT_NAMES:
        value = fields.get(name)
        if value is not None and value != "" and (text := as_body(value)):
            del fields[name]
            return text
    return ""


def _take(fields: dict[str, object], names: tuple[str, ...]) -> str:
    """Remove and return the first of these fields that holds anything."""
    for name in names:
        value = fields.get(name)
        if value is not None and value != "":
            del fields[name]
            return as_text(value)
    return ""
