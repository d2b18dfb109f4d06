"""What one term adds to the score of each passage: BM25F, in the context of whole articles.

A passage is short, and the words of a query are often spread over its neighbours. So a part of
the body's weight goes to what the whole article holds of a term, as a field of its own; and how
rare a term is, is counted in articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.bounded_cache import BoundedCache
from index.keyword.bm25 import BM25, FIELDS, idf, normalized, saturation
from index.keyword.snapshot import Snapshot
from index.types import Coverage, Rows, Scores

Numbers = npt.NDArray[np.float64]
Part = tuple[Rows, Numbers]
"""Rows, ascending, and what each gets through one field of a term's tf′."""

ARTICLE = "article"
"""The name of the field that the whole article is."""


_MANY: Final = 2_000
"""Rows from which on it is quicker to mark all rows of a term than to look each one up there."""


class Impacts(NamedTuple):
    """What one term adds to the score of each row; ``rows`` are distinct.

    The first ``held`` rows hold the term, the others stand beside one that does. No score is
    higher than the term's ``idf``.
    """

    rows: Rows
    scores: Scores
    held: int
    idf: float


class Scorer:
    """Scores the terms of one snapshot; safe to share between threads.

    ``documents`` holds the number of each row's article, from 0 and without gaps; without it,
    every passage is an article. ``memory`` is how many bytes of impacts are kept.
    """

    def __init__(
        self, snapshot: Snapshot, documents: npt.NDArray[np.int32] | None, memory: int
    ) -> None:
        self._snapshot = snapshot
        self._cache = BoundedCache[Impacts](memory)
        self._documents = documents
        self._count = snapshot.count
        if documents is None:
            return
        live = np.flatnonzero(documents >= 0)
        self._rows = live[np.argsort(documents[live], kind="stable")]
        sizes = np.bincount(documents[live])
        self._count = len(sizes)
        self._ends = np.cumsum(sizes)
        self._starts = self._ends - sizes
        lengths = snapshot.fields["body"].lengths[live]
        self._lengths = np.bincount(documents[live], lengths)
        self._average = float(self._lengths.sum()) / max(1, int(np.count_nonzero(self._lengths)))

    def impacts(self, term: str, parameters: BM25) -> Impacts:
        """What ``term`` adds to the rows that hold it, and to the others of their articles."""
        known = self._cache.get((term, parameters))
        if known is not None:
            return known
        if not self._snapshot.may_hold(term):
            nothing = Impacts(
                np.empty(0, np.int64), np.empty(0, np.float32), 0, idf(self._count, 0)
            )
            self._cache.put((term, parameters), nothing, 0)
            return nothing
        parts = self.parts(term, parameters)
        held = _union([parts[field][0] for field in FIELDS])
        every = _union([rows for rows, _ in parts.values()])
        tf = np.zeros(len(every))
        for found, numbers in parts.values():
            tf[_places(every, found)] += numbers
        rarity = idf(self._count, self._frequency(held))
        scores = (rarity * saturation(tf, parameters.k1)).astype(np.float32)
        holds = np.zeros(len(every), dtype=np.bool_)
        holds[_places(every, held)] = True
        impacts = Impacts(
            np.concatenate([held, every[~holds]]),
            np.concatenate([scores[holds], scores[~holds]]),
            len(held),
            rarity,
        )
        size = impacts.rows.nbytes + impacts.scores.nbytes
        self._cache.put((term, parameters), impacts, size)
        return impacts

    def parts(self, term: str, parameters: BM25) -> dict[str, Part]:
        """By field, ``ARTICLE`` among them, the rows that get something of ``term`` and how much.

        The sum over the fields is the tf′ of the formula.
        """
        context = 0.0 if self._documents is None else parameters.context
        held = {name: self._postings(term, name, parameters.weight(name)) for name in FIELDS}
        parts = {}
        for field, (rows, counts) in held.items():
            weight = parameters.weight(field) * (1 - context if field == "body" else 1)
            statistics = self._snapshot.fields[field]
            lengths = statistics.lengths[rows]
            parts[field] = (
                rows,
                weight * normalized(counts, lengths, statistics.average, parameters.b),
            )
        parts[ARTICLE] = self._article(held["body"], parameters, context * parameters.body)
        return parts

    def coverage(
        self, terms: Iterable[str], rows: Rows, parameters: BM25, power: int = 1
    ) -> Coverage:
        """The share of the idf of ``terms`` that each of ``rows`` holds; 0 without any terms.

        Each idf is raised to ``power`` first: the higher that is, the more the rarest one counts.
        """
        impacts = [self.impacts(term, parameters) for term in terms]
        if len(rows) > _MANY:
            every = np.zeros(max(self._snapshot.size, int(rows.max()) + 1))
            for each in impacts:
                every[each.rows[: each.held]] += each.idf**power
            covered = every[rows]
        else:
            covered = np.zeros(len(rows))
            for each in impacts:
                covered[_among(rows, each.rows[: each.held])] += each.idf**power
        return covered / (sum(each.idf**power for each in impacts) or 1.0)

    def _article(self, body: Part, parameters: BM25, weight: float) -> Part:
        rows, counts = body
        if self._documents is None or not weight or not len(rows):
            return np.empty(0, np.int64), np.empty(0)
        holding, place = np.unique(self._documents[rows], return_inverse=True)
        occurrences = np.bincount(place, counts).astype(np.float64)
        lengths = self._lengths[holding].astype(np.float64)
        numbers = weight * normalized(occurrences, lengths, self._average, parameters.b)
        sizes = self._ends[holding] - self._starts[holding]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        all_rows = self._rows[np.repeat(self._starts[holding], sizes) + within]
        ascending = np.argsort(all_rows)
        return all_rows[ascending], np.repeat(numbers, sizes)[ascending]

    def _postings(self, term: str, field: str, weight: float) -> Part:
        if not weight or not self._snapshot.fields[field].count:
            return np.empty(0, np.int64), np.empty(0)
        rows, counts = self._snapshot.postings(term, field)
        return rows, counts.astype(np.float64)

    def _frequency(self, rows: Rows) -> int:
        """In how many articles these rows are."""
        return len(rows) if self._documents is None else len(_union([self._documents[rows]]))


def _among(rows: Rows, ascending: Rows) -> npt.NDArray[np.bool_]:
    """Which of ``rows`` are in ``ascending``, without looking at all of it."""
    if not len(ascending):
        return np.zeros(len(rows), dtype=np.bool_)
    places = np.searchsorted(ascending, rows)
    found: npt.NDArray[np.bool_] = ascending[np.minimum(places, len(ascending) - 1)] == rows
    return found


def _union(arrays: Sequence[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """The distinct numbers of all arrays, ascending: a stable sort only merges ascending ones."""
    merged = np.sort(np.concatenate(arrays), kind="stable")
    distinct = np.ones(len(merged), dtype=np.bool_)
    distinct[1:] = merged[1:] != merged[:-1]
    return merged[distinct]


def _places(every: Rows, some: Rows) -> Rows | slice:
    """Where ``some`` stand in ``every``; both are ascending and distinct."""
    return slice(None) if len(some) == len(every) else np.searchsorted(every, some)
