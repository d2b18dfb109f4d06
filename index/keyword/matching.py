"""Which passages a query matches, worked out on sets of rows.

Two questions are asked of a tree: which rows it matches, which is what the keyword leg returns, and
to which rows it limits every result, whichever leg finds it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

import numpy as np

from index.keyword.leaf_matching import Match, RowSet, none
from index.keyword.lookup import Lookup
from index.query.tree import All, Either, Filter, Must, Node, Not, Some, Word, Words, leaves


class Read(NamedTuple):
    """What a part of a query asks of the rows.

    ``matched`` are those that it finds, None if it names nothing to look for; ``limits`` are those
    to which it limits every result, None if to none.
    """

    matched: RowSet | None = None
    limits: RowSet | None = None


@dataclass(slots=True)
class Matching:
    """Asks for the rows of trees whose leaves ``lookup`` knows.

    What is excluded is ``widened`` first: to all rows of an article, say. Where it is worked out
    what that is, ``excluding``, each part of a group is meant: ``-("arms control" oil)`` leaves out
    what has oil alone, too.
    """

    lookup: Lookup
    widened: Callable[[RowSet], RowSet] | None = None
    excluding: bool = False

    def read(self, node: Node) -> Read:
        """Which rows ``node`` finds, and to which it limits every result.

        Bare words limit nothing, since what is meant may be said in others; phrases, patterns,
        words of a named field, and what is joined by AND or marked by a plus or a minus do.

        :raises QueryError: where it asks for too much.
        """
        match node:
            case All(parts):
                return self._all([self.read(part) for part in parts])
            case Either(parts):
                return self._either(parts)
            case Some(parts):
                return self._some(parts)
            case Must(part):
                return self._all([self.read(part)])
            case Not(part):
                others = ~self._excluded(part)
                return Read(others if _filters(part) else None, others)
        rows = self.lookup.rows(node)
        bare = isinstance(node, Words) or (isinstance(node, Word) and not node.field)
        return Read(rows, None if bare else rows)

    def _all(self, parts: Sequence[Read]) -> Read:
        """Where nothing is looked for, what is not excluded."""
        limits = _every(part.limits for part in parts)
        matched = _every(part.matched for part in parts)
        if matched is None:
            return Read(None, limits)
        every = _every((matched, limits))
        return Read(every, every)

    def _either(self, parts: Sequence[Node]) -> Read:
        """One of the parts, without the words that others exclude."""
        unwanted = [isinstance(part, Not) and not _filters(part) for part in parts]
        read = [self.read(part) for part in parts]
        each = [one for one, out in zip(read, unwanted, strict=True) if not out]
        excluded = _every(one.limits for one, out in zip(read, unwanted, strict=True) if out)
        insisting = [part.limits for part in each if part.limits is not None]
        limits = _any(insisting) if len(insisting) == len(each) else None
        matched = _any(part.matched for part in each)
        return Read(
            None if matched is None else _every((matched, excluded)), _every((limits, excluded))
        )

    def _some(self, parts: Sequence[Node]) -> Read:
        """What must be there must; else any part will do, within the filters among them."""
        each = [(part, self.read(part)) for part in parts]
        limits = _every(one.limits for _, one in each)
        held = _every(
            one.limits
            for part, one in each
            if not self.excluding or isinstance(part, Must | Not) or _filters(part)
        )
        must = [one.matched for part, one in each if isinstance(part, Must)]
        wanted = _every(must)
        if wanted is None:
            wanted = _any(one.matched for part, one in each if not _filters(part))
        if wanted is None:
            wanted = _every(one.matched for _, one in each)
        return Read(None if wanted is None else _every((wanted, held)), limits)

    def _excluded(self, node: Node) -> RowSet:
        """The rows that ``node`` matches, or leaves; its terms make no scores."""
        lookup, leaves = self.lookup, self.lookup.leaves
        key = ("excluded", node, self.widened is None, lookup.languages, lookup.parameters)
        known = leaves.kept.get(key)
        if known is None or known.rows is None:
            unscored = lookup.without_scores()
            read = Matching(unscored, self.widened, excluding=True).read(node)
            rows = read.limits if read.matched is None else read.matched
            if rows is None:
                rows = none(lookup.snapshot)
            elif self.widened is not None:
                rows = self.widened(rows)
            leaves.keep(key, Match(rows, tuple(unscored.terms)))
            return rows
        lookup.count(known.terms)
        return known.rows


def _every(sets: Iterable[RowSet | None]) -> RowSet | None:
    """What is in each of the sets, but for those that are None."""
    known = [rows for rows in sets if rows is not None]
    return reduce(np.logical_and, known) if known else None


def _any(sets: Iterable[RowSet | None]) -> RowSet | None:
    """What is in one of the sets."""
    known = [rows for rows in sets if rows is not None]
    return reduce(np.logical_or, known) if known else None


def _filters(node: Node) -> bool:
    """Whether a part of a query asks for no words."""
    return all(isinstance(leaf, Filter) for leaf in leaves(node))
