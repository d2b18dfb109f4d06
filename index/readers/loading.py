"""The bytes of one article within a limit, and the exception behind every ``Problem`` here."""

from __future__ import annotations

import re
from io import BufferedReader
from itertools import islice

ARTICLE_BYTES = 8 * 2**20
"""A text, Markdown or HTML file past this is a dump or a log: the longest books have 5 MB."""

MOST_LINES = 250_000
"""Lines with text in one article; each takes a kilobyte and more until it is written."""

PDF_BYTES = 256 * 2**20
"""Scanned or illustrated PDF files are large while their text is not."""

RECORD_BYTES = ARTICLE_BYTES
"""The longest line of JSON or row of CSV; a record is one article."""


_TEXT_LINE = re.compile(r"\S.*")


class UnreadableError(Exception):
    """Why an article cannot be read, in one line; never leaves the readers.

    ``line`` is its place in the file, 0 for the whole file.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def load(stream: BufferedReader, limit: int = ARTICLE_BYTES) -> bytes:
    """Return all that ``stream`` holds.

    Raises ``UnreadableError`` where that is nothing, or more than ``limit`` bytes; no more than
    that is ever held in memory.
    """
    data = stream.read(limit + 1)
    if not data:
        raise UnreadableError("the file is empty")
    if len(data) > limit:
        raise UnreadableError(f"larger than {limit // 2**20} MiB; split it into articles")
    return data


def check_lines(text: str, line: int = 0) -> None:
    """Raise ``UnreadableError``, with ``line``, where a text has more lines than an article."""
    if any(islice(_TEXT_LINE.finditer(text), MOST_LINES, None)):
        raise UnreadableError(f"more than {MOST_LINES:,} lines; split it into articles", line)
