"""What text documents of word processors have in common, once they are paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from index.article.structure import structure
from index.readers.assemble import Piece, assemble, mark_head
from index.readers.loading import UnreadableError, check_lines
from index.readers.metadata import Declared, document
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_TOP: Final = 8
_NO_TITLE = re.compile(
    r"untitled.*|(?:microsoft )?word\b.*|document ?\d*|dokument ?\d*|.*\.(?:docx?|odt|rtf|txt|pdf)",
    re.IGNORECASE,
)
_NO_AUTHOR = re.compile(
    r"python-docx|microsoft.*|user|admin(?:istrator)?|unknown|author|windows.*|un-named", re.I
)


def article(file: SourceFile, pieces: Iterable[Piece], said: Declared, noted: Declared) -> Document:
    """Make the article of paragraphs, whose lines are their numbers.

    What the text says of itself (``said``, by its styles) wins over what a program has ``noted`` of
    the file, and of what programs make up by themselves nothing is taken.

    :raises UnreadableError: where there is no text, or too much.
    """
    found = [piece for piece in pieces if piece.text.strip()]
    if not found:
        raise UnreadableError("no text in it")
    check_lines("\n".join(piece.text for piece in found))
    title = "" if _NO_TITLE.fullmatch(noted.title) else noted.title
    author = "" if _NO_AUTHOR.fullmatch(noted.author) else noted.author
    found, said = _titled(found, replace(said, title=said.title or title))
    found, said = mark_head(found, said)
    said = replace(
        said,
        author=said.author or author,
        published=said.published or noted.published,
        language=said.language or noted.language,
        other={**noted.other, **said.other},
    )
    return document(file, *assemble(found), said)


def _titled(pieces: list[Piece], said: Declared) -> tuple[list[Piece], Declared]:
    """Leave one title: a paragraph of that style, the first heading, or what looks like one."""
    titles = [n for n, piece in enumerate(pieces) if piece.kind is BlockKind.TITLE]
    if titles:
        first = titles[0]
    elif pieces[0].kind is BlockKind.HEADING and len(pieces) > 1:
        first = 0
    else:
        return _guessed(pieces, said)
    title = " ".join(pieces[first].text.split())
    for n, piece in enumerate(pieces):
        if n == first:
            pieces[n] = piece._replace(kind=BlockKind.TITLE)
        elif piece.kind is BlockKind.TITLE:
            pieces[n] = piece._replace(kind=BlockKind.HEADING)
    below = range(first + 1, min(first + _TOP, len(pieces)))
    again = next((n for n in below if pieces[n].text == pieces[first].text), 0)
    if again and pieces[again].kind is BlockKind.HEADING:
        del pieces[again]  # a title page, and the title again as a heading
    return pieces, replace(said, title=title)


def _guessed(pieces: list[Piece], said: Declared) -> tuple[list[Piece], Declared]:
    """Find the head of an article without styles as that of plain text is found."""
    top = [" ".join(piece.text.split()) for piece in pieces[:_TOP]]
    seen = structure("\n\n".join(top), titled=not said.title)
    if len(seen.blocks) != len(top):
        return pieces, said
    for n, block in enumerate(seen.blocks):
        if pieces[n].kind is BlockKind.PARAGRAPH and block.kind is not BlockKind.HEADING:
            pieces[n] = pieces[n]._replace(kind=block.kind)
    return pieces, replace(
        said,
        title=seen.title or said.title,
        standfirst=seen.standfirst or said.standfirst,
        author=said.author or seen.author,
        published=said.published or seen.published,
    )
