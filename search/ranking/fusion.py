"""Merging the rankings of the two legs; pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Background, Ranking, Rows, Scores

Numbers = npt.NDArray[np.float64]

RRF_K: Final = 60
"""The constant of reciprocal rank fusion that its authors chose, and nearly everybody since."""

VECTOR_WEIGHT: Final = 0.8
"""The vector leg's share of a convex combination; benchmarks/QUALITY.md shows how it was found."""


class Fusion(StrEnum):
    """How the two rankings are merged."""

    CONVEX = "convex"
    RRF = "rrf"


def candidates(keyword: Ranking, vector: Ranking) -> Rows:
    """Every row that one of the rankings holds, once.

    First those of ``keyword``, then the others, both in the order of their ranking: an order
    that does not depend on how rows are numbered.
    """
    both = dict.fromkeys([*keyword.rows.tolist(), *vector.rows.tolist()])
    return np.fromiter(both, dtype=np.int64, count=len(both))


def standard(scores: Scores, background: Background) -> Numbers:
    """Scores as standard deviations above the mean of their leg's background.

    A leg whose background does not vary (no word of the query occurs, say) cannot tell passages
    apart and gives 0 to all.
    """
    if background.deviation <= 0:
        return np.zeros(len(scores))
    return (scores.astype(np.float64) - background.mean) / background.deviation


def convex(rows: Rows, keyword: Numbers, vector: Numbers, weight: float = VECTOR_WEIGHT) -> Ranking:
    """Rank ``rows`` by ``weight · vector + (1 - weight) · keyword``.

    ``keyword`` and ``vector`` hold the normalised score of every row: Bruch, Gai and Ingber, "An
    Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023. Of rows with equal sums the one
    that stands first in ``rows`` comes first.
    """
    scores = weight * vector + (1 - weight) * keyword
    best = np.argsort(-scores, kind="stable")
    return Ranking(rows[best], scores[best].astype(np.float32))


def reciprocal_rank(keyword: Ranking, vector: Ranking, k: int = RRF_K) -> Ranking:
    """Fuse two rankings by reciprocal rank.

    A row's score is the sum of ``1 / (k + rank)`` over the rankings that hold it, ``rank``
    counting from 1: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet
    and individual rank learning methods", SIGIR 2009. Of rows with equal scores the one that
    the keyword leg ranks higher comes first.
    """
    rows = candidates(keyword, vector)
    scores = 1 / (k + ranks(keyword, rows)) + 1 / (k + ranks(vector, rows))
    best = np.argsort(-scores, kind="stable")
    return Ranking(rows[best], scores[best].astype(np.float32))


def ranks(ranking: Ranking, rows: Rows) -> Numbers:
    """The rank of each of ``rows`` in ``ranking``, from 1; infinite where it is not in it."""
    found = np.full(len(rows), np.inf)
    position = {row: rank for rank, row in enumerate(ranking.rows.tolist(), 1)}
    for place, row in enumerate(rows.tolist()):
        found[place] = position.get(row, np.inf)
    return found
