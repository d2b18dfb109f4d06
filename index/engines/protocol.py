"""What asks an index and what answers: the seam between ``search`` and any kind of engine.

A query takes at most three calls: ``ask`` for the candidates of both legs, ``read`` for the few
that are shown, and ``read`` once more where they were read again before; what is counted takes
one besides. Everything else about a query is computed from what was found, and no call takes or
gives a set that grows with the index. So an engine may be a cluster far away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, Self

import numpy as np
import numpy.typing as npt

from index.generation.manifest import Manifest
from index.query.conditions import Condition
from index.query.tree import Query
from index.types import (
    Background,
    Coverage,
    Document,
    Passage,
    Places,
    Problem,
    Ranking,
    Scores,
    TermScore,
    Unknown,
    Value,
    Vectors,
)

Articles = npt.NDArray[np.int64]
"""Numbers of articles, of meaning to the engine alone."""

Ids = Sequence[object] | npt.NDArray[np.int64]
"""What an engine calls its passages: hashable, and of no meaning to anybody else."""


@dataclass(frozen=True, slots=True)
class Request:
    """One question.

    ``query`` is for the keyword leg, unless ``words`` is false, and what it insists on or excludes
    holds for both legs; ``vector``, a unit vector of shape (1, dimension), is for the vector leg,
    ``None`` if that is not asked. Each leg returns at most ``depth`` candidates, all of articles
    that meet the ``conditions``; a query of conditions alone finds all of these. What the query
    excludes, it excludes from the whole article that holds it, unless ``by_passage`` is true.
    """

    query: Query
    vector: Vectors | None = None
    depth: int = 100
    words: bool = True
    conditions: tuple[Condition, ...] = ()
    by_passage: bool = False


class Tally(NamedTuple):
    """How many articles match, how many are merely near, and how many have each value of a field.

    The most frequent value comes first; periods stand in their own order.
    """

    matching: int
    near: int
    counts: Mapping[str, Mapping[Value, int]]


class Copies(NamedTuple):
    """How many other articles tell the story of one, and a passage of each of the first of them."""

    total: int
    ids: Ids


class Found(Protocol):
    """What an engine found for one request: the candidates of both legs, each once.

    First those of the keyword leg, then those of the vector leg alone, in the order of their
    rankings. A *place* is the position of a candidate. Equal scores stand in an order that does
    not depend on how the engine keeps its passages.
    """

    @property
    def ids(self) -> Ids:
        """What the engine calls each candidate."""

    @property
    def articles(self) -> Articles:
        """For each candidate the number of its article."""

    def names(self) -> Sequence[str]:
        """For each candidate the id of its article."""

    def stories(self) -> Articles:
        """For each candidate a number that its article shares with the copies of its story."""

    def copies(self, places: Places, most: int) -> list[Copies]:
        """For each of ``places`` the copies of its article that the index holds, found or not.

        At most ``most`` are named, by their days; those of no known day stand last, and those of
        one day in the order of their ids.
        """

    def days(self) -> npt.NDArray[np.int32]:
        """For each candidate the day of its article, as ``date.toordinal`` counts.

        Of a month or a year it is the first; it is 0 where it is not known.
        """

    @property
    def keyword(self) -> Ranking:
        """Places by BM25, best first; scores are above 0 unless the query names no words."""

    @property
    def nearest(self) -> Ranking:
        """Places by the vector leg's score, best first."""

    def tally(self, near: Articles, fields: Sequence[str] = ()) -> Tally:
        """Count the articles that match, and those of ``near``, by the values of ``fields``.

        An article matches a plain query that holds all its words, another query if it has a
        passage which does, and one without words if it meets its conditions; nothing matches
        where the request asks for no ``words``. ``near`` are a few articles that count as well.
        ``year``, ``month`` and ``day`` are fields besides. Last, under ``""``, stand the articles
        that have no value.

        :raises QueryError: where there is no such field.
        """

    def by_date(self, near: Articles, start: int, count: int, *, newest_first: bool) -> Articles:
        """Of the same articles those from the ``start``-th on, at most ``count``, by their days.

        Articles of no known day stand last, and those of one day in the order of their ids.
        """

    def keyword_scores(self) -> Scores:
        """The score of every candidate in the keyword leg; 0 where it does not match."""

    def keyword_background(self) -> Background:
        """How the keyword leg scores all passages; those that do not match count as 0.

        The deviation is no less than a fixed part of what the query could score at most.
        """

    def vectors(self) -> Vectors:
        """The unit vectors of the candidates, shape (candidates, dimension)."""

    def vector_background(self, vector: Vectors) -> Background:
        """How all passages, or an even sample of them, score for a unit vector (1, dimension)."""

    def coverage(self, power: int = 1) -> Coverage:
        """The share of the wanted words that each candidate holds, by their idf; from 0 to 1.

        Each idf is raised to ``power``: the higher that is, the more the rarest word counts. Of
        several languages the one that fits best counts.
        """

    def known(self) -> float:
        """The share of the wanted words, by their idf, that stand in the index; from 0 to 1."""

    def familiar(self) -> float:
        """The share of the query's words, function words too, that the index knows; from 0 to 1.

        A question in another language than the articles has little of it.
        """

    def weights(self) -> dict[str, float]:
        """The terms that are wanted with their idf: the most that each can score."""

    def unknown(self) -> list[Unknown]:
        """The wanted words that stand in no passage; none from an engine that cannot tell."""

    def explain(self, places: Places) -> list[list[TermScore]]:
        """For each of ``places`` what makes its keyword score, the largest share first.

        The shares of a place add up to its ``keyword_scores``.
        """


class Text(NamedTuple):
    """A passage with its article."""

    passage: Passage
    document: Document


class Sample(NamedTuple):
    """Some passages that stand for all: what the engine calls them, and their vectors."""

    ids: Ids
    vectors: Vectors


class Catalogue(Protocol):
    """An index as one browses it, apart from queries."""

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """The documents of those ids that there are, boilerplate marked, by id."""

    def passages_of(self, document_id: str) -> list[Passage]:
        """All passages of one document, in the order of its text."""

    def resolve(self, name: str) -> tuple[str, str | None]:
        """The ids of the document, and of the passage, that ``name`` means.

        It may be a passage's id, a document's id, the end of just one document's id, or a file
        and a line as a result cites them.

        :raises QueryError: where it means nothing, or more than one thing.
        """

    def marked(self) -> Iterator[Document]:
        """The documents with blocks that are marked as boilerplate, by id."""

    def problems(self) -> list[Problem]:
        """What could not be read when the index was built."""


class Engine(Protocol):
    """An opened index: one snapshot of it, safe to ask from many threads.

    An id names a passage as long as the engine is open.
    """

    @property
    def location(self) -> str:
        """What this engine was opened by."""

    @property
    def manifest(self) -> Manifest:
        """What the index says of itself."""

    @property
    def catalogue(self) -> Catalogue:
        """The articles, to be browsed."""

    def ask(self, requests: Sequence[Request]) -> list[Found]:
        """What there is for each request.

        :raises QueryError: where a query asks for too much.
        """

    def read(self, ids: Ids) -> list[Text]:
        """The passages of ``ids``, in that order, each with its article."""

    @property
    def fields(self) -> Collection[str]:
        """The fields of articles that conditions may be on."""

    def newest(self) -> int:
        """The day of the newest article; 0 where no day is known."""

    def sample(self, count: int, seed: int = 0) -> Sample:
        """``count`` passages drawn evenly, the same for the same seed; all if there are fewer."""

    def newer(self) -> Self | None:
        """The state of the index that is current now, opened, unless it is this one."""

    def close(self) -> None:
        """Free what the engine holds; it may not be asked again."""

    def __enter__(self) -> Self:
        """The engine itself."""

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
