"""What asks an index and what answers: the seam between ``search`` and any kind of engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, Self

from index.generation.manifest import Manifest
from index.types import (
    Background,
    Coverage,
    Document,
    Passage,
    Problem,
    Ranking,
    Rows,
    Scores,
    TermScore,
    Vectors,
)


class Engine(Protocol):
    """An opened index: one snapshot of it, safe to ask from many threads.

    A row identifies a passage as long as the engine is open, in every method alike.
    """

    @property
    def location(self) -> str:
        """What this engine was opened by."""

    @property
    def manifest(self) -> Manifest:
        """What the index says of itself."""

    def keyword(self, text: str, depth: int, allowed: Rows | None = None) -> Ranking:
        """The keyword leg: at most ``depth`` rows by BM25, all scores above 0.

        ``text`` may use the query language (phrases, wildcards, boolean operators).

        :raises QueryError: where that language is used in a way that means nothing.
        """

    def required(self, text: str) -> Rows | None:
        """The rows to which a query in the query language limits both legs; None if to none.

        :raises QueryError: where that language is used in a way that asks for too much.
        """

    def vector(self, vector: Vectors, depth: int, allowed: Rows | None = None) -> Ranking:
        """The vector leg: the ``depth`` rows nearest to a unit vector, shape (1, dimension).

        The score is a cosine, for a part that of the opening of the passage's article.
        """

    def keyword_scores(self, text: str, rows: Rows) -> Scores:
        """The score of each of ``rows`` in the keyword leg; 0 where ``text`` does not match."""

    def keyword_background(self, text: str) -> Background:
        """How the keyword leg scores all passages; those that do not match count as 0.

        The deviation is no less than a fixed part of what the query could score at most.
        """

    def vector_background(self, vector: Vectors) -> Background:
        """How the vector leg scores all passages, or an even sample of them."""

    def term_weights(self, text: str) -> dict[str, float]:
        """The terms of ``text``, in plain words, with their idf: the most that each can score."""

    def coverage(self, text: str, rows: Rows) -> Coverage:
        """For each of ``rows`` the share of the terms of ``text`` that it holds, by their idf.

        From 0 to 1; ``text`` is plain words. Of several languages the one that fits best counts.
        """

    def explain(self, text: str, rows: Rows) -> list[list[TermScore]]:
        """For each of ``rows`` what makes its score in the keyword leg, the largest share first.

        The shares of a row add up to its ``keyword_scores``.
        """

    def vectors(self, rows: Rows) -> Vectors:
        """What the vector leg compares a query with, shape (len(rows), dimension).

        The inner product with the query's unit vector is the score, from -1 to 1.
        """

    def rows(self) -> Rows:
        """The rows of all passages, ascending."""

    def passages(self, rows: Rows) -> list[Passage]:
        """The passages of ``rows``, in that order."""

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

    def newer(self) -> Self | None:
        """The state of the index that is current now, opened, unless it is this one."""

    def close(self) -> None:
        """Free what the engine holds; it may not be asked again."""

    def __enter__(self) -> Self:
        """The engine itself."""

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
