"""The hybrid ranking: what both legs found, fused, and looked at again; pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from index.engines.protocol import Found
from index.types import Ranking, Vectors, inner_products
from search.ranking.feedback import FEEDBACK, rocchio
from search.ranking.fusion import VECTOR_WEIGHT, Fusion, convex, reciprocal_rank, standard


class Trace(NamedTuple):
    """A ranking, that before feedback, and what the vector leg was asked for it in the end."""

    ranking: Ranking
    first: Ranking
    asked: Vectors


@dataclass(frozen=True, slots=True)
class Ranker:
    """How the two legs are merged.

    ``weight`` is the vector leg's share, from 0 to 1; ``feedback`` says how many of the passages
    that are found first refine what the vector leg is asked, 0 for none. Both concern ``convex``
    fusion alone.
    """

    fusion: Fusion = Fusion.CONVEX
    weight: float = VECTOR_WEIGHT
    feedback: int = FEEDBACK

    def rank(self, found: Found, vector: Vectors) -> Ranking:
        """Merge what both legs found for a query whose unit vector is ``vector``.

        The ranking is of places in ``found``. A candidate that one leg did not return has that
        leg's score all the same.
        """
        return self.trace(found, vector).ranking

    def trace(self, found: Found, vector: Vectors) -> Trace:
        """As ``rank``, with the steps that led to it."""
        if self.fusion is Fusion.RRF:
            fused_ranks = reciprocal_rank(found.keyword, found.nearest, len(found.ids))
            return Trace(fused_ranks, fused_ranks, vector)
        words = standard(found.keyword_scores(), found.keyword_background())
        vectors = found.vectors()

        def fused(asked: Vectors) -> Ranking:
            scores = inner_products(vectors, asked)
            meaning = standard(scores, found.vector_background(asked))
            return convex(words, meaning, self.weight)

        first = fused(vector)
        if not self.feedback:
            return Trace(first, first, vector)
        refined = rocchio(vector, vectors[np.sort(first.rows[: self.feedback])])
        return Trace(fused(refined), first, refined)


DEFAULT: Final = Ranker()
"""What benchmarks/QUALITY.md found best over all its collections."""
