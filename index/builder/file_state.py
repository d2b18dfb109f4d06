"""Whether a file has changed since it was read.

Size and times tell, as long as they must differ after another change. Within a tick of the file
system's clock (2 s on FAT) a second change can leave them all the same, so that a file which was
changed just before it was read counts as unsettled and is compared by its bytes.
"""

from __future__ import annotations

import hashlib
import time
from io import FileIO
from pathlib import Path
from typing import Final

from index.endless_files import open_at_once, why_endless
from index.types import FileState

SETTLED_AFTER: Final = 2_000_000_000
"""Nanoseconds after which another change must leave another time: the coarsest clock's tick."""

NEVER: Final = FileState(-1, 0, 0, b"", settled=False)
"""The state of a file that is to be read again at every build."""


def file_state(path: Path) -> FileState:
    """The state of a file now, its digest yet to be found."""
    status = path.stat()
    times = (status.st_mtime_ns, status.st_ctime_ns)
    settled = time.time_ns() - max(times) > SETTLED_AFTER
    return FileState(status.st_size, *times, b"", settled)


def is_same(now: FileState, before: FileState) -> bool:
    """Whether a file is certainly as it was, by size and times alone."""
    return before.settled and now[:3] == before[:3]


def file_digest(path: Path) -> bytes:
    """A digest of the bytes of a file; none of one that is empty, or may never end."""
    with FileIO(path, opener=open_at_once) as file:
        if why_endless(file.fileno()):
            return b""
        return hashlib.file_digest(file, "blake2b").digest()[:16]
