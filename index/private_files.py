"""Files and folders that only this user can read, written whole or not at all."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import Final

from index.errors import EncoderError

_TAG: Final = "CACHEDIR.TAG"
"""The file that tells a cache to other programs, which need not keep it or look into it."""

_SIGNATURE: Final = b"Signature: 8a477f597d28d172789f06886806bc55"
"""How that file begins: https://bford.info/cachedir/."""


def cache_folder() -> Path:
    """``$LEDE_CACHE``, or the user's cache folder on this system.

    :raises EncoderError: where its path is no text, which libraries could not be told.
    """
    if configured := os.environ.get("LEDE_CACHE"):
        folder = Path(configured).expanduser().absolute()
    else:
        from platformdirs import user_cache_path

        folder = user_cache_path("lede-search", appauthor=False)
    try:
        str(folder).encode()
    except UnicodeEncodeError as error:
        raise unusable(folder, "its path is not UTF-8") from error
    return folder


def is_cache(folder: str | Path, names: Collection[str]) -> bool:
    """Whether a folder in which these names stand says of itself that it is a cache."""
    try:
        return _TAG in names and read_plain(Path(folder, _TAG)).startswith(_SIGNATURE)
    except OSError:
        return False


def make_cache(folder: Path) -> None:
    """Make a cache of this user's alone, and say in it that it is one.

    :raises EncoderError: as ``make_private_folder``, and where it cannot be written to.
    """
    make_private_folder(folder)
    content = _SIGNATURE + b"\nWhat lies here is made anew where it is missing.\n"
    try:
        if not os.path.lexists(folder / _TAG):
            write_private(folder / _TAG, content, durable=False)
    except OSError as error:
        raise unusable(folder, (error.strerror or str(error)).lower()) from error


def make_private_folder(folder: Path) -> None:
    """Make a folder of this user's alone, with those above it, or check that it is one.

    :raises EncoderError: where it cannot be made, is a file or a link, or is another user's.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            folder.chmod(0o700)  # whatever the umask has taken away
        require_own(folder)
        status = folder.stat()
        if os.name == "posix" and status.st_mode & 0o022:
            folder.chmod(stat.S_IMODE(status.st_mode) & ~0o022)
    except OSError as error:
        raise unusable(folder, (error.strerror or str(error)).lower()) from error


def require_own(folder: Path) -> None:
    """Refuse what is no folder of this user's; one that is not there is none of another's.

    :raises EncoderError: where it is a file or a link, or belongs to another user.
    """
    try:
        status = folder.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise unusable(folder, (error.strerror or str(error)).lower()) from error
    if not stat.S_ISDIR(status.st_mode):
        raise unusable(folder, "it is not a folder")
    if os.name == "posix" and status.st_uid != os.geteuid():
        raise unusable(folder, "it belongs to another user")


def unusable(folder: Path, reason: str) -> EncoderError:
    """The error that says why the cache cannot be used."""
    return EncoderError(
        f"{folder}: the cache cannot be used ({reason}); mend that, or name another "
        "folder in LEDE_CACHE",
        place=str(folder),
        cause=reason,
    )


def write_private(file: Path, content: bytes, *, durable: bool = True) -> None:
    """Write a file of this user's alone: it has its old content or the new one.

    Where it is not to be ``durable``, that holds until the machine stops.

    :raises OSError: where it cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")  # exclusive, mode 0600
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(content)
            new.flush()
            if durable:
                os.fsync(new.fileno())
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    if durable:
        sync_folder(file.parent)


def seal(folder: Path) -> None:
    """Make a folder's files private and durable, and the folder itself."""
    for path in folder.iterdir():
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())
    folder.chmod(0o700)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Let a folder's entries be durable, where its file system can do that."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read_plain(file: Path) -> bytes:
    """The content of a plain file.

    :raises OSError: where there is none, or it is a link, a pipe or a device.
    """
    if not stat.S_ISREG(file.lstat().st_mode):
        raise OSError(f"{file} is not a plain file")
    return file.read_bytes()
