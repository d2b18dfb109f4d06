"""What an article is called where it is shown; pure."""

from __future__ import annotations

from typing import Final

from index.article.sentences import sentence_spans
from index.types import BlockKind, Document
from search.display.columns import wrapped_lines
from search.display.printable import printable

_TEXT: Final = (BlockKind.STANDFIRST, BlockKind.HEADING, BlockKind.PARAGRAPH)
_LONGEST: Final = 120
"""Columns of a first sentence that stands in the place of a headline."""


def headline(document: Document) -> str:
    """The title of an article, else its first sentence, else its id; in one line."""
    title = " ".join(printable(document.title).split())
    return title or first_sentence(document) or printable(document.id)


def first_sentence(document: Document) -> str:
    """The first sentence of an article's text, cut where it is long; empty where it has none."""
    for block in document.blocks:
        if block.kind in _TEXT and not block.reason:
            text = " ".join(printable(document.text[block.start : block.end]).split())
            spans = sentence_spans(text)
            lines = wrapped_lines(text[slice(*spans[0])], _LONGEST) if spans else []
            if lines:
                return lines[0] + (" …" if len(lines) > 1 else "")
    return ""


def source(document: Document) -> str:
    """Where an article was published, in one line; empty where that is not known."""
    return " ".join(printable(document.source).split())
