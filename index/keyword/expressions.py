"""What to look up for the words of a query, by what the corpus holds of them.

An expression is a term; several that are one word, joined by ``terms.ANY``; or two that are one
word side by side, joined by ``terms.BESIDE``. It is scored as one term is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from index.keyword.function_words import function_words, is_put, tells
from index.keyword.snapshot import Snapshot
from index.keyword.terms import (
    ANY,
    BESIDE,
    QueryWord,
    as_one,
    figure,
    joined,
    parted,
    query_words,
)

_ORDINARY: Final = 0.1
"""The share of a word's passages without its capitals from which on they tell it from another."""

_TOGETHER: Final = 0.1
"""The share of the passages of the rarer of two words, in which they must stand side by side to be
taken for one word. ``not able`` is far below it, ``cease fire`` above."""

_COMMONEST: Final = 0.2
_FEW: Final = 20
"""The share of all passages, and their number, beyond which a word is no part of another one."""


class Expressions:
    """Makes expressions for the words of queries over one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.counted = lru_cache(maxsize=1024)(self._counted)
        self.preferred = lru_cache(maxsize=1024)(self._preferred_of)
        self._holds = lru_cache(maxsize=1 << 14)(snapshot.holds)
        self._parted = lru_cache(maxsize=1 << 12)(self._written_in_two)
        self._in_bodies = lru_cache(maxsize=1 << 14)(self._frequency_in_bodies)

    def of(self, text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
        """The distinct expressions of the words of ``text``."""
        return tuple(self.counted(text, languages))

    def _counted(self, text: str, languages: tuple[str, ...]) -> Mapping[str, int]:
        """The expressions of the words of ``text``, each with how often it stands there.

        Function words are left out, unless there is nothing else.
        """
        words = query_words(text, languages)
        found = [self._terms(word) for word in words]
        for place, (one, other) in enumerate(pairwise(words)):
            known = [term for term in joined(one, other, languages) if self._holds(term)]
            for either in (found[place], found[place + 1]):
                either.extend(term for term in known if term not in either)
        for word, terms in zip(words, found, strict=True):
            terms.extend(self._parted(word, languages))
        expressions = [ANY.join(terms) for terms in found]
        own, every = function_words(languages), function_words(())
        asked = [
            expression
            for place, expression in enumerate(expressions)
            if not is_put(words, place, text, own)
            and not (is_put(words, place, text, every) and not self._stands(found[place]))
        ]
        pairs = [
            each
            for place, (one, other) in enumerate(pairwise(words))
            if (number := figure(one, other, text))
            or (as_one(one, other, text, languages) and not is_put(words, place, text, every))
            for each in self._side_by_side(one, other, is_figure=number)
        ]
        return Counter([*(asked or expressions), *pairs])

    def _side_by_side(self, one: QueryWord, other: QueryWord, *, is_figure: bool) -> list[str]:
        """Two words as one that stands somewhere: a passage that has both apart says less.

        But for a figure, it must be in one passage alone: what stands together in more of them is
        known well enough by its words (benchmarks/EXACTNESS.md).
        """
        pairs = [a + BESIDE + b for a in self._terms(one) for b in self._terms(other) if a != b]
        found = {pair: standing for pair in pairs if (standing := self._in_bodies(pair))}
        rare = is_figure or sum(found.values()) == 1
        return [ANY.join(found)] if found and rare else []

    def familiar(self, text: str, languages: tuple[str, ...]) -> float:
        """The share of the words of ``text``, each time that they stand there, that are known.

        Known are function words of ``languages``, and what stands in a passage; 1 without words.
        """
        words, listed = query_words(text, languages), function_words(languages)
        known = [word.form in listed or self._stands(self._terms(word)) for word in words]
        return sum(known) / len(known) if known else 1.0

    def _stands(self, terms: list[str]) -> bool:
        return any(BESIDE in term or self._holds(term) for term in terms)

    def _preferred_of(self, text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
        """The words of ``text`` in capitals, where passages that write them so are preferred."""
        return tuple(word.exact for word in query_words(text, languages) if self._prefers(word))

    def absent(self, text: str, languages: tuple[str, ...]) -> list[QueryWord]:
        """The words of ``text`` that stand in no passage, in any form."""
        return [
            word
            for word in query_words(text, languages)
            if not any(map(self._holds, self._terms(word)))
            and not any(map(self._snapshot.frequency, self._terms(word)))
            and not self._parted(word, languages)
        ]

    def _terms(self, word: QueryWord) -> list[str]:
        if word.exact and tells(word) and self._holds(word.exact):
            return [word.exact, *filter(self._holds, word.whole)]
        if len(word.terms) == 1:
            return [word.terms[0]]
        return [term for term in word.terms if self._holds(term)] or [word.terms[0]]

    def _prefers(self, word: QueryWord) -> bool:
        """Whether the corpus has the word in these capitals, and often enough without."""
        if not word.exact.isupper() or tells(word) or not self._holds(word.exact):
            return False
        every = max(map(self._snapshot.frequency, word.terms))
        return every - self._snapshot.frequency(word.exact) > _ORDINARY * every

    def _written_in_two(self, word: QueryWord, languages: tuple[str, ...]) -> tuple[str, ...]:
        found = dict.fromkeys(
            one + BESIDE + other
            for one, other in parted(word, languages, self._holds)
            if self._together(one, other)
        )
        return tuple(found)

    def _together(self, one: str, other: str) -> bool:
        """Whether two words stand side by side so often that they may be one."""
        fewer, more = sorted((self._in_bodies(one), self._in_bodies(other)))
        if not fewer or more > max(_FEW, _COMMONEST * self._snapshot.count):
            return False
        return self._in_bodies(one + BESIDE + other) >= max(1, _TOGETHER * fewer)

    def _frequency_in_bodies(self, expression: str) -> int:
        return len(self._snapshot.postings(expression, "body")[0])
