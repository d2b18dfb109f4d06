"""Blocks of text to one text with blocks in it, and the head of an article among them; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from index.article.byline import parse_byline
from index.readers.metadata import Declared
from index.types import Block, BlockKind

_TOP = 6
"""How many blocks from the top, the title included, can belong to the head."""


class Piece(NamedTuple):
    """A block before it has its place in the text: not blank, no white space at its ends."""

    kind: BlockKind
    text: str
    line: int


def assemble(pieces: Iterable[Piece]) -> tuple[str, tuple[Block, ...]]:
    """Join the pieces with blank lines; return the text and a block for each piece."""
    texts: list[str] = []
    blocks: list[Block] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text)
        texts.append(piece.text)
        blocks.append(Block(start, end, piece.kind, piece.line))
        start = end + 2
    return "\n\n".join(texts), tuple(blocks)


def mark_head(pieces: Sequence[Piece], said: Declared) -> tuple[list[Piece], Declared]:
    """Mark standfirst and bylines among the first paragraphs; complete ``said`` from them.

    A standfirst is a paragraph that says what the source declares as one. What the source
    declares wins over what a byline says.
    """
    marked = list(pieces)
    for index, piece in enumerate(pieces[: min(_TOP, len(pieces) - 1)]):
        if piece.kind is BlockKind.STANDFIRST:
            said = replace(said, standfirst=said.standfirst or " ".join(piece.text.split()))
        if piece.kind is not BlockKind.PARAGRAPH:
            continue
        if piece.text.split() == said.standfirst.split():
            marked[index] = piece._replace(kind=BlockKind.STANDFIRST)
        elif byline := parse_byline(piece.text):
            marked[index] = piece._replace(kind=BlockKind.BYLINE)
            said = replace(
                said,
                author=said.author or byline.author,
                published=said.published or byline.published,
            )
        else:
            break
    return marked, said
