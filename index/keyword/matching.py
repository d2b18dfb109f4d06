"""The query language: phrases, wildcards, misspellings, AND, OR and NOT.

Whoosh parses it and looks words up in its lexicon; what matches is worked out on sets of rows.
A bare word is optional, as in a plain query. A word or phrase is looked for in all fields, after
``title:``, ``heading:`` or ``body:`` in that one.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.errors import QueryError
from index.keyword.analysis import Token, fold, tokens
from index.keyword.bm25 import BM25, FIELDS
from index.keyword.parsing import understood
from index.keyword.postings import Integers
from index.keyword.snapshot import Snapshot
from index.types import Rows

RowSet = npt.NDArray[np.bool_]
"""For each row whether it is in the set."""

_EXPANSIONS: Final = 1000
"""Words that one pattern may stand for."""

_SLOP: Final = 20
"""The largest distance of two words of a phrase."""


@dataclass(frozen=True, slots=True)
class ScoredTerm:
    """A term that adds to the score of what matched: its impacts by ``parameters``, times."""

    term: str
    parameters: BM25
    boost: float


@dataclass(slots=True)
class Matching:
    """A query, asked of a snapshot: ``rows`` match, and ``terms`` make their scores."""

    snapshot: Snapshot
    languages: Sequence[str]
    parameters: BM25
    terms: dict[ScoredTerm, None] = field(default_factory=dict)
    places: dict[tuple[str, str], Integers] = field(default_factory=dict)

    def match(self, text: str) -> Rows:
        """The rows that match ``text``, ascending.

        Raises:
            QueryError: it says nothing to look for, or asks for too much.
        """
        found = understood(text, self._match)
        if found is None:
            raise QueryError(
                f"The query {text!r} names nothing to look for: add a word without NOT or a minus."
            )
        return np.flatnonzero(found)

    def required(self, text: str) -> Rows | None:
        """The rows to which ``text`` limits every result, ascending; None if to no rows.

        Bare words limit nothing, since what is meant may be said in others; phrases, patterns,
        words of a named field, and what is joined by AND or marked by a plus or a minus do.

        Raises:
            QueryError: it asks for too much.
        """
        either = re.search(r"\sOR\s", text) is not None
        found = understood(text, lambda node: self._required(node, either=either))
        return None if found is None else np.flatnonzero(found)

    def _required(self, node: Any, *, either: bool) -> RowSet | None:
        """The rows that ``node`` insists on; ``either`` says that OR joins the parts of an Or."""
        match type(node).__name__:
            case "Term":
                return self._match(node) if node.fieldname else None
            case "Phrase" | "Prefix" | "Wildcard" | "FuzzyTerm" | "And":
                return self._match(node)
            case "AndMaybe":
                return self._match(node.a)
            case "AndNot":
                wanted = self._required(node.a, either=either)
                return (self._every() if wanted is None else wanted) & ~self._excluded(node.b)
            case "Or":
                return self._required_of(node.subqueries, either=either)
        return None

    def _required_of(self, parts: Sequence[Any], *, either: bool) -> RowSet | None:
        unwanted = [self._excluded(p.query) for p in parts if type(p).__name__ == "Not"]
        wanted = [self._required(p, either=either) for p in parts if type(p).__name__ != "Not"]
        insisting = [rows for rows in wanted if rows is not None]
        if either and len(insisting) < len(wanted):
            insisting = []
        if not insisting and not unwanted:
            return None
        joined = np.logical_or if either else np.logical_and
        found: RowSet = joined.reduce(insisting) if insisting else self._every()
        for rows in unwanted:
            found = found & ~rows
        return found

    def _match(self, node: Any) -> RowSet | None:
        """The rows that ``node`` asks for; None if it asks for none, as what is but excluded."""
        match type(node).__name__:
            case "Term":
                return self._word(node)
            case "Phrase":
                return self._phrase(node, " ".join(node.words), node.slop)
            case "Prefix" | "Wildcard":
                return self._pattern(node)
            case "FuzzyTerm":
                return self._misspelt(node)
            case "Or" | "And":
                return self._combine(node, node.subqueries)
            case "AndMaybe":
                required, optional = self._match(node.a), self._match(node.b)
                return optional if required is None else required
            case "AndNot":
                wanted = self._match(node.a)
                return None if wanted is None else wanted & ~self._excluded(node.b)
        return None

    def _combine(self, node: Any, parts: Iterable[Any]) -> RowSet | None:
        wanted: RowSet | None = None
        unwanted = self._none()
        for part in parts:
            if type(part).__name__ == "Not":
                unwanted |= self._excluded(part.query)
                continue
            rows = self._match(part)
            if rows is None or wanted is None:
                wanted = rows if wanted is None else wanted
            else:
                wanted = wanted & rows if type(node).__name__ == "And" else wanted | rows
        return None if wanted is None else wanted & ~unwanted

    def _excluded(self, node: Any) -> RowSet:
        apart = replace(self, terms={})
        rows = apart._match(node)
        return self._none() if rows is None else rows

    def _word(self, node: Any) -> RowSet | None:
        """The rows with the word; with a compound's parts side by side, or with it in one."""
        found = self._phrase(node, node.text, 1)
        for language in self.languages:
            parts = tokens(node.text, language)
            joined = [t for t in parts if t.start == parts[0].start and t.end == parts[-1].end]
            if len(parts) > 1 and joined and found is not None:
                found |= self._any(node, {joined[-1].term})
        return found

    def _phrase(self, node: Any, text: str, slop: int) -> RowSet | None:
        analysed = {tuple(tokens(text, language)): None for language in self.languages}
        found: RowSet | None = None
        for words in filter(None, analysed):
            if len(words) == 1:
                rows = self._any(node, {words[0].term})
            else:
                rows = self._none()
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

    def _pattern(self, node: Any) -> RowSet | None:
        prefix = type(node).__name__ == "Prefix"
        pattern = re.sub(r"[^\w*?]", "", fold(node.text)) + ("*" if prefix else "")
        if len(re.findall(r"\w", pattern)) < 2:
            raise QueryError(f"{pattern} stands for too many words: give two letters or more.")
        matches = re.compile(fnmatch.translate(pattern)).match
        start = re.split(r"[*?]", pattern, maxsplit=1)[0]
        return self._expand(
            node,
            pattern,
            (
                t
                for name in self._fields(node)
                for t in self.snapshot.lexicon(name, start)
                if matches(t)
            ),
        )

    def _misspelt(self, node: Any) -> RowSet | None:
        languages = (*self.languages, "")  # a stemmer may take more from a misspelt word
        words = {t.term for language in languages for t in tokens(node.text, language)}
        distance = min(2, node.maxdist)
        return self._expand(
            node,
            f"{node.text}~{distance}",
            (
                similar
                for word in words
                for name in self._fields(node)
                for similar in self.snapshot.similar(name, word, distance)
            ),
        )

    def _expand(self, node: Any, pattern: str, terms: Iterable[str]) -> RowSet:
        found: set[str] = set()
        for term in terms:
            found.add(term)
            if len(found) > _EXPANSIONS:
                raise QueryError(
                    f"{pattern} stands for more than {_EXPANSIONS:,} words: give more letters."
                )
        return self._any(node, found)

    def _any(self, node: Any, terms: set[str]) -> RowSet:
        rows = self._none()
        for term in sorted(terms):
            for name in self._fields(node):
                rows[self.snapshot.postings(term, name)[0]] = True
        self._score(node, sorted(terms))
        return rows

    def _score(self, node: Any, terms: Iterable[str]) -> None:
        held = self._fields(node)
        parameters = replace(self.parameters, **{n: 0.0 for n in FIELDS if n not in held})
        for term in terms:
            self.terms[ScoredTerm(term, parameters, float(node.boost))] = None

    def _fields(self, node: Any) -> list[str]:
        named = [node.fieldname] if node.fieldname else FIELDS
        return [name for name in named if self.parameters.weight(name)]

    def _none(self) -> RowSet:
        return np.zeros(self.snapshot.size, dtype=np.bool_)

    def _every(self) -> RowSet:
        return np.ones(self.snapshot.size, dtype=np.bool_)
