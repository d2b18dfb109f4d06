"""Merging the rankings of the two legs; pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Background, Ranking, Scores

Numbers = npt.NDArray[np.float64]

RRF_K: Final = 60
"""The constant of reciprocal rank fusion that its authors chose, and nearly everybody since."""

VECTOR_WEIGHT: Final = 0.8
"""The vector leg's share of a convex combination; benchmarks/QUALITY.md shows how it was found."""


class Fusion(StrEnum):
    """How the two rankings are merged."""

    CONVEX = "convex"
    RRF = "rrf"


def standard(scores: Scores, background: Background) -> Numbers:
    """Scores as standard deviations above the mean of their leg's background.

    A leg whose background does not vary (no word of the query occurs, say) cannot tell passages
    apart and gives 0 to all.
    """
    if background.deviation <= 0:
        return np.zeros(len(scores))
    return (scores.astype(np.float64) - background.mean) / background.deviation


def convex(keyword: Numbers, vector: Numbers, weight: float = VECTOR_WEIGHT) -> Ranking:
    """Rank places by ``weight · vector + (1 - weight) · keyword``.

    ``keyword`` and ``vector`` hold the normalised score of every place: Bruch, Gai and Ingber, "An
    Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023. Of places with equal sums the
    first comes first.
    """
    return _ranked(weight * vector + (1 - weight) * keyword)


def reciprocal_rank(keyword: Ranking, vector: Ranking, count: int, k: int = RRF_K) -> Ranking:
    """Fuse two rankings of ``count`` places by reciprocal rank.

    A place's score is the sum of ``1 / (k + rank)`` over the rankings that hold it, ``rank``
    counting from 1: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet
    and individual rank learning methods", SIGIR 2009. Of places with equal scores the first comes
    first.
    """
    return _ranked(1 / (k + ranks(keyword, count)) + 1 / (k + ranks(vector, count)))


def ranks(ranking: Ranking, count: int) -> Numbers:
    """The rank of each of ``count`` places in ``ranking``, from 1; infinite if it is not in it."""
    found = np.full(count, np.inf)
    found[ranking.rows] = np.arange(1, len(ranking) + 1)
    return found


def _ranked(scores: Numbers) -> Ranking:
    best = np.argsort(-scores, kind="stable")
    return Ranking(best, scores[best].astype(np.float32))
