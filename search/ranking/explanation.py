"""Why a result stands where it stands: what each leg adds to its score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from index.engines.protocol import Found
from index.types import Places, Ranking, TermScore, Vectors, inner_products
from search.ranking.fusion import RRF_K, Fusion, ranks, standard
from search.ranking.hybrid import Ranker, Trace

_TUNED: Final = "set by tuning"
_FIXED: Final = "the default"
_NO_WORD: Final = "no word of the query occurs, so meaning alone tells results apart"
_UNREAD: Final = "lower for the vector leg, since the model reads only a part of this query"
_UNKNOWN: Final = "lower for the keyword leg, since not all words of the query are in the index"
_ALONE_BY_WORDS: Final = "nothing is near in meaning, so the very words decide"
_RANKS: Final = "reciprocal ranks count alike"
_ALONE: Final = "only this leg was asked"

_MOSTLY: Final = 0.5
"""How far words must decide alone before that is what is said of the weights."""


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

    ``terms`` add up to the score of the keyword leg. ``match`` is what is added for holding the
    very words that are asked for.
    """

    keyword: LegShare | None
    vector: LegShare | None
    terms: tuple[TermScore, ...]
    reason: str
    feedback: Feedback | None = None
    match: float = 0.0

    @property
    def score(self) -> float:
        """The sum of the legs' shares and the match."""
        return sum(leg.share for leg in (self.keyword, self.vector) if leg) + self.match


def explain(
    found: Found,
    ranker: Ranker,
    query: tuple[Vectors, float],
    places: Places,
    *,
    is_tuned: bool = False,
) -> list[Explanation]:
    """Explain the fused scores of ``places``.

    ``query`` is its vector and the share of it that the encoder reads; ``is_tuned`` says that the
    index has set the weight.
    """
    terms = found.explain(places)
    trace = ranker.trace(found, *query)
    weights = trace.weights
    words = found.keyword_scores()[places]
    cosines = inner_products(found.vectors()[places], trace.asked)
    count = len(found.ids)
    by_keyword, by_vector = ranks(found.keyword, count)[places], ranks(found.nearest, count)[places]
    feedback: list[Feedback | None] = [None] * len(places)
    if ranker.fusion is Fusion.RRF:
        normal = 1 / (RRF_K + by_keyword), 1 / (RRF_K + by_vector)
        reason = _RANKS
    else:
        meant = found.vector_background(trace.asked)
        normal = standard(words, found.keyword_background()), standard(cosines, meant)
        reason = _reason(trace, ranker, len(found.keyword), is_tuned=is_tuned)
        if ranker.feedback:
            feedback = _before(ranker.feedback, trace.first, places)
    return [
        Explanation(
            LegShare(_rank(by_keyword[i]), float(words[i]), float(normal[0][i]), weights.keyword),
            LegShare(_rank(by_vector[i]), float(cosines[i]), float(normal[1][i]), weights.vector),
            tuple(terms[i]),
            reason,
            feedback[i],
            float(trace.match[places[i]]),
        )
        for i in range(len(places))
    ]


def _reason(trace: Trace, ranker: Ranker, matching: int, *, is_tuned: bool) -> str:
    """Where the weights come from."""
    if not matching:
        return _NO_WORD
    if trace.alone > _MOSTLY:
        return _ALONE_BY_WORDS
    weights = trace.weights
    if weights.vector < ranker.weight:
        return _UNREAD
    if weights.keyword < (1 - ranker.weight) - 1e-9:
        return _UNKNOWN
    return _TUNED if is_tuned else _FIXED


def explain_alone(found: Found, places: Places, *, by_words: bool) -> list[Explanation]:
    """Explain results of one leg: its score is the score."""
    ranking = found.keyword if by_words else found.nearest
    by_place = dict(zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True))
    ranked = ranks(ranking, len(found.ids))
    terms = found.explain(places) if by_words else [[] for _ in places]
    explanations = []
    for place, parts in zip(places.tolist(), terms, strict=True):
        leg = LegShare(_rank(ranked[place]), by_place[place], by_place[place], 1.0)
        keyword, vector = (leg, None) if by_words else (None, leg)
        explanations.append(Explanation(keyword, vector, tuple(parts), _ALONE))
    return explanations


def _before(passages: int, first: Ranking, places: Places) -> list[Feedback | None]:
    ranked = ranks(first, len(first))
    scores = dict(zip(first.rows.tolist(), first.scores.tolist(), strict=True))
    return [Feedback(passages, int(ranked[place]), scores[place]) for place in places.tolist()]


def _rank(rank: float) -> int | None:
    return int(rank) if np.isfinite(rank) else None
