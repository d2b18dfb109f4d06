"""The process in which files are read that may cost more than they should: see ``budget``."""

from __future__ import annotations

import errno
import json
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from index.types import Block, BlockKind, Document, Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile

END = b"{}\n"
"""Stands behind what a file holds."""


def main() -> None:
    """Read the files named on standard input, one a line, until it ends.

    The arguments are the budgets: seconds of computing for each article, and bytes of memory.
    """
    seconds, memory = float(sys.argv[1]), int(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this decides when it ends
    _limit_memory(memory)
    out = sys.stdout.buffer
    for line in sys.stdin.buffer:
        _read(_file(json.loads(line)), out, seconds)


def _read(file: SourceFile, out: BinaryIO, seconds: float) -> None:
    from index.readers import read

    try:
        _limit_time(seconds)
        for found in read(file):
            out.write(packed(found))
            out.flush()
            _limit_time(seconds)
    except MemoryError:
        out.write(packed(Problem(file.id, TOO_MUCH_MEMORY)))
    except OSError as error:  # of the machine
        if error.errno == errno.ENOMEM:
            out.write(packed(Problem(file.id, TOO_MUCH_MEMORY)))
        else:
            out.write(json.dumps({"error": (error.errno, error.strerror)}).encode() + b"\n")
    _limit_time(0)
    out.write(END)
    out.flush()


TOO_MUCH_MEMORY = "takes more memory than an article may; split it"


def _limit_memory(size: int) -> None:
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    """Have the kernel end this process after so many seconds of computing, 0 for never."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, seconds)


def request(file: SourceFile) -> bytes:
    """The line that asks for a file."""
    names = ("id", "size", "mtime_ns", "day_first")
    fields = {"path": str(file.path), **{name: getattr(file, name) for name in names}}
    return json.dumps(fields).encode() + b"\n"


def _file(fields: dict[str, Any]) -> SourceFile:
    from index.readers.sources import SourceFile

    return SourceFile(Path(fields.pop("path")), **fields)


def packed(found: Document | Problem) -> bytes:
    """What was found as a line of JSON."""
    if isinstance(found, Problem):
        said = {name: getattr(found, name) for name in ("path", "reason", "line", "passing")}
        fields: dict[str, Any] = {"problem": said}
    else:
        names = ("id", "path", "text", "title", "standfirst", "author", "published", "url")
        fields = {name: getattr(found, name) for name in (*names, "source", "language")}
        fields["metadata"] = dict(found.metadata)
        fields["blocks"] = [(b.start, b.end, b.kind, b.line, b.reason) for b in found.blocks]
    return json.dumps(fields).encode() + b"\n"


def unpacked(line: bytes) -> Document | Problem:
    """What :func:`packed` made a line of.

    :raises OSError: where reading ended with an error of the machine.
    """
    fields = json.loads(line)
    if "error" in fields:
        raise OSError(*fields["error"])
    if "problem" in fields:
        return Problem(**fields["problem"])
    blocks = tuple(
        Block(start, end, BlockKind(kind), number, reason)
        for start, end, kind, number, reason in fields.pop("blocks")
    )
    return Document(blocks=blocks, **fields)
