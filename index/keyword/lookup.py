"""Which passages a leaf of a query matches: words, phrases, patterns, misspellings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.errors import QueryError
from index.keyword.bm25 import BM25, FIELDS
from index.keyword.expressions import Expressions
from index.keyword.forms import Written
from index.keyword.lexicon import Lexicon
from index.keyword.phrases import WILDCARD, Phrases
from index.keyword.postings import Integers
from index.keyword.snapshot import Snapshot
from index.keyword.terms import query_words
from index.keyword.words import HAN, HANGUL, KANA
from index.query.tree import Filter, Fuzzy, Leaf, Pattern, Phrase, Word, Words
from index.types import Rows

RowSet = npt.NDArray[np.bool_]
"""For each row whether it is in the set."""

EXPANSIONS: Final = 1000
"""Words that one pattern may stand for."""

IN_PHRASES: Final = 300
"""Words that a pattern in a phrase may stand for: the places of each are read, for 70 µs."""

FUZZY: Final = 6
"""Misspelt words in a query: each is compared with all words of the index, for up to 0.15 s."""

PATTERNS: Final = 24
"""Patterns in a query."""

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
    expressions: Expressions
    lexicon: Lexicon
    languages: tuple[str, ...]
    parameters: BM25
    terms: dict[ScoredTerm, None] = field(default_factory=dict)
    known: dict[Leaf, RowSet | None] = field(default_factory=dict)
    spent: dict[type, int] = field(default_factory=dict)
    filtered: Callable[[Filter], RowSet] | None = None
    silent: Lookup | None = None

    @property
    def phrases(self) -> Phrases:
        """What finds phrases."""
        return Phrases(self.snapshot, self.lexicon, self.languages)

    def rows(self, leaf: Leaf) -> RowSet | None:
        """The rows that a leaf matches; None if it names nothing to look for.

        :raises QueryError: where it asks for too much.
        """
        if leaf not in self.known:
            self.known[leaf] = self._looked_up(leaf)
        return self.known[leaf]

    def without_scores(self) -> Lookup:
        """The same, with terms of its own: what is excluded makes no scores."""
        if self.silent is None:
            self.silent = replace(self, terms={}, known={})
        return self.silent

    def _looked_up(self, node: Leaf) -> RowSet | None:
        match node:
            case Words(text):
                return self._words(Word(text))
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

    def _words(self, node: Word) -> RowSet | None:
        """The rows with any word of a text."""
        wanted = self.expressions.of(node.text, self.languages)
        self._score(node, self.expressions.preferred(node.text, self.languages))
        return self._any(node, wanted) if wanted else None

    def _word(self, node: Word) -> RowSet | None:
        """The rows with the word; with a compound's parts side by side, or with it in one."""
        words = query_words(node.text, self.languages)
        if len(words) < 2:
            return self._words(node)
        whole = {term for word in words for term in word.whole}
        rows = none(self.snapshot)
        for name in self._fields(node):
            rows[self._side_by_side([word.own for word in words], name)] = True
        wanted = self.expressions.of(node.text, self.languages)
        self._score(node, wanted)
        return rows | self._rows(node, whole)

    def _side_by_side(self, words: Sequence[Sequence[str]], name: str) -> Rows:
        """The rows where each word, by any of its terms, stands behind the one before."""
        found: Integers | None = None
        for terms in words:
            places = [self.snapshot.places(term, name) for term in terms]
            here = np.concatenate([rows << 32 | positions for rows, positions in places])
            found = np.unique(here) if found is None else np.intersect1d(found + 1, here)
        return np.empty(0, np.int64) if found is None else np.unique(found >> 32)

    def _phrase(self, node: Phrase, text: str, slop: int) -> RowSet | None:
        """The rows where the words of ``text`` follow each other as they are written."""
        found: RowSet | None = None
        patterns = list(filter(WILDCARD.search, text.split()))
        for pattern in patterns:
            self._spend(Pattern, PATTERNS)
            if sum(1 for _ in islice(self.lexicon.like(pattern), IN_PHRASES + 1)) > IN_PHRASES:
                raise QueryError(
                    f"{pattern} stands for more than {IN_PHRASES:,} words of a phrase: give more "
                    "letters."
                )
        for words in self.phrases.sequences(text):
            found = none(self.snapshot) if found is None else found
            for name in self._fields(node):
                found[self.phrases.rows(words, name, slop)] = True
        if found is not None:
            plain = " ".join(word for word in text.split() if not WILDCARD.search(word))
            self._score(node, self.expressions.of(plain, self.languages))
            for pattern in patterns:
                self._score(node, {written.term for written in self.lexicon.like(pattern)})
        return found

    def _pattern(self, node: Pattern) -> RowSet | None:
        self._spend(Pattern, PATTERNS)
        letters = re.sub(r"[*?]+", " ", node.text).strip()
        if len(letters) > 1 and re.match(f"[{HAN}{KANA}{HANGUL}]", letters):
            return self._phrase(Phrase(letters, node.field, 1, node.boost), letters, 1)
        return self._expand(node, node.text, self.lexicon.like(node.text))

    def _misspelt(self, node: Fuzzy) -> RowSet:
        self._spend(Fuzzy, FUZZY)
        similar = (
            written
            for form in self.lexicon.near(node.text, node.distance)
            for written in self.lexicon.written(form)
        )
        return self._expand(node, f"{node.text}~{node.distance}", similar)

    def _spend(self, kind: type, most: int) -> None:
        self.spent[kind] = self.spent.get(kind, 0) + 1
        if self.spent[kind] > most:
            name = "patterns" if kind is Pattern else "misspelt words"
            raise QueryError(f"The query has more than {most} {name}: take some away.")

    def _expand(self, node: Pattern | Fuzzy, pattern: str, words: Iterable[Written]) -> RowSet:
        """The rows with any of ``words``, as they are written."""
        found: set[Written] = set()
        for word in words:
            found.add(word)
            if len(found) > EXPANSIONS:
                raise QueryError(
                    f"{pattern} stands for more than {EXPANSIONS:,} words: give more letters."
                )
        rows = none(self.snapshot)
        for word in found:
            for name in self._fields(node):
                rows[self.snapshot.written_places(word, name)[0]] = True
        self._score(node, {word.term for word in found})
        return rows

    def _any(self, node: _Scoring, wanted: Iterable[str]) -> RowSet:
        self._score(node, wanted)
        return self._rows(node, wanted)

    def _rows(self, node: _Scoring, wanted: Iterable[str]) -> RowSet:
        rows = none(self.snapshot)
        for term in wanted:
            for name in self._fields(node):
                rows[self.snapshot.postings(term, name)[0]] = True
        return rows

    def _score(self, node: _Scoring, terms: Iterable[str]) -> None:
        held = self._fields(node)
        parameters = replace(self.parameters, **{n: 0.0 for n in FIELDS if n not in held})
        for term in sorted(terms):
            self.terms[ScoredTerm(term, parameters, node.boost)] = None

    def _fields(self, node: _Scoring) -> list[str]:
        named = [node.field] if node.field else FIELDS
        return [name for name in named if self.parameters.weight(name)]


def none(snapshot: Snapshot) -> RowSet:
    """The empty set of rows."""
    return np.zeros(snapshot.size, dtype=np.bool_)
