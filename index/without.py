"""An article as it would be without some of its words; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from index.types import Block, Document


def without(document: Document, words: str) -> Document:
    """``document`` with white space wherever ``words`` stand in it, in any case and line breaks.

    All offsets stay as they are. A block with nothing else in it goes, and so does a title or a
    standfirst that holds the words.
    """
    gone = re.compile(r"\s+".join(map(re.escape, words.split())), re.IGNORECASE)
    text = gone.sub(lambda found: re.sub(r"\S", " ", found.group()), document.text)
    return replace(
        document,
        text=text,
        blocks=tuple(_trimmed(document.blocks, text)),
        title="" if gone.search(document.title) else document.title,
        standfirst="" if gone.search(document.standfirst) else document.standfirst,
    )


def _trimmed(blocks: tuple[Block, ...], text: str) -> Iterator[Block]:
    for block in blocks:
        piece = text[block.start : block.end]
        if piece.strip():
            start = block.start + len(piece) - len(piece.lstrip())
            yield replace(block, start=start, end=block.start + len(piece.rstrip()))
