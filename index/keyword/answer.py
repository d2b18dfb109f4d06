"""What the keyword leg says of all passages for one query."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.keyword.bm25 import BM25
from index.keyword.expressions import Expressions
from index.keyword.leaves import RowSet, ScoredTerm
from index.keyword.scoring import Scorer
from index.keyword.spelling import Spelling
from index.keyword.terms import ANY, alternatives
from index.query.tree import Query
from index.types import Background, Coverage, Ranking, Rows, Scores, TermScore, Unknown

LEAST_DEVIATION: Final = 50
"""The scores of all passages deviate by at least this part of what a query could score at most.

Else one rare word beside others that stand nowhere would outweigh all that the passages mean.
"""


@dataclass(frozen=True, slots=True)
class KeywordAnswer:
    """One query over one snapshot: a score for every row, and how it comes about.

    ``wanted`` are the words of the query, as ``Expressions`` has them. ``scores`` are by row,
    ``matched`` are the rows that match the query and ``limits`` those to which it limits every
    result of either leg, ``None`` if to none.
    """

    query: Query
    wanted: tuple[str, ...]
    parameters: BM25
    terms: Sequence[ScoredTerm]
    scores: Scores
    matched: RowSet
    limits: RowSet | None
    scorer: Scorer
    expressions: Expressions
    spelling: Spelling
    languages: tuple[str, ...]

    def best(self, depth: int, order: npt.NDArray[np.int32] | None = None) -> Ranking:
        """The ``depth`` matching rows that score highest, equal ones by ``order[row]`` or row."""
        rows = np.flatnonzero(self.matched)
        return best(rows, self.scores[rows], depth, order)

    def background(self, count: int) -> Background:
        """How the scores of ``count`` passages lie; those that do not match count as 0."""
        exact = self.scores.astype(np.float64)
        mean = float(exact.sum()) / count
        square = float(np.einsum("i,i->", exact, exact)) / count
        deviation = math.sqrt(max(0.0, square - mean * mean))
        return Background(mean, max(deviation, self._limit() / LEAST_DEVIATION))

    def weights(self) -> dict[str, float]:
        """The idf of each term that is wanted; that of the whole word, where it has several."""
        return {
            term: idf
            for expression, idf in self._weights().items()
            for term in alternatives(expression)
        }

    def unknown(self) -> list[Unknown]:
        """The wanted words that stand in no passage, each with the form of the nearest."""
        return self.spelling.unknown(self.query.whole_words, self.languages)

    def coverage(self, rows: Rows, power: int = 1) -> Coverage:
        """How much of the wanted words each row holds; see ``Scorer.coverage``."""
        return self.scorer.coverage(self.wanted, rows, self.parameters, power)

    def known(self) -> float:
        """The share of the wanted words, by their idf, that stand in any passage."""
        impacts = [self.scorer.impacts(each, self.parameters) for each in self.wanted]
        total = sum(each.idf for each in impacts)
        return sum(each.idf for each in impacts if each.held) / total if total else 0.0

    def familiar(self) -> float:
        """The share of the words of the query that are known; see ``Expressions.familiar``."""
        return self.expressions.familiar(self.query.words, self.languages)

    def explain(self, rows: Rows) -> list[list[TermScore]]:
        """For each of ``rows`` what each term adds to its score, the largest share first."""
        shares: list[list[TermScore]] = [[] for _ in rows]
        counted = self.matched[rows] | self.query.is_plain
        for term, parameters, boost in self.terms:
            impacts = self.scorer.impacts(term, parameters)
            scores = _of(rows, impacts.rows, impacts.scores)
            if not scores:
                continue
            parts = {f: _of(rows, *part) for f, part in self.scorer.parts(term, parameters).items()}
            for share, row, counts in zip(shares, rows.tolist(), counted.tolist(), strict=True):
                held = {field: part[row] for field, part in parts.items() if row in part}
                for field, part in held.items() if counts else ():
                    score = boost * scores[row] * part / sum(held.values())
                    share.append(TermScore(" or ".join(term.split(ANY)), field, score))
        return [sorted(share, key=lambda s: -s.score) for share in shares]

    def _limit(self) -> float:
        """What a passage would score that held every wanted word without end."""
        return sum(self._weights().values())

    def _weights(self) -> dict[str, float]:
        return {each: self.scorer.impacts(each, self.parameters).idf for each in self.wanted}


def best(
    rows: Rows, scores: Scores, depth: int, order: npt.NDArray[np.int32] | None = None
) -> Ranking:
    """The ``depth`` highest of ``scores`` and their rows, equal ones by ``order[row]`` or row."""
    if len(rows) > depth > 0:
        least = np.partition(scores, -depth)[-depth]
        kept = scores >= least
        rows, scores = rows[kept], scores[kept]
    ranked = np.lexsort((rows if order is None else order[rows], -scores))[: max(0, depth)]
    return Ranking(rows[ranked], scores[ranked])


def _of(wanted: Rows, rows: Rows, numbers: npt.NDArray[Any]) -> Mapping[int, float]:
    """The numbers of the rows that are among a few ``wanted`` ones."""
    places = np.flatnonzero(np.isin(rows, wanted))
    return dict(zip(rows[places].tolist(), numbers[places].tolist(), strict=True))
