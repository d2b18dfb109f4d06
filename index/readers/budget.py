"""Files are read within a budget of time and memory, past which a file is a problem.

What is cheap to read is read here. Formats whose readers are large or not ours (PDF, HTML,
what is packed) and large files are read by a process of their own, which the kernel ends when
its budget is spent: whatever is in the file, the build goes on with the next one.
"""

from __future__ import annotations

import atexit
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from index.readers import read as read_here
from index.readers.formats import SUFFIXES, suffix_of
from index.readers.sources import SourceFile
from index.readers.worker import END, TOO_MUCH_MEMORY, request, unpacked
from index.types import Document, Problem

SECONDS: Final = 30.0
"""Of computing, for an article; the largest that were met take two."""

MEMORY: Final = 2 * 2**30
"""Bytes of data; the largest articles that were met take a third of it."""

_CHEAP: Final = frozenset(("plain", "markdown", "jsonl", "json", "table", "transcript"))
_STREAMED: Final = frozenset(("jsonl", "table"))
_LARGE: Final = 2**20


def read(file: SourceFile) -> Iterator[Document | Problem]:
    """Yield what :func:`index.readers.read` does, and a ``Problem`` where the budget is spent.

    :raises OSError: where the machine fails, see ``is_machine_error``.
    """
    reader = SUFFIXES.get(suffix_of(file.path.name), "")
    if str(file.path) == "-" or reader in _STREAMED or (reader in _CHEAP and file.size < _LARGE):
        yield from read_here(file)
        return
    try:
        worker = _started()
    except OSError:  # no second process to be had
        yield from read_here(file)
        return
    yield from _read_by(worker, file)


def _read_by(worker: subprocess.Popen[bytes], file: SourceFile) -> Iterator[Document | Problem]:
    assert worker.stdin is not None
    assert worker.stdout is not None
    whole = False
    try:
        worker.stdin.write(request(file))
        worker.stdin.flush()
        while line := worker.stdout.readline():
            if line == END:
                whole = True
                return
            if not line.endswith(b"\n"):
                break
            yield unpacked(line)
    except BrokenPipeError:
        pass
    finally:
        if not whole:  # it has ended, or whoever asked wants no more of this file
            stop()
    killed = worker.returncode == -signal.SIGKILL  # by whoever keeps the machine's memory
    yield Problem(file.id, _why(worker.returncode), passing=killed)


def stop() -> None:
    """End the reading process; the next file starts another one."""
    if _started.cache_info().currsize:
        worker = _started()
        _started.cache_clear()
        atexit.unregister(stop)
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()


@cache
def _started() -> subprocess.Popen[bytes]:
    start = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parents[2])!r}); "
        "from index.readers.worker import main; main()"
    )
    worker = subprocess.Popen(
        [sys.executable, "-P", "-c", start, str(SECONDS), str(MEMORY)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    atexit.register(stop)
    return worker


def _why(code: int | None) -> str:
    if code is not None and code == -getattr(signal, "SIGPROF", 0):
        return f"takes more than {SECONDS:.0f} s of computing; split it"
    if code == -signal.SIGKILL:
        return TOO_MUCH_MEMORY
    return "its reader broke off: damaged, or larger than an article may be"
