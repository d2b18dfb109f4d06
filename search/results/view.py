"""How results are listed: as articles or passages, in which order, which page of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from numbers import Integral
from typing import Final

from index.errors import QueryError

RECENCY: Final = 0.3
"""How much of the order is due to the date where recency counts, unless it is said."""

MOST: Final = 1_000_000_000
"""Results, pages or candidates that anybody may ask for."""


class Sort(StrEnum):
    """The order of results: what answers best, or by the date of the article."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class View:
    """How results are listed.

    ``grouped`` says that a result is an article, with ``passages`` of its best passages (1 or
    more); else it is a passage. ``copies`` leaves copies of one story unfolded. By date stand the
    articles that match; those without a date stand last. ``half_life``, in days, lets the date
    count beside relevance: what is so much older than the newest article gets half of
    ``recency``, from 0 (the date counts nothing) to 1 (nothing else counts). ``page`` counts
    from 1. An order may be given by its name.

    :raises QueryError: where a number is out of its range, or there is no such order.
    """

    grouped: bool = True
    passages: int = 1
    copies: bool = False
    sort: Sort = Sort.RELEVANCE
    half_life: float | None = None
    recency: float = RECENCY
    page: int = 1

    def __post_init__(self) -> None:
        check_counts(passages=self.passages, page=self.page)
        object.__setattr__(self, "sort", _sort_of(self.sort))
        if self.half_life is not None and not self.half_life > 0:
            raise QueryError(f"half_life must be above 0, not {self.half_life}")
        if self.half_life is not None and self.sort is not Sort.RELEVANCE:
            raise QueryError("half_life lets the date count beside relevance: sort by relevance")
        if not 0 <= self.recency <= 1:
            raise QueryError(f"recency must be from 0 to 1, not {self.recency}")


def check_counts(**counts: int) -> None:
    """Refuse what is no whole number, and numbers below 1 or past any list.

    :raises QueryError: where there is one.
    """
    for name, count in counts.items():
        if not isinstance(count, Integral):
            raise QueryError(f"{name} must be a whole number, not {count!r}")
        if not 1 <= count <= MOST:
            raise QueryError(f"{name} must be from 1 to {MOST:,}, not {count}")


def _sort_of(sort: Sort | str) -> Sort:
    try:
        return Sort(sort)
    except ValueError:
        raise QueryError(f"No order {sort!r}: choose {', '.join(Sort)}") from None


DEFAULT: Final = View()
