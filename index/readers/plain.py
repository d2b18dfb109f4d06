"""Plain text: the document's text is the file's own, so lines and offsets are too."""

from __future__ import annotations

from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING

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
    found = structure(text)
    said = Declared(
        title=found.title,
        standfirst=found.standfirst,
        author=found.author,
        published=found.published,
    )
    yield document(file, text, found.blocks, said)
