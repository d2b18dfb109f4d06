"""Other ways to merge the two legs than the program's, over the same passages: its peers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.engines.protocol import Found
from index.types import Ranking, Vectors, inner_products
from search.ranking.fusion import Numbers, Weights, convex
from search.ranking.hybrid import Ranker


@dataclass(frozen=True, slots=True)
class MinMax(Ranker):
    """The plain recipe: each leg's own list scaled to 0 to 1, and 0 for what it did not return."""

    weight: float = 0.5

    def rank(self, found: Found, vector: Vectors, reading: float = 1.0) -> Ranking:  # noqa: ARG002
        """As ``Ranker.rank``, without feedback."""
        count = len(found.ids)
        words, meaning = np.zeros(count), np.zeros(count)
        words[found.keyword.rows] = in_range(found.keyword.scores.astype(np.float64))
        meaning[found.nearest.rows] = in_range(found.nearest.scores.astype(np.float64))
        return convex(words, meaning, Weights(1 - self.weight, self.weight))


@dataclass(frozen=True, slots=True)
class ByMaximum(Ranker):
    """Convex fusion of scores divided by the best of each leg, from its theoretical minimum on.

    TM2C2 of Bruch, Gai and Ingber (2023); the minima are 0 for BM25 and -1 for a cosine.
    """

    def rank(self, found: Found, vector: Vectors, reading: float = 1.0) -> Ranking:  # noqa: ARG002
        """As ``Ranker.rank``, without feedback."""
        words, meaning = _scores(found, vector)
        meaning += 1
        words /= max(words.max(initial=0), 1e-9)
        meaning /= max(meaning.max(initial=0), 1e-9)
        return convex(words, meaning, Weights(1 - self.weight, self.weight))


@dataclass(frozen=True, slots=True)
class ByDeviation(Ranker):
    """Convex fusion of scores by the candidates' mean and deviation (DBSF without its limits)."""

    def rank(self, found: Found, vector: Vectors, reading: float = 1.0) -> Ranking:  # noqa: ARG002
        """As ``Ranker.rank``, without feedback."""
        words, meaning = (
            (scores - scores.mean()) / max(scores.std(), 1e-9) if len(scores) else scores
            for scores in _scores(found, vector)
        )
        return convex(words, meaning, Weights(1 - self.weight, self.weight))


def in_range(scores: Numbers) -> Numbers:
    """Scores from 0, the least of them, to 1, the best; all 1 where they are equal."""
    if not len(scores):
        return scores
    spread = scores.max() - scores.min()
    scaled: Numbers = (scores - scores.min()) / spread if spread > 0 else np.ones(len(scores))
    return scaled


def _scores(found: Found, vector: Vectors) -> tuple[Numbers, Numbers]:
    """The scores of every candidate in both legs, whichever returned it."""
    words = found.keyword_scores().astype(np.float64)
    return words, inner_products(found.vectors(), vector).astype(np.float64)
