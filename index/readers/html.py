"""HTML: the main content of a page, as trafilatura finds it, with the structure it has."""

from __future__ import annotations

import logging
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import TYPE_CHECKING, Any

from index.readers.assemble import Piece, assemble, mark_head
from index.readers.decode import decode, tidy
from index.readers.loading import UnreadableError, load
from index.readers.metadata import Declared, declared, document
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_MOST_ELEMENTS = 100_000
"""Extraction takes about 0.1 ms an element; an article has hundreds, a large page thousands."""

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:-]+)""", re.IGNORECASE)
_WHERE_CHARSET = 1024  # as the HTML standard has it

_STANDFIRST = re.compile(r"(?:^|[\s_-])(?:standfirst|dek|strapline|subheadline)(?:$|[\s_-])", re.I)
_LONGEST_STANDFIRST = 600

_NEEDLE = 48
_WINDOW = 200_000
"""Characters compared to find a block in the page, and how far ahead it is looked for."""

_UNSEEN = frozenset(("title", "script", "style"))


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document]:
    """Yield the one article of a page, or raise ``UnreadableError``."""
    data = load(stream)
    charset = _CHARSET.search(data[:_WHERE_CHARSET])
    source = decode(data, charset[1].decode("ascii") if charset else "")
    if not source.strip():
        raise UnreadableError("nothing but white space")
    page = _parse(source)
    places = _Places(page)
    standfirst = _standfirst(page)
    said, body = _extract(page)
    description, said = said.standfirst, replace(said, standfirst=standfirst or said.standfirst)
    pieces, said = _with_title(list(_pieces(body, places)), said)
    if not any(piece.kind is BlockKind.PARAGRAPH for piece in pieces):
        raise UnreadableError("no article text found")
    pieces, said = mark_head(pieces, said)
    if not standfirst and all(piece.kind is not BlockKind.STANDFIRST for piece in pieces):
        said = replace(said, standfirst="")  # a description for search engines alone
    if description and description != said.standfirst:
        said = replace(said, other={"description": description})
    yield document(file, *assemble(pieces), said)


def _parse(source: str) -> Any:
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        page = html.document_fromstring(source.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError("no article text found") from error
    if sum(1 for _ in page.iter()) > _MOST_ELEMENTS:
        raise UnreadableError(f"more than {_MOST_ELEMENTS:,} elements; this is no single article")
    return page


def _standfirst(page: Any) -> str:
    """Return the text that the page's own class names call a standfirst."""
    for element in page.iter("p", "div", "h2", "h3", "span"):
        if _STANDFIRST.search(element.get("class") or ""):
            text = " ".join("".join(element.itertext()).split())
            if 0 < len(text) <= _LONGEST_STANDFIRST:
                return tidy(text)
    return ""


def _extract(page: Any) -> tuple[Declared, Any]:
    """Return what the page declares of its article, and the tree of the article's blocks."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its errors become ours
    language = page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    try:
        found = trafilatura.bare_extraction(
            page,
            with_metadata=True,
            include_comments=False,
            include_formatting=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # whatever it raises on a page, the page is the cause
        raise UnreadableError(f"the page cannot be parsed ({type(error).__name__})") from error
    if not isinstance(found, trafilatura.settings.Document) or found.body is None:
        raise UnreadableError("no article text found")
    said = {
        "title": found.title,
        "standfirst": found.description,
        "author": found.author,
        "published": found.date,
        "url": found.url,
        "source": found.sitename,
        "language": language,
    }
    texts = {name: tidy(" ".join((value or "").split())) for name, value in said.items()}
    return declared(texts), found.body


def _pieces(body: Any, places: _Places) -> Iterator[Piece]:
    for element in body:
        for kind, text in _blocks(element):
            text = tidy(text).strip()
            if text:
                yield Piece(kind, text, places.line_of(text))


def _blocks(element: Any) -> Iterator[tuple[BlockKind, str]]:
    """Yield the kind and the text of each block in a child of trafilatura's body."""
    if element.tag == "head":
        first = element.get("rend") == "h1"
        yield BlockKind.TITLE if first else BlockKind.HEADING, _flat(element)
    elif element.tag in ("list", "quote") and len(element) and not (element.text or "").strip():
        for child in element:
            yield from _blocks(child)
    elif element.tag == "table":
        rows = [[_flat(cell) for cell in row.iter("cell")] for row in element.iter("row")]
        yield BlockKind.PARAGRAPH, "\n".join(" | ".join(filter(None, row)) for row in rows)
    elif element.tag == "quote" or element.tag == "code":
        yield BlockKind.PARAGRAPH, "".join(element.itertext())
    else:
        yield BlockKind.PARAGRAPH, _flat(element)


def _flat(element: Any) -> str:
    for line_break in element.iter("lb"):
        line_break.tail = f"\n{line_break.tail or ''}"
    lines = "".join(element.itertext()).splitlines()
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _with_title(pieces: list[Piece], said: Declared) -> tuple[list[Piece], Declared]:
    """Leave one title: the first ``h1``, else a heading that says what the page declares."""
    first = next((n for n, piece in enumerate(pieces) if piece.kind is BlockKind.TITLE), None)
    if first is None:
        words = said.title.split()
        first = next((n for n, piece in enumerate(pieces[:3]) if piece.text.split() == words), None)
    for n, piece in enumerate(pieces):
        if n == first:
            pieces[n] = piece._replace(kind=BlockKind.TITLE)
            said = replace(said, title=" ".join(piece.text.split()))
        elif piece.kind is BlockKind.TITLE:
            pieces[n] = piece._replace(kind=BlockKind.HEADING)
    return pieces, said


def _solid(text: str) -> str:
    """Drop white space, and the bars that we put between the cells of a table."""
    return "".join(text.replace("|", " ").split())


class _Places:
    """Where the text of a page stands in its source, white space aside."""

    def __init__(self, page: Any) -> None:
        self._texts: list[str] = []
        self._starts: list[int] = []
        self._lines: list[int] = []
        self._length = 0
        self._line = 1
        self._walk(page)
        self._text = "".join(self._texts)
        self._from = 0
        self._last = 1

    def _walk(self, page: Any) -> None:
        from lxml import etree

        for event, element in etree.iterwalk(page, events=("start", "end")):
            seen = element.tag not in _UNSEEN
            if event == "start":
                self._line = max(self._line, element.sourceline or 0)
                self._add(element.text, seen=seen)
            else:
                self._add(element.tail, seen=True)

    def _add(self, text: str | None, *, seen: bool) -> None:
        for n, line in enumerate((text or "").split("\n")):
            self._line += n > 0
            solid = _solid(line)
            if solid and seen:
                self._starts.append(self._length)
                self._lines.append(self._line)
                self._texts.append(solid)
                self._length += len(solid)

    def line_of(self, text: str) -> int:
        """Return the line where a block's text begins, never before the last block's.

        The line of the block before it where the text is not found.
        """
        needle = _solid(text[: 4 * _NEEDLE])[:_NEEDLE]
        at = self._text.find(needle, self._from, self._from + _WINDOW)
        if needle and at >= 0:
            self._from = at + len(needle)
            self._last = self._lines[bisect_right(self._starts, at) - 1]
        return self._last
