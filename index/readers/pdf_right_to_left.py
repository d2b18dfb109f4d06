"""Lines of PDF in which Hebrew or Arabic stands, put in order by where their signs are set; pure.

A PDF says where a glyph is, not when it is read. What PDFium makes of a line from right to left
is reversed by the letter, by the word or not at all, as the program that wrote it placed them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from unicodedata import category

_RIGHT_TO_LEFT = re.compile("[\u05be-\u05f4\u0620-\u064a\u066e-\u06ef\u06fa-\u08ff\ufb1d-\ufefc]")
_LATIN_RUN = re.compile("[LN](?:[^R]*[LN])?")
_NUMBER = re.compile("N(?:,?N)*")
_HEBREW_NUMBER = re.compile("E*N(?:,?N)*E*")
_RIGHT_RUN = re.compile("R(?:[^LN]*R)?")
"""Runs in a text of kinds of signs, see :func:`_kind`."""

_ARABIC = re.compile("[\u0600-\u06ff]")
_OF_NUMBERS = frozenset("%$€£¥₪#°")
_IN_NUMBERS = frozenset(".,:/-\u066b\u066c")
_PAIRS = tuple(re.compile(pattern) for pattern in (r"[()]([^()]*)[()]", r"[«»]([^«»]*)[«»]"))
_LAM, _ALEFS = "\u0644", frozenset("\u0622\u0623\u0625\u0627\u0671")
_LONGEST_WORD = 200
"""Signs without a blank among which it is asked which letter bears a mark."""

_LEVEL = 0.7
"""In heights of its letters: how far the signs of a line stand above one another at most."""


class Sign(NamedTuple):
    """A character, the origin and the right edge of its glyph, and its height, in points."""

    text: str
    left: float
    foot: float
    right: float
    height: float


def is_right_to_left(text: str) -> bool:
    """Whether there is a letter that is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def mostly_right_to_left(text: str) -> bool:
    """Whether that is so of half of the letters."""
    return len(_RIGHT_TO_LEFT.findall(text)) * 2 >= sum(map(str.isalpha, text))


def reading_order(signs: Sequence[Sign], *, leftward: bool = False) -> str:
    """The signs of a line as they are read, whatever order they are in.

    Blanks part words, and have no place of their own. The line runs ``leftward`` as its page does,
    or as most of its letters do, and what runs the other way is turned. A line that is not level
    stays as it is.
    """
    spaced = groupby(signs, key=lambda sign: sign.text.isspace())
    words = [list(word) for is_space, word in spaced if not is_space]
    feet = [sign.foot for word in words for sign in word]
    if not feet or max(feet) - min(feet) > _LEVEL * max(sign.height for sign in signs):
        return "".join(sign.text for sign in signs)
    letters = [sign.text for sign in signs if sign.text.isalpha()]
    leftward = leftward or mostly_right_to_left("".join(letters))
    words.sort(key=lambda word: min(sign.left for sign in word), reverse=leftward)
    glyphs: list[str] = []
    for word in words:
        glyphs += [" "] if glyphs else []
        glyphs += _glyphs(word, leftward=leftward)
    number = _NUMBER if any(map(_ARABIC.match, letters)) else _HEBREW_NUMBER
    for start, end in _turned("".join(map(_kind, glyphs)), number if leftward else None):
        glyphs[start:end] = glyphs[start:end][::-1]
    text = "".join(glyphs)
    for pair in _PAIRS if leftward else ():
        text = pair.sub(lambda found: f"{_opening(found[0])}{found[1]}{_closing(found[0])}", text)
    return text


def _glyphs(word: Sequence[Sign], *, leftward: bool) -> list[str]:
    """The texts of the glyphs of a word by their places, marks behind the letters below them."""
    bases = [sign for sign in word if category(sign.text) != "Mn"] or list(word)
    bases = bases if len(word) <= _LONGEST_WORD else list(word)
    placed: dict[float, str] = {}
    for sign in bases:
        placed[sign.left] = _joined(placed.get(sign.left, ""), sign.text)
    for mark in word if len(bases) < len(word) else ():
        if category(mark.text) == "Mn":
            middle = (mark.left + mark.right) / 2
            base = min(bases, key=lambda sign: abs((sign.left + sign.right) / 2 - middle))
            placed[base.left] += mark.text
    return [placed[left] for left in sorted(placed, reverse=leftward)]


def _joined(before: str, letter: str) -> str:
    """The letters of one glyph; lam stands first in its ligature with alef."""
    return letter + before if letter == _LAM and before in _ALEFS else before + letter


def _kind(glyph: str) -> str:
    """R a letter from right to left, L another, N a digit, a comma or E what numbers have, P."""
    first = glyph[0]
    if is_right_to_left(first):
        return "R"
    if first.isalpha():
        return "L"
    if first.isdigit():
        return "N"
    return "," if first in _IN_NUMBERS else "E" if first in _OF_NUMBERS else "P"


def _turned(kinds: str, number: re.Pattern[str] | None) -> Iterator[tuple[int, int]]:
    """Where runs are that go against the line: words and numbers or, without ``number``, the rest.

    In Arabic a sign of per cent stands to the left of its number, in Hebrew to the right.
    """
    for run in (_LATIN_RUN if number else _RIGHT_RUN).finditer(kinds):
        if not number or "L" in run[0]:
            yield run.span()
        else:
            start = len(kinds[: run.start()].rstrip("E"))
            end = len(kinds) - len(kinds[run.end() :].lstrip("E"))
            yield from (one.span() for one in number.finditer(kinds, start, end))


def _opening(pair: str) -> str:
    return "(" if pair[0] in "()" else "«"


def _closing(pair: str) -> str:
    return ")" if pair[0] in "()" else "»"
