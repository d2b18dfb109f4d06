"""Passages in the light of their articles: what the vector leg compares a query with."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Background, Rows, Vectors
from index.vector.faiss_index import VectorIndex

CONTEXT: Final = 0.3
"""The share of a passage's score that goes to the opening of its article."""

OPENING: Final = 5
"""How many passages are an article's opening, which says what it is about."""

BACKGROUND_ROWS: Final = 1024
"""Passages, evenly spaced, that stand for all when the background is measured."""


class ContextVectors:
    """The vectors of passages, each moved towards the opening of its article.

    The inner product of such a vector and a query's unit vector is ``1 - CONTEXT`` times the
    cosine of the passage plus ``CONTEXT`` times that of the opening: from -1 to 1, and the plain
    cosine for an article of one passage. ``order`` and ``documents`` are those of the generation.
    """

    def __init__(
        self,
        vectors: VectorIndex,
        order: npt.NDArray[np.int32],
        documents: npt.NDArray[np.int32],
    ) -> None:
        self._vectors = vectors
        self._documents = documents
        live = np.flatnonzero(order >= 0)
        self._in_order = np.empty(len(live), dtype=np.int64)
        self._in_order[order[live]] = live
        self._starts = np.flatnonzero(np.diff(documents[self._in_order], prepend=-1))
        self._sizes = np.diff(self._starts, append=len(live))
        self._sample: Vectors | None = None

    def of(self, rows: Rows) -> Vectors:
        """The vectors of ``rows``, shape (len(rows), dimension)."""
        moved = self._vectors.vectors(rows)
        several = np.flatnonzero(self._sizes[self._documents[rows]] > 1)
        if len(several):
            openings = self._openings(self._documents[rows[several]])
            moved[several] = (1 - CONTEXT) * moved[several] + CONTEXT * openings
        return moved

    def background(self, vector: Vectors) -> Background:
        """How the scores of an even sample of all passages lie for a query."""
        if self._sample is None:
            count = len(self._in_order)
            places = np.linspace(0, count - 1, min(count, BACKGROUND_ROWS)).round()
            self._sample = self.of(self._in_order[places.astype(np.int64)])
        scores = self._sample @ vector[0]
        return Background(float(scores.mean()), float(scores.std()))

    def _openings(self, documents: npt.NDArray[np.int32]) -> Vectors:
        """For each of ``documents`` the unit vector of the mean over its first passages."""
        articles, place = np.unique(documents, return_inverse=True)
        sizes = np.minimum(self._sizes[articles], OPENING)
        firsts = np.cumsum(sizes) - sizes
        within = np.arange(sizes.sum()) - np.repeat(firsts, sizes)
        rows = self._in_order[np.repeat(self._starts[articles], sizes) + within]
        vectors = self._vectors.vectors(rows)
        sums = vectors[firsts]
        for nth in range(1, OPENING):
            longer = np.flatnonzero(sizes > nth)
            sums[longer] += vectors[firsts[longer] + nth]
        openings: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return openings[place]
