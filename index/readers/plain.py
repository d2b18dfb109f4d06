"""Plain text: the document's text is the file's own, with its lines, and its words whole."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING

from index.article.hyphens import whole_words
from index.article.paragraphs import paragraphs
from index.article.structure import structure
from index.readers.decode import decode
from index.readers.loading import UnreadableError, check_lines, load
from index.readers.metadata import Declared, document

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document]:
    """Yield the one article of a text file, or raise ``UnreadableError``."""
    text = decode(load(stream))
    if not text.strip():
        raise UnreadableError("nothing but white space")
    check_lines(text)
    text, spans = whole_words(text, paragraphs(text))
    found = structure(text, spans=spans)
    said = Declared(
        title=found.title,
        standfirst=found.standfirst,
        author=found.author,
        published=found.published,
        source=found.source,
        url=found.url,
    )
    yield document(file, text, found.blocks, said)
