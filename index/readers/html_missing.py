"""What an extractor has left out in the middle of an article, put back from the page; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from index.article.paragraphs import ends_sentence
from index.readers.assemble import Piece
from index.readers.decode import tidy
from index.readers.html_tree import PageBlock, PageText
from index.types import BlockKind

CAPTION = "caption of a picture"

_MOST_LINKED = 0.34
"""Prose has fewer of its characters in links than lists of pointers have."""

_SHORTEST = 30
_SHORTEST_BELOW = 80
"""Characters of a paragraph that stands below all that was found, where comments do, too; a
sentence that follows at once may be as short as one within."""

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ITEMS = frozenset(("li", "dt", "dd", "td", "th"))
_PARTS = _HEADINGS | _ITEMS | {"p", "div", "blockquote", "summary", "details"}
_QUOTING = frozenset(("blockquote", "p"))


_SHORTEST_PROSE = 60
_MOST_LOOKED_FOR = 50
"""Quotations of which it is asked whether they stand in the text as well."""


class _Placed(NamedTuple):
    start: int
    order: int
    kind: BlockKind
    text: str


def with_missing(found: Sequence[tuple[BlockKind, str]], page: PageText) -> list[Piece]:
    """Return the blocks that were found, with their lines, and those between them that were not.

    Prose, code and rows of tables within the article are put back, beside text that was found
    or between it; menus, forms and lists of links are not. Captions of pictures become
    boilerplate. What was found as one paragraph and is several in the page is these, and the
    other way round. Where less than half of the page's prose was found, or menus alone, all of
    its prose is the article.
    """
    placed, covered = _placed(found, page)
    missing = _Found(page, covered).missing()
    menus = all(page.blocks[n].beside for n in covered) and all(
        len(text) <= 80 for _, text in found
    )
    if menus or _is_unsure(page.blocks, covered.union(missing)):
        placed = [_as_placed(b, 0) for b in page.blocks if not _is_pointer(b)]
    else:
        placed += [
            _as_placed(page.blocks[n], len(placed))._replace(kind=kind)
            for n, kind in missing.items()
        ]
    pieces = []
    for start, _, kind, text in sorted(placed, key=lambda one: one[:2]):
        line = page.blocks[page.number_at(start)].line if page.blocks else 1
        pieces.append(Piece(kind, text, line))
    return pieces


def _placed(
    found: Sequence[tuple[BlockKind, str]], page: PageText
) -> tuple[list[_Placed], set[int]]:
    """Where the blocks that were found stand, and the numbers of the page's blocks in them."""
    placed: list[_Placed] = []
    covered: set[int] = set()
    start = 0
    last: int | None = None
    for kind, text in found:
        place = page.find(text)
        numbers = range(0)
        if place:
            start = place[0]
            numbers = range(page.number_at(start), page.number_at(place[1] - 1) + 1)
        covered.update(numbers)
        own = [page.blocks[n] for n in numbers]
        plain = kind is BlockKind.PARAGRAPH
        if plain and _is_several(own):
            placed += [_as_placed(b, len(placed)) for b in own if not b.beside]
        elif plain and len(own) == 1 and last == numbers.start and own[0].tag != "pre":
            if placed[-1].text != _text(own[0]):
                placed[-1] = _as_placed(own[0], len(placed))
        elif plain and len(own) == 1 and own[0].start == start:
            placed.append(_as_placed(own[0], len(placed)))
        else:
            placed.append(_Placed(start, len(placed), kind, text))
        last = numbers.start if plain and len(own) == 1 else None
    return placed, covered


def _is_several(blocks: Sequence[PageBlock]) -> bool:
    """Whether a paragraph that was found is several in the page; a table is not."""
    parts = {block.element for block in blocks if block.tag in _PARTS}
    return len(parts) > 1 and not any(block.tag in ("td", "th") for block in blocks)


def _as_placed(block: PageBlock, order: int) -> _Placed:
    kind = BlockKind.HEADING if block.tag in _HEADINGS else BlockKind.PARAGRAPH
    return _Placed(block.start, order, BlockKind.TITLE if block.tag == "h1" else kind, _text(block))


def _is_pointer(block: PageBlock) -> bool:
    return block.beside or block.linked > _MOST_LINKED * _size(block)


def _is_unsure(blocks: Sequence[PageBlock], kept: Collection[int]) -> bool:
    """Whether most of the prose of a page is not among what is kept of it."""
    inside = outside = 0
    for number, block in enumerate(blocks):
        size = _size(block)
        if (
            size >= _SHORTEST_PROSE
            and not _is_pointer(block)
            and ends_sentence(block.text.rstrip())
        ):
            inside += size * (number in kept)
            outside += size * (number not in kept)
    return inside < outside


class _Found:
    """What was found of an article, and which other blocks of the page belong to it.

    ``covered`` are the numbers of the blocks that were found.
    """

    def __init__(self, page: PageText, covered: set[int]) -> None:
        blocks = page.blocks
        self._page = page
        self._covered = covered
        self._first, self._last = min(covered, default=0), max(covered, default=0)
        self._behind = self._last + 1
        """The block that stands right behind what is found and put back."""
        heads = (n for n in range(self._first, -1, -1) if blocks and blocks[n].tag == "h1")
        self._head = next(heads, self._first)
        self._shown = {_key(blocks[n]) for n in covered}
        self._places = {blocks[n].place for n in covered if len(blocks[n].text) >= _SHORTEST_PROSE}
        self._parents = Counter(blocks[n].parent for n in covered)
        self._elements = Counter(blocks[n].element for n in covered)
        inner = [n for n in covered if not blocks[n].beside]
        headed = blocks and not blocks[self._head].beside
        self._around = page.around([self._head, *inner] if headed else inner)
        self._lists = Counter[int]()
        for block in blocks[self._head :]:
            if block.tag in _ITEMS and not _is_pointer(block):
                self._lists[block.parent] += _SHORTEST if block.tag == "dd" else _size(block)

    def missing(self) -> dict[int, BlockKind]:
        """The numbers of blocks that were not found and belong to the article."""
        found: dict[int, BlockKind] = {}
        looked_for = 0
        for number, block in enumerate(self._page.blocks):
            if number in self._covered or block.tag in _HEADINGS or self._is_shown(block):
                continue
            if block.tag == "figcaption":
                if self._first < number < self._last:
                    found[number] = BlockKind.BOILERPLATE
                self._behind += number == self._behind
            if _is_pointer(block):
                continue
            within = self._first < number < self._last
            wanted = self._belongs_within(block) if within else self._belongs_beside(number, block)
            if wanted and block.tag in _QUOTING and looked_for < _MOST_LOOKED_FOR:
                looked_for += 1
                wanted = not any(_key(block) in key for key in self._shown)
            if wanted:
                found[number] = BlockKind.PARAGRAPH
                self._behind = max(self._behind, number + 1)
        found |= _headings(self._page.blocks, self._covered, found)
        return found | _heads_of_columns(self._page.blocks, self._covered.union(found))

    def _is_shown(self, block: PageBlock) -> bool:
        """Whether the same text was found elsewhere; short items of lists may be alike."""
        repeated = block.tag not in _ITEMS or len(block.text) >= _SHORTEST
        return repeated and _key(block) in self._shown

    def _belongs_within(self, block: PageBlock) -> bool:
        """Whether a block between others that were found is of the article."""
        if _size(block) >= _SHORTEST or block.tag == "pre" or self._is_listed(block):
            return True
        if self._elements[block.element] > 1:
            return True  # loose text of an element of which more was found
        siblings = self._parents[block.parent] > 1
        return block.tag == "p" and siblings and ends_sentence(block.text)

    def _belongs_beside(self, number: int, block: PageBlock) -> bool:
        """Whether a block above or below all that was found is of the article."""
        size, listed = _size(block), self._is_listed(block)
        above = self._head < number < self._first
        if self._parents[block.parent] > 1 and size >= _SHORTEST_BELOW:
            return True
        if size >= _SHORTEST and (block.note or block.place in self._places):
            return True
        if block.tag == "summary" or (above and (listed or block.tag == "pre")):
            return True
        if not above and number != self._behind:
            return False
        said = size >= _SHORTEST and ends_sentence(block.text.rstrip())
        return (said or listed) and self._page.is_within(number, self._around)

    def _is_listed(self, block: PageBlock) -> bool:
        """Whether a block is an item of a list, or a cell of a row, that has some text."""
        return block.tag in _ITEMS and self._lists[block.parent] >= _SHORTEST


def _size(block: PageBlock) -> int:
    return block.end - block.start


def _headings(
    blocks: Sequence[PageBlock], covered: Collection[int], found: Mapping[int, BlockKind]
) -> dict[int, BlockKind]:
    """Headings that were not found, above text that was or that is put back."""
    kept = {}
    below = False
    for number in range(len(blocks) - 1, min(covered, default=0), -1):
        block = blocks[number]
        if number in covered or number in found:
            below = block.tag not in _HEADINGS and found.get(number) is not BlockKind.BOILERPLATE
        elif block.tag in _HEADINGS and below and not _is_pointer(block):
            kept[number] = BlockKind.HEADING
            below = False
        elif not block.beside:
            below = False
    return kept


def _heads_of_columns(blocks: Sequence[PageBlock], kept: Collection[int]) -> dict[int, BlockKind]:
    """The names of columns above cells that are kept."""
    heads: dict[int, BlockKind] = {}
    for number in range(len(blocks) - 2, -1, -1):
        if blocks[number].tag == "th" and number not in kept and not _is_pointer(blocks[number]):
            after = number + 1
            if (after in kept or after in heads) and blocks[after].tag in ("th", "td"):
                heads[number] = BlockKind.PARAGRAPH
    return heads


def _text(block: PageBlock) -> str:
    if block.tag == "pre":
        return tidy(block.text).strip("\n").rstrip()
    return " ".join(tidy(block.text).split())


def _key(block: PageBlock) -> str:
    return "".join(block.text.split())
