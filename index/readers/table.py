"""CSV and TSV: one article a row, streamed, with the names of the columns in the first row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

from index.readers.decode import detect
from index.readers.loading import RECORD_BYTES, UnreadableError
from index.readers.records import TEXT_NAMES, UNDECODED, Records, is_cut, lines
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield the document of each row, or a ``Problem`` with the number of its first line.

    The columns are named as the fields of JSON lines are. The delimiter is the one of comma,
    semicolon, tab and bar that the first row has most of. The encoding is told from the
    beginning of the file; a later line that is not UTF-8 after all is read as Windows-1252.
    """
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    if not sample:
        raise UnreadableError("the file is empty")
    encoding = detect(sample)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
    try:
        yield from _Table(text).documents(file)
    finally:
        text.detach()


class _Table:
    def __init__(self, text: io.TextIOWrapper) -> None:
        csv.field_size_limit(RECORD_BYTES)  # for the process: the module knows no other way
        self._lines = self._decoded(text)
        self._cut = False
        self._line = 0

    def _decoded(self, text: io.TextIOWrapper) -> Iterator[str]:
        for line in lines(text):
            self._cut = self._cut or is_cut(line)
            self._line += 1
            if not line.isascii() and UNDECODED.search(line):
                yield line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")
            else:
                yield line

    def documents(self, file: SourceFile) -> Iterator[Document | Problem]:
        header = next((line for line in self._lines if line.strip()), "")
        if not header:
            raise UnreadableError("nothing but white space")
        delimiter = max(_DELIMITERS, key=header.count)
        names = [name.strip().lower() for name in next(csv.reader([header], delimiter=delimiter))]
        if not set(names) & set(TEXT_NAMES):
            raise UnreadableError(
                "no column is named text; name it so in the first row", self._line
            )
        records = Records(file)
        rows = csv.reader(self._lines, delimiter=delimiter)
        empty = True
        while True:
            line = self._line + 1
            try:
                row = self._next(rows, len(names))
                if not row:
                    continue
                yield records.document(dict(zip(names, row, strict=True)), line)
            except UnreadableError as error:
                yield Problem(file.id, error.reason, line)
            except StopIteration:
                break
            empty = False
        if empty:
            raise UnreadableError("no rows under the names of the columns")

    def _next(self, rows: Iterator[list[str]], columns: int) -> list[str]:
        """Return the next row, empty for a blank line, or raise what is wrong with it."""
        self._cut = False
        try:
            row = next(rows)
        except csv.Error as error:
            raise UnreadableError(f"not a row of CSV: {error}") from error
        if self._cut:
            raise UnreadableError(f"a line longer than {RECORD_BYTES // 2**20} MiB")
        if row and len(row) != columns:
            raise UnreadableError(f"number of fields: {len(row)}, of columns: {columns}")
        return row
