"""Sums of money whose thousands, millions and billions are abbreviated: £3m, 3 M€; pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

SIGNS: Final = "£$€¥₹₽₩₺₴₪฿₫₱₦"

WORDS: Final = {
    "bn": "billion",
    "mio": "million",
    "mln": "million",
    "mn": "million",
    "mrd": "milliard",
}
"""What abbreviates a number anywhere."""

_OF_MONEY: Final = {
    **WORDS,
    "b": "billion",
    "k": "thousand",
    "m": "million",
    "md": "milliard",
    "tn": "trillion",
    "trn": "trillion",
}
"""And beside a sign of money."""

_SUM: Final = re.compile(rf"(?:[{SIGNS}]\s?)?(\d[\d.,]*)\s?([A-Za-z]+)(?:\s?[{SIGNS}])?")


class Sum(NamedTuple):
    """An amount, ``word[start:end]``, and the number that it is counted in, up to ``last``."""

    start: int
    end: int
    counted: str
    unit: int
    last: int


def sum_of(word: str) -> Sum | None:
    """The amount in a word that begins or ends with a sign of money; None where there is none."""
    found = _SUM.fullmatch(word)
    counted = _OF_MONEY.get(found[2].lower(), "") if found else ""
    if found is None or not counted:
        return None
    return Sum(found.start(1), found.end(1), counted, found.start(2), found.end(2))
