"""An HTML page as a tree within limits, and its blocks of text with where they stand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import takewhile
from typing import Any, NamedTuple

from index.readers.decode import tidy
from index.readers.html_not_article import BESIDE, is_beside, is_note, names_of
from index.readers.html_repairs import repair, with_sections, without_frames
from index.readers.loading import UnreadableError

_MOST_ELEMENTS = 100_000
"""Extraction takes about 0.1 ms an element; an article has hundreds, a large page thousands."""

_MOST_BREAKS = 20_000
_MOST_CELLS = 1_000
"""With more of them the extractor's time is square; a book has some thousand line breaks. A row of
more cells becomes one."""

_MANY_ATTRIBUTES = re.compile(
    r"(<[a-zA-Z][^\s<>/]*+)"
    r"(?:[\s/]++[^\s=>/]++(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+){65,}+"
)
"""An element with so many attributes has them compared with one another: the time is square."""

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")

_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd details div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section "
    "summary table tbody td tfoot th thead title tr ul".split()
)
_UNSEEN = frozenset("title script style noscript template svg iframe".split())
_IN_FIGURES = frozenset("blockquote pre table ul ol".split())
"""What is no picture, though it stands in a figure."""

_NEEDLE = 48
_SHORTER = 20
_WINDOW = 200_000
_MOST_TRIES = 8
"""Characters compared to find a text in the page (fewer at the beginning of a block, since a word
may be left out of the text), and how far ahead it is looked for."""


class PageBlock(NamedTuple):
    """A run of text of one element.

    ``start`` and ``end`` count the characters of the page but white space. ``linked`` of them
    are in links; ``beside`` says that the text stands in something that is no article by its
    name (a menu, a form, a figure). ``element`` and ``parent`` number the elements; ``place`` is
    the same for elements that stand in the same way in elements of the same names. ``note`` says
    that it is a footnote, or is shown when it is asked for.
    """

    text: str
    start: int
    end: int
    tag: str
    line: int
    linked: int
    beside: bool
    element: int
    parent: int
    place: int
    note: bool


def parse(source: str) -> Any:
    """Return the tree of a page.

    :raises UnreadableError: where there is none, or more than one article can have.
    """
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = with_sections(_CONTROLS.sub(" ", source))
    source = without_frames(_MANY_ATTRIBUTES.sub(r"\1", source))
    try:
        page = html.document_fromstring(source.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableError("no article text found") from error
    if page.xpath("count(//*)") > _MOST_ELEMENTS:
        raise UnreadableError(f"more than {_MOST_ELEMENTS:,} elements; this is no single article")
    if page.xpath("count(//br)") > _MOST_BREAKS:
        raise UnreadableError(f"more than {_MOST_BREAKS:,} line breaks; split it into articles")
    for row in [one for one in page.iter("tr") if len(one) > _MOST_CELLS]:
        text = " | ".join(" ".join("".join(cell.itertext()).split()) for cell in row)
        row[:] = [html.fromstring("<td></td>")]
        row[0].text = text
    repair(page)
    return page


class PageText:
    """What a page shows, in its order, white space aside; finds texts in it."""

    def __init__(self, page: Any) -> None:
        self.blocks: list[PageBlock] = []
        self._parents: list[int] = [0]
        self._solid: list[str] = []
        self._length = 0
        self._size = page.xpath("string-length()")
        self._walk(page)
        self._text = "".join(self._solid)
        self._starts = [block.start for block in self.blocks]
        self._from = 0

    def find(self, text: str) -> tuple[int, int] | None:
        """Return where a text stands: the first place behind that of the text before it.

        Else it is looked for at the beginnings of blocks: of those behind by fewer characters, and
        of those before. ``None`` where it is not found.
        """
        solid = _solid(text)
        needle, start = solid[:_NEEDLE], self._from
        if not needle:
            return None
        at = self._next(needle, start)
        if at < 0:
            needle = solid[:_SHORTER]
            at = self._at_block(self._next(needle, start))
        if at < 0:
            needle = solid[:_NEEDLE]
            at = self._at_block(self._next(needle, max(0, start - _WINDOW)))
        if at < 0:
            return None
        end = at + len(solid)
        if not self._text.startswith(solid[-_NEEDLE:], end - len(solid[-_NEEDLE:])):
            end = at + len(needle)  # only its beginning is known
        self._from = max(end, start)
        return at, end

    def _next(self, needle: str, start: int) -> int:
        """Where the needle stands next, at the beginning of a block where that is near."""
        first = at = self._text.find(needle, start, start + _WINDOW)
        for _ in range(_MOST_TRIES):
            if at < 0 or self._at_block(at) == at:
                break
            at = self._text.find(needle, at + 1, start + _WINDOW)
        return first if self._at_block(at) < 0 else at

    def _at_block(self, place: int) -> int:
        """The place if it is the beginning of a block, else -1."""
        return place if place >= 0 and self._starts[self.number_at(place)] == place else -1

    def around(self, numbers: Iterable[int]) -> int:
        """Return the lowest element that holds all these blocks and has others beside them."""
        paths = [self._path(self.blocks[number].parent) for number in numbers]
        same = takewhile(lambda level: len(set(level)) == 1, zip(*paths, strict=False))
        around = 0
        for level in same:
            around = level[0]
        return around

    def is_within(self, number: int, element: int) -> bool:
        """Whether a block stands in an element, however deep."""
        return element in self._path(self.blocks[number].element)

    def _path(self, element: int) -> list[int]:
        """The elements from the whole page down to this one."""
        path: list[int] = [element]
        while path[-1]:
            path.append(self._parents[path[-1]])
        return path[::-1]

    def number_at(self, place: int) -> int:
        """Return the number of the block that holds the character at ``place``."""
        return max(0, bisect_right(self._starts, place) - 1)

    def _walk(self, page: Any) -> None:
        """Gather the text between the tags of blocks; one loop, for there are very many tags."""
        from lxml import etree

        parts: list[str] = []
        opened: list[tuple[str, int, int]] = [("html", 0, 0), ("html", 0, 0)]
        elements = linked = links = unseen = 0
        line = first = 1
        beside: Any = None
        lifted: Any = None
        note: Any = None
        for event, element in etree.iterwalk(page, events=("start", "end")):
            tag = element.tag
            is_block = tag in _BLOCKS
            if is_block and parts:
                aside = beside is not None and lifted is None
                self._add("".join(parts), opened, first, linked, aside, note is not None)
                parts, linked = [], 0
            if event == "start":
                line = max(line, element.sourceline or 0)
                unseen += tag in _UNSEEN
                links += tag == "a"
                if is_block:
                    elements += 1
                    self._parents.append(opened[-1][1])
                    place = hash((opened[-1][2], tag, element.get("class")))
                    opened.append((tag, elements, place))
                if beside is None:
                    names = names_of(element)
                    if is_beside(element, tag, names) and not self._holds_most(element, tag):
                        beside = element
                    elif note is None and is_note(tag, names):
                        note = element
                elif lifted is None and tag in _IN_FIGURES and beside.tag == "figure":
                    lifted = element
                text = element.text
            else:
                unseen -= tag in _UNSEEN
                links -= tag == "a"
                if is_block:
                    opened.pop()
                if beside is element:
                    beside = None
                elif lifted is element:
                    lifted = None
                elif note is element:
                    note = None
                text = element.tail
            if text:
                if not unseen and (parts or not text.isspace()):
                    if not parts:
                        first = line + text[: len(text) - len(text.lstrip())].count("\n")
                    parts.append(text)
                    linked += len(_solid(text)) if links else 0
                line += text.count("\n")

    def _holds_most(self, element: Any, tag: str) -> bool:
        """Whether an element is only called a menu or a form, and has most of the text in it."""
        if tag in BESIDE and tag not in ("form", "aside"):
            return False
        return bool(element.xpath("string-length()") * 2 > self._size)

    def _add(
        self,
        text: str,
        opened: list[tuple[str, int, int]],
        line: int,
        linked: int,
        beside: bool,
        note: bool,
    ) -> None:
        solid = _solid(text)
        if solid:
            start, self._length = self._length, self._length + len(solid)
            (_, parent, _), (tag, element, place) = opened[-2:]
            self._solid.append(solid)
            end = self._length
            self.blocks.append(
                PageBlock(text, start, end, tag, line, linked, beside, element, parent, place, note)
            )


def _solid(text: str) -> str:
    """Drop white space, and the bars that are put between the cells of a table."""
    return "".join(tidy(text).replace("|", " ").split())
