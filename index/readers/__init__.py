"""Readers: one input format a file; each yields ``Document``s, or ``Problem``s in their place.

A reader module has ``read(file, stream)``, which takes the file's bytes as a stream and may
raise ``UnreadableError`` or ``OSError``; :func:`read` here turns those into a ``Problem``.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from io import BufferedReader, FileIO
from typing import TYPE_CHECKING, Final, Protocol, cast

from index.endless_files import open_at_once, why_endless
from index.errors import is_machine_error
from index.readers.loading import UnreadableError
from index.types import Document, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from index.readers.sources import SourceFile

READING: Final = "readers-13"
"""Names this way of reading; a part of an index's fingerprint."""

MOST_PROBLEMS: Final = 1_000
"""A log file of the wrong suffix has one in each of its millions of lines."""

_BUFFER = 64 * 1024  # what a reader can look at before it reads
_HEAD = 4096


class Reader(Protocol):
    """What each reader module has."""

    def read(self, file: SourceFile, stream: BufferedReader) -> Iterator[Document | Problem]:
        """Yield what ``stream`` holds, in its order."""


def read(file: SourceFile) -> Iterator[Document | Problem]:
    """Yield the documents of a file in its order, with a ``Problem`` for what cannot be read.

    The suffix decides the format; a file with another suffix or none, and standard input, is
    read as what it looks like. Bad content and unreadable files never raise, but errors of the
    machine do (see ``is_machine_error``). Past
    ``MOST_PROBLEMS`` of them in one file, a last one says how many more there were.
    """
    problems = 0
    for found in map(_unless_wall, _read(file)):
        problems += isinstance(found, Problem)
        if problems <= MOST_PROBLEMS or not isinstance(found, Problem):
            yield found
        if isinstance(found, Document) and "\ufffd" in found.text:
            problems += 1
            if problems <= MOST_PROBLEMS:
                yield _lost_characters(found)
    if problems > MOST_PROBLEMS:
        yield Problem(file.id, f"{problems - MOST_PROBLEMS:,} more problems in this file")


def _lost_characters(document: Document) -> Problem:
    """Says how many characters of an article are not known, and where the first one stands."""
    text = document.text
    count, first = text.count("\ufffd"), text.index("\ufffd")
    block = next(block for block in reversed(document.blocks) if block.start <= first)
    line = block.line + ("" if "#" in document.id else text[block.start : first]).count("\n")
    lost = "a character is" if count == 1 else f"{count:,} characters are"
    return Problem(document.path, f"{lost} lost (shown as \ufffd), the rest is read", line)


def _unless_wall(found: Document | Problem) -> Document | Problem:
    """A document, unless it is what a site shows in its place."""
    from index.readers.bot_walls import wall

    called = wall(found) if isinstance(found, Document) else ""
    if not called or isinstance(found, Problem):
        return found
    reason = f"no article but a bot wall or an error page ({called[:80]})"
    return Problem(found.path, reason, found.blocks[0].line)


def read_stream(
    file: SourceFile, stream: BufferedReader, *, known: str = ""
) -> Iterator[Document | Problem]:
    """Yield what a stream holds, by the name of ``file`` or, where ``known``, by that reader.

    For readers of files in which others are packed; may raise ``UnreadableError``.
    """
    from index.readers.formats import reader_name

    name = known or reader_name(file.path.name, stream.peek(_HEAD)[:_HEAD])
    yield from reader(name).read(file, stream)


def _read(file: SourceFile) -> Iterator[Document | Problem]:
    try:
        if str(file.path) == "-":
            yield from read_stream(file, cast("BufferedReader", sys.stdin.buffer))
            return
        with _open(file.path) as stream:
            if reason := why_endless(stream.fileno()):
                raise UnreadableError(reason)
            yield from read_stream(file, stream)
    except UnreadableError as error:
        yield Problem(file.id, error.reason, error.line)
    except RecursionError:
        yield Problem(file.id, "nested too deeply to be read")
    except OSError as error:
        if is_machine_error(error):
            raise
        reason = f"cannot be read: {(error.strerror or str(error)).lower()}"
        yield Problem(file.id, reason, passing=True)


def reader(name: str) -> Reader:
    """Import and return a reader."""
    return cast("Reader", importlib.import_module(f"{__name__}.{name}"))


def _open(path: Path) -> BufferedReader:
    return BufferedReader(FileIO(path, opener=open_at_once), _BUFFER)
