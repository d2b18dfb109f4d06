"""Which passages a query matches, worked out on sets of rows.

Two questions are asked of a tree: which rows it matches, which is what the keyword leg returns, and
to which rows it limits every result, whichever leg finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from index.keyword.leaf_matching import Match, RowSet, none
from index.keyword.lookup import Lookup
from index.query.tree import All, Either, Must, Node, Not, Some, Word, Words


@dataclass(slots=True)
class Matching:
    """Asks for the rows of trees whose leaves ``lookup`` knows.

    What is excluded is ``widened`` first: to all rows of an article, say.
    """

    lookup: Lookup
    widened: Callable[[RowSet], RowSet] | None = None

    def match(self, node: Node) -> RowSet | None:
        """The rows that ``node`` matches; None if it names nothing to look for.

        :raises QueryError: where it asks for too much.
        """
        match node:
            case All(parts):
                return self._all(parts)
            case Either(parts):
                return self._either(parts)
            case Some(parts):
                return self._some(parts)
            case Must(part):
                return self.match(part)
            case Not():
                return None
        return self.lookup.rows(node)

    def limits(self, node: Node) -> RowSet | None:
        """The rows to which ``node`` limits every result; None if to none.

        Bare words limit nothing, since what is meant may be said in others; phrases, patterns,
        words of a named field, and what is joined by AND or marked by a plus or a minus do.

        :raises QueryError: where it asks for too much.
        """
        match node:
            case Words():
                return None
            case Word():
                return self.lookup.rows(node) if node.field else None
            case All(parts):
                return self._match_all(parts)
            case Either(parts):
                return self._limits_of_either(parts)
            case Some(parts):
                return self._limits_of_some(parts)
            case Must(part):
                return self.match(part)
            case Not(part):
                return ~self._excluded(part)
        return self.lookup.rows(node)

    def _limits_of_some(self, parts: Sequence[Node]) -> RowSet | None:
        found: RowSet | None = None
        for part in parts:
            rows = self.limits(part)
            if rows is not None:
                found = rows if found is None else found & rows
        return found

    def _limits_of_either(self, parts: Sequence[Node]) -> RowSet | None:
        excluded = [part for part in parts if isinstance(part, Not)]
        limits = [self.limits(part) for part in parts if not isinstance(part, Not)]
        insisting = [rows for rows in limits if rows is not None]
        found = reduce(np.logical_or, insisting) if len(insisting) == len(limits) > 0 else None
        for part in excluded:
            found = (~none(self.lookup.snapshot) if found is None else found) & ~self._excluded(
                part.part
            )
        return found

    def _match_all(self, parts: Sequence[Node]) -> RowSet | None:
        """As ``_all``, where there is nothing but what is excluded: every other row."""
        found = self._all(parts)
        if found is None and any(isinstance(part, Not) for part in parts):
            return self._limits_of_some(parts)
        return found

    def _all(self, parts: Sequence[Node]) -> RowSet | None:
        wanted: RowSet | None = None
        for part in parts:
            rows = self.match(part)
            if rows is not None:
                wanted = rows if wanted is None else wanted & rows
        return self._without(wanted, parts)

    def _either(self, parts: Sequence[Node]) -> RowSet | None:
        wanted: RowSet | None = None
        for part in parts:
            rows = self.match(part)
            if rows is not None:
                wanted = rows if wanted is None else wanted | rows
        return self._without(wanted, parts)

    def _some(self, parts: Sequence[Node]) -> RowSet | None:
        """What must be there must; else any part will do. The others add to the score."""
        must = [self.match(part) for part in parts if isinstance(part, Must)]
        other = [self.match(part) for part in parts if not isinstance(part, Must)]
        wanted = [rows for rows in must if rows is not None]
        if wanted:
            return self._without(reduce(np.logical_and, wanted), parts)
        found = [rows for rows in other if rows is not None]
        return self._without(reduce(np.logical_or, found) if found else None, parts)

    def _without(self, wanted: RowSet | None, parts: Sequence[Node]) -> RowSet | None:
        for part in parts:
            if wanted is not None and isinstance(part, Not):
                wanted = wanted & ~self._excluded(part.part)
        return wanted

    def _excluded(self, node: Node) -> RowSet:
        """The rows that ``node`` matches; its terms make no scores."""
        lookup, leaves = self.lookup, self.lookup.leaves
        key = ("excluded", node, self.widened is None, lookup.languages, lookup.parameters)
        known = leaves.kept.get(key)
        if known is None or known.rows is None:
            unscored = lookup.without_scores()
            rows = Matching(unscored).match(node)
            if rows is None:
                rows = none(lookup.snapshot)
            elif self.widened is not None:
                rows = self.widened(rows)
            leaves.keep(key, Match(rows, tuple(unscored.terms)))
            return rows
        lookup.count(known.terms)
        return known.rows
