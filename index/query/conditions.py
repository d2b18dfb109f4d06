"""Conditions on articles, as values; pure.

A condition is data: an engine applies it inside both legs, before either is cut to its depth. An
embedded engine asks ``accepts`` once for each distinct value of a field.
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, TypeAlias

from index.errors import QueryError
from index.query.dates import days_of
from index.types import Value

FIRST_DAY: Final = 1
LAST_DAY: Final = date.max.toordinal()
_TRUTH: Final = {"true": 1.0, "yes": 1.0, "false": 0.0, "no": 0.0}
_DATE: Final = re.compile(r"\d{4}(?:-\d\d?(?:-\d\d?)?)?(?:[T ].*)?")
_PATHS: Final = frozenset({"path", "folder", "id"})


@dataclass(frozen=True, slots=True)
class Dated:
    """Published in these days for certain, both included, as ``date.toordinal`` counts."""

    first: int = FIRST_DAY
    last: int = LAST_DAY


@dataclass(frozen=True, slots=True)
class Named:
    """A field has a value that holds these words side by side, whatever their case and accents.

    ``*`` stands for any letters, and alone for any value at all. Of a path they are whole parts, of
    a number all of it: 5 is no part of 191.5.
    """

    column: str
    words: str

    def accepts(self, value: Value) -> bool:
        """Whether a value is such a one."""
        text = folded(value)
        if not _pattern(self.column, self.words).search(text):
            return False
        in_part = self.column in _PATHS or "*" in self.words or number_in(value) is None
        return in_part or text == folded(self.words.strip())


@dataclass(frozen=True, slots=True)
class Between:
    """A field has a number between these, both included; with ``dates`` a date between days."""

    column: str
    low: float = float("-inf")
    high: float = float("inf")
    dates: bool = False

    def accepts(self, value: Value) -> bool:
        """Whether a value lies there; a text does if it is a number or an ISO 8601 date."""
        if self.dates:
            known = days_in(value) if isinstance(value, str) else None
        else:
            number = number_in(value)
            known = None if number is None else (number, number)
        return known is not None and self.low <= known[0] and known[1] <= self.high


@dataclass(frozen=True, slots=True)
class Without:
    """What does not meet a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class OneOf:
    """What meets one of these, at least."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Every:
    """What meets all of these."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Among:
    """One of these articles, by the numbers that an engine has given them (``Found.articles``)."""

    articles: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Identified:
    """One of these articles, by their ids."""

    ids: tuple[str, ...]

    @property
    def column(self) -> str:
        """Where the ids are."""
        return "id"

    def accepts(self, value: Value) -> bool:
        """Whether a value is one of the ids."""
        return value in self.ids


Condition: TypeAlias = Dated | Named | Between | Among | Identified | Without | OneOf | Every


def number_in(value: Value) -> float | None:
    """The number that a value is, a truth 1 or 0; None if it is none."""
    if not isinstance(value, str):
        return float(value)
    if value.lower() in _TRUTH:
        return _TRUTH[value.lower()]
    try:
        number = float(value.replace(",", "").replace("_", "x"))
    except ValueError:
        return None
    return number if number == number else None


@lru_cache(maxsize=4096)
def days_in(text: str) -> tuple[float, float] | None:
    """The first and the last day of an ISO 8601 date; None if it is none."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return days_of(text[:10])
    except QueryError:
        return None


def folded(value: Value) -> str:
    """A value as filters compare it: without case and accents."""
    text = str(value).casefold()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", kept)


@lru_cache(maxsize=1024)
def _pattern(column: str, words: str) -> re.Pattern[str]:
    text = folded(words.strip())
    if column in _PATHS:
        inner = re.sub(r"\\[Zz]$", "", fnmatch.translate(text.strip("/")))
        return re.compile(rf"(?:^|/){inner}(?=$|/|#)", re.DOTALL)
    parts = re.findall(r"[\w*]+", text)
    if not parts:
        return re.compile(re.escape(text))
    between = r"[^\w]+".join(map(_starred, parts))
    return re.compile(rf"(?<!\w){between}(?!\w)")


def _starred(word: str) -> str:
    """A pattern for a word with stars.

    What stands between two stars is looked for once, from the left, and never given back: where
    there is a match there is one so, and the time does not grow with the power of the stars.
    """
    first, *middle = map(re.escape, re.sub(r"\*+", "*", word).split("*"))
    if not middle:
        return first
    last = middle.pop()
    return first + "".join(rf"(?>\w*?{part})" for part in middle) + rf"\w*{last}"
