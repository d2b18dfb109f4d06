"""How much an encoder can read of a text, by how its tokenizer cuts it; pure.

A model that knows a language cuts it into words and long parts of words. One that does not is left
with single letters, or with a mark for what it does not know at all, and finds all texts alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Final

from index.encoder.protocol import Pieces, Tokenizer

FLUENT: Final = 3.25
"""Letters a piece from which on a text is read whole: English has 3.7 to 4.2 with a tokenizer made
for it, German 2.5 and Russian 1.0 with that same one, and 3.5 and 4.1 with a multilingual one."""

_NATIVE: Final = 2.5
"""What a character of a script whose characters are syllables or words counts, in letters."""


def reading(text: str, pieces: Pieces) -> float:
    """The share of ``text`` that the encoder reads, from 0 to 1, by the pieces it is cut into.

    0 where every piece is a single letter or unknown, 1 from ``FLUENT`` letters a piece on, linear
    between them. Marks and blanks count for nothing; a text without letters and digits has 0.
    """
    count, letters = 0, 0.0
    for start, end, known in pieces:
        worth = sum(map(_worth, text[start:end]))
        if worth:
            count += 1
            letters += worth if known else 0.0
    if not count:
        return 0.0
    return min(1.0, max(0.0, (letters / count - 1) / (FLUENT - 1)))


def whole_words(text: str, pieces: Pieces) -> frozenset[str]:
    """The words of ``text`` that the encoder knows as they stand, each one piece; in small letters.

    A slip of the pen is none of these, nor is the end of a longer word.
    """
    return frozenset(
        text[start:end].strip().lower()
        for start, end, known in pieces
        if known and _begins_word(text, start) and not text[end : end + 1].isalnum()
    )


def mean_reading(texts: Iterable[str], tokenizer: Tokenizer) -> float:
    """The mean over ``texts``; 1 if there are none."""
    shares = [reading(text, tokenizer.pieces(text)) for text in texts]
    return sum(shares) / len(shares) if shares else 1.0


def _begins_word(text: str, start: int) -> bool:
    """Whether a word begins there; some tokenizers count the blank before a word as its letter."""
    return text[start : start + 1].isspace() or not text[max(0, start - 1) : start].isalnum()


def _worth(character: str) -> float:
    if "\u2e80" <= character <= "\ud7a3" or "\U00020000" <= character <= "\U0003ffff":
        return _NATIVE if character.isalnum() else 0.0
    is_mark = unicodedata.category(character)[0] == "M"
    return 1.0 if character.isalnum() or is_mark else 0.0
