"""HTML that is an article through and through: all of its text, block by block.

A mail, a chapter, an item of a feed has no navigation to leave out, so nothing is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from index.readers.assemble import Piece
from index.readers.decode import tidy
from index.readers.html_repairs import with_sections
from index.readers.loading import UnreadableError
from index.types import BlockKind

_MOST_ELEMENTS: Final = 100_000
_BLOCKS: Final = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre "
    "section summary table tbody td tfoot th thead tr ul".split()
)
_HEADINGS: Final = frozenset("h1 h2 h3 h4 h5 h6".split())
_UNSEEN: Final = frozenset(
    "script style template noscript head title iframe object svg math select button audio "
    "video".split()
)
_NOTE_MARKS: Final = frozenset(
    ("doc-noteref", "doc-backlink", "noteref", "backlink", "footnote-ref", "footnote-back")
)
_NO_DISPLAY = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")
_LONG_TAG = re.compile(r"<[^<>]{20000,}>")
"""A picture within the page, or attributes made to do harm: the parser compares each with each."""

_SPACE = re.compile(r"[ \t\r\n\f\v\xa0]+")


def parse_fragment(source: str) -> Any:
    """Return the tree of a fragment or a page.

    :raises UnreadableError: where there is nothing in it, or too much.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    if source.count("<") > 2 * _MOST_ELEMENTS:
        raise UnreadableError(f"more than {_MOST_ELEMENTS:,} elements; this is no single article")
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tidied = _LONG_TAG.sub("", with_sections(_CONTROLS.sub(" ", source)))
        page = html.document_fromstring(tidied.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("no article text found") from error
    return page


def fragment_pieces(source: str, line_of: Callable[[int], int] = int) -> list[Piece]:
    """Return the blocks of a fragment: an ``h1`` is a title, other ones are headings.

    A row of a table is a line, its cells parted by bars, unless the cells hold blocks themselves.
    ``line_of`` maps a line of ``source`` to that of the file.
    """
    from lxml import etree

    page = parse_fragment(source)
    walk = _Walk(line_of)
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if event == "start":
            walk.enter(element)
        else:
            walk.leave(element)
    walk.flush()
    return walk.pieces


class _Walk:
    """Gathers the pieces while a tree is walked over."""

    def __init__(self, line_of: Callable[[int], int]) -> None:
        self.pieces: list[Piece] = []
        self._line_of = line_of
        self._parts: list[str] = []
        self._line = 1
        self._kind = BlockKind.PARAGRAPH
        self._hidden = 0
        self._pre = 0
        self._tables: list[bool] = []

    def enter(self, element: Any) -> None:
        tag = element.tag
        if _is_hidden(element):
            self._hidden += 1
        if not self._hidden:
            if tag == "table":
                self._tables.append(_is_layout(element))
            if self._parts_blocks(tag):
                self.flush()
                if tag in _HEADINGS:
                    self._kind = BlockKind.TITLE if tag == "h1" else BlockKind.HEADING
            elif tag in ("td", "th") and element.getprevious() is not None:
                self._parts.append(" | ")
            elif tag == "br":
                self._parts.append("\n")
            self._pre += tag == "pre"
            self._add(element.text, element.sourceline)

    def leave(self, element: Any) -> None:
        tag = element.tag
        if _is_hidden(element):
            self._hidden -= 1
        elif not self._hidden:
            if self._parts_blocks(tag):
                self.flush()
            elif tag == "tr":
                self._parts.append("\n")
            if tag == "table":
                self._tables.pop()
            self._pre -= tag == "pre"
        if not self._hidden:
            self._add(element.tail, element.sourceline)

    def flush(self) -> None:
        text = "".join(self._parts)
        lines = (
            text.split("\n") if self._pre else [" ".join(one.split()) for one in text.split("\n")]
        )
        text = tidy("\n".join(line.rstrip() for line in lines if line.strip(" |")))
        text = text.strip("\n") if self._pre else text.strip()
        if text.strip():
            self.pieces.append(Piece(self._kind, text.strip(), self._line_of(self._line)))
        self._parts = []
        self._kind = BlockKind.PARAGRAPH

    def _parts_blocks(self, tag: object) -> bool:
        """Whether a block begins and ends with this element; a cell of data is none."""
        if tag in ("td", "th", "tr", "tbody", "thead", "tfoot") and self._tables:
            return self._tables[-1]
        return tag in _BLOCKS

    def _add(self, text: str | None, line: int | None) -> None:
        if not text:
            return
        if not any(part.strip() for part in self._parts) and text.strip():
            self._line = max(line or 1, 1)
        self._parts.append(text if self._pre else _SPACE.sub(" ", text))


def _is_hidden(element: Any) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or not _NOTE_MARKS.isdisjoint(
            (element.get("role"), element.get("epub:type"), element.get("class"))
        )
        or bool(_NO_DISPLAY.search(element.get("style") or ""))
    )


def _is_layout(table: Any) -> bool:
    """Whether a table only places blocks beside each other, as in newsletters."""
    inside = ("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote")
    return next(table.iterdescendants(*inside), None) is not None
