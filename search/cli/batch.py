"""``search batch``: many queries in one process, to a table or to JSON."""

from __future__ import annotations

import codecs
import csv
import io
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

import typer

from index.engines import open_engine
from index.errors import QueryError, SourceError
from index.location import find_index
from search.cli.messages import note
from search.cli.query import readable
from search.cli.search_options import Form, Wanted
from search.cli.streams import byte_order_mark
from search.cli.terminal import as_json_line, emit
from search.display import tables
from search.display.json_records import hit_record
from search.searcher import Searcher

_TOGETHER: Final = 64
"""Queries that are asked at once, by a thread a core, before their results are printed."""

_MOST: Final = 64 << 20
"""Bytes of a file of queries; a device has no end."""

_NO_QUERY: Final = ""
"""It asks for nothing, so what is wrong with it is wrong with the options."""

_COLUMNS: Final = (
    "query",
    "queries",
    "search",
    "name",
    "names",
    "person",
    "company",
    "term",
    "terms",
    "keyword",
    "keywords",
)
"""The column of a table that is taken: of those that it names, the first of these; else the first
column of a table without names."""


def run(file: Path | None, location: Path | None, wanted: Wanted) -> None:
    """Ask every query of a file, or of standard input, and print all results as they come.

    A query that cannot be understood is said and left out; then the command exits with 2.

    :raises SourceError: where there are none to read.
    :raises QueryError: where an option means nothing, whatever the query.
    """
    if file is None and sys.stdin.isatty():
        raise SourceError("No queries: name a file of them, or - to type them here")
    queries = read_queries(file or Path("-"))
    found = refused = 0
    with _searcher(location) as searcher, ThreadPoolExecutor(os.cpu_count()) as pool:
        wanted.search(searcher, _NO_QUERY)
        if wanted.form is Form.CSV:
            emit([byte_order_mark() + tables.head(tables.COLUMNS)])
        for start in range(0, len(queries), _TOGETHER):
            some = queries[start : start + _TOGETHER]
            for answer in pool.map(partial(_answered, searcher, wanted), some):
                found += answer.good
                refused += answer.refused
                if answer.remark:
                    note(answer.remark)
                emit(answer.lines)
    note(f"{found:,} of {len(queries):,} queries have a good match")
    if refused:
        raise typer.Exit(2)


def _searcher(location: Path | None) -> Searcher:
    """One whose queries are encoded by a thread each: as many are asked as there are cores."""
    return Searcher(open_engine(find_index(location)), threads=1)


class _Answer(NamedTuple):
    """The lines of a query's results, whether one is a good match, and what to say of the query."""

    lines: list[str]
    good: bool
    remark: str = ""
    refused: bool = False


def _answered(searcher: Searcher, wanted: Wanted, text: str) -> _Answer:
    try:
        result = wanted.search(searcher, text)
    except QueryError as error:
        return _Answer([], good=False, remark=f"{text}: {error}", refused=True)
    good = result.good()
    if wanted.form is Form.JSON:
        records = (hit_record(hit, result.terms, good, question=text) for hit in result)
        lines = [as_json_line({"query": text, **record}) for record in records]
    elif wanted.form is Form.MARKDOWN:
        lines = [tables.markdown_heading(text), "", *tables.markdown(result, [None] * len(result))]
    else:
        rows = (row for hit in result for row in tables.rows(text, hit, result.terms, good))
        lines = [tables.csv_line(row, tables.COLUMNS) for row in rows]
    remark = f"{text}: {result.note}" if result.note else ""
    return _Answer(lines, bool(good and result.hits), remark)


def read_queries(file: Path) -> list[str]:
    """The queries of a file: a line each, or of a CSV table one column, by its name or the first.

    :raises SourceError: where it cannot be read, or holds none.
    """
    try:
        if str(file) == "-":
            content = sys.stdin.buffer.read(_MOST + 1)
        else:
            with file.open("rb") as opened:
                content = opened.read(_MOST + 1)
    except OSError as error:
        raise SourceError(f"{file} cannot be read: {(error.strerror or '').lower()}") from error
    if len(content) > _MOST:
        raise SourceError(f"{file} is larger than {_MOST >> 20} MiB; split it")
    text = _decoded(content)
    if file.suffix.lower() in (".csv", ".tsv"):
        try:
            delimiter = _delimiter(file, text)
            table = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        except csv.Error as error:
            raise SourceError(f"{file} is no table: {error}") from error
        names = [name.strip().lower() for name in table[0]] if table else []
        known = [names.index(name) for name in _COLUMNS if name in names]
        place = known[0] if known else 0
        lines = [row[place] for row in table[1 if known else 0 :] if len(row) > place]
    else:
        lines = text.splitlines()
    queries = [readable(" ".join(line.split())) for line in lines if line.strip()]
    if not queries:
        raise SourceError(f"{file} holds no query: write one a line")
    return queries


def _decoded(content: bytes) -> str:
    """The text of a file of queries: UTF-16 where its mark says so, as Excel's "Unicode Text" has.

    Bytes that are no UTF-8 are left to ``readable``.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    return content.decode("utf-8-sig", errors="surrogateescape")


def _delimiter(file: Path, text: str) -> str:
    """What parts the columns: where a spreadsheet writes decimal commas, a semicolon."""
    first = text.partition("\n")[0]
    if file.suffix.lower() == ".tsv":
        return "\t"
    return ";" if first.count(";") > first.count(",") else ","
