"""The lock that keeps two builds of an index apart."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from index.errors import IndexLockedError, SearchError
from index.generation import durable_files
from index.location import LOCK


@contextlib.contextmanager
def writer_lock(
    location: Path, *, wait: bool = False, notify: Callable[[str], None] = lambda _: None
) -> Iterator[None]:
    """Be the one writer of an index; its folder is made if there is none.

    The lock dies with the process that holds it. With ``wait``, another writer is waited for.

    :raises IndexLockedError: where another process is writing.
    """
    import filelock

    try:
        if not location.is_dir():
            location.parent.mkdir(parents=True, exist_ok=True)
            durable_files.create_folder(location)
        durable_files.check_folder(location)
        if (location / LOCK).is_symlink():
            durable_files.remove(location / LOCK)
        lock = filelock.FileLock(location / LOCK, mode=durable_files.FILE_MODE)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            if not wait:
                raise
            notify(f"waiting for the process that is building {location}")
            lock.acquire()
    except filelock.Timeout as error:
        raise IndexLockedError(
            f"Another process is building {location}", place=str(location)
        ) from error
    except OSError as error:
        cause = error.strerror or str(error)
        raise SearchError(
            f"Cannot write to {location}: {cause}", place=str(location), cause=cause
        ) from error
    try:
        yield
    finally:
        lock.release()
