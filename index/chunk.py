"""A document into passages; pure.

A passage is a paragraph. Short paragraphs join a neighbour, long ones are cut at sentence ends,
then at clause ends, then between words, so that title, heading and passage together always fit
the encoder and none of its tokens is left unread.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from index.article.scripts import lacks_blanks
from index.article.sentences import clause_ends, sentence_ends
from index.encoder.protocol import Pieces, Tokenizer
from index.types import Block, BlockKind, Document, Passage

CHUNKING: Final = "paragraph-3"
"""Names this way of cutting and of joining context; a part of an index's fingerprint."""

SHORT_TOKENS: Final = 32
"""A paragraph below this (about one sentence) says too little alone and joins a neighbour: on news
it leaves 2 % of the passages shorter, where without it 37 % are (benchmarks/BOILERPLATE.md)."""

_LONGEST_TOKEN: Final = 12
"""No token that an encoder knows in a language without blanks is longer."""

_LETTER = re.compile(
    r"[\u0e40-\u0e44\u0ec0-\u0ec4]?."
    r"[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u102b-\u103e\u17b4-\u17d3]*",
    re.DOTALL,
)

_CONTEXT_SHARE: Final = 0.25
"""The title, and likewise the heading, takes at most this share of the encoder's limit."""


def encoder_input(passage: Passage) -> str:
    """What the encoder reads of a passage: its title, its heading and its text, a line each."""
    return "\n".join(part for part in (passage.title, passage.heading, passage.text) if part)


def chunk(document: Document, tokenizer: Tokenizer) -> list[Passage]:
    """Cut a document into passages, in the order of its text.

    The passages cover every paragraph of the document exactly once; between them lie only white
    space, boilerplate and the blocks that are context (title, standfirst, byline, headings).
    ``tokenizer.counts([encoder_input(p)]) <= tokenizer.max_tokens`` for each passage ``p``.
    A passage's id is ``f"{document.id}#p{n}"``, ``n`` counting from 1.
    """
    chunker = _Chunker(document, tokenizer)
    passages = [p for section in chunker.sections() for p in chunker.passages(section)]
    return [replace(p, id=f"{document.id}#p{n}") for n, p in enumerate(passages, 1)]


@dataclass(frozen=True, slots=True)
class _Section:
    """Paragraphs that follow one another under one heading with nothing between them."""

    heading: str
    paragraphs: list[Block]


class _ReadableTokens:
    """The encoder's tokenizer, but for runs of Thai and the like of which it knows no token.

    Such a run is one unknown token, however long. It is counted letter by letter, as BERT's
    tokenizer reads Chinese, so that paragraphs which cannot be read are passages all the same.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer

    @property
    def max_tokens(self) -> int:
        return self._tokenizer.max_tokens

    def spans(self, text: str) -> npt.NDArray[np.int64]:
        spans = self._tokenizer.spans(text)
        if not lacks_blanks(text):
            return spans
        return np.array(
            [
                piece
                for start, end in spans.tolist()
                for piece in (
                    [(start, end)] if end - start <= _LONGEST_TOKEN else _letters(text, start, end)
                )
            ],
            dtype=np.int64,
        ).reshape(-1, 2)

    def pieces(self, text: str) -> Pieces:
        return self._tokenizer.pieces(text)

    def counts(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        counts = self._tokenizer.counts(texts)
        for number, text in enumerate(texts):
            if lacks_blanks(text):
                counts[number] = len(self.spans(text))
        return counts


def _letters(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A run cut behind every letter with its signs and the vowel written before it."""
    return [match.span() for match in _LETTER.finditer(text, start, end)]


class _Chunker:
    def __init__(self, document: Document, tokenizer: Tokenizer) -> None:
        self._document = document
        self._tokenizer = _ReadableTokens(tokenizer)
        self._budget = int(tokenizer.max_tokens * _CONTEXT_SHARE)

    def sections(self) -> Iterator[_Section]:
        """Group the paragraphs; a heading or standfirst above no paragraph is one itself."""
        heading = self._document.standfirst
        bare: Block | None = None
        paragraphs: list[Block] = []
        for block in self._document.blocks:
            if self._is_passage(block):
                paragraphs.append(block)
                bare = None
                continue
            if paragraphs:
                yield _Section(heading, paragraphs)
                paragraphs = []
            if block.kind in (BlockKind.STANDFIRST, BlockKind.HEADING):
                if bare is not None:
                    yield _Section("", [bare])
                heading, bare = self._document.text[block.start : block.end], block
        if bare is not None:
            heading, paragraphs = "", [bare]
        if paragraphs:
            yield _Section(heading, paragraphs)

    def _is_passage(self, block: Block) -> bool:
        """Whether a block is read as a paragraph, so that nothing of it is lost.

        It is one where it is too long for context and would be cut there, and where the document
        has another title or standfirst than what stands in its text.
        """
        if block.kind not in (BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.HEADING):
            return block.kind is BlockKind.PARAGRAPH
        text = self._document.text[block.start : block.end]
        context = {
            BlockKind.TITLE: self._document.title,
            BlockKind.STANDFIRST: self._document.standfirst,
            BlockKind.HEADING: text,
        }[block.kind]
        if context.split() != text.split():
            return True
        return int(self._tokenizer.counts([text])[0]) > self._budget

    def passages(self, section: _Section) -> Iterator[Passage]:
        title, heading = self._cut(self._document.title), self._cut(section.heading)
        context = "\n".join(part for part in (title, heading, "") if part)
        limit = self._tokenizer.max_tokens - int(self._tokenizer.counts([context])[0])
        text = self._document.text
        counts = self._tokenizer.counts([text[b.start : b.end] for b in section.paragraphs])
        for group in _join_short(section.paragraphs, counts, limit):
            yield from self._fitting(group, title, heading, limit)

    def _cut(self, text: str) -> str:
        """Context in one line, cut between tokens where it would crowd out the passage."""
        text = " ".join(text.split())
        spans = self._tokenizer.spans(text)
        return text if len(spans) <= self._budget else text[: spans[self._budget - 1, 1]]

    def _fitting(self, group: list[Block], title: str, heading: str, limit: int) -> list[Passage]:
        """The passages of a group of paragraphs, cut finer until the encoder reads all of each.

        Some tokenizers count a piece of text differently alone and in its context; the second
        round takes up what the first then lacks.
        """
        start, end = group[0].start, group[-1].end
        whole = [self._passage(group, start, end, title, heading)]
        if self._excess(whole) <= 0:
            return whole
        while True:
            passages = [
                self._passage(group, a, b, title, heading)
                for a, b in self._split(start, end, limit)
            ]
            excess = self._excess(passages)
            if excess <= 0 or limit == 1:
                return passages
            limit = max(1, limit - excess)

    def _excess(self, passages: list[Passage]) -> int:
        """How many tokens the longest of them has above what the encoder reads."""
        counts = self._tokenizer.counts([encoder_input(passage) for passage in passages])
        return int(counts.max()) - self._tokenizer.max_tokens

    def _split(self, start: int, end: int, limit: int) -> list[tuple[int, int]]:
        text = self._document.text[start:end]
        spans = self._tokenizer.spans(text)
        return [(start + a, start + b) for a, b in split(text, spans, limit)]

    def _passage(
        self, group: list[Block], start: int, end: int, title: str, heading: str
    ) -> Passage:
        return Passage(
            id="",
            document_id=self._document.id,
            text=self._document.text[start:end],
            start=start,
            end=end,
            title=title,
            heading=heading,
            line=next(block.line for block in reversed(group) if block.start <= start),
        )


def _join_short(
    paragraphs: list[Block], counts: npt.NDArray[np.int64], limit: int
) -> Iterator[list[Block]]:
    """Group paragraphs so that a short one stands with a neighbour wherever both fit."""
    group: list[Block] = []
    tokens = 0
    for block, count in zip(paragraphs, counts.tolist(), strict=True):
        joins = (
            group
            and tokens + count < limit
            and (
                tokens < SHORT_TOKENS
                or (count < SHORT_TOKENS and (len(group) == 1 or tokens + count <= limit // 2))
            )
        )
        if group and not joins:
            yield group
            group, tokens = [], 0
        group.append(block)
        tokens += count
    if group:
        yield group


def split(text: str, spans: npt.NDArray[np.int64], limit: int) -> list[tuple[int, int]]:
    """Cut ``text`` into stretches of at most ``limit`` tokens (at least 1), about evenly.

    ``spans`` are the tokens of ``text`` as offsets, shape (n, 2). The cut is made behind a
    sentence where one ends in the second half of the stretch, else behind a clause, else
    between words, else between tokens. The stretches, in order, hold all of ``text`` but the
    white space around them.
    """
    if len(spans) <= limit:
        return _trimmed(text, 0, len(text))
    begins = spans[:, 0]
    words = np.flatnonzero(begins[1:] > spans[:-1, 1]) + 1
    levels = [
        np.unique(np.searchsorted(begins, sentence_ends(text))),
        np.unique(np.searchsorted(begins, clause_ends(text))),
        words,
        np.arange(1, len(spans)),
    ]
    stretches = []
    first = 0
    while len(spans) - first > limit:
        left = len(spans) - first
        even = -(-left // -(-left // limit))
        cut = _nearest_cut(levels, first, even, limit)
        stretches += _trimmed(text, int(begins[first]) if first else 0, int(begins[cut]))
        first = cut
    return stretches + _trimmed(text, int(begins[first]) if first else 0, len(text))


def _nearest_cut(levels: list[npt.NDArray[np.int64]], first: int, even: int, limit: int) -> int:
    """The token to cut before: of the best level that has one in reach, the one nearest even."""
    for cuts in levels:
        low, high = np.searchsorted(cuts, [first + max(1, even // 2), first + limit + 1])
        reach = cuts[low:high]
        if len(reach):
            return int(reach[np.argmin(np.abs(reach - (first + even)))])
    return first + limit


def _trimmed(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch without the white space at its ends; none if there is nothing else in it."""
    piece = text[start:end]
    if not piece.strip():
        return []
    return [(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))]
