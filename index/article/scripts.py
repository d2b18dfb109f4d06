"""What scripts differ in that decides where an article's parts end; pure."""

from __future__ import annotations

import re
from typing import Final

FULL_STOPS: Final = "。｡．।॥۔။។៕።։"
"""Full stops that are no dot; a headline in their languages never ends with one."""

_WIDE = r"[\u1100-\u11ff\u2e80-\u303f\u3041-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff]"
_CHINESE_JAPANESE_KOREAN = (
    ("\u3041", "\u30ff"),
    ("\u3400", "\u4dbf"),
    ("\u4e00", "\u9fff"),
    ("\uac00", "\ud7a3"),
)

_UNSPACED = re.compile(r"[\u0e01-\u0eff\u1000-\u109f\u1780-\u17ff]")
_NO_FULL_STOP = re.compile(r"[\u0e01-\u0eff]")

_LETTERS_OF_A_WIDE_ONE = 3
"""A Chinese character says as much as three Latin letters: its titles and paragraphs are so much
shorter (news in both languages has 2.6 to 3.2 letters for each character)."""


def reading_length(text: str) -> int:
    """How long ``text`` is in Latin letters: a Chinese, Japanese or Korean one counts as three."""
    if text.isascii():
        return len(text)
    return len(text) + (_LETTERS_OF_A_WIDE_ONE - 1) * len(re.findall(_WIDE, text))


def is_wide(char: str) -> bool:
    """Whether ``char`` is a Chinese character, a kana or a Korean syllable."""
    return any(first <= char <= last for first, last in _CHINESE_JAPANESE_KOREAN)


def lacks_full_stop(text: str) -> bool:
    """Whether ``text`` is in a script whose sentences end with a blank at most: Thai and Lao."""
    return not text.isascii() and _NO_FULL_STOP.search(text) is not None


def lacks_blanks(text: str) -> bool:
    """Whether words of ``text`` are not parted: it holds Thai, Lao, Khmer or Burmese."""
    return not text.isascii() and _UNSPACED.search(text) is not None
