"""Metadata by article number: the file ``columns.bin``, for filters, facets, groups and order.

Articles are numbered as in ``documents.npy``: those with passages, by ascending id. A column holds
entries, each a value of an article, so an article may have none or several. Distinct values stand
once and keep the type that their source declared: a filter looks at each distinct value once and
becomes a mask over articles, a facet is a count of codes.

    magic, length of the header (8 bytes each)
    header          JSON: how many articles and, by column, its entries and the bytes of its values
    for each column int32 articles, ascending; int32 codes; the distinct values as a JSON list

All numbers are little-endian, and every part begins at a multiple of 8 bytes.
"""

from __future__ import annotations

import datetime
import json
import mmap
import struct
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.errors import IndexStateError, damaged, unreadable
from index.types import Value

Integers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]

ID: Final = "id"
PUBLISHED: Final = "published"
STANDARD: Final = (ID, "path", "folder", "title", "author", PUBLISHED, "url", "source", "language")
"""The columns that every index has; the others are the declared fields of the articles."""

_MAGIC: Final = b"columns1"
_NO_DAY: Final = (0, 0)


@dataclass(frozen=True, slots=True)
class Column:
    """``values[codes[i]]`` is a value of the article with the number ``articles[i]``.

    Both arrays are int32 and equally long, ``articles`` ascends, ``values`` are distinct.
    """

    articles: Integers
    codes: Integers
    values: tuple[Value, ...]

    def having(self, wanted: Mask, count: int) -> Mask:
        """Which of ``count`` articles have a value for which ``wanted``, by code, is true."""
        mask = np.zeros(count, dtype=np.bool_)
        mask[self.articles[wanted[self.codes]]] = True
        return mask

    def counts(self, among: Mask | None = None) -> npt.NDArray[np.int64]:
        """For each value how many articles have it, or how many of those ``among`` is true for."""
        codes = self.codes if among is None else self.codes[among[self.articles]]
        return np.bincount(codes, minlength=len(self.values))


class ArticleColumns:
    """The columns of one generation: memory-mapped, read-only, for any number of threads.

    A column's values are parsed when it is first asked for.

    :raises IndexDamagedError: from every method, where the file is not what was written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            with path.open("rb") as file:
                self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            magic, length = struct.unpack("<8sQ", self._bytes[:16])
            if magic != _MAGIC or length > len(self._bytes):
                raise ValueError("it does not begin as it must")
            header = json.loads(self._bytes[16 : 16 + length])
            self.count = _number(header["articles"])
            """How many articles there are."""
            self._places = dict(_places(header["columns"], _padded(16 + length)))
        except _DAMAGE as error:
            raise self._failed(error) from error
        self._columns: dict[str, Column] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns: ``STANDARD``, then the declared fields by name."""
        return tuple(self._places)

    def column(self, name: str) -> Column:
        """The column of one of ``names``.

        :raises KeyError: where there is no such column.
        """
        if name not in self._columns:
            start, entries, length = self._places[name]
            try:
                self._columns[name] = self._column(start, entries, length)
            except _DAMAGE as error:
                raise self._failed(error) from error
        return self._columns[name]

    @cached_property
    def days(self) -> tuple[Integers, Integers]:
        """The first and the last day that each article's date may mean, by number.

        As ``date.toordinal`` counts; both are 0 where there is no date. ``2021-10`` means any day
        of that month.
        """
        first, last = np.zeros((2, self.count), dtype=np.int32)
        column = self.column(PUBLISHED)
        ranges = np.array([day_range(str(v)) for v in column.values], np.int32).reshape(-1, 2)
        first[column.articles], last[column.articles] = ranges[column.codes].T
        return first, last

    def _column(self, start: int, entries: int, length: int) -> Column:
        articles = np.frombuffer(self._bytes, "<i4", entries, start)
        codes = np.frombuffer(self._bytes, "<i4", entries, _padded(start + 4 * entries))
        at = _padded(start + 4 * entries) + _padded(4 * entries)
        values = json.loads(self._bytes[at : at + length])
        if (
            not isinstance(values, list)
            or any(not isinstance(value, Value) for value in values)
            or (entries and not 0 <= articles.min() <= articles.max() < self.count)
            or (entries and not 0 <= codes.min() <= codes.max() < len(values))
        ):
            raise ValueError("a value is not one that is written")
        return Column(articles, codes, tuple(values))

    def _failed(self, error: Exception) -> IndexStateError:
        if isinstance(error, OSError):
            return unreadable(self._path, error)
        return damaged(self._path, error)


_DAMAGE: Final = (OSError, ValueError, TypeError, KeyError, struct.error, RecursionError)


def write_columns(path: Path, columns: Mapping[str, Column], count: int) -> None:
    """Write what ``ArticleColumns`` reads: the columns of ``count`` articles."""
    values = {
        name: json.dumps(c.values, ensure_ascii=False).encode() for name, c in columns.items()
    }
    sizes = {name: (len(c.codes), len(values[name])) for name, c in columns.items()}
    header = json.dumps({"articles": count, "columns": sizes}, ensure_ascii=False).encode()
    with path.open("xb") as file:
        file.write(struct.pack("<8sQ", _MAGIC, len(header)))
        for part in (header, *_parts(columns, values)):
            file.write(part)
            file.write(bytes(-file.tell() % 8))


def day_range(text: str) -> tuple[int, int]:
    """The first and the last day that an ISO 8601 date means, as ``date.toordinal`` counts.

    ``2021-10`` and ``2021`` mean a month and a year; anything that is no date gives 0 and 0.
    """
    try:
        year, *rest = (int(part) for part in text[:10].split("-"))
        month, *day = rest or [1]
        first = datetime.date(year, month, *(day or [1])).toordinal()
    except (ValueError, TypeError):
        return _NO_DAY
    if day:
        return first, first
    last_month = month if rest else 12
    return first, datetime.date(year, last_month, monthrange(year, last_month)[1]).toordinal()


def _parts(columns: Mapping[str, Column], values: Mapping[str, bytes]) -> Iterator[bytes]:
    for name, column in columns.items():
        yield column.articles.astype("<i4").tobytes()
        yield column.codes.astype("<i4").tobytes()
        yield values[name]


def _places(sizes: Mapping[str, Any], start: int) -> Iterator[tuple[str, tuple[int, int, int]]]:
    for name, (entries, length) in sizes.items():
        yield name, (start, _number(entries), _number(length))
        start += 2 * _padded(4 * entries) + _padded(length)


def _padded(length: int) -> int:
    return -(-length // 8) * 8


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("a length is no number")
    return value
