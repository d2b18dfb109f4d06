"""Lines of lightly marked text, their marks taken off, to one article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from index.readers.assemble import Piece, assemble, mark_head
from index.readers.loading import MOST_LINES, UnreadableError
from index.readers.metadata import declared, document
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document


class Line(NamedTuple):
    """A line without its marks; a blank one parts paragraphs.

    An ``item`` begins a paragraph of its own, and so does a heading, which is one line;
    ``verbatim`` lines keep their breaks.
    """

    number: int
    text: str
    kind: BlockKind = BlockKind.PARAGRAPH
    item: bool = False
    verbatim: bool = False


def article(file: SourceFile, lines: Iterable[Line], fields: Mapping[str, object]) -> Document:
    """Make the article; ``fields`` is what its source declares, filled while lines are taken.

    Without a declared title the first heading is the title, if nothing stands above it.

    :raises UnreadableError: where there is no text, or too much.
    """
    pieces = list(_pieces(lines))
    if not any(piece.kind is BlockKind.PARAGRAPH for piece in pieces):
        raise UnreadableError("no article text found" if pieces else "nothing but white space")
    said = declared(fields)
    first = pieces[0]
    repeated = next((n for n, one in enumerate(pieces[1:4], 1) if one.text == first.text), 0)
    if repeated and first.kind is pieces[repeated].kind is BlockKind.HEADING:
        del pieces[repeated]  # a title, and the same again as a heading
    if first.kind is BlockKind.HEADING and said.title in ("", first.text):
        pieces[0] = first._replace(kind=BlockKind.TITLE)
        said = replace(said, title=first.text)
    pieces, said = mark_head(pieces, said)
    return document(file, *assemble(pieces), said)


def _pieces(lines: Iterable[Line]) -> Iterator[Piece]:
    parts: list[str] = []
    begun = Line(1, "")
    for count, line in enumerate(lines):
        if count > MOST_LINES:
            raise UnreadableError(f"more than {MOST_LINES:,} lines; split it into articles")
        blank = not line.text.strip()
        apart = line.kind is not BlockKind.PARAGRAPH or line.item or begun.verbatim != line.verbatim
        if parts and ((blank and not line.verbatim) or (apart and not blank)):
            yield _piece(parts, begun)
            parts = []
        if blank and not (line.verbatim and parts):
            continue
        if not parts:
            begun = line
        parts.append(line.text)
        if line.kind is not BlockKind.PARAGRAPH:
            yield _piece(parts, begun)
            parts = []
    if parts:
        yield _piece(parts, begun)


def _piece(parts: list[str], begun: Line) -> Piece:
    text = "\n".join(parts) if begun.verbatim else " ".join(" ".join(parts).split())
    return Piece(begun.kind, text.strip(), begun.number)
