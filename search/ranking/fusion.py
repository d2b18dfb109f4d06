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

MATCH: Final = 2.0
"""What a passage gets at most for holding all words of a query, in standard deviations."""

ALONE: Final = 9.0
"""What the passage with the highest keyword score gets, in standard deviations, where nothing is
near the query in meaning."""

FURTHER: Final = 0.2
"""How much nearer passages must be where the best by words leads by its rare words."""

_LEAD: Final = (0.2, 0.5)
"""The leads from which on it counts, and counts in full."""


class Reach(NamedTuple):
    """How near the nearest passage must be for meaning to count in full, and for nothing."""

    near: float
    far: float


REACH: Final = Reach(0.55, 0.35)
"""That of the packaged encoder; benchmarks/QUALITY.md shows how it was found."""

NARROW: Final = Reach(0.35, 0.25)
"""That of any other: what was trained to tell fine differences apart, as multilingual-e5, finds
answers nearer to the middle of all passages."""

EVERYWHERE: Final = Reach(-1.0, -2.0)
"""With it, meaning always counts in full."""

_FAMILIAR: Final = (0.8, 0.9)
"""The shares of a query's words that are known from which on it may be, and surely is, in the
language of the articles."""


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
    """What a place gets for holding the very words that are asked for, 0 or more.

    ``MATCH · coverage⁴ · share⁸``, the share being that of the best keyword score: next to nothing
    unless a passage holds all words of the query and scores nearly as high as the best.
    """
    best = float(keyword.max(initial=0))
    if best <= 0:
        return np.zeros(len(keyword))
    share = keyword.astype(np.float64) / best
    found: Numbers = MATCH * coverage**4 * share**8
    return found


def decisive(keyword: Scores, rare: Coverage, alone: float) -> Numbers:
    """What a place gets besides where words decide ``alone``, 0 or more.

    ``ALONE · alone · share³² · rarity``, the share being that of the best keyword score, which is
    above 0, and the rarity that of this best place's coverage by idf², ``rare``, and at most 1. So
    a name is first where it stands, and not where as much is held of the words around it.
    """
    share = keyword.astype(np.float64) / float(keyword.max())
    most = float(rare[keyword.argmax()]) or 1.0
    found: Numbers = ALONE * alone * share**32 * np.minimum(1.0, rare / most)
    return found


def nearness(cosines: Scores, background: Background) -> float:
    """How near the nearest passage is to the query, from the edge of all passages, 0, to it, 1.

    The edge is two standard deviations below the mean of the ``background``, so that encoders whose
    cosines are all high are measured alike.
    """
    edge = min(background.mean - 2 * background.deviation, 0.99)
    best = float(cosines.max(initial=-1))
    return min(1.0, max(0.0, (best - edge) / (1 - edge)))


def words_decide(near: float, reach: Reach, familiar: float, lead: float = 0.0) -> float:
    """How far words alone decide, from 0 to 1, where the nearest passage is so ``near``.

    What is asked is then a name, a number or an id that no encoder has read, maybe inside a longer
    question. ``familiar`` is as in ``Found``: of a question in another language the few words that
    are known say little. ``lead`` is how much more of the query's rare words, by idf², the best
    passage by words holds than the one that would be first otherwise: by it passages must be
    nearer, since what is near may be so by the words around a name.
    """
    further = FURTHER * _between(lead, *_LEAD)
    away = _between(-near, -reach.near - further, -reach.far - further)
    return away * _between(familiar, *_FAMILIAR)


def _between(value: float, none: float, full: float) -> float:
    """Where a value stands between two, as a share from 0 to 1."""
    return min(1.0, max(0.0, (value - none) / (full - none)))


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
