"""Words in scripts that put no blanks between them; pure.

Chinese and Japanese are cut into overlapping pairs of characters, and so is a Korean word after
its particle is taken off; Thai, Lao, Khmer and Burmese into words, by the dictionaries of ICU.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from index.keyword.characters import fold
from index.keyword.light_stemmers import korean
from index.keyword.words import HANGUL

_CLUSTER: Final = re.compile(
    "[\u1100-\u115f\ua960-\ua97f][\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*"
    "|.[\u3099\u309a\uff9e\uff9f]*",
    re.DOTALL,
)
_SCRIPTS: Final = re.compile(f"[{HANGUL}]+|[^{HANGUL}]+")
_REPEATED: Final = frozenset("々〻ゝヽゞヾ〱〳")
_VOICED: Final = {"ゞ": "\u3099", "ヾ": "\u3099"}


class Part(NamedTuple):
    """A stretch of a run of letters, ``run[start:end]``, and how it is written.

    ``place`` counts within the run. A query that holds a pair of characters asks for it, and not
    for each by itself.
    """

    text: str
    start: int
    end: int
    place: int
    asked: bool = True


def characters(run: str) -> list[Part]:
    """The characters of a run of Han, kana and Hangul, each before the pair that it begins."""
    parts: list[Part] = []
    place = 0
    for match in _SCRIPTS.finditer(run):
        letters = list(_letters(match.group(), match.start()))
        if re.match(f"[{HANGUL}]", match.group()):
            letters = letters[: len(korean("".join(letter.text for letter in letters)))]
        lone = len(letters) == 1
        for number, letter in enumerate(letters):
            parts.append(letter._replace(place=place + number, asked=lone))
            if number + 1 < len(letters):
                after = letters[number + 1]
                text = letter.text + after.text
                parts.append(Part(text, letter.start, after.end, place + number))
        place += len(letters)
    return parts


def _letters(run: str, offset: int) -> Iterator[Part]:
    """The characters of ``run`` in their one form, iteration marks replaced by what they repeat."""
    before = ""
    for match in _CLUSTER.finditer(run):
        text = match.group()
        if text in _REPEATED and before:
            text = before + _VOICED.get(text, "")
        for letter in fold(text):
            before = letter
            yield Part(letter, offset + match.start(), offset + match.end(), 0)


def words(run: str) -> list[Part]:
    """A run of Thai, Lao, Khmer or Burmese as words."""
    return [
        Part(fold(run[start:end]), start, end, place)
        for place, (start, end) in enumerate(_bounds(run))
    ]


@lru_cache(maxsize=1 << 12)
def _bounds(run: str) -> tuple[tuple[int, int], ...]:
    from icu4py.breakers import WordBreaker

    bounds = WordBreaker(run, "th").segments()
    return tuple((start, end) for start, end in bounds if run[start:end].strip("\u200b\u2060"))
