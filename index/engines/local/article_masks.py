"""The articles of a generation by number: which meet a condition, what they are counted by."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from index.bounded_cache import BoundedCache
from index.errors import QueryError
from index.query.conditions import (
    Among,
    Between,
    Condition,
    Dated,
    Every,
    Identified,
    Named,
    OneOf,
    Without,
)
from index.query.fields import ALIASES, nearest_of
from index.store.columns import ID, ArticleColumns, Mask
from index.store.row_arrays import Numbers, read_numbers
from index.types import Rows, Value

RowSet = npt.NDArray[np.bool_]

_MEMORY: Final = 64 << 20
"""Bytes of masks that are kept for the queries to come."""

_PERIODS: Final[Mapping[str, Callable[[date], str]]] = {
    "year": lambda day: f"{day.year:04}",
    "month": lambda day: f"{day.year:04}-{day.month:02}",
    "day": date.isoformat,
}
"""What articles may be counted by besides their fields."""


class Articles:
    """Columns of articles beside the number of each row's article, -1 where a row is dead."""

    def __init__(self, columns: Path, stories: Path, documents: Numbers) -> None:
        self._columns = ArticleColumns(columns)
        self.stories = read_numbers(stories, self._columns.count)
        """For each article the number of the first one of its story."""
        self._documents = documents
        self._known = BoundedCache[Mask](_MEMORY)

    @property
    def count(self) -> int:
        """How many articles there are."""
        return self._columns.count

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._columns.names

    @property
    def days(self) -> npt.NDArray[np.int32]:
        """The first day that each article's date may mean; 0 where it has none."""
        return self._columns.days[0]

    def having(self, rows: RowSet | Rows) -> Mask:
        """The articles of those rows."""
        found = np.zeros(self.count + 1, dtype=np.bool_)  # the last is that of dead rows
        found[self._documents[rows]] = True
        return found[:-1]

    def rows(self, articles: Mask) -> RowSet:
        """The rows of those articles."""
        return np.append(articles, False)[self._documents]

    def meeting(self, conditions: Sequence[Condition]) -> Mask:
        """The articles that meet all of ``conditions``."""
        return self._mask(Every(tuple(conditions)))

    def rows_meeting(self, conditions: Sequence[Condition]) -> RowSet:
        """The rows of the articles that meet all of ``conditions``."""
        key = ("rows", *conditions)
        known = None if _names_articles(conditions) else self._known.get(key)
        if known is None:
            known = self.rows(self.meeting(conditions))
            if not _names_articles(conditions):
                self._keep(key, known)
        return known

    def counts(self, field: str, among: Mask) -> dict[Value, int]:
        """How many of those articles have each value of a field, the most frequent first.

        ``year``, ``month`` and ``day`` count by date, in its order. Last, under ``""``, come those
        that have none.

        :raises QueryError: where there is no such field.
        """
        if field in _PERIODS:
            return self._by_date(_PERIODS[field], among)
        exact = {name.lower(): name for name in self.fields}
        name = ALIASES.get(field.lower()) or exact.get(field.lower())
        if name is None:
            names = [*_PERIODS, *self.fields]
            raise QueryError(f"There is no field {field} to count by: {nearest_of(field, names)}")
        column = self._columns.column(name)
        counts = column.counts(among)
        order = np.argsort(-counts, kind="stable")
        found: dict[Value, int] = {}
        for code in order[counts[order] > 0].tolist():  # True, 1 and 1.0 are one key
            value = column.values[code]
            found[value] = found.get(value, 0) + int(counts[code])
        any_value = column.having(np.ones(len(column.values), dtype=np.bool_), self.count)
        return _with_none(found, int(np.count_nonzero(among & ~any_value)))

    def names(self, articles: Rows) -> list[str]:
        """The ids of those articles; each has just one."""
        column = self._columns.column(ID)
        return [str(column.values[code]) for code in column.codes[articles].tolist()]

    def _by_date(self, period: Callable[[date], str], among: Mask) -> dict[Value, int]:
        days, counts = np.unique(self.days[among], return_counts=True)
        found: dict[Value, int] = {}
        for day, count in zip(days.tolist(), counts.tolist(), strict=True):
            if day:
                name = period(date.fromordinal(day))
                found[name] = found.get(name, 0) + count
        return _with_none(found, int(counts[days == 0].sum()))

    def _mask(self, condition: Condition) -> Mask:
        if isinstance(condition, Among | Identified | Every):
            return self._looked_up(condition)
        known = self._known.get(condition)
        return self._keep(condition, self._looked_up(condition)) if known is None else known

    def _keep(self, key: Hashable, mask: Mask) -> Mask:
        mask.flags.writeable = False
        self._known.put(key, mask, mask.nbytes)
        return mask

    def _looked_up(self, condition: Condition) -> Mask:
        match condition:
            case Dated(first, last):
                begin, end = self._columns.days
                return (begin >= first) & (end <= last) & (begin > 0)
            case Named() | Between() | Identified():
                column = self._columns.column(condition.column)
                accepted = [condition.accepts(value) for value in column.values]
                return column.having(np.array(accepted, dtype=np.bool_), self.count)
            case Among(numbers):
                mask = np.zeros(self.count, dtype=np.bool_)
                mask[list(numbers)] = True
                return mask
            case Without(inner):
                return ~self._mask(inner)
            case OneOf(inner_ones):
                return self._combined(np.logical_or, inner_ones)
            case Every(inner_ones):
                return self._combined(np.logical_and, inner_ones)

    def _combined(self, how: np.ufunc, conditions: Sequence[Condition]) -> Mask:
        masks = [self._mask(one) for one in conditions]
        mask: Mask = how.reduce([np.full(self.count, how.identity, dtype=np.bool_), *masks], axis=0)
        return mask


def _names_articles(conditions: Sequence[Condition]) -> bool:
    """Whether conditions name single articles: nobody will ask for just these again."""
    return any(isinstance(one, Among | Identified) for one in conditions)


def _with_none(found: dict[Value, int], none: int) -> dict[Value, int]:
    return {**found, "": none} if none else found
