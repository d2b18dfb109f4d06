"""The days that a date stands for, as people write it; pure but for the words "today" and "ago"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import Final

from index.article.dates import iso_date
from index.errors import QueryError

_ISO: Final = re.compile(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2}))?)?")
_COMPACT: Final = re.compile(r"(\d{4})(\d\d)(\d\d)")
_DECADE: Final = re.compile(r"(\d{3})0s")
_AGO: Final = re.compile(r"(\d{1,4})\s?(d|w|m|y)")
_MONTH_FIRST: Final = re.compile(r"(\d{1,2})\s?[-/.]\s?(\d{4})")
_BY_MARKS: Final = re.compile(r"(\d{4})\s?[年년]\s?(?:(\d{1,2})\s?[月월])?")
_NUMBER: Final = re.compile(r"\d+")
_IN_WORDS: Final = re.compile(r"(?=.*(?<!\w)\d{4}(?![^\W년年])|.*[年년])[\w\s.,:'’+/-]+")
"""Words and numbers, one of which may be a year; to ask all languages takes half a second."""

_LONGEST: Final = 40
_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}


def days_of(text: str) -> tuple[int, int]:
    """The first and the last day that ``text`` means, as ``date.toordinal`` counts.

    ``2021``, ``2021-10``, ``2021-10-03``, ``1990s``, ``today``, ``yesterday``, ``30d``, ``2w``,
    ``6m`` or ``1y`` (so long ago), and dates in words, as in ``3 May 2021``.

    :raises QueryError: where it is no date.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        raise QueryError(f"{text[:_LONGEST]} … is no date: write 2021, 2021-10 or 2021-10-03")
    today = date.today()
    if text.lower() in ("today", "yesterday"):
        day = today.toordinal() - (text.lower() == "yesterday")
        return day, day
    if ago := _AGO.fullmatch(text.lower()):
        day = today.toordinal() - int(ago[1]) * _DAYS[ago[2]]
        if day < 1:
            raise QueryError(f"{text} ago is before the first year: write a date, or a later one")
        return day, day
    try:
        return _written(text)
    except ValueError:
        raise QueryError(f"{text} is no date: write 2021, 2021-10 or 2021-10-03") from None


@lru_cache(maxsize=1024)
def _written(text: str) -> tuple[int, int]:
    if decade := _DECADE.fullmatch(text):
        year = int(decade[1]) * 10
        return date(year, 1, 1).toordinal(), date(year + 9, 12, 31).toordinal()
    if iso := _ISO.fullmatch(text):
        year, month, day = (int(part) if part else 0 for part in iso.groups())
        return _span(year, month, day)
    if compact := _COMPACT.fullmatch(text):
        return _span(*map(int, compact.groups()))
    if turned := _MONTH_FIRST.fullmatch(text):
        return _span(int(turned[2]), int(turned[1]), 0)
    if marked := _BY_MARKS.fullmatch(text):
        return _span(int(marked[1]), int(marked[2] or 0), 0)
    if not _IN_WORDS.fullmatch(text):
        raise ValueError(text)
    found = iso_date(text, day_first=True, partial=True)
    if not found or (len(found) < len("2021-10-03") and len(_NUMBER.findall(text)) > 1):
        raise ValueError(text)
    return _written(found[:10])


def _span(year: int, month: int, day: int) -> tuple[int, int]:
    if day:
        only = date(year, month, day).toordinal()
        return only, only
    last = month or 12
    first = date(year, month or 1, 1)
    return first.toordinal(), date(year, last, monthrange(year, last)[1]).toordinal()
