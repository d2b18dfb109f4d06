"""What a search gives back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from index.citation import cite
from index.engines.protocol import Ids
from index.query.tree import Query
from index.types import Document, Passage, Scores, Unknown, Value
from search.question.mode import Mode
from search.ranking.confidence import MIN_CONFIDENCE
from search.ranking.grouping import line

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

    ``score`` is BM25 (above 0) in the keyword leg and in the vector leg a cosine (-1 to 1); the two
    cannot be compared.
    """

    rank: int
    score: float


class Copy(NamedTuple):
    """An article that tells the same story as another one in nearly the same words.

    It stands in ``file``, one of its passages at ``line``.
    """

    id: str
    source: str
    published: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Hit:
    """One result: an article with its best passage, and why it stands where it stands.

    ``rank`` counts from 1; ``score`` is the fused one, or the leg's own where only one was
    asked. A leg that did not return the passage is None. ``confidence``, from 0 to 1, says how
    sure it is that the passage is about what was asked; None where that cannot be told, and
    ``unsure`` says why: only words were asked, the query language says itself what matches, or the
    encoder is not the packaged one. ``explanation`` is None unless asked for. ``others`` are
    further passages of the article, as many as were asked for, best first, and ``more`` is how many
    good ones there are besides. ``copies`` are the other articles of the index that tell the same
    story, found or not, the first published first; of many the first 50. ``copied`` counts all.
    """

    rank: int
    score: float
    passage: Passage
    document: Document
    keyword: LegHit | None
    vector: LegHit | None
    confidence: float | None = None
    explanation: Explanation | None = None
    others: tuple[Hit, ...] = ()
    more: int = 0
    copies: tuple[Copy, ...] = ()
    copied: int = 0
    unsure: str = ""

    @property
    def citation(self) -> str:
        """File and line, as ``path:line``; for a PDF the page, for a transcript the time."""
        return cite(self.document.path, self.passage.line)

    def __repr__(self) -> str:
        return f"<Hit {self.rank}: {self.document.title!r}, {self.citation}>"


class Totals(NamedTuple):
    """How many articles there are for a query.

    ``matching`` hold all its words, or match it as it is written; ``near`` are good matches by
    their meaning besides, among the first that both legs name.
    """

    matching: int
    near: int


@dataclass(frozen=True, slots=True)
class Result:
    """What was found for a query, best first.

    ``seconds`` is wall time, encoding included; results are equal whatever they took. ``terms``
    are the query's, each with its weight in the keyword leg: the rarer, the higher. ``parsed`` is
    how the query was understood, and ``note`` says in a line where that is not how it was written,
    or which filter no article meets. ``confidences`` are those of all that was ranked, listed in
    ``hits`` or not; None where every hit is a match. ``totals`` and ``facets`` are there if they
    were asked for. ``cursor`` is where the next results begin; empty where there are none.
    ``unknown`` are the words of the query that stand in no article. ``ends`` says that no results
    stand behind these.
    """

    query: str
    mode: Mode
    hits: tuple[Hit, ...]
    seconds: float = field(compare=False)
    terms: Mapping[str, float] = field(default_factory=dict)
    parsed: Query = field(default_factory=lambda: Query("", None))
    note: str = ""
    confidences: Sequence[float | None] | None = None
    totals: Totals | None = None
    facets: Mapping[str, Mapping[Value, int]] = field(default_factory=dict)
    cursor: str = ""
    unknown: Sequence[Unknown] = ()
    ends: bool = True

    def good(self, min_confidence: float = MIN_CONFIDENCE) -> int:
        """How many results stand above the line that parts good matches from others.

        However many hits are listed, it is the same. A hit whose confidence is not known is taken
        for a good match.
        """
        if self.confidences is None:
            return self.hits[-1].rank if self.hits else 0
        return line([one is None or one >= min_confidence for one in self.confidences])

    def __repr__(self) -> str:
        return f"<Result of {self.query!r}, {self.mode}: {len(self.hits)} hits>"

    def __iter__(self) -> Iterator[Hit]:
        return iter(self.hits)

    def __len__(self) -> int:
        return len(self.hits)

    def __getitem__(self, position: int) -> Hit:
        return self.hits[position]
