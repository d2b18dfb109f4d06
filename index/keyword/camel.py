"""Words that begin anew with a capital inside: OpenAI, #ЯМыИван; pure."""

from __future__ import annotations

import re
from typing import Final

_CAMEL: Final = re.compile("(?:Ull+|lll+)(?:Ul+|UU+)+")
_HUMP: Final = re.compile("U+(?!l)|U?l+|d+|x+")
_NAMES: Final = ("Mac", "Fitz")


def is_camel(word: str) -> bool:
    """Whether a word of letters is made of several; names as MacDonald are one."""
    if word[1:].islower() or word.isupper() or word.startswith(_NAMES):
        return False
    return bool(_CAMEL.fullmatch(_shape(word)))


def humps(word: str) -> list[tuple[str, int]]:
    """The words and the numbers that ``word`` is made of, each with its place in it."""
    found = _HUMP.finditer(_shape(word))
    return [(word[hump.start() : hump.end()], hump.start()) for hump in found]


def _shape(word: str) -> str:
    return "".join(map(_kind, word))


def _kind(letter: str) -> str:
    if letter.isupper():
        return "U"
    if letter.islower():
        return "l"
    return "d" if letter.isdecimal() else "x" if letter.isalpha() else "."
