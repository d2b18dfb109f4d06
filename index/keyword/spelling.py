"""Words of a query that stand in no passage, and what may have been meant by them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from index.keyword.characters import fold
from index.keyword.expressions import Expressions
from index.keyword.lexicon import Lexicon, is_of_letters
from index.keyword.snapshot import Snapshot
from index.keyword.words import words_in
from index.types import Unknown

_SHORTEST: Final = 4
"""Letters of a word for which another one is offered."""

_LONG: Final = 8
"""Letters from which on a word may differ in two places; one more, where it sounds alike."""

_LIKELY: Final = 5
"""Letters of a word that one slip leaves recognisable: what is shorter is mostly another word.

Of 2,293 words of other collections that stand nowhere, 35 % have a word near, 5 % one that is so
alike and no word of the encoder's besides; of 1,878 words with a slip 86 % have theirs near, and
80 % so alike.
"""

_SOUNDS: Final = 4
"""Consonants of a word that is recognised by its sound."""

_OFFERED: Final = 24
"""Words of a query for which another one is offered, the first: each takes up to 10 ms."""

_COMPARED: Final = 50
"""Nearest words whose frequency is looked up."""


class Spelling:
    """Knows the words of one snapshot."""

    def __init__(self, snapshot: Snapshot, expressions: Expressions, lexicon: Lexicon) -> None:
        self._snapshot = snapshot
        self._expressions = expressions
        self._lexicon = lexicon
        self.nearest = lru_cache(maxsize=1024)(self._nearest)

    def unknown(self, text: str, languages: tuple[str, ...]) -> list[Unknown]:
        """The words of ``text`` that stand in no passage in any form, each with the nearest.

        That is written as the corpus's words are kept; see ``as_in``. In a long text only the first
        have one.
        """
        found = []
        for place, word in enumerate(self._expressions.absent(text, languages)):
            nearest = self.nearest(word.form) if place < _OFFERED else ""
            likely = _is_likely(word.form, nearest)
            found.append(Unknown(text[word.start : word.end], nearest, likely))
        return found

    def row_of(self, form: str) -> int | None:
        """A row that has a word in this form; None where none is left."""
        for written in self._lexicon.written(form):
            rows = self._snapshot.written_places(written, "body")[0]
            if len(rows):
                return int(rows[0])
        return None

    def _nearest(self, form: str) -> str:
        """The word of the corpus that is nearest to one it does not have; empty if none is near.

        What differs in fewest letters is nearer, and half a letter nearer what sounds the same;
        of equals the one in most passages.
        """
        if len(form) < _SHORTEST or not is_of_letters(form):
            return ""
        most = 1 + (len(form) >= _LONG)
        near = self._lexicon.near(form, most + 1)
        found = {
            word: edits - 0.5 * alike
            for word, edits in near.items()
            for alike in [bool(_sound(form)) and _sound(word) == _sound(form)]
            if alike or (edits <= most and word[0] == form[0])
        }
        best = sorted(found, key=lambda word: (found[word], word))[:_COMPARED]
        known = [(found[word], -self._frequency(word), word) for word in best]
        return min(((d, f, word) for d, f, word in known if f), default=(0, 0, ""))[2]

    def _frequency(self, form: str) -> int:
        """In how many passages a word stands in this form."""
        rows: set[int] = set()
        for written in self._lexicon.written(form):
            rows.update(self._snapshot.written_places(written, "body")[0].tolist())
        return len(rows)


def _is_likely(form: str, nearest: str) -> bool:
    """Whether one slip, or its sound, makes one word of the other."""
    from rapidfuzz.distance import OSA

    sound = _sound(form)
    slip = len(form) >= _LIKELY and OSA.distance(form, nearest) == 1
    return bool(nearest) and (slip or (len(sound) >= _SOUNDS and sound == _sound(nearest)))


def as_in(text: str, form: str) -> str:
    """The word of this form with the accents that it has in ``text``; ``form`` if it has none."""
    words = (match.group() for match in words_in(text).finditer(text))
    return next((word.lower() for word in words if fold(word) == form), form)


def _sound(word: str) -> str:
    """How a word sounds to an English ear; empty for letters that are not Latin."""
    if not word.isascii():
        return ""
    from jellyfish import metaphone

    return metaphone(word)
