"""How an index is written: the seam between a build and an engine.

A build speaks of files, documents, passages and one publish; how an engine keeps them (folders and
rows here, shards elsewhere) is its own. On a cluster each passage would carry the numbers of the
generations that added and removed it, and one compare-and-set would publish.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from concurrent.futures import Future
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, Protocol

from index.generation.manifest import Manifest
from index.generation.parameters import RankingParameters
from index.types import Document, FileState, Line, LineCounts, Passage, Problem, Sketch, Vectors


class Keep(Enum):
    """What of the published state a new one begins with."""

    EVERYTHING = "everything"
    """Its files, documents and passages, to be brought up to date."""

    VECTORS = "vectors"
    """Nothing, but vectors of inputs that were encoded before are used again."""

    NOTHING = "nothing"


class NewPassage(NamedTuple):
    """A passage to add; ``input`` is the digest of what the encoder reads of it.

    That has ``tokens`` tokens, of which the encoder never reads ``unread``. ``author`` is that of
    its article.
    """

    passage: Passage
    language: str
    input: bytes
    tokens: int
    unread: int
    author: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What a build says of the state that it publishes; see ``Manifest`` for each field."""

    fingerprint: Mapping[str, str]
    model: str
    precision: str
    dimension: int
    sources: tuple[str, ...]
    changes: Mapping[str, int]
    ranking: RankingParameters | None
    names: Mapping[str, tuple[str, ...]]


Encoded = Mapping[bytes, Vectors]
"""Vectors, shape (dimension,) each, by the digest of the input."""


class Documents(Protocol):
    """The files and documents of the next state, before it is published; for one thread."""

    def files(self) -> Mapping[str, FileState]:
        """In which state each file was read, by its id."""

    def digests(self, file: str) -> dict[str, str]:
        """The content digest of each document of a file, by document id."""

    def put_file(self, file: str, state: FileState, problems: Iterable[Problem]) -> None:
        """Remember that a file was read in this state, and what was wrong with it."""

    def touch_file(self, file: str, state: FileState) -> None:
        """Remember that a file is in another state, and still says the same."""

    def remove_file(self, file: str) -> None:
        """Forget a file; its documents are removed one by one."""

    def put_problems(self, problems: Iterable[Problem]) -> None:
        """Remember what was wrong with the sources before a file could be opened."""

    def problems(self) -> list[Problem]:
        """What could not be read, by file and line."""

    def put_document(self, document: Document, file: str, lines: Iterable[str]) -> None:
        """Add or replace a document as it was read, with the lines that count as repeated.

        The passages of one that is replaced stay until they are removed.
        """

    def document(self, document_id: str) -> Document:
        """A document as it was read, without marks."""

    def document_ids(self) -> list[str]:
        """The ids of all documents, sorted."""

    def put_marked(self, read: Document, marked: Document) -> None:
        """Store beside a document as it was read what marking its boilerplate changed."""

    def language_counts(self) -> dict[tuple[str, str], int]:
        """How many documents there are, by source and language; ``""`` where that is not sure."""

    def without_language(self) -> list[str]:
        """The ids of the documents of no sure language, sorted."""

    def put_language(self, document_id: str, language: str) -> None:
        """Settle the language of a document; it still counts as read as it was."""

    def put_sketch(self, document_id: str, sketch: Sketch) -> None:
        """Keep what a document's text is compared by with others."""

    def sketches(self) -> dict[str, Sketch]:
        """What the texts of all documents are compared by, by their ids in order."""

    def put_stories(self, copies: Mapping[str, str]) -> None:
        """Keep for each document that is a copy the one that stands for its story."""

    def shares_left_out(self) -> dict[str, float]:
        """Which share of the letters of each source is boilerplate, the greatest first."""

    def line_counts(self, least: int) -> LineCounts:
        """How often lines stand in documents.

        Only lines that stand in at least ``least`` documents of a source are counted.
        """

    def lines(self, document_id: str) -> list[Line]:
        """The lines of a document that count as repeated."""

    def documents_with_line(self, line: Line) -> list[str]:
        """The ids of the documents of a source in which a line stands."""

    def passages(self, document: Document) -> list[Passage]:
        """The passages that a document has, in the order of its text."""


class Writer(Protocol):
    """The one writer of an index, from its published state to the next; for one thread.

    ``published`` is asked first; ``verify``, ``begin`` and ``files_before`` go by what it found.
    Nothing is seen by readers before ``publish``; a writer that is left without it leaves the
    index as it was. Every method may raise ``SearchError`` or ``OSError``.
    """

    def fingerprint(self) -> Mapping[str, str]:
        """What of the engine decides what an index holds for the same articles, by name."""

    def published(self) -> Manifest | None:
        """What the published state says of itself; None where there is none.

        :raises IndexStateError: where it cannot be read.
        """

    def verify(self) -> None:
        """Read all of the published state.

        :raises IndexStateError: where it is not what was written.
        """

    def begin(self, keep: Keep, dimension: int) -> Documents:
        """Begin the next state; ``dimension`` is that of its vectors. All that follows needs it."""

    def files_before(self) -> Collection[str]:
        """The ids of the files of the published state, whether it was kept or not."""

    def line_counts_before(self, least: int) -> LineCounts:
        """As ``Documents.line_counts``, of the published state; empty unless it was kept."""

    def known(self, inputs: Set[bytes]) -> set[bytes]:
        """Those of these inputs that have a vector already: published, or added before."""

    def remove_document(self, document_id: str) -> None:
        """Remove a document with its passages."""

    def remove_passages(self, document_id: str) -> None:
        """Remove the passages of a document."""

    def compact(self) -> None:
        """Let no file of the next state hold anything of what was removed."""

    def add(self, passages: Sequence[NewPassage], encoded: Future[Encoded]) -> None:
        """Add passages; their vectors may still be on their way.

        A passage's vector is that of its input: among ``encoded``, or else one that was ``known``
        before this call. What fails behind the scenes is raised by a later call.
        """

    def publish(self, description: Description) -> Manifest:
        """Let readers see the new state, all of it at once."""

    def collect(self, keep: int) -> None:
        """Remove older states but the newest ``keep``, the published one among them."""
