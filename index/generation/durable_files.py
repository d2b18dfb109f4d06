"""Files of an index: made anew, private, durable; nothing is written through a link.

Folders and files are readable by their user alone, whatever the umask says. A name that is taken,
by a link or anything else, is never written to.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from index.errors import SearchError, lacks_memory

FILE_MODE: Final = 0o600
FOLDER_MODE: Final = 0o700

_REFUSED: Final = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EPERM}
"""How file systems say that they know nothing of the kind: no modes, no durable folders."""

_NO_FOLDER_SYNC: Final = _REFUSED | {errno.EBADF, errno.EACCES, errno.EISDIR}
"""How they say that they cannot make a folder durable by itself."""


def create(path: Path) -> BinaryIO:
    """Open a new file for writing.

    :raises FileExistsError: where the name is taken.
    """
    return open(path, "xb", opener=_open_private)  # Path.open has no opener


def create_folder(path: Path) -> None:
    """Make a new folder.

    :raises FileExistsError: where the name is taken.
    """
    path.mkdir(mode=FOLDER_MODE)
    with _as_far_as_can_be():
        path.chmod(FOLDER_MODE)


def temporary_folder(parent: Path, prefix: str) -> Path:
    """Make a new folder whose name begins so, and that nothing else has."""
    return Path(tempfile.mkdtemp(prefix=prefix, dir=parent))


def replace(path: Path, content: bytes) -> None:
    """Put a file in the place of ``path``, all of it at once, and durable."""
    new = path.with_name(f"{path.name}.new")
    remove(new)
    try:
        with create(new) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def link(source: Path, target: Path) -> None:
    """Another name for a file that is never changed; a copy where file systems have no links.

    :raises FileExistsError: where the name is taken.
    """
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        with source.open("rb") as old, create(target) as new:
            shutil.copyfileobj(old, new, 1 << 20)


def remove(path: Path) -> None:
    """Remove a file, a link (not what it leads to) or a whole folder; nothing if there is none."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def settle(folder: Path) -> None:
    """Make everything in a folder private and durable, the folder itself last."""
    for path in folder.rglob("*"):
        if path.is_dir():
            sync_folder(path, FOLDER_MODE)
        else:
            _sync(path, FILE_MODE)
    sync_folder(folder, FOLDER_MODE)


def sync_folder(path: Path, mode: int | None = None) -> None:
    """Make the names in a folder durable, as far as its file system can."""
    try:
        _sync(path, mode)
    except OSError as error:
        if error.errno not in _NO_FOLDER_SYNC:
            raise


def check_folder(path: Path) -> None:
    """Make sure that a folder is not another user's link to some other place.

    :raises SearchError: where it is.
    """
    if path.is_symlink() and path.lstat().st_uid not in (os.geteuid(), 0):
        raise SearchError(f"{path} is another user's link: nothing is written there")


@contextlib.contextmanager
def writing(place: Path) -> Iterator[None]:
    """Turn what keeps an index from being written into one line.

    :raises SearchError: in the place of ``OSError`` and of what SQLite raises.
    """
    try:
        yield
    except (OSError, sqlite3.Error, MemoryError, ImportError, RuntimeError) as error:
        if lacks_memory(error):
            reason = "not enough memory"
        elif isinstance(error, ImportError | RuntimeError):
            raise
        else:
            reason = (isinstance(error, OSError) and error.strerror) or str(error)
        named = getattr(error, "filename2", None) or getattr(error, "filename", None) or place
        raise SearchError(
            f"Cannot write the index: {named}: {reason.lower()}; what was published before is "
            "whole: mend that, and run the command again",
            place=str(named),
            cause=reason.lower(),
        ) from error


def _open_private(path: str, flags: int) -> int:
    descriptor = os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), FILE_MODE)
    try:
        with _as_far_as_can_be():
            os.fchmod(descriptor, FILE_MODE)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


@contextlib.contextmanager
def _as_far_as_can_be() -> Iterator[None]:
    """Change a mode where the file system has any."""
    try:
        yield
    except OSError as error:
        if error.errno not in _REFUSED:
            raise


def _sync(path: Path, mode: int | None) -> None:
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    try:
        if mode is not None and stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
            with _as_far_as_can_be():
                os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
