"""Which passages a leaf of a query matches: words, phrases, patterns, misspellings."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.errors import QueryError
from index.keyword.analysis import Token, fold, tokens
from index.keyword.bm25 import BM25, FIELDS
from index.keyword.postings import Integers
from index.keyword.snapshot import Snapshot
from index.query.tree import Filter, Fuzzy, Leaf, Pattern, Phrase, Word, Words
from index.types import Rows

RowSet = npt.NDArray[np.bool_]
"""For each row whether it is in the set."""

EXPANSIONS: Final = 1000
"""Words that one pattern may stand for."""

FUZZY: Final = 6
"""Misspelt words in a query: each is compared with all words of the index, for up to 0.15 s."""

PATTERNS: Final = 24
"""Patterns in a query."""

_SLOP: Final = 20
"""The largest distance of two words of a phrase."""

_Scoring = Word | Phrase | Pattern | Fuzzy


class ScoredTerm(NamedTuple):
    """A term that adds to the score of what matched: its impacts by ``parameters``, times."""

    term: str
    parameters: BM25
    boost: float


@dataclass(slots=True)
class Lookup:
    """Looks leaves up in a snapshot, each once; ``terms`` are those that make the scores."""

    snapshot: Snapshot
    languages: Sequence[str]
    parameters: BM25
    terms: dict[ScoredTerm, None] = field(default_factory=dict)
    known: dict[Leaf, RowSet | None] = field(default_factory=dict)
    places: dict[tuple[str, str], Integers] = field(default_factory=dict)
    spent: dict[type, int] = field(default_factory=dict)
    filtered: Callable[[Filter], RowSet] | None = None

    def rows(self, leaf: Leaf) -> RowSet | None:
        """The rows that a leaf matches; None if it names nothing to look for.

        :raises QueryError: where it asks for too much.
        """
        if leaf not in self.known:
            self.known[leaf] = self._looked_up(leaf)
        return self.known[leaf]

    def without_scores(self) -> Lookup:
        """The same, with terms of its own: what is excluded makes no scores."""
        return replace(self, terms={}, known={})

    def _looked_up(self, node: Leaf) -> RowSet | None:
        match node:
            case Words(text):
                return self._phrase(Word(text), text, None)
            case Word():
                return self._word(node)
            case Phrase():
                return self._phrase(node, node.text, node.slop)
            case Pattern():
                return self._pattern(node)
            case Fuzzy():
                return self._misspelt(node)
            case Filter():
                return None if self.filtered is None else self.filtered(node)
        return None

    def _word(self, node: Word) -> RowSet | None:
        """The rows with the word; with a compound's parts side by side, or with it in one."""
        found = self._phrase(node, node.text, 1)
        for language in self.languages:
            parts = tokens(node.text, language)
            joined = [t for t in parts if t.start == parts[0].start and t.end == parts[-1].end]
            if len(parts) > 1 and joined and found is not None:
                found = found | self._any(node, {joined[-1].term})
        return found

    def _phrase(self, node: _Scoring, text: str, slop: int | None) -> RowSet | None:
        """The rows where the words of ``text`` follow each other; with no slop, any of them."""
        analysed = {tuple(tokens(text, language)): None for language in self.languages}
        found: RowSet | None = None
        for words in filter(None, analysed):
            if len(words) == 1 or slop is None:
                rows = self._any(node, {word.term for word in words})
            else:
                rows = none(self.snapshot)
                for name in self._fields(node):
                    rows[self._adjacent(words, name, min(slop, _SLOP))] = True
                self._score(node, [word.term for word in words])
            found = rows if found is None else found | rows
        return found

    def _adjacent(self, words: Sequence[Token], name: str, slop: int) -> Rows:
        """The rows where ``words`` follow each other in a field, up to ``slop`` words apart."""
        ends = self._places(words[0].term, name)
        for before, word in pairwise(words):
            here = self._places(word.term, name)
            if word.position == before.position:
                ends = np.intersect1d(ends, here)
            else:
                nearest = np.searchsorted(ends, here) - 1
                here, nearest = here[nearest >= 0], nearest[nearest >= 0]
                ends = here[here - ends[nearest] <= slop]
            if not len(ends):
                break
        return np.unique(ends >> 32)

    def _places(self, term: str, name: str) -> Integers:
        """Where ``term`` stands in a field, ascending: 2 ** 32 · row + position."""
        if (term, name) not in self.places:
            rows, positions = self.snapshot.places(term, name)
            self.places[term, name] = np.sort(rows << 32 | positions)
        return self.places[term, name]

    def _pattern(self, node: Pattern) -> RowSet:
        self._spend(Pattern, PATTERNS)
        pattern = re.sub(r"[^\w*?]", "", fold(node.text))
        matches = re.compile(fnmatch.translate(pattern)).match
        start = re.split(r"[*?]", pattern, maxsplit=1)[0]
        lexicons = (self.snapshot.lexicon(name, start) for name in self._fields(node))
        terms = (term for lexicon in lexicons for term in lexicon if matches(term))
        return self._expand(node, node.text, terms)

    def _misspelt(self, node: Fuzzy) -> RowSet:
        self._spend(Fuzzy, FUZZY)
        languages = (*self.languages, "")  # a stemmer may take more from a misspelt word
        words = {t.term for language in languages for t in tokens(node.text, language)}
        similar = (
            term
            for word in words
            for name in self._fields(node)
            for term in self.snapshot.similar(name, word, node.distance)
        )
        return self._expand(node, f"{node.text}~{node.distance}", similar)

    def _spend(self, kind: type, most: int) -> None:
        self.spent[kind] = self.spent.get(kind, 0) + 1
        if self.spent[kind] > most:
            name = "patterns" if kind is Pattern else "misspelt words"
            raise QueryError(f"The query has more than {most} {name}: take some away.")

    def _expand(self, node: Pattern | Fuzzy, pattern: str, terms: Iterable[str]) -> RowSet:
        found: set[str] = set()
        for term in terms:
            found.add(term)
            if len(found) > EXPANSIONS:
                raise QueryError(
                    f"{pattern} stands for more than {EXPANSIONS:,} words: give more letters."
                )
        return self._any(node, found)

    def _any(self, node: _Scoring, terms: set[str]) -> RowSet:
        rows = none(self.snapshot)
        for term in sorted(terms):
            for name in self._fields(node):
                rows[self.snapshot.postings(term, name)[0]] = True
        self._score(node, sorted(terms))
        return rows

    def _score(self, node: _Scoring, terms: Iterable[str]) -> None:
        held = self._fields(node)
        parameters = replace(self.parameters, **{n: 0.0 for n in FIELDS if n not in held})
        for term in terms:
            self.terms[ScoredTerm(term, parameters, node.boost)] = None

    def _fields(self, node: _Scoring) -> list[str]:
        named = [node.field] if node.field else FIELDS
        return [name for name in named if self.parameters.weight(name)]


def none(snapshot: Snapshot) -> RowSet:
    """The empty set of rows."""
    return np.zeros(snapshot.size, dtype=np.bool_)
