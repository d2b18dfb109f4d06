"""Merging the rankings of the two legs; pure."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Ranking

RRF_K: Final = 60
"""The constant of reciprocal rank fusion that its authors chose, and nearly everybody since."""


def reciprocal_rank(keyword: Ranking, vector: Ranking, k: int = RRF_K) -> Ranking:
    """Fuse two rankings by reciprocal rank.

    A row's score is the sum of ``1 / (k + rank)`` over the rankings that hold it, ``rank``
    counting from 1: Cormack, Clarke and Büttcher, "Reciprocal rank fusion outperforms Condorcet
    and individual rank learning methods", SIGIR 2009. Of rows with equal scores the one that
    the keyword leg ranks higher comes first.
    """
    rows = np.union1d(keyword.rows, vector.rows)
    keyword_ranks = ranks(keyword, rows)
    scores = 1 / (k + keyword_ranks) + 1 / (k + ranks(vector, rows))
    best = np.lexsort((keyword_ranks, -scores))
    return Ranking(rows[best], scores[best].astype(np.float32))


def ranks(ranking: Ranking, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """The rank of each of ``rows`` in ``ranking``, from 1; infinite where it is not in it."""
    found = np.full(len(rows), np.inf)
    position = {row: rank for rank, row in enumerate(ranking.rows.tolist(), 1)}
    for place, row in enumerate(rows.tolist()):
        found[place] = position.get(row, np.inf)
    return found
