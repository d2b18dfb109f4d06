"""The hybrid ranking: what both legs found, fused, and looked at again; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, NamedTuple

import numpy as np

from index.engines.protocol import Found
from index.types import Ranking, Vectors, inner_products
from search.ranking.confidence import POWER
from search.ranking.feedback import FEEDBACK, rocchio
from search.ranking.fusion import (
    EVERYWHERE,
    FURTHER,
    REACH,
    VECTOR_WEIGHT,
    Fusion,
    Numbers,
    Reach,
    Weights,
    convex,
    decisive,
    matches,
    nearness,
    reciprocal_rank,
    standard,
    weigh,
    words_decide,
)


class Trace(NamedTuple):
    """A ranking, and the steps that led to it.

    ``first`` is the ranking before feedback, ``asked`` the vector that it was refined to;
    ``weights`` are those of the legs, ``match`` what each place got for holding the very words,
    ``alone`` how far these decided, from 0 to 1.
    """

    ranking: Ranking
    first: Ranking
    asked: Vectors
    weights: Weights
    match: Numbers
    alone: float = 0.0


@dataclass(frozen=True, slots=True)
class Ranker:
    """How the two legs are merged.

    ``weight`` is the vector leg's share, from 0 to 1, for a query that the encoder can read;
    ``feedback`` says how many of the passages that are found first refine what the vector leg is
    asked, 0 for none; ``reach`` how near the nearest passage must be for meaning to count. All
    concern ``convex`` fusion alone.
    """

    fusion: Fusion = Fusion.CONVEX
    weight: float = VECTOR_WEIGHT
    feedback: int = FEEDBACK
    reach: Reach = REACH

    def for_likeness(self) -> Ranker:
        """The same for a vector that is no query's but an article's.

        The first results refine nothing, since they may be copies, which are left out; and words
        never decide alone, since an article is near no passage in the way that a question is.
        """
        return replace(self, feedback=0, reach=EVERYWHERE)

    def rank(self, found: Found, vector: Vectors, reading: float = 1.0) -> Ranking:
        """Merge what both legs found for a query whose unit vector is ``vector``.

        ``reading`` is the share of the query that the encoder reads, from 0 to 1. The ranking is of
        places in ``found``. A candidate that one leg did not return has that leg's score all the
        same.
        """
        return self.trace(found, vector, reading).ranking

    def trace(self, found: Found, vector: Vectors, reading: float = 1.0) -> Trace:
        """As ``rank``, with the steps that led to it."""
        count = len(found.ids)
        if self.fusion is Fusion.RRF:
            fused_ranks = reciprocal_rank(found.keyword, found.nearest, count)
            return Trace(fused_ranks, fused_ranks, vector, Weights(1.0, 1.0), np.zeros(count))
        scores = found.keyword_scores()
        words = standard(scores, found.keyword_background())
        known = found.known()
        weights = weigh(self.weight, reading, known)
        vectors = found.vectors()
        cosines, background = inner_products(vectors, vector), found.vector_background(vector)
        match, alone = matches(scores, found.coverage()), 0.0
        first = convex(words, standard(cosines, background), weights, match)
        near = nearness(cosines, background)
        if near < self.reach.near + FURTHER and scores.max(initial=0) > 0:
            rare = found.coverage(POWER)
            lead = float(rare[scores.argmax()] - rare[first.rows[0]])
            alone = words_decide(near, self.reach, found.familiar(), lead)
            match = match + decisive(scores, rare, alone)
            first = convex(words, standard(cosines, background), weights, match)
        if not self.feedback:
            return Trace(first, first, vector, weights, match, alone)
        # Where words are unknown, what was found first is less sure, and is followed less far.
        best = vectors[np.sort(first.rows[: self.feedback])]
        refined = rocchio(vector, best, known**2)
        nearer = standard(inner_products(vectors, refined), found.vector_background(refined))
        again = convex(words, nearer, weights, match)
        return Trace(again, first, refined, weights, match, alone)


DEFAULT: Final = Ranker()
"""What benchmarks/QUALITY.md found best over all its collections."""
