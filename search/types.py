"""What a search gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from index.citation import cite
from index.engines.protocol import Ids
from index.query.tree import Query
from index.types import Document, Passage, Scores
from search.mode import Mode
from search.ranking.confidence import MIN_CONFIDENCE

if TYPE_CHECKING:
    from search.ranking.explanation import Explanation


class Ranked(NamedTuple):
    """Passages, best first, by the ids of the engine that was asked.

    Passages of one article, and no others, share their number in ``articles``.
    """

    ids: Ids
    articles: npt.NDArray[np.int64]
    scores: Scores


@dataclass(frozen=True, slots=True)
class LegHit:
    """Where one leg placed a passage: ``rank`` counts from 1.

    ``score`` is BM25 (above 0) in the keyword leg and in the vector leg a cosine (-1 to 1), for a
    part that of the article's opening; the two cannot be compared.
    """

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: a passage, its article, and why it stands where it stands.

    ``rank`` counts from 1; ``score`` is the fused one, or the leg's own where only one was
    asked. A leg that did not return the passage is None. ``confidence``, from 0 to 1, says how
    sure it is that the passage is about what was asked; None where that cannot be told: only words
    were asked, the query language says itself what matches, or the encoder is not the default
    one. ``explanation`` is None unless asked for.
    """

    rank: int
    score: float
    passage: Passage
    document: Document
    keyword: LegHit | None
    vector: LegHit | None
    confidence: float | None = None
    explanation: Explanation | None = None

    @property
    def citation(self) -> str:
        """File and line, as ``path:line``; for a PDF the page, for a transcript the time."""
        return cite(self.document.path, self.passage.line)


@dataclass(frozen=True, slots=True)
class Result:
    """What was found for a query, best first; ``seconds`` is wall time, encoding included.

    ``terms`` are the query's, each with its weight in the keyword leg: the rarer, the higher.
    ``parsed`` is how the query was understood, and ``note`` says in a line where that is not how
    it was written.
    """

    query: str
    mode: Mode
    hits: tuple[Hit, ...]
    seconds: float
    terms: Mapping[str, float] = field(default_factory=dict)
    parsed: Query = field(default_factory=lambda: Query("", None))
    note: str = ""

    def good(self, min_confidence: float = MIN_CONFIDENCE) -> int:
        """How many hits stand above the line that the last one of this confidence draws.

        A hit whose confidence is not known is taken for a good match.
        """
        good = (h.rank for h in self if h.confidence is None or h.confidence >= min_confidence)
        return max(good, default=0)

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, position: int) -> Hit:
        return self.hits[position]
