"""Which passages a leaf of a query matches: words, phrases, patterns, misspellings."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from index.bounded_cache import BoundedCache
from index.errors import QueryError
from index.keyword.bm25 import BM25, FIELDS
from index.keyword.expressions import Expressions
from index.keyword.forms import Written
from index.keyword.lexicon import Lexicon
from index.keyword.phrases import WILDCARD, Phrases
from index.keyword.postings import Integers
from index.keyword.scoring import Scorer
from index.keyword.snapshot import Snapshot
from index.keyword.terms import query_words
from index.keyword.words import HAN, HANGUL, KANA
from index.query.tree import Fuzzy, Pattern, Phrase, Word, Words
from index.types import Rows

RowSet = npt.NDArray[np.bool_]
"""For each row whether it is in the set."""

EXPANSIONS: Final = 1000
"""Words that one pattern may stand for."""

IN_PHRASES: Final = 300
"""Words that a pattern in a phrase may stand for: the places of each are read, for 70 µs."""

_Scoring: TypeAlias = Word | Phrase | Pattern | Fuzzy
TextLeaf: TypeAlias = Words | _Scoring
"""A leaf that asks for words, and not for articles by their fields."""

_NATIVE: Final = re.compile(f"[{HAN}{KANA}{HANGUL}]")


class ScoredTerm(NamedTuple):
    """A term that adds to the score of what matched: its impacts by ``parameters``, times."""

    term: str
    parameters: BM25
    boost: float


class Match(NamedTuple):
    """What a leaf matches, None if it names nothing to look for, and the terms that score it."""

    rows: RowSet | None
    terms: tuple[ScoredTerm, ...] = ()


@dataclass(frozen=True, slots=True)
class Leaves:
    """Looks leaves up in one snapshot; safe to share between threads.

    What was looked up is ``kept`` for the queries to come: for further pages of the same one too.
    """

    snapshot: Snapshot
    scorer: Scorer
    expressions: Expressions
    lexicon: Lexicon
    kept: BoundedCache[Match]

    def match(self, leaf: TextLeaf, languages: tuple[str, ...], parameters: BM25) -> Match:
        """What a leaf matches, each of its words stemmed in each of ``languages``.

        :raises QueryError: where it asks for too much.
        """
        key = (leaf, languages, parameters)
        known = self.kept.get(key)
        return known or self.keep(key, _Look(self, languages, parameters).up(leaf))

    def keep(self, key: Hashable, match: Match) -> Match:
        """The same match, kept for the queries to come."""
        if match.rows is not None:
            match.rows.flags.writeable = False
        self.kept.put(key, match, 0 if match.rows is None else match.rows.nbytes)
        return match


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at one leaf."""

    leaves: Leaves
    languages: tuple[str, ...]
    parameters: BM25

    def up(self, node: TextLeaf) -> Match:
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

    def _words(self, node: Word) -> Match:
        """The rows with any word of a text."""
        expressions = self.leaves.expressions
        wanted = expressions.of(node.text, self.languages)
        preferred = self._scored(node, expressions.preferred(node.text, self.languages))
        if not wanted:
            return Match(None, preferred)
        return Match(self._rows(node, wanted), (*preferred, *self._scored(node, wanted)))

    def _word(self, node: Word) -> Match:
        """The rows with the word; with a compound's parts side by side, or with it in one."""
        words = query_words(node.text, self.languages)
        if len(words) < 2:
            return self._words(node)
        whole = {term for word in words for term in word.whole}
        rows = self._rows(node, whole)
        for name in self._fields(node):
            rows[self._side_by_side([word.own for word in words], name)] = True
        return Match(
            rows, self._scored(node, self.leaves.expressions.of(node.text, self.languages))
        )

    def _side_by_side(self, words: Sequence[Sequence[str]], name: str) -> Rows:
        """The rows where each word, by any of its terms, stands behind the one before."""
        found: Integers | None = None
        for terms in words:
            places = [self.leaves.snapshot.places(term, name) for term in terms]
            here = np.concatenate([rows << 32 | positions for rows, positions in places])
            found = np.unique(here) if found is None else np.intersect1d(found + 1, here)
        return np.empty(0, np.int64) if found is None else np.unique(found >> 32)

    def _phrase(self, node: Phrase | Pattern, text: str, slop: int) -> Match:
        """The rows where the words of ``text`` follow each other as they are written."""
        snapshot, lexicon = self.leaves.snapshot, self.leaves.lexicon
        text = " ".join(map(_without_stars, text.split()))
        patterns = list(filter(WILDCARD.search, text.split()))
        for pattern in patterns:
            if sum(1 for _ in islice(lexicon.like(pattern), IN_PHRASES + 1)) > IN_PHRASES:
                raise QueryError(
                    f"{pattern} stands for more than {IN_PHRASES:,} words of a phrase: give more "
                    "letters."
                )
        phrases = Phrases(snapshot, lexicon, self.languages)
        sequences = list(phrases.sequences(text))
        if not sequences:
            return Match(None)
        found = none(snapshot)
        for words in sequences:
            for name in self._fields(node):
                found[phrases.rows(words, name, slop)] = True
        plain = " ".join(word for word in text.split() if not WILDCARD.search(word))
        terms = [*self._scored(node, self.leaves.expressions.of(plain, self.languages))]
        for pattern in patterns:
            terms += self._scored(node, {written.term for written in lexicon.like(pattern)})
        return Match(found, tuple(terms))

    def _pattern(self, node: Pattern) -> Match:
        letters = _without_stars(node.text)
        if letters != node.text:
            return self._phrase(node, letters, 1)
        return self._expand(node, node.text, self.leaves.lexicon.like(node.text))

    def _misspelt(self, node: Fuzzy) -> Match:
        lexicon = self.leaves.lexicon
        similar = (
            written
            for form in lexicon.near(node.text, node.distance)
            for written in lexicon.written(form)
        )
        return self._expand(node, f"{node.text}~{node.distance}", similar)

    def _expand(self, node: Pattern | Fuzzy, pattern: str, words: Iterable[Written]) -> Match:
        """The rows with any of ``words``, as they are written."""
        found: set[Written] = set()
        for word in words:
            found.add(word)
            if len(found) > EXPANSIONS:
                raise QueryError(
                    f"{pattern} stands for more than {EXPANSIONS:,} words: give more letters."
                )
        snapshot = self.leaves.snapshot
        rows = none(snapshot)
        forms: dict[str, set[str]] = {}
        for word in found:
            forms.setdefault(word.term, set()).add(word.form)
        for term, written in forms.items():
            for name in self._fields(node):
                rows[snapshot.rows_written(term, written, name)] = True
        return Match(rows, self._scored(node, forms))

    def _rows(self, node: _Scoring, wanted: Iterable[str]) -> RowSet:
        parameters = self._within(node)
        rows = none(self.leaves.snapshot)
        for term in wanted:
            impacts = self.leaves.scorer.impacts(term, parameters)
            rows[impacts.rows[: impacts.held]] = True
        return rows

    def _scored(self, node: _Scoring, terms: Iterable[str]) -> tuple[ScoredTerm, ...]:
        parameters = self._within(node)
        return tuple(ScoredTerm(term, parameters, node.boost) for term in sorted(terms))

    def _within(self, node: _Scoring) -> BM25:
        """The parameters for the fields that are asked alone."""
        held = self._fields(node)
        return replace(self.parameters, **{n: 0.0 for n in FIELDS if n not in held})

    def _fields(self, node: _Scoring) -> list[str]:
        named = [node.field] if node.field else FIELDS
        return [name for name in named if self.parameters.weight(name)]


def _without_stars(word: str) -> str:
    """``word`` without its wildcards in a script without blanks, where any part is found anyway."""
    letters = re.sub(r"[*?]+", " ", word).strip()
    return letters if len(letters) > 1 and _NATIVE.match(letters) else word


def none(snapshot: Snapshot) -> RowSet:
    """The empty set of rows."""
    return np.zeros(snapshot.size, dtype=np.bool_)
