"""Standard input, output and error, as a command needs them."""

from __future__ import annotations

import codecs
import io
import os
import stat
import sys
from contextlib import suppress
from typing import Any


class _Forgiving(io.FileIO):
    """Standard error on a disk that may be full: what cannot be told ends no command."""

    def write(self, data: Any, /) -> int:
        """Write what can be written, and call all of it written."""
        with suppress(OSError):
            super().write(data)
        return len(data)


def byte_order_mark() -> str:
    """What begins a table in a new file, so that a spreadsheet reads it as UTF-8; else nothing.

    A pipe or a terminal gets none: other programs take it for a part of the first name.
    """
    with suppress(OSError, ValueError, AttributeError):
        status = os.fstat(sys.stdout.fileno())
        is_utf_8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
        if is_utf_8 and stat.S_ISREG(status.st_mode) and not status.st_size:
            return "\ufeff"
    return ""


def mend_streams() -> bool:
    """Print a question mark for what a stream cannot hold; do without one that is closed.

    False where it is standard output that is closed, without which nothing can be done.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            if name == "stdout":
                return False
            # Else the next file that is opened would be taken for the stream.
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, open(number, mode, closefd=False))  # noqa: SIM115
    encoding = getattr(sys.stderr, "encoding", None)
    if encoding and sys.stderr is sys.__stderr__:
        errors = io.BufferedWriter(_Forgiving(2, "w", closefd=False))
        sys.stderr = io.TextIOWrapper(errors, encoding, line_buffering=True)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    return True
