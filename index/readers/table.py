"""CSV and TSV: one article a row, streamed, with the names of the columns in the first row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from index.readers.date_order import day_first_in
from index.readers.decode import detect, mend
from index.readers.field_names import holds_text
from index.readers.loading import RECORD_BYTES, UnreadableError
from index.readers.records import Records, is_cut, lines
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024
_MOST_COLUMNS = 10_000

_SEPARATOR = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_MOST_ABOVE = 10
"""Lines that say where a table comes from, above the names of its columns."""

_ESCAPED_QUOTE = re.compile(rb'[^"\\]\\"(?!\s*[,;\t|\r\n])')
_QUOTED = re.compile(r'"[^"]*"')


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    r"""Yield the document of each row, or a ``Problem`` with the number of its first line.

    The columns are named as the fields of JSON lines are. The delimiter is the one that a first
    line ``sep=;`` names, or the one of comma, semicolon, tab and bar that the first row has most
    of. A quotation mark in a quotation is doubled, or written ``\"``. A row whose quotation is
    never closed ends with its line. The encoding is told from the beginning of the file.
    """
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    if not sample:
        raise UnreadableError("the file is empty")
    encoding = detect(sample)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
    try:
        table = _Table(lines(text), escaped=bool(_ESCAPED_QUOTE.search(sample)))
        yield from table.documents(file, Records(file, day_first_in(sample)))
    finally:
        text.detach()


class _Table:
    def __init__(self, source: Iterator[str], *, escaped: bool) -> None:
        csv.field_size_limit(RECORD_BYTES)  # for the process: the module knows no other way
        self._source = source
        self._escaped = escaped
        self._waiting: list[str] = []  # lines to read again, the first one last
        self._line = 0
        self._separator = ""
        self._dialect: dict[str, Any] = {}

    def documents(self, file: SourceFile, records: Records) -> Iterator[Document | Problem]:
        names = self._columns()
        empty = True
        while (line := self._next_line()) is not None:
            number = self._line
            if not line.strip():
                continue
            try:
                row = self._row(line, len(names))
                yield records.document(dict(zip(names, row, strict=True)), number)
            except UnreadableError as error:
                yield Problem(file.id, error.reason, number)
            empty = False
        if empty:
            raise UnreadableError("no rows under the names of the columns")

    def _columns(self) -> list[str]:
        """Read the first row, and how the rows are written."""
        lines: list[str] = []
        while len(lines) < _MOST_ABOVE and (line := self._next_line()) is not None:
            if line.strip():
                lines.append(line)
                if names := self._names(line):
                    return names
        if not lines:
            raise UnreadableError("nothing but white space")
        reason = "no column is named text; name it so in the first row"
        raise UnreadableError(reason, self._line - len(lines) + 1)

    def _names(self, header: str) -> list[str]:
        """The names of the columns, where ``header`` has them; each of them once."""
        if named := _SEPARATOR.fullmatch(header):
            self._separator = named[1]
            return []
        bare = _QUOTED.sub("", header)
        delimiter = self._separator or max(_DELIMITERS, key=bare.count)
        if header.count(delimiter) >= _MOST_COLUMNS:
            raise UnreadableError(f"more than {_MOST_COLUMNS:,} columns", self._line)
        blanks = bool(re.search(rf'{re.escape(delimiter)} +[\w"]', header)) and delimiter != "\t"
        quote = "'" if header.startswith("'") and '"' not in header else '"'
        dialect = {"delimiter": delimiter, "skipinitialspace": blanks, "quotechar": quote}
        self._dialect = dialect
        names: list[str] = []
        for name in (name.strip().lower() for name in self._parsed([header])):
            again = sum(other == name for other in names)
            names.append(f"{name} {again + 1}" if again else name)
        return names if holds_text(names) else []

    def _next_line(self) -> str | None:
        line = self._waiting.pop() if self._waiting else next(self._source, None)
        if line is not None:
            self._line += 1
        return line

    def _give_back(self, lines: list[str]) -> None:
        self._waiting.extend(reversed(lines))
        self._line -= len(lines)

    def _row(self, line: str, columns: int) -> list[str]:
        """Return the row that begins with ``line``, or raise what is wrong with it."""
        taken: list[str] = []
        try:
            row = next(csv.reader(self._taking(line, taken), strict=True, **self._dialect))
        except csv.Error:
            row = []
        if len(row) == columns:
            return row
        if len(taken) > 1 and (not row or len(self._parsed(taken[1:2])) == columns):
            self._give_back(taken[1:])  # the quotation has swallowed the rows below
            row = [field.strip('" ') for field in self._parsed(taken[:1], quoting=csv.QUOTE_NONE)]
        elif not row:
            row = self._parsed(taken)
        if len(row) != columns:
            raise UnreadableError(f"number of fields: {len(row)}, of columns: {columns}")
        return row

    def _taking(self, line: str, taken: list[str]) -> Iterator[str]:
        """Yield ``line`` and those below it, and note them in ``taken``."""
        size = 0
        following: str | None = line
        while following is not None:
            size += len(following)
            taken.append(following)
            if is_cut(following) or size > RECORD_BYTES:
                raise UnreadableError(f"a line longer than {RECORD_BYTES // 2**20} MiB")
            following = mend(following)
            yield following.replace('\\"', '""') if self._escaped else following
            following = self._next_line()

    def _parsed(self, lines: list[str], **dialect: Any) -> list[str]:
        """Return the first row of ``lines``, read leniently."""
        try:
            return next(csv.reader(map(mend, lines), **(self._dialect | dialect)), [])
        except csv.Error as error:
            raise UnreadableError(f"not a row of CSV: {error}") from error
