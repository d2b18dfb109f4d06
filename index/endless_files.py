"""Files that never end, and files that are never there: neither is waited for."""

from __future__ import annotations

import errno
import os
from typing import Final

HOLE: Final = "most of the file is a hole, which nobody has written"

_LARGE: Final = 4 << 30
"""Bytes of a hole that take a few seconds to read."""


def open_at_once(path: str, flags: int) -> int:
    """An opener that does not wait for a writer, should a pipe have taken the file's place."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def why_endless(descriptor: int) -> str:
    """Why an open file is not to be read; empty where it is.

    Files of the system that never end say that they are empty, and so does a pipe. A file with
    a hole costs nothing to make, and may say that it is larger than any disk.
    """
    if not os.fstat(descriptor).st_size:
        return "the file is empty"
    return HOLE if is_hole(descriptor) else ""


def is_hole(descriptor: int) -> bool:
    """Whether most of a large open file has never been written, and says nothing but zeros."""
    size = os.fstat(descriptor).st_size
    return size > _LARGE and 2 * _written(descriptor, size) < size


def _written(descriptor: int, size: int) -> int:
    """How many bytes of a file are no holes: at least half of them, or exactly."""
    if not hasattr(os, "SEEK_DATA"):
        return size
    written = end = 0
    try:
        while end < size and 2 * written < size:
            start = os.lseek(descriptor, end, os.SEEK_DATA)
            end = os.lseek(descriptor, start, os.SEEK_HOLE)
            written += end - start
    except OSError as error:
        if error.errno != errno.ENXIO:  # there is no more; else the file system cannot tell
            return size
    finally:
        os.lseek(descriptor, 0, os.SEEK_SET)
    return written
