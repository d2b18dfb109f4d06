"""Why a result stands where it stands: what each leg adds to its score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from index.engines.protocol import Engine
from index.types import Ranking, Rows, TermScore, inner_products
from search.mode import Mode
from search.ranking.asked import Asked
from search.ranking.fusion import RRF_K, Fusion, ranks, standard
from search.ranking.hybrid import Ranker

_TUNED: Final = "set by `search tune`, for any query"
_FIXED: Final = "the default, for any query"
_NO_WORD: Final = "no word of the query occurs, so meaning alone tells results apart"
_RANKS: Final = "reciprocal ranks count alike"
_ALONE: Final = "only this leg was asked"


@dataclass(frozen=True, slots=True)
class LegShare:
    """What one leg adds to a score: ``weight`` times ``normalised``.

    ``score`` is BM25 or a cosine; that of the vector leg is for the query as feedback has refined
    it. ``rank`` is None where the leg did not return the passage and was asked for its score.
    """

    rank: int | None
    score: float
    normalised: float
    weight: float

    @property
    def share(self) -> float:
        """What the leg adds."""
        return self.weight * self.normalised


@dataclass(frozen=True, slots=True)
class Feedback:
    """Where a result stood before the first ``passages`` results refined the query."""

    passages: int
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """The sum that a score is: the shares of both legs; a leg that was not asked is None.

    ``terms`` add up to the score of the keyword leg.
    """

    keyword: LegShare | None
    vector: LegShare | None
    terms: tuple[TermScore, ...]
    reason: str
    feedback: Feedback | None = None

    @property
    def score(self) -> float:
        """The sum of the legs' shares."""
        return sum(leg.share for leg in (self.keyword, self.vector) if leg)


def explain(engine: Engine, ranker: Ranker, asked: Asked, rows: Rows) -> list[Explanation]:
    """Explain the scores of ``rows``, which are among those that were found."""
    query, _, vector, keyword, nearest = asked
    if vector is None or asked.mode is not Mode.HYBRID:
        return _alone(engine, asked, rows)
    terms = engine.explain(query, rows)
    trace = ranker.trace(engine, query, vector, keyword, nearest)
    words = engine.keyword_scores(query, rows)
    cosines = inner_products(engine.vectors(rows), trace.asked)
    by_keyword, by_vector = ranks(keyword, rows), ranks(nearest, rows)
    feedback: list[Feedback | None] = [None] * len(rows)
    if ranker.fusion is Fusion.RRF:
        normal = 1 / (RRF_K + by_keyword), 1 / (RRF_K + by_vector)
        weights, reason = (1.0, 1.0), _RANKS
    else:
        background = engine.keyword_background(query)
        meant = engine.vector_background(trace.asked)
        normal = standard(words, background), standard(cosines, meant)
        tuned = engine.manifest.ranking
        fixed = _TUNED if tuned and tuned.weight == ranker.weight else _FIXED
        weights = round(1 - ranker.weight, 12), ranker.weight
        reason = fixed if len(keyword) else _NO_WORD
        if ranker.feedback:
            feedback = _before(ranker.feedback, trace.first, rows)
    return [
        Explanation(
            LegShare(_rank(by_keyword[i]), float(words[i]), float(normal[0][i]), weights[0]),
            LegShare(_rank(by_vector[i]), float(cosines[i]), float(normal[1][i]), weights[1]),
            tuple(terms[i]),
            reason,
            feedback[i],
        )
        for i in range(len(rows))
    ]


def _alone(engine: Engine, asked: Asked, rows: Rows) -> list[Explanation]:
    """Explain results of one leg: its score is the score."""
    by_words = asked.mode is not Mode.VECTOR
    ranking = asked.keyword if by_words else asked.nearest
    scores = dict(zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True))
    terms = engine.explain(asked.query, rows) if by_words else [[] for _ in rows]
    explanations = []
    for row, rank, parts in zip(rows.tolist(), ranks(ranking, rows), terms, strict=True):
        leg = LegShare(_rank(rank), scores[row], scores[row], 1.0)
        keyword, vector = (leg, None) if by_words else (None, leg)
        explanations.append(Explanation(keyword, vector, tuple(parts), _ALONE))
    return explanations


def _before(passages: int, first: Ranking, rows: Rows) -> list[Feedback | None]:
    scores = dict(zip(first.rows.tolist(), first.scores.tolist(), strict=True))
    return [
        Feedback(passages, int(rank), scores[row])
        for row, rank in zip(rows.tolist(), ranks(first, rows), strict=True)
    ]


def _rank(rank: float) -> int | None:
    return int(rank) if np.isfinite(rank) else None
