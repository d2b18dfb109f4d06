"""How all passages lie for a query, by a sample of them."""

from __future__ import annotations

from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Background, Vectors
from index.vector.faiss_index import VectorIndex

BACKGROUND_ROWS: Final = 1024
"""Passages, evenly spaced, that stand for all when the background is measured."""


class VectorSample:
    """An even sample of all passages, read at its first use; ``order`` is the generation's."""

    def __init__(self, vectors: VectorIndex, order: npt.NDArray[np.int32]) -> None:
        self._vectors = vectors
        live = np.flatnonzero(order >= 0)
        self._in_order = live[np.argsort(order[live], kind="stable")]

    def background(self, vector: Vectors) -> Background:
        """How the cosines of the sample lie for a query."""
        scores = self._sample @ vector[0]
        return Background(float(scores.mean()), float(scores.std()))

    @cached_property
    def _sample(self) -> Vectors:
        count = len(self._in_order)
        places = np.linspace(0, count - 1, min(count, BACKGROUND_ROWS)).round()
        return self._vectors.vectors(self._in_order[places.astype(np.int64)])
