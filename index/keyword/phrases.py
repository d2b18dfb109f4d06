"""Where words follow each other as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from index.keyword.analysis import Token, tokens
from index.keyword.forms import MOST_PARTS, Written, in_parts, parts_of
from index.keyword.lexicon import Lexicon, spellings
from index.keyword.postings import Integers
from index.keyword.snapshot import Snapshot
from index.types import Rows

_SLOP: Final = 20
"""The largest distance of two words of a phrase."""

WILDCARD: Final = re.compile(r"[\w\u0300-\u1cff]\*|\w\?\w|\*\w")
"""What a pattern is within a phrase; a question may end in a question mark."""

Alternatives = frozenset[Written]
"""What may stand in one place of a phrase."""


@dataclass(slots=True)
class Phrases:
    """Finds phrases in a snapshot; places that were read are kept for the next one."""

    snapshot: Snapshot
    lexicon: Lexicon
    languages: Sequence[str]
    places: dict[tuple[Written, str], Integers] = field(default_factory=dict)

    def sequences(self, text: str) -> Iterator[list[Alternatives]]:
        """The words of a phrase, in each way in which it may be cut into words.

        A compound is found by its parts in a row, and by itself in one.
        """
        found: dict[tuple[Alternatives, ...], None] = {}
        for language in self.languages:
            for whole in (False, True):
                words = [
                    word for piece in _pieces(text) for word in self._of(piece, language, whole)
                ]
                found[tuple(words)] = None
        return (list(words) for words in _merged(found) if words)

    def _of(self, piece: str, language: str, whole: bool) -> Iterator[Alternatives]:
        if WILDCARD.search(piece):
            yield frozenset(self.lexicon.like(piece))
            return
        by_place: dict[int, list[Token]] = {}
        analysed = [token for token in tokens(piece, language) if token.asked]
        joined = {t.position: t for t in analysed if t.first < t.position} if whole else {}
        covered = {p for t in joined.values() for p in range(t.first, t.position)}
        for token in analysed:
            single = token.first == token.position and token.position not in joined
            if token.position not in covered and (single or joined.get(token.position) == token):
                by_place.setdefault(token.position, []).append(token)
        for place in sorted(by_place):
            yield frozenset(
                Written(token.term, in_parts(form, parts))
                for token in by_place[place]
                for form in (token.form, *spellings(piece[token.start : token.end]))
                for parts in range(1, MOST_PARTS + 1)
            )

    def rows(self, words: Sequence[Alternatives], name: str, slop: int) -> Rows:
        """The rows where ``words`` stand in a field, each up to ``slop`` words behind the last."""
        ends, _ = self._at(words[0], name)
        for word in words[1:]:
            here, parts = self._at(word, name)
            starts = here - parts + 1
            nearest = np.searchsorted(ends, starts) - 1
            found = nearest >= 0
            here, starts, nearest = here[found], starts[found], nearest[found]
            ends = here[starts - ends[nearest] <= min(slop, _SLOP)] if len(ends) else ends
            ends = np.unique(ends)
            if not len(ends):
                break
        return np.unique(ends >> 32)

    def _at(self, word: Iterable[Written], name: str) -> tuple[Integers, Integers]:
        """Where any of these ends in a field: 2 ** 32 · row + position; and its parts."""
        every = [(self._places(each, name), parts_of(each.form)) for each in word]
        ends = [np.empty(0, np.int64), *(places for places, _ in every)]
        parts = [np.empty(0, np.int64), *(np.full(len(places), n) for places, n in every)]
        found = np.unique(np.stack([np.concatenate(ends), np.concatenate(parts)]), axis=1)
        return found[0], found[1]

    def _places(self, written: Written, name: str) -> Integers:
        if (written, name) not in self.places:
            rows, positions = self.snapshot.written_places(written, name)
            self.places[written, name] = rows << 32 | positions
        return self.places[written, name]


def _pieces(text: str) -> Iterator[str]:
    """A phrase as it is; where it holds patterns, these apart from what is between them."""
    plain: list[str] = []
    for word in text.split():
        if not WILDCARD.search(word):
            plain.append(word)
            continue
        if plain:
            yield " ".join(plain)
        plain = []
        yield word
    if plain:
        yield " ".join(plain)


def _merged(found: Iterable[tuple[Alternatives, ...]]) -> Iterator[list[Alternatives]]:
    """Sequences of one length as one: a phrase in a corpus of several languages."""
    by_length: dict[int, list[Alternatives]] = {}
    for words in found:
        known = by_length.get(len(words))
        by_length[len(words)] = (
            list(words) if known is None else [a | b for a, b in zip(known, words, strict=True)]
        )
    return iter(by_length.values())
