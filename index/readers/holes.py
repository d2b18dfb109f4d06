"""What an extractor has left out in the middle of an article, put back from the page; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.readers.assemble import Piece
from index.readers.decode import tidy
from index.readers.page import PageBlock, PageText
from index.types import BlockKind

CAPTION = "caption of a picture"

_MOST_LINKED = 0.34
"""Prose has fewer of its characters in links than lists of pointers have."""

_SHORTEST = 30
_SHORTEST_BELOW = 80
"""Characters of a paragraph that stands below all that was found, where comments do, too."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_PARTS = _HEADINGS | {"p", "li", "blockquote"}


class _Placed(NamedTuple):
    start: int
    order: int
    kind: BlockKind
    text: str


def with_missing(found: Sequence[tuple[BlockKind, str]], page: PageText) -> list[Piece]:
    """Return the blocks that were found, with their lines, and those between them that were not.

    Prose, code and rows of tables within the article are put back, beside text that was found
    or between it; menus, forms and lists of links are not. Captions of pictures become
    boilerplate. What was found as one paragraph and is several in the page is these. Where
    nothing was found, or menus alone, all prose of the page is the article.
    """
    placed: list[_Placed] = []
    start = 0
    covered: set[int] = set()
    for kind, text in found:
        place = page.find(text)
        numbers = range(0)
        if place:
            start = place[0]
            numbers = range(page.number_at(start), page.number_at(place[1] - 1) + 1)
        covered.update(numbers)
        own = [page.blocks[n] for n in numbers]
        if kind is BlockKind.PARAGRAPH and _is_several(own):
            placed += [_as_placed(b, len(placed)) for b in own if not b.beside]
        else:
            placed.append(_Placed(start, len(placed), kind, text))
    if all(page.blocks[n].beside for n in covered) and not any(len(text) > 80 for _, text in found):
        placed = [_as_placed(b, 0) for b in page.blocks if not _is_pointer(b)]
    else:
        placed += _missing(page.blocks, covered, len(placed))
    pieces = []
    for start, _, kind, text in sorted(placed, key=lambda one: one[:2]):
        line = page.blocks[page.number_at(start)].line if page.blocks else 1
        pieces.append(Piece(kind, text, line))
    return pieces


def _is_several(blocks: Sequence[PageBlock]) -> bool:
    """Whether a paragraph that was found is several in the page; a table is not."""
    parts = {block.element for block in blocks if block.tag in _PARTS}
    return len(parts) > 1 and not any(block.tag in ("td", "th") for block in blocks)


def _as_placed(block: PageBlock, order: int) -> _Placed:
    kind = BlockKind.HEADING if block.tag in _HEADINGS else BlockKind.PARAGRAPH
    return _Placed(block.start, order, BlockKind.TITLE if block.tag == "h1" else kind, _text(block))


def _is_pointer(block: PageBlock) -> bool:
    return block.beside or block.linked > _MOST_LINKED * (block.end - block.start)


def _missing(blocks: Sequence[PageBlock], covered: set[int], order: int) -> Iterator[_Placed]:
    first, last = min(covered, default=0), max(covered, default=0)
    shown = {_key(blocks[n]) for n in covered}
    parents = Counter(blocks[n].parent for n in covered)
    for number, block in enumerate(blocks):
        if number in covered or _key(block) in shown:
            continue
        inside = first < number < last
        if block.tag == "figcaption" and inside:
            yield _Placed(block.start, order, BlockKind.BOILERPLATE, _text(block))
        elif _is_pointer(block) or not (inside or parents[block.parent] > 1):
            continue
        elif block.tag in _HEADINGS:
            if inside and _has_text_below(blocks, number, covered):
                yield _Placed(block.start, order, BlockKind.HEADING, _text(block))
        elif block.tag == "pre" or len(_text(block)) >= (_SHORTEST if inside else _SHORTEST_BELOW):
            yield _Placed(block.start, order, BlockKind.PARAGRAPH, _text(block))


def _has_text_below(blocks: Sequence[PageBlock], number: int, covered: set[int]) -> bool:
    return number + 1 in covered and blocks[number + 1].tag not in _HEADINGS


def _text(block: PageBlock) -> str:
    if block.tag == "pre":
        return tidy(block.text).strip("\n").rstrip()
    return " ".join(tidy(block.text).split())


def _key(block: PageBlock) -> str:
    return "".join(block.text.split())
