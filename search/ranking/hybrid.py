"""The hybrid ranking: ask both legs, complete what one of them lacks, fuse, and look again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from index.engines.protocol import Engine
from index.types import Ranking, Vectors, inner_products
from search.ranking.feedback import FEEDBACK, rocchio
from search.ranking.fusion import (
    VECTOR_WEIGHT,
    Fusion,
    candidates,
    convex,
    reciprocal_rank,
    standard,
)


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

    def rank(
        self, engine: Engine, text: str, vector: Vectors, keyword: Ranking, nearest: Ranking
    ) -> Ranking:
        """Merge what both legs found for one query.

        ``keyword`` is what the keyword leg found for ``text``, ``nearest`` the vector leg for
        ``vector``. A candidate that one leg did not return has that leg's score all the same.
        """
        return self.trace(engine, text, vector, keyword, nearest).ranking

    def trace(
        self, engine: Engine, text: str, vector: Vectors, keyword: Ranking, nearest: Ranking
    ) -> Trace:
        """As ``rank``, with the steps that led to it."""
        if self.fusion is Fusion.RRF:
            fused_ranks = reciprocal_rank(keyword, nearest)
            return Trace(fused_ranks, fused_ranks, vector)
        rows = candidates(keyword, nearest)
        words = standard(engine.keyword_scores(text, rows), engine.keyword_background(text))
        vectors = engine.vectors(rows)

        def fused(asked: Vectors) -> Ranking:
            scores = inner_products(vectors, asked)
            meaning = standard(scores, engine.vector_background(asked))
            return convex(rows, words, meaning, self.weight)

        first = fused(vector)
        if not self.feedback:
            return Trace(first, first, vector)
        found = (rows[:, None] == first.rows[: self.feedback]).any(axis=1)
        refined = rocchio(vector, vectors[found])
        return Trace(fused(refined), first, refined)


DEFAULT: Final = Ranker()
"""What benchmarks/QUALITY.md found best over all its collections."""
