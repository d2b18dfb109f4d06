"""Passages in the light of their articles: what the vector leg compares a query with."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from index.local.vector import VectorIndex
from index.types import Background, Rows, Vectors

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
        none = np.empty(0, np.int64)
        self._last: tuple[Rows, Vectors] = (none, vectors.vectors(none))

    def of(self, rows: Rows) -> Vectors:
        """The vectors of ``rows``, shape (len(rows), dimension).

        The last answer is kept, since a query asks for much the same rows three times over.
        """
        last, vectors = self._last
        missing = np.setdiff1d(rows, last)
        if len(missing):
            kept = np.isin(last, rows)
            last = np.concatenate([last[kept], missing])
            vectors = np.concatenate([vectors[kept], self._moved(missing)])
            ascending = np.argsort(last)
            last, vectors = last[ascending], vectors[ascending]
            self._last = last, vectors
        found: Vectors = vectors[np.searchsorted(last, rows)]
        return found

    def _moved(self, rows: Rows) -> Vectors:
        articles, place = np.unique(self._documents[rows], return_inverse=True)
        openings = self._openings(articles)[place]
        vectors: Vectors = (1 - CONTEXT) * self._vectors.vectors(rows) + CONTEXT * openings
        return vectors

    def background(self, vector: Vectors) -> Background:
        """How the scores of an even sample of all passages lie for a query."""
        if self._sample is None:
            count = len(self._in_order)
            places = np.linspace(0, count - 1, min(count, BACKGROUND_ROWS)).round()
            self._sample = self.of(self._in_order[places.astype(np.int64)])
        scores = self._sample @ vector[0]
        return Background(float(scores.mean()), float(scores.std()))

    def _openings(self, articles: npt.NDArray[np.int32]) -> Vectors:
        """The unit vectors of the means over the first passages of ``articles``."""
        sizes = np.minimum(self._sizes[articles], OPENING)
        firsts = np.cumsum(sizes) - sizes
        within = np.arange(sizes.sum()) - np.repeat(firsts, sizes)
        rows = self._in_order[np.repeat(self._starts[articles], sizes) + within]
        sums = np.add.reduceat(self._vectors.vectors(rows), firsts, axis=0)
        openings: Vectors = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return openings
