"""Readers: one input format a file; each yields ``Document``s, or ``Problem``s in their place.

A reader module has ``read(file, stream)``, which takes the file's bytes as a stream and may
raise ``UnreadableError`` or ``OSError``; :func:`read` here turns those into a ``Problem``.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from io import BufferedReader, FileIO
from typing import TYPE_CHECKING, Final, Protocol, cast

from index.readers.loading import UnreadableError
from index.types import Document, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from index.readers.sources import SourceFile

READING: Final = "readers-3"
"""Names this way of reading; a part of an index's fingerprint."""

SUFFIXES: Mapping[str, str] = {
    ".txt": "plain",
    ".text": "plain",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "table",
    ".tsv": "table",
}
"""The suffixes that are read (lower case), and for each the reader: a module of this package."""

UNREAD: Final = frozenset(
    {".doc", ".docx", ".odt", ".rtf", ".epub", ".mobi", ".pages", ".ppt", ".pptx", ".odp"}
)
"""The suffixes of files that may well hold an article, but that no reader reads."""

MOST_PROBLEMS: Final = 1_000
"""A log file of the wrong suffix has one in each of its millions of lines."""

_BUFFER = 64 * 1024  # what a reader can look at before it reads


class Reader(Protocol):
    """What each reader module has."""

    def read(self, file: SourceFile, stream: BufferedReader) -> Iterator[Document | Problem]:
        """Yield what ``stream`` holds, in its order."""


def read(file: SourceFile) -> Iterator[Document | Problem]:
    """Yield the documents of a file in its order, with a ``Problem`` for what cannot be read.

    The suffix decides the format; an unknown one is read as plain text, and standard input as
    what it looks like. Bad content and unreadable files never raise. Past ``MOST_PROBLEMS`` of
    them in one file, a last one says how many more there were.
    """
    problems = 0
    for found in _read(file):
        problems += isinstance(found, Problem)
        if problems <= MOST_PROBLEMS or not isinstance(found, Problem):
            yield found
    if problems > MOST_PROBLEMS:
        yield Problem(file.id, f"{problems - MOST_PROBLEMS:,} more problems in this file")


def _read(file: SourceFile) -> Iterator[Document | Problem]:
    try:
        if str(file.path) == "-":
            stdin = cast("BufferedReader", sys.stdin.buffer)
            yield from reader(_sniff(stdin)).read(file, stdin)
        elif file.path.suffix.lower() in UNREAD:
            kind = file.path.suffix.lower()
            raise UnreadableError(f"{kind} is not read: save it as .html, .pdf or .txt")
        else:
            with _open(file.path) as stream:
                if not os.fstat(stream.fileno()).st_size:  # so are the system's, which never end
                    raise UnreadableError("the file is empty")
                yield from reader(file.path.suffix).read(file, stream)
    except UnreadableError as error:
        yield Problem(file.id, error.reason, error.line)
    except OSError as error:
        yield Problem(file.id, f"cannot be read: {(error.strerror or str(error)).lower()}")


def reader(suffix: str) -> Reader:
    """Import and return the reader for a suffix."""
    name = SUFFIXES.get(suffix.lower(), "plain")
    return cast("Reader", importlib.import_module(f"{__name__}.{name}"))


def _open(path: Path) -> BufferedReader:
    return BufferedReader(FileIO(path), _BUFFER)


def _sniff(stream: BufferedReader) -> str:
    """Return the suffix that fits the first bytes of a buffered stream, without reading them."""
    head = stream.peek(1024)[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"%pdf-"):
        return ".pdf"
    if head.startswith(b"{"):
        return ".jsonl"
    if head.startswith((b"<!doctype html", b"<html", b"<?xml", b"<!--")):
        return ".html"
    return ".txt"
