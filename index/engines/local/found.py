"""What the embedded engine found for one request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from index.engines.local.article_masks import Articles as Metadata
from index.engines.local.copies import copies_of
from index.engines.protocol import Articles, Copies, Ids, Tally, Text
from index.keyword.answer import KeywordAnswer
from index.keyword.spelling import as_in
from index.store.columns import Mask
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

_LAST: Final = np.iinfo(np.int64).max


@dataclass(frozen=True)
class LocalFound:
    """See ``Found``; an id is a row.

    ``passages`` is how many there are in the index, ``documents`` the number of every
    row's article, ``known_vectors`` those of the candidates where they were needed already;
    ``read`` is the engine's.
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
    metadata: Metadata
    match: Callable[[], Mask]
    read: Callable[[Ids], list[Text]]

    @cached_property
    def articles(self) -> Articles:
        """See ``Found.articles``."""
        return self.documents[self.ids].astype(np.int64)

    def names(self) -> list[str]:
        """See ``Found.names``."""
        return self.metadata.names(self.articles)

    def stories(self) -> Articles:
        """See ``Found.stories``."""
        return self._stories

    @cached_property
    def _stories(self) -> Articles:
        return self.metadata.stories[self.articles].astype(np.int64)

    def copies(self, places: Places, most: int) -> list[Copies]:
        """See ``Found.copies``."""
        known = self.metadata
        return copies_of(known.stories, known.days, self.documents, self.articles[places], most)

    def days(self) -> npt.NDArray[np.int32]:
        """See ``Found.days``."""
        return self.metadata.days[self.articles]

    def tally(self, near: Articles, fields: Sequence[str] = ()) -> Tally:
        """See ``Found.tally``."""
        among = self._with(near)
        counts = {field: self.metadata.counts(field, among) for field in fields}
        matching, every = np.count_nonzero(self._matching), np.count_nonzero(among)
        return Tally(int(matching), int(every - matching), counts)

    def by_date(self, near: Articles, start: int, count: int, *, newest_first: bool) -> Articles:
        """See ``Found.by_date``."""
        articles = np.flatnonzero(self._with(near))
        days = self.metadata.days[articles].astype(np.int64)
        key = np.where(days > 0, -days if newest_first else days, _LAST)
        return articles[np.argsort(key, kind="stable")[start : start + count]]

    def _with(self, near: Articles) -> Mask:
        among = self._matching.copy()
        among[near] = True
        return among

    @cached_property
    def _matching(self) -> Mask:
        return self.match()

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

    def coverage(self, power: int = 1) -> Coverage:
        """See ``Found.coverage``."""
        return self._coverage if power == 1 else self.answer.coverage(self.ids, power)

    @cached_property
    def _coverage(self) -> Coverage:
        return self.answer.coverage(self.ids)

    def known(self) -> float:
        """See ``Found.known``."""
        return self.answer.known()

    def familiar(self) -> float:
        """See ``Found.familiar``."""
        return self.answer.familiar()

    def weights(self) -> dict[str, float]:
        """See ``Found.weights``."""
        return self.answer.weights()

    def unknown(self) -> list[Unknown]:
        """See ``Found.unknown``."""
        return self._unknown

    @cached_property
    def _unknown(self) -> list[Unknown]:
        return [
            one._replace(nearest=self._written(one.nearest, one.word))
            for one in self.answer.unknown()
        ]

    def _written(self, form: str, asked: str) -> str:
        """A word of the index as a passage has it, with the capital that ``asked`` has."""
        row = self.answer.spelling.row_of(form) if form else None
        if row is None:
            return form
        (text,) = self.read(np.array([row]))
        word = as_in(text.passage.text, form)
        return word.title() if asked.istitle() else word

    def explain(self, places: Places) -> list[list[TermScore]]:
        """See ``Found.explain``."""
        return self.answer.explain(self.ids[places])
