"""What the embedded engine found for one request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from index.keyword.answer import KeywordAnswer
from index.types import (
    Background,
    Coverage,
    Places,
    Ranking,
    Rows,
    Scores,
    TermScore,
    Unknown,
    Vectors,
)
from index.vector.background import VectorSample
from index.vector.faiss_index import VectorIndex


@dataclass(frozen=True)
class LocalFound:
    """See ``Found``; an id is a row.

    ``passages`` is how many there are in the index, ``documents`` the number of every
    row's article, ``known_vectors`` those of the candidates where they were needed already.
    """

    ids: Rows
    keyword: Ranking
    nearest: Ranking
    answer: KeywordAnswer
    index: VectorIndex
    sample: VectorSample
    known_vectors: Vectors | None
    documents: npt.NDArray[np.int32]
    passages: int
    matching_articles: Callable[[], npt.NDArray[np.int64]]

    @cached_property
    def articles(self) -> npt.NDArray[np.int64]:
        """See ``Found.articles``."""
        return self.documents[self.ids].astype(np.int64)

    def matching(self) -> npt.NDArray[np.int64]:
        """See ``Found.matching``."""
        return self.matching_articles()

    def keyword_scores(self) -> Scores:
        """See ``Found.keyword_scores``."""
        answered = self.ids < len(self.answer.scores)
        scores = np.zeros(len(self.ids), dtype=np.float32)
        scores[answered] = self.answer.scores[self.ids[answered]]
        return scores

    def keyword_background(self) -> Background:
        """See ``Found.keyword_background``."""
        return self.answer.background(self.passages) if self.passages else Background(0.0, 0.0)

    def vectors(self) -> Vectors:
        """See ``Found.vectors``."""
        return self.index.vectors(self.ids) if self.known_vectors is None else self.known_vectors

    def vector_background(self, vector: Vectors) -> Background:
        """See ``Found.vector_background``."""
        return self.sample.background(vector) if self.passages else Background(0.0, 0.0)

    def coverage(self) -> Coverage:
        """See ``Found.coverage``."""
        return self._coverage

    @cached_property
    def _coverage(self) -> Coverage:
        return self.answer.coverage(self.ids)

    def known(self) -> float:
        """See ``Found.known``."""
        return self.answer.known()

    def weights(self) -> dict[str, float]:
        """See ``Found.weights``."""
        return self.answer.weights()

    def unknown(self) -> list[Unknown]:
        """See ``Found.unknown``."""
        return self._unknown

    @cached_property
    def _unknown(self) -> list[Unknown]:
        return self.answer.unknown()

    def explain(self, places: Places) -> list[list[TermScore]]:
        """See ``Found.explain``."""
        return self.answer.explain(self.ids[places])
