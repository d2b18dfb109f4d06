"""PDF: the text layer of the pages, cleaned of the page; lines are page numbers."""

from __future__ import annotations

import io
import logging
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from index.article.structure import structure
from index.readers.decode import tidy
from index.readers.loading import PDF_BYTES, UnreadableError, check_lines, load
from index.readers.metadata import Declared, document
from index.readers.pages import Paragraph, paragraphs
from index.types import Problem

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

    from index.readers.sources import SourceFile
    from index.types import Document

_MOST_PAGES = 5_000
_MOST_CONTENT = 16 * 2**20
"""Bytes of drawing instructions on a page: text needs 10 KB, a detailed map some MB, and they
take about a second a megabyte. Nor is more unpacked on the way to them: some packings take a
hundred times the memory of what they hold."""

_MOST_CONTENT_IN_ALL = 32 * 2**20

_NO_TITLE = re.compile(
    r"untitled|document\d*|slide \d+|microsoft (?:word|powerpoint)\b.*"
    r"|.*\.(?:docx?|odt|rtf|pdf|indd|qxp|qxd|tex|dvi|pptx?|p65)",
    re.IGNORECASE,
)


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield a ``Problem`` for each page that cannot be read, then the article of the others.

    Raises ``UnreadableError`` where there is none.
    """
    reader = _open(load(stream, PDF_BYTES))
    pages: list[str] = []
    problems: list[Problem] = []
    content = 0
    for number, page in enumerate(_pages(reader), 1):
        text, size = "", 0
        try:
            text, size = _text(page)
        except UnreadableError as error:
            problems.append(Problem(file.id, f"page {number}: {error.reason}", number))
        pages.append(text)
        content += size
        if content > _MOST_CONTENT_IN_ALL:
            raise UnreadableError("more content than a single article has; split it")
    yield from problems
    found = paragraphs(pages)
    if not found:
        raise UnreadableError(
            "no page can be read" if problems else "a scan? it has no text; run OCR on it first"
        )
    yield _article(file, found, *_information(reader))


def _article(file: SourceFile, found: list[Paragraph], title: str, author: str) -> Document:
    text = "\n\n".join(paragraph.text for paragraph in found)
    check_lines(text)
    starts = list(accumulate((len(paragraph.text) + 2 for paragraph in found), initial=0))
    seen = structure(text)
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


def _open(data: bytes) -> PdfReader:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are about the format
    if not data.strip():
        raise UnreadableError("nothing but white space")
    try:
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    except Exception as error:  # pypdf raises all sorts of exceptions on broken files
        if type(error).__name__ == "DependencyError":
            raise UnreadableError("encrypted; save a copy without a password") from error
        raise UnreadableError("not a PDF file, or a broken one") from error
    if locked:
        raise UnreadableError("encrypted; save a copy without a password")
    return reader


def _pages(reader: PdfReader) -> Iterator[PageObject]:
    try:
        count = len(reader.pages)
        if count > _MOST_PAGES:
            raise UnreadableError(f"more than {_MOST_PAGES:,} pages; split it into articles")
        for number in range(count):
            yield reader.pages[number]
    except UnreadableError:
        raise
    except Exception as error:  # as above
        raise UnreadableError("not a PDF file, or a broken one") from error


def _text(page: PageObject) -> tuple[str, int]:
    """Return the text of a page, and how many bytes of instructions draw it."""
    from pypdf import apply_configuration

    try:
        with apply_configuration(stream_decoding_work_maximum_length=_MOST_CONTENT):
            contents = page.get_contents()
            size = len(contents.get_data()) if contents is not None else 0
            if size > _MOST_CONTENT:
                raise UnreadableError("a drawing too large to look for text in")
            return tidy(page.extract_text()), size
    except UnreadableError:
        raise
    except Exception as error:  # as above
        raise UnreadableError(f"broken ({type(error).__name__})") from error


def _information(reader: PdfReader) -> tuple[str, str]:
    """Return title and author as the file declares them; no title that a program made up."""
    try:
        information = reader.metadata
        title = str((information and information.title) or "")
        author = str((information and information.author) or "")
    except Exception:  # as above; an article without them is still an article
        return "", ""
    title, author = (" ".join(tidy(one).split()) for one in (title, author))
    return ("" if len(title) < 4 or _NO_TITLE.fullmatch(title) else title), author
