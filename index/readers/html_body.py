"""The blocks of the tree that trafilatura makes of an article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from index.types import BlockKind

Found = tuple[BlockKind, str]

_BREAK = "\u2028"
"""Stands for a line break, since a line end in the source is a blank."""

_OWN_BLOCKS = frozenset(
    ("p", "head", "list", "item", "quote", "table", "row", "cell", "code", "fw", "ab", "div")
)


def blocks(body: Any) -> Iterator[Found]:
    """Yield the kind and the text of each block in its order; no text is left out.

    Text between elements is a paragraph of its own, two line breaks part paragraphs, items of a
    list stand alone, and a table is one paragraph with a row on a line.
    """
    yield from _inside(body, BlockKind.PARAGRAPH)


def _inside(element: Any, kind: BlockKind) -> Iterator[Found]:
    parts: list[str] = [element.text or ""]
    for child in element:
        if child.tag in _OWN_BLOCKS and not _is_inline(child, element):
            yield from _flushed(parts, kind)
            yield from _block(child)
            parts = [child.tail or ""]
        elif child.tag != "code" and any(inner.tag in _OWN_BLOCKS for inner in child.iter()):
            yield from _flushed(parts, kind)
            yield from _inside(child, kind)
            parts = [child.tail or ""]
        elif child.tag == "lb":
            parts += _BREAK, child.tail or ""
        else:
            for line_break in child.iter("lb"):
                line_break.tail = f"{_BREAK}{line_break.tail or ''}"
            parts += "".join(child.itertext()), child.tail or ""
    yield from _flushed(parts, kind)


def _is_inline(child: Any, element: Any) -> bool:
    """Whether code stands within a sentence."""
    return (
        child.tag == "code"
        and element.tag in ("p", "item", "head", "quote")
        and "\n" not in (child.text or "").strip()
        and child.find(".//lb") is None
    )


def _block(element: Any) -> Iterator[Found]:
    if element.tag == "head":
        first = element.get("rend") == "h1"
        yield from _inside(element, BlockKind.TITLE if first else BlockKind.HEADING)
    elif element.tag == "table":
        yield BlockKind.PARAGRAPH, "\n".join(map(_row, element.iter("row")))
    elif element.tag == "row":
        yield BlockKind.PARAGRAPH, _row(element)
    elif element.tag in ("code", "quote") and not len(element):
        yield BlockKind.PARAGRAPH, element.text or ""
    elif element.tag == "code":
        yield BlockKind.PARAGRAPH, "".join(element.itertext())
    else:
        yield from _inside(element, BlockKind.PARAGRAPH)


def _row(row: Any) -> str:
    return " | ".join(filter(None, map(_cell, row.iter("cell"))))


def _cell(cell: Any) -> str:
    return " ".join(" ".join(cell.itertext()).split())


def _flushed(parts: list[str], kind: BlockKind) -> Iterator[Found]:
    """Yield the paragraphs of a run of text, in which breaks are line ends."""
    lines = [" ".join(line.split()) for line in "".join(parts).split(_BREAK)]
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line:
            paragraph.append(line)
        elif paragraph:
            yield kind, "\n".join(paragraph)
            paragraph = []
