"""The leaves of one query: what each matches, what they score, and how much they may ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from index.errors import QueryError
from index.keyword.bm25 import BM25
from index.keyword.leaf_matching import Leaves, RowSet, ScoredTerm
from index.keyword.phrases import WILDCARD
from index.keyword.snapshot import Snapshot
from index.query.tree import Filter, Fuzzy, Leaf, Node, Pattern, Phrase, leaves

FUZZY: Final = 6
"""Misspelt words in a query: each is compared with all words of the index, for up to 0.15 s."""

PATTERNS: Final = 24
"""Patterns in a query."""

EXPANSIONS_TOGETHER: Final = 2500
"""Words that all patterns of a query may stand for: each is looked up, for up to 0.3 ms."""


def check_cost(root: Node) -> None:
    """Refuse a query that asks for more than can be looked up in a moment.

    :raises QueryError: where it has too many patterns or misspelt words.
    """
    every = set(leaves(root))
    words = [leaf.text for leaf in every if isinstance(leaf, Phrase)]
    patterns = sum(WILDCARD.search(word) is not None for text in words for word in text.split())
    patterns += sum(isinstance(leaf, Pattern) for leaf in every)
    misspelt = sum(isinstance(leaf, Fuzzy) for leaf in every)
    for what, count, most in (
        ("patterns", patterns, PATTERNS),
        ("misspelt words", misspelt, FUZZY),
    ):
        if count > most:
            raise QueryError(f"The query has more than {most} {what}: take some away.")


@dataclass(slots=True)
class Lookup:
    """Looks the leaves of one query up, each once; ``terms`` are those that make the scores.

    ``filtered`` gives the rows of a filter that stands inside a query; ``counted`` are the terms
    of what is excluded as well.
    """

    leaves: Leaves
    languages: tuple[str, ...]
    parameters: BM25
    filtered: Callable[[Filter], RowSet] | None = None
    terms: dict[ScoredTerm, None] = field(default_factory=dict)
    known: dict[Leaf, RowSet | None] = field(default_factory=dict)
    counted: set[ScoredTerm] = field(default_factory=set)

    @property
    def snapshot(self) -> Snapshot:
        """What is asked."""
        return self.leaves.snapshot

    def rows(self, leaf: Leaf) -> RowSet | None:
        """The rows that a leaf matches; None if it names nothing to look for.

        :raises QueryError: where it asks for too much.
        """
        if leaf not in self.known:
            self.known[leaf] = self._looked_up(leaf)
        return self.known[leaf]

    def without_scores(self) -> Lookup:
        """The same with terms of its own: what is excluded makes no scores."""
        return replace(self, terms={}, known={})

    def count(self, terms: Iterable[ScoredTerm]) -> None:
        """Count what was looked up for the query.

        :raises QueryError: where that is too much, which only patterns can make it.
        """
        self.counted.update(terms)
        if len(self.counted) > EXPANSIONS_TOGETHER:
            raise QueryError(
                f"The patterns of the query stand for more than {EXPANSIONS_TOGETHER:,} words "
                "together: give more letters."
            )

    def _looked_up(self, leaf: Leaf) -> RowSet | None:
        if isinstance(leaf, Filter):
            return None if self.filtered is None else self.filtered(leaf)
        found = self.leaves.match(leaf, self.languages, self.parameters)
        self.terms.update(dict.fromkeys(found.terms))
        self.count(found.terms)
        return found.rows
