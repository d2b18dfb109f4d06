"""Pages saved whole by a browser (MHTML): read as the HTML that they hold."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from index.readers import html
from index.readers.loading import UnreadableError, load
from index.readers.metadata import host
from index.readers.mime import MAIL_BYTES, header, leaves, parse

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document]:
    """Yield the one article of the page, or raise ``UnreadableError``.

    Its URL is where it was saved from; when that was is kept in the metadata as ``saved``.
    """
    data = load(stream, MAIL_BYTES)
    message = parse(data)
    page = next((part for part, _ in leaves(message, data, 1) if part.kind == "text/html"), None)
    if page is None:
        raise UnreadableError("no page in it")
    address = header(message, "snapshot-content-location") or page.location
    url = address if address.startswith(("http://", "https://")) else ""
    source = codecs.BOM_UTF8 + page.text().encode()
    for found in html.read(file, io.BufferedReader(cast("io.RawIOBase", io.BytesIO(source)))):
        blocks = tuple(replace(block, line=page.line_of(block.line)) for block in found.blocks)
        saved = header(message, "date")
        yield replace(
            found,
            blocks=blocks,
            title=found.title or header(message, "subject"),
            url=found.url or url,
            source=found.source or host(url),
            metadata={**found.metadata, **({"saved": saved} if saved else {})},
        )
