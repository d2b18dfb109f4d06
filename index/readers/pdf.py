"""PDF: the text layer of the pages, cleaned of the page; lines are page numbers."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from index.article.structure import Structure, structure
from index.readers.decode import tidy
from index.readers.loading import ARTICLE_BYTES, PDF_BYTES, UnreadableError, check_lines, load
from index.readers.metadata import Declared, document
from index.readers.pdf_lines import Line, large_lines, lines_of, page_text
from index.readers.pdf_pages import Paragraph, paragraphs
from index.types import Block, BlockKind, Problem

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

    from index.readers.sources import SourceFile
    from index.types import Document

_MOST_PAGES = 5_000

_NO_TITLE = re.compile(
    r"untitled|document\d*|slide \d+|microsoft (?:word|powerpoint)\b.*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxp|qxd|tex|dvi|pptx?|p65)",
    re.IGNORECASE,
)
_NO_AUTHORS = frozenset(
    "anonymous unknown user owner admin administrator root author default none nobody".split()
)
_TOP = 6
"""How many blocks from the top a title set in large type is looked for."""


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield a ``Problem`` for each page that cannot be read, then the article of the others.

    Raises ``UnreadableError`` where there is none.
    """
    opened = _open(load(stream, PDF_BYTES))
    try:
        pages: list[list[Line]] = []
        size = 0
        for number in range(len(opened)):
            lines = _page(opened, number)
            if lines is None:
                yield Problem(file.id, f"page {number + 1}: broken", number + 1)
            pages.append(lines or [])
            size += sum(len(line.text) for line in pages[-1])
            if size > ARTICLE_BYTES:
                raise UnreadableError("more text than a single article has; split it")
        title, author = _information(opened)
    finally:
        opened.close()
    large = large_lines(pages[0])
    texts = [page_text(lines, large if lines is pages[0] else ()) for lines in pages]
    found = paragraphs(texts, headlines=[" ".join(large)])
    if not found:
        raise UnreadableError("a scan? it has no text; run OCR on it first")
    yield _article(file, found, title, author, " ".join(large))


def _article(
    file: SourceFile, found: list[Paragraph], title: str, author: str, large: str
) -> Document:
    text = "\n\n".join(paragraph.text for paragraph in found)
    check_lines(text)
    starts = list(accumulate((len(paragraph.text) + 2 for paragraph in found), initial=0))
    seen = structure(text)
    if not title:
        seen = _with_title(text, seen, large)
    blocks = tuple(
        replace(block, line=found[bisect_right(starts, block.start) - 1].page)
        for block in seen.blocks
    )
    said = Declared(
        title=title or seen.title,
        standfirst=seen.standfirst,
        author=seen.author or author,
        published=seen.published,
    )
    return document(file, text, blocks, said)


def _with_title(text: str, seen: Structure, large: str) -> Structure:
    """Take what is set in the largest type for the title, where it is a block near the top."""
    for number, block in enumerate(seen.blocks[: min(_TOP, len(seen.blocks) - 1)]):
        if large and text[block.start : block.end] == large:
            blocks = [_untitled(other) for other in seen.blocks]
            blocks[number] = replace(block, kind=BlockKind.TITLE)
            return replace(seen, blocks=tuple(blocks), title=large)
    return seen


def _untitled(block: Block) -> Block:
    return replace(block, kind=BlockKind.PARAGRAPH) if block.kind is BlockKind.TITLE else block


def _open(data: bytes) -> PdfDocument:
    import pypdfium2

    if not data.strip():
        raise UnreadableError("nothing but white space")
    try:
        opened = pypdfium2.PdfDocument(data)
        count = len(opened)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError("encrypted; save a copy without a password") from error
        raise UnreadableError("not a PDF file, or a broken one") from error
    if not 0 < count <= _MOST_PAGES:
        opened.close()
        raise UnreadableError(
            f"more than {_MOST_PAGES:,} pages; split it into articles"
            if count
            else "not a PDF file, or a broken one"
        )
    return opened


def _page(opened: PdfDocument, number: int) -> list[Line] | None:
    import pypdfium2

    try:
        page = opened[number]
    except pypdfium2.PdfiumError:
        return None
    try:
        return lines_of(page)
    except pypdfium2.PdfiumError:
        return None
    finally:
        page.close()


def _information(opened: PdfDocument) -> tuple[str, str]:
    """Return title and author as the file declares them; no title that a program made up."""
    title, author = (
        " ".join(tidy(opened.get_metadata_value(key)).split()) for key in ("Title", "Author")
    )
    title = "" if len(title) < 4 or _NO_TITLE.fullmatch(title) else title
    return title, "" if author.lower() in _NO_AUTHORS else author
