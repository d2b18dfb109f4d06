"""First lines that all articles of a source share are no title; the rest is read anew; pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from index.article.dates import iso_date
from index.article.structure import structure
from index.boilerplate.repetition import HEAD, fingerprint
from index.types import Block, BlockKind, Document

MASTHEAD = "repeated above other articles of this source"


def masthead(document: Document, repeated: Collection[str]) -> int:
    """How many lines at the top, taken for a title and what belongs to it, stand above others.

    ``repeated`` holds the fingerprints of the lines that enough documents of the source share.
    An article whose title was declared, not read off its first line, has no masthead.
    """
    blocks = document.blocks
    if not blocks or blocks[0].kind is not BlockKind.TITLE or _text(document, 0) != document.title:
        return 0
    count = 0
    while (
        count < len(blocks) - 1
        and blocks[count].kind in HEAD
        and fingerprint(_text(document, count)) in repeated
    ):
        count += 1
    return count


def without_masthead(document: Document, count: int) -> Document:
    """Read an article again behind its first ``count`` lines, which are marked as boilerplate."""
    if not count:
        return document
    first = document.blocks[count]
    found = structure(document.text[first.start :], first_line=first.line)
    top = (
        Block(block.start, block.end, BlockKind.BOILERPLATE, block.line, MASTHEAD)
        for block in document.blocks[:count]
    )
    rest = (
        replace(block, start=block.start + first.start, end=block.end + first.start)
        for block in found.blocks
    )
    return replace(
        document,
        blocks=(*top, *rest),
        title=found.title,
        standfirst=found.standfirst,
        author=found.author,
        published=iso_date(found.published, document.language),
    )


def _text(document: Document, number: int) -> str:
    block = document.blocks[number]
    return document.text[block.start : block.end]
