"""Which words of a passage a query matches; pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from index.keyword.analysis import analyze, tokens
from index.keyword.function_words import content_words


def matches(
    text: str, words: str, language: str, languages: Sequence[str] = ()
) -> list[tuple[int, int]]:
    """The stretches of ``text``, as offsets, whose terms stand in ``words``; in order.

    ``language`` is that of the text, ``languages`` those that the words may be in besides.
    Function words among others are passed over. Overlapping stretches are merged.
    """
    wanted = _wanted(words, tuple(sorted({language, *languages})))
    spans = [(t.start, t.end) for t in tokens(text, language) if t.term in wanted]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1  # A mark ends behind the signs of its last letter.
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=64)
def _wanted(words: str, languages: tuple[str, ...]) -> frozenset[str]:
    telling = " ".join(words[word.start : word.end] for word in content_words(words, languages))
    return frozenset(term for language in languages for term in analyze(telling, language))
