"""The nouns of the project: what a source yields, what an index holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Rows = npt.NDArray[np.int64]
"""Row numbers of passages, one dimension."""

Places = npt.NDArray[np.int64]
"""Positions in what was found for a query, one dimension."""

Scores = npt.NDArray[np.float32]
"""One score for each row of a parallel ``Rows``; higher is better."""

Sketch = npt.NDArray[np.uint32]
"""Hashes that stand for a text, ascending; empty where it is too short to be compared."""

Coverage = npt.NDArray[np.float64]
"""For each row of a parallel ``Rows`` how much of a query it holds, from 0 to 1."""

Vectors = npt.NDArray[np.float32]
"""Unit vectors, shape (n, dimension)."""


Value: TypeAlias = str | int | float | bool
"""A value of the metadata, with the type that its source gave it."""

Metadata: TypeAlias = Mapping[str, Value | Sequence[Value]]
"""What else is said of an article, by the names that its source has for it."""

PASSED_OVER: Final = "passed over"
"""How the reason of a ``Problem`` begins that is no fault: a file of another kind."""

_LONGEST_REASON: Final = 500
"""Characters of a reason: it may quote a name or a header of the file."""

_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u2028-\u202e\u2060\u2066-\u2069\ud800-\udfff\ufeff]"
)


class Unknown(NamedTuple):
    """A word of a query that stands in no article, and the nearest that does; empty if none.

    ``likely`` says that the two are so alike that the nearest was probably meant.
    """

    word: str
    nearest: str
    likely: bool = False


class BlockKind(StrEnum):
    """What a block of an article is."""

    TITLE = "title"
    STANDFIRST = "standfirst"
    BYLINE = "byline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of an article's text: ``document.text[start:end]``, never empty.

    ``line`` is where it starts in the file that it was read from, counted from 1; for a
    format without lines it is the page (PDF), the chapter (EPUB), the paragraph (Word, RTF, ODT)
    or the second counted from 1 (subtitles). ``reason`` says why a block is boilerplate.
    """

    start: int
    end: int
    kind: BlockKind
    line: int = 1
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One article, as it was read.

    ``path`` is that of its file, relative to the folder in which the index lies, or absolute
    for a file elsewhere; ``id`` is the path, with ``#record`` behind it where a file holds
    many. ``blocks`` are in the order of the text, do not overlap, and cover all of it but
    white space. ``published`` is an ISO 8601 date, with or without a time (a year, or a year and
    a month, where the source says no more), ``language`` an ISO 639-1
    code; what is not known is empty. ``metadata`` is what else its source says, dates as text.
    """

    id: str
    path: str
    text: str
    blocks: tuple[Block, ...] = ()
    title: str = ""
    standfirst: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    source: str = ""
    language: str = ""
    metadata: Metadata = field(default_factory=dict)

    @property
    def origin(self) -> str:
        """Whose articles it stands among: those of its source, else of its folder."""
        return self.source or PurePosixPath(self.path).parent.name

    @property
    def content_hash(self) -> str:
        """SHA-256 (hex) over everything that an index keeps of the document but its place."""
        content = (
            self.text,
            [(b.start, b.end, b.kind.value, b.line, b.reason) for b in self.blocks],
            (self.title, self.standfirst, self.author, self.published),
            (self.url, self.source, self.language, sorted(self.metadata.items())),
        )
        return hashlib.sha256(repr(content).encode()).hexdigest()


def _escaped(text: str) -> str:
    r"""``text`` with ``\x1b`` and the like for what nobody sees or what moves a terminal."""
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the sources that was not read, and why: one line that can be printed.

    What the content of a file put into the reason is escaped and cut. ``passing`` says that it
    may be read another time, since it lies with the machine and not with the content: what the
    index has of it stays, and every build tries again.
    """

    path: str
    reason: str
    line: int = 0
    passing: bool = field(default=False, compare=False)

    def __post_init__(self) -> None:
        reason = _escaped(" ".join(self.reason.split()))
        if len(reason) > _LONGEST_REASON:
            reason = f"{reason[:_LONGEST_REASON]}…"
        object.__setattr__(self, "reason", reason)
        object.__setattr__(self, "path", _escaped(self.path))

    @property
    def passed_over(self) -> bool:
        """Whether it is a file of a kind that is not read, and not one that went wrong."""
        return self.reason.startswith(PASSED_OVER)

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit that is retrieved: a paragraph, a few short ones, or a part of a long one.

    ``document.text[passage.start:passage.end] == passage.text``, always. ``title`` and
    ``heading`` are the context it stands under; ``line`` as in ``Block``.
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    title: str = ""
    heading: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was found, best first: ``scores[i]`` belongs to ``rows[i]``.

    Behind the seam of engines ``rows`` are places in what was found, in front of it row numbers.
    Equal scores stand in the order of their passages' ids, so a ranking is deterministic.
    """

    rows: Rows
    scores: Scores

    def __len__(self) -> int:
        return len(self.rows)

    def first(self, count: int) -> Ranking:
        """The best ``count`` of it."""
        return Ranking(self.rows[:count], self.scores[:count])


class TermScore(NamedTuple):
    """What one term adds to a passage's keyword score through one field of it.

    ``field`` is ``title``, ``heading``, ``body``, or ``article`` for the body of the whole article.
    """

    term: str
    field: str
    score: float


def inner_products(vectors: Vectors, query: Vectors) -> Scores:
    """The inner product of each of ``vectors`` with ``query``, shape (1, dimension).

    Equal vectors get equal numbers, to the last bit: each row is summed up in the same way, which
    a matrix product does not promise.
    """
    products: Scores = np.einsum("ij,j->i", vectors, query[0])
    return products


@dataclass(frozen=True, slots=True)
class Background:
    """How the scores of one leg lie for one query over all passages, found or not."""

    mean: float
    deviation: float


class FileState(NamedTuple):
    """What tells whether a file has changed since it was read.

    Times are in nanoseconds, ``digest`` is of its bytes. Where it was changed so shortly before it
    was read that another change might leave size and times the same, it is not ``settled``.
    """

    size: int
    mtime_ns: int
    ctime_ns: int
    digest: bytes
    settled: bool


Line = tuple[str, str]
"""The source and the fingerprint of a line."""


class LineCounts(NamedTuple):
    """How many documents each source has, and in how many of them each of some lines stands."""

    documents: dict[str, int]
    lines: dict[Line, int]
