"""CSV and TSV: one article a row, streamed; the first row names the columns, or none does."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from index.readers.date_order import day_first_in
from index.readers.decode import detect, mend
from index.readers.field_names import TEXTS, holds_text, plain_name
from index.readers.loading import RECORD_BYTES, UnreadableError
from index.readers.records import Records, is_cut, lines
from index.readers.unnamed_text import columns, is_prose, text_columns
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
    never closed ends with its line. The encoding is told from the beginning of the file, and so
    are columns of texts that are not named so. A row with too few or too many fields is read,
    and is a ``Problem`` as well, if it has a text.
    """
    sample = stream.peek(_SAMPLE)[:_SAMPLE]
    if not sample:
        raise UnreadableError("the file is empty")
    encoding = detect(sample)
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(stream, encoding, errors=errors, newline="")
    try:
        above = sample.decode(encoding, "replace").splitlines(keepends=True)
        if len(sample) == _SAMPLE:
            del above[-1:]
        table = _Table(lines(text), above, escaped=bool(_ESCAPED_QUOTE.search(sample)))
        yield from table.documents(file, Records(file, day_first_in(sample)))
    finally:
        text.detach()


_MOST_PARTS = 20
"""Lines into which the line ends of a text without quotation marks part its row."""

_MOST_LOOKED_AT = 50
"""Rows by which columns without a name are told."""


class _Table:
    """The rows of ``source``, which begins with the lines of ``sample``."""

    def __init__(self, source: Iterator[str], sample: list[str], *, escaped: bool) -> None:
        csv.field_size_limit(RECORD_BYTES)  # for the process: the module knows no other way
        self._source = source
        self._sample = sample
        self._escaped = escaped
        self._waiting: list[str] = []  # lines to read again, the first one last
        self._line = 0
        self._separator = ""
        self._dialect: dict[str, Any] = {}

    def documents(self, file: SourceFile, records: Records) -> Iterator[Document | Problem]:
        names = self._columns()
        records.texts.update(dict.fromkeys(text_columns(names, self._first_rows(len(names)))))
        named = (n for n, name in enumerate(names) if plain_name(name) in TEXTS)
        text = next(named, next((n for n, one in enumerate(names) if one in records.texts), -1))
        empty = True
        while (line := self._next_line()) is not None:
            number = self._line
            if not line.strip():
                continue
            try:
                row = self._row(line, len(names))
                fitted = _fitted(row, len(names), text, self._dialect["delimiter"])
                yield records.document(dict(zip(names, fitted, strict=True)), number)
                if len(row) != len(names):
                    raise UnreadableError(
                        f"{_counts(row, len(names))}; read as far as it can be told"
                    )
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
        if guessed := [one for one in map(self._guessed, _DELIMITERS) if one[0]]:
            names, is_first, self._dialect = max(guessed, key=lambda one: len(one[0]))
            self._give_back(lines[is_first:])
            return names
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
        heads = [name.strip().lower() for name in self._parsed([header])]
        while heads and not heads[-1]:
            heads.pop()
        for name in heads:
            again = sum(other == name for other in names)
            names.append(f"{name} {again + 1}" if again else name)
        return names if holds_text(names) else []

    def _guessed(self, delimiter: str) -> tuple[list[str], bool, dict[str, Any]]:
        """Names for the columns that such a delimiter makes; see :func:`columns`."""
        self._dialect = {"delimiter": delimiter, "quotechar": '"'}
        return *columns(self._first_rows()), self._dialect

    def _first_rows(self, length: int = 0) -> list[list[str]]:
        """Some rows at the beginning, with ``length`` those below the names that have it."""
        rows: list[list[str]] = []
        reader = csv.reader(filter(str.strip, map(mend, self._sample)), **self._dialect)
        try:
            rows.extend(islice(reader, _MOST_LOOKED_AT))
        except csv.Error:
            return []
        return [row for row in rows[1:] if len(row) == length] if length else rows

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
        while len(row) > columns and not row[-1].strip():
            row.pop()
        return self._continued(row, columns) if 0 < len(row) < columns else row

    def _continued(self, row: list[str], columns: int) -> list[str]:
        """A row with the lines below it, if together they have its fields: a text broke off."""
        whole, below = row, list[str]()
        while len(whole) < columns and len(below) < _MOST_PARTS:
            line = self._next_line()
            if line is None:
                break
            below.append(line)
            part = self._parsed([line])
            fields = len(whole) + len(part) - 1
            if not 0 < len(part) < columns or fields > columns or any(map(is_prose, part[1:])):
                break
            whole = [*whole[:-1], f"{whole[-1]}\n{part[0]}", *part[1:]]
        if len(whole) == columns:
            return whole
        self._give_back(below)
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


def _fitted(row: list[str], columns: int, text: int, delimiter: str) -> list[str]:
    """A row with as many fields as there are columns: the rest is empty, or part of its text.

    :raises UnreadableError: where it has no text.
    """
    surplus = len(row) - columns
    if surplus > 0 <= text:
        end = text + surplus + 1
        return [*row[:text], delimiter.join(row[text:end]), *row[end:]]
    if surplus and (text < 0 or len(row) <= text):
        raise UnreadableError(_counts(row, columns))
    return row + [""] * -surplus


def _counts(row: Sequence[str], columns: int) -> str:
    return f"number of fields: {len(row)}, of columns: {columns}"
