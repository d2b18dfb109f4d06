"""What an engine far away found: candidates, term counts and vectors, scored here.

Such an engine need give no score of its own. Each candidate comes with how often the terms of the
query stand in it; each shard with its document frequencies and lengths, which add up to those of
all (benchmarks/QUALITY.md says what it costs not to add them up). Backgrounds come from a sample of
passages that is fetched once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.engines.protocol import Articles, Copies, Ids, Tally
from index.keyword.bm25 import BM25, FIELDS, normalized, saturation
from index.keyword.function_words import content_words
from index.keyword.terms import alternatives
from index.types import (
    Background,
    Coverage,
    Places,
    Ranking,
    Scores,
    TermScore,
    Unknown,
    Vectors,
    inner_products,
)

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TermCounts:
    """How often terms stand in passages, and what BM25F must know besides.

    ``counts`` has the shape (terms, fields, passages), ``lengths`` and ``averages`` (fields,
    passages) and ``idf`` (terms, passages): averages and idf are those that count for each passage,
    and idf is counted in articles.
    """

    terms: tuple[str, ...]
    counts: Numbers
    lengths: Numbers
    averages: Numbers
    idf: Numbers

    def shares(self, parameters: BM25) -> Numbers:
        """What each term adds to the score of each passage by each field: shape as ``counts``."""
        weights = np.array([parameters.weight(field) for field in FIELDS])[:, None]
        averages = np.maximum(self.averages, 1e-9)
        per_field = weights * normalized(self.counts, self.lengths / averages, 1.0, parameters.b)
        together = per_field.sum(axis=1)
        score = self.idf * saturation(together, parameters.k1)
        shares: Numbers = per_field * (score / np.maximum(together, 1e-12))[:, None, :]
        return shares

    def scores(self, parameters: BM25) -> Scores:
        """The score of each passage."""
        summed: Scores = self.shares(parameters).sum(axis=(0, 1)).astype(np.float32)
        return summed

    def coverage(self, power: int = 1) -> Coverage:
        """The share of the idf of all terms that each passage holds, each raised to ``power``."""
        idf = self.idf**power
        held = (self.counts.sum(axis=1) > 0) * idf
        total = idf.sum(axis=0)
        share: Coverage = held.sum(axis=0) / np.where(total > 0, total, 1.0)
        return share

    def of(self, terms: Sequence[str]) -> TermCounts:
        """The same of some of its terms."""
        places = [self.terms.index(term) for term in terms if term in self.terms]
        chosen = tuple(self.terms[place] for place in places)
        return TermCounts(
            chosen, self.counts[places], self.lengths, self.averages, self.idf[places]
        )


@dataclass(frozen=True)
class RemoteFound:
    """See ``index.engines.protocol.Found``.

    ``document_ids``, ``first_days`` and ``told`` (the numbers of stories) are those of the
    candidates' articles; ``count``, ``list_copies`` (of candidates, so many at most) and
    ``list_by_date`` ask the engine. ``counts`` are those of the
    candidates and ``sampled`` those of the sample, whose vectors are ``sample``; it was drawn from
    as many ``passages``, and ``elsewhere`` says which of it are no candidates. ``matched`` says
    which candidates match the query. ``languages`` holds the query's terms in each language of
    ``codes``. ``text`` are its words, as they were typed, and ``complete`` says that no other
    passage matches it.
    """

    ids: Ids
    articles: Articles
    document_ids: Sequence[str]
    first_days: npt.NDArray[np.int32]
    told: Articles
    count: Callable[[Articles, Sequence[str]], Tally]
    list_by_date: Callable[[Articles, int, int, bool], Articles]
    list_copies: Callable[[Places, int], list[Copies]]
    keyword: Ranking
    nearest: Ranking
    counts: TermCounts
    sampled: TermCounts
    matched: npt.NDArray[np.bool_]
    candidates: Vectors
    sample: Vectors
    elsewhere: npt.NDArray[np.bool_]
    passages: int
    parameters: BM25
    languages: Sequence[Sequence[str]]
    least_deviation: float
    text: str = ""
    codes: tuple[str, ...] = ()
    complete: bool = False

    def names(self) -> Sequence[str]:
        """See ``Found.names``."""
        return self.document_ids

    def stories(self) -> Articles:
        """See ``Found.stories``."""
        return self.told

    def copies(self, places: Places, most: int) -> list[Copies]:
        """See ``Found.copies``."""
        return self.list_copies(places, most)

    def days(self) -> npt.NDArray[np.int32]:
        """See ``Found.days``."""
        return self.first_days

    def tally(self, near: Articles, fields: Sequence[str] = ()) -> Tally:
        """See ``Found.tally``."""
        return self.count(near, fields)

    def by_date(self, near: Articles, start: int, count: int, *, newest_first: bool) -> Articles:
        """See ``Found.by_date``."""
        return self.list_by_date(near, start, count, newest_first)

    @cached_property
    def _scores(self) -> Scores:
        return np.where(self.matched, self.counts.scores(self.parameters), np.float32(0))

    def keyword_scores(self) -> Scores:
        """See ``Found.keyword_scores``."""
        return self._scores

    def keyword_background(self) -> Background:
        """See ``Found.keyword_background``.

        The candidates' scores are known, and the sample stands for all others: of a rare word it
        would hold too few, or none.
        """
        drawn = self.sampled.scores(self.parameters)[self.elsewhere]
        every = np.concatenate([self._scores, drawn]).astype(np.float64)
        if not len(every):
            return Background(0.0, 0.0)
        weights = np.ones(len(every))
        candidates = len(self._scores)
        weights[candidates:] = (self.passages - candidates) / max(len(drawn), 1)
        mean = float(np.average(every, weights=weights))
        deviation = math.sqrt(np.average((every - mean) ** 2, weights=weights))
        limit = min(
            (sum(self.weights().get(term, 0.0) for term in terms) for terms in self.languages),
            default=0.0,
        )
        return Background(mean, max(deviation, limit * self.least_deviation))

    def vectors(self) -> Vectors:
        """See ``Found.vectors``."""
        return self.candidates

    def vector_background(self, vector: Vectors) -> Background:
        """See ``Found.vector_background``; over the sample."""
        if not len(self.sample):
            return Background(0.0, 0.0)
        scores = inner_products(self.sample, vector)
        return Background(float(scores.mean()), float(scores.std()))

    def coverage(self, power: int = 1) -> Coverage:
        """See ``Found.coverage``."""
        shares = [self.counts.of(terms).coverage(power) for terms in self.languages]
        best: Coverage = np.maximum.reduce(shares)
        return best

    def known(self) -> float:
        """See ``Found.known``; a word that no candidate holds counts as unknown."""
        stands = self.counts.counts.sum(axis=(1, 2)) > 0
        idf = np.array(list(self.weights().values()))
        return float(idf[stands].sum() / idf.sum()) if idf.sum() else 0.0

    def familiar(self) -> float:
        """See ``Found.familiar``; of function words nothing is known here."""
        return self.known()

    def weights(self) -> dict[str, float]:
        """See ``Found.weights``: the mean over the shards that candidates lie in."""
        means = self.counts.idf.mean(axis=1) if len(self.ids) else np.zeros(len(self.counts.terms))
        return dict(zip(self.counts.terms, means.tolist(), strict=True))

    def unknown(self) -> list[Unknown]:
        """See ``Found.unknown``; none where passages match that are no candidates.

        What may have been meant is not known.
        """
        if not self.complete:
            return []
        stands = self.counts.counts.sum(axis=(1, 2)) > 0
        held = {
            term
            for expression, known in zip(self.counts.terms, stands.tolist(), strict=True)
            if known
            for term in alternatives(expression)
        }
        return [
            Unknown(self.text[word.start : word.end], "")
            for word in content_words(self.text, self.codes)
            if held.isdisjoint(word.terms)
        ]

    def explain(self, places: Places) -> list[list[TermScore]]:
        """See ``Found.explain``."""
        shares = self.counts.shares(self.parameters)[:, :, places]
        explained = []
        for number, place in enumerate(places.tolist()):
            parts = [
                TermScore(term, field, float(shares[t, f, number]))
                for t, term in enumerate(self.counts.terms)
                for f, field in enumerate(FIELDS)
                if shares[t, f, number] and self.matched[place]
            ]
            explained.append(sorted(parts, key=lambda part: -part.score))
        return explained
