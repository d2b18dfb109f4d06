"""Merging the rankings of the two legs; pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.types import Background, Coverage, Ranking, Scores

Numbers = npt.NDArray[np.float64]

RRF_K: Final = 60
"""The constant of reciprocal rank fusion that its authors chose, and nearly everybody since."""

VECTOR_WEIGHT: Final = 0.8
"""The vector leg's share of a convex combination; benchmarks/QUALITY.md shows how it was found."""

LEAST_WEIGHT: Final = 0.1
"""Its share where the encoder can read nothing of a query: it tells equal keyword scores apart."""

MATCH: Final = 4.0
"""What a passage gets at most for holding all words of a query, in standard deviations."""


class Weights(NamedTuple):
    """What the normalised score of each leg is multiplied by."""

    keyword: float
    vector: float


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


def convex(
    keyword: Numbers, vector: Numbers, weights: Weights, match: Numbers | None = None
) -> Ranking:
    """Rank places by ``weights.keyword · keyword + weights.vector · vector + match``.

    ``keyword`` and ``vector`` hold the normalised score of every place: Bruch, Gai and Ingber, "An
    Analysis of Fusion Functions for Hybrid Retrieval", TOIS 2023. Of places with equal sums the
    first comes first.
    """
    total = weights.keyword * keyword + weights.vector * vector
    return _ranked(total if match is None else total + match)


def weigh(weight: float, reading: float, known: float) -> Weights:
    """How much each leg counts for one query.

    The vector leg has ``weight`` where the encoder reads the whole query, and less down to
    ``LEAST_WEIGHT`` where it reads nothing; the keyword leg has the rest, times the share of the
    query's words that are ``known`` in the index, so that a question in another language than the
    articles is left to meaning. All are from 0 to 1.
    """
    vector = min(weight, LEAST_WEIGHT) + max(0.0, weight - LEAST_WEIGHT) * reading
    return Weights((1 - vector) * known, vector)


def matches(keyword: Scores, coverage: Coverage) -> Numbers:
    """What a place gets for holding the very words that are asked for, from 0 to ``MATCH``.

    ``MATCH · coverage⁴ · (score / best score)⁸``: next to nothing unless a passage holds all words
    of the query, and scores nearly as high as the best. So a name is first where it stands.
    """
    best = float(keyword.max(initial=0))
    if best <= 0:
        return np.zeros(len(keyword))
    share = keyword.astype(np.float64) / best
    found: Numbers = MATCH * coverage**4 * share**8
    return found


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
