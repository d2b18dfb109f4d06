"""Numbers in one spelling; pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from index.keyword.characters import fold

_GROUPED: Final = re.compile(r"\d{1,3}(?:([,٬،.'’\s])\d{3})(?:\1\d{3})*(?:[.,٫]\d+)?")


_FRACTION: Final = re.compile(r"(\d*)([\u00bc-\u00be\u2150-\u215e\u2189])")


class Spelling(NamedTuple):
    """A way to write a number, or a part of it: where it stands, and which parts it covers."""

    term: str
    start: int
    end: int
    first: int
    last: int


def number(word: str) -> list[Spelling] | None:
    """The spellings by which a number with marks inside is found; None if it is no number.

    12,345 and 12’345 are 12345. So is 12 345, which may be two numbers besides, and 12.345, which
    may be a fraction. 3,5 is 3.5. What has more marks, as a date, is found by its parts too.
    """
    grouped = _GROUPED.fullmatch(word)
    plain = fold(word).replace("٫", ".")
    if grouped:
        return _grouped(word, plain, grouped[1])
    if len(re.findall("[.,]", plain)) == 1:
        return [_whole(plain.replace(",", "."), word)]
    if re.fullmatch(r"[\d.,]+", plain):
        parts = _parts(word, r"\d+")
        return [*parts, Spelling(plain, 0, len(word), 0, len(parts) - 1)]
    return None


def fraction(word: str) -> list[Spelling] | None:
    """The numbers of a fraction in one sign: 2½ is 2 1/2. None if it is no such fraction."""
    found = None if word.isascii() else _FRACTION.fullmatch(word)
    if found is None:
        return None
    at, end = found.span(2)
    whole = [Spelling(fold(found[1]), 0, at, 0, 0)] if at else []
    first = len(whole)
    return whole + [
        Spelling(part, at, end, place, place)
        for place, part in enumerate(fold(found[2]).split("\u2044"), first)
    ]


def _grouped(word: str, plain: str, mark: str) -> list[Spelling]:
    """A number in groups of three digits, with ``mark`` between them."""
    decimal = next((m for m in ".," if m != mark and m in plain), "")
    whole, _, rest = plain.partition(decimal) if decimal else (plain, "", "")
    joined = re.sub(r"\D", "", whole) + ("." + rest if rest else "")
    if mark.isspace():
        parts = _parts(word, r"\S+")
        return [*parts, Spelling(joined, 0, len(word), 0, len(parts) - 1)]
    if mark == "." and not rest and word.count(".") == 1:
        return [_whole(joined, word), _whole(plain, word)]
    return [_whole(joined, word)]


def _whole(term: str, word: str) -> Spelling:
    return Spelling(term, 0, len(word), 0, 0)


def _parts(word: str, pattern: str) -> list[Spelling]:
    return [
        Spelling(fold(match.group()), match.start(), match.end(), place, place)
        for place, match in enumerate(re.finditer(pattern, word))
    ]
