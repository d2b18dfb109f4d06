"""Records, many to a file: what JSON lines and tables have in common."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from index.article.structure import structure
from index.readers.decode import tidy
from index.readers.loading import RECORD_BYTES, UnreadableError, check_lines
from index.readers.metadata import as_text, declared, document

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

TEXT_NAMES = ("text", "body", "content")
"""The fields (lower case) that can hold a record's text, the first one first."""

UNDECODED = re.compile("[\udc80-\udcff]")
"""A byte that ``surrogateescape`` has let through."""

_ID_NAMES = ("_id", "id")


class Records:
    """Makes the documents of one file, whose record ids it keeps apart."""

    def __init__(self, file: SourceFile) -> None:
        self._file = file
        self._ids: set[str] = set()

    def document(self, fields: Mapping[str, object], line: int) -> Document:
        """Make the document of the record that starts at ``line``.

        Raises ``UnreadableError`` for a record without text and for an id seen before.
        """
        rest = {str(name).strip().lower(): value for name, value in fields.items()}
        text = _take(rest, TEXT_NAMES)
        if not text.strip():
            raise UnreadableError("no text in a field named text, body or content", line)
        check_lines(text, line)
        record = " ".join(_take(rest, _ID_NAMES).split()) or str(line)
        if record in self._ids:
            raise UnreadableError(f"the id {record} occurs before; give each record its own", line)
        self._ids.add(record)
        said = declared(rest)
        found = structure(text, titled=not said.title, first_line=line)
        said = replace(
            said,
            title=said.title or found.title,
            standfirst=said.standfirst or found.standfirst,
            author=said.author or found.author,
            published=said.published or found.published,
        )
        blocks = tuple(b if b.line == line else replace(b, line=line) for b in found.blocks)
        return document(self._file, text, blocks, said, record=record)


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


def _take(fields: dict[str, object], names: tuple[str, ...]) -> str:
    """Remove and return the first of these fields that holds anything."""
    for name in names:
        value = fields.get(name)
        if value is not None and value != "":
            del fields[name]
            return tidy(value) if isinstance(value, str) else as_text(value)
    return ""
