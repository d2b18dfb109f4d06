"""What is packed in another file: read as a file of its own, within bounds for all of it."""

from __future__ import annotations

import bz2
import io
import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Final, Protocol, cast

from index.readers import read_stream
from index.readers.formats import passed_over, printable
from index.readers.loading import UnreadableError
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

MOST_NESTING: Final = 3
"""An archive in an archive in an archive; what is deeper was made to do harm."""

MOST_ENTRIES: Final = 100_000
MOST_BYTES: Final = 4 * 2**30
"""What may come out of one file, nested archives included."""

_MOST_RATIO: Final = 200
_ALWAYS: Final = 2**20
"""Bytes that may come out whatever went in: text packs 3 to 20 times, long tables 50 times."""

_CHUNK: Final = 64 * 1024

_DAMAGED = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zipfile.BadZipFile,
    ValueError,
    NotImplementedError,
)


class Packed(Protocol):
    """What bytes can be read from."""

    def read(self, size: int = ..., /) -> bytes:
        """Return up to ``size`` bytes."""


@dataclass(slots=True)
class Allowance:
    """What may still come out of a file."""

    entries: int = MOST_ENTRIES
    bytes: int = MOST_BYTES

    @property
    def is_spent(self) -> bool:
        """Whether more was asked for than there was."""
        return self.entries < 0 or self.bytes < 0


class Unpacked(io.RawIOBase):
    """The bytes that come out of ``source``, as long as they stay within their bounds.

    ``packed`` says how many bytes went in so far. Reading raises ``UnreadableError`` past the
    bounds, and where what is packed is damaged.
    """

    def __init__(self, source: Packed, allowance: Allowance, packed: Callable[[], int]) -> None:
        self._source = source
        self._allowance = allowance
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        """See ``io.RawIOBase``."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """See ``io.RawIOBase``."""
        try:
            data = self._source.read(min(len(buffer), _CHUNK))
        except RuntimeError as error:  # zipfile has no other for it
            raise UnreadableError("encrypted; unpack it first") from error
        except _DAMAGED as error:
            raise UnreadableError("damaged: it cannot be unpacked") from error
        except OSError as error:
            if error.errno is None:  # a decoder's, not the machine's
                raise UnreadableError("damaged: it cannot be unpacked") from error
            raise
        self._count += len(data)
        self._allowance.bytes -= len(data)
        if self._allowance.bytes < 0:
            raise UnreadableError(f"more than {MOST_BYTES // 2**30} GiB come out of it; unpack it")
        if self._count > _ALWAYS + _MOST_RATIO * self._packed():
            raise UnreadableError(f"it unpacks to more than {_MOST_RATIO} times its size")
        buffer[: len(data)] = data
        return len(data)


class Counted(io.RawIOBase):
    """A stream that knows how many bytes were read from it."""

    def __init__(self, stream: Packed) -> None:
        self._stream = stream
        self.count = 0

    def readable(self) -> bool:
        """See ``io.RawIOBase``."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """See ``io.RawIOBase``."""
        data = self._stream.read(len(buffer))
        self.count += len(data)
        buffer[: len(data)] = data
        return len(data)


def allowance_of(file: SourceFile) -> Allowance:
    """What may still come out of a file, which itself may be packed in another one.

    :raises UnreadableError: where too many are packed in each other.
    """
    if file.depth > MOST_NESTING:
        raise UnreadableError(f"packed in more than {MOST_NESTING} others; unpack it")
    return file.allowance or Allowance()


def is_hidden(name: str) -> bool:
    """Whether a packed file is hidden, or in a folder that is."""
    parts = name.replace("\\", "/").split("/")
    return any(part.startswith(".") and part not in (".", "..") for part in parts) or (
        parts[0] == "__MACOSX"
    )


def member(file: SourceFile, name: str, size: int, allowance: Allowance) -> SourceFile:
    """The file of this name that is packed in ``file``, as if that were a folder.

    :raises UnreadableError: for a name that leads out of it, and past the number of entries.
    """
    allowance.entries -= 1
    if allowance.entries < 0:
        raise UnreadableError(f"more than {MOST_ENTRIES:,} files in it; unpack it")
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".")]
    if name.startswith(("/", "\\")) or ".." in parts or not parts or ":" in parts[0][1:2]:
        raise UnreadableError(f"the name {printable(name)!r} leads out of it; not read")
    path = "/".join(parts)
    return replace(
        file,
        path=file.path / path.replace("\0", "\ufffd"),
        id=printable(f"{file.id}/{path}"),
        size=size,
        depth=file.depth + 1,
        allowance=allowance,
    )


def read_member(
    file: SourceFile, stream: io.RawIOBase | io.BufferedIOBase, *, known: str = ""
) -> Iterator[Document | Problem]:
    """Yield what a packed file holds, by its name or, where ``known``, by that reader."""
    reason = "" if known else passed_over(file.path.name)
    if reason:
        yield Problem(file.id, reason)
        return
    try:
        with io.BufferedReader(cast("io.RawIOBase", stream), _CHUNK) as opened:
            buffered = cast("io.BufferedReader", opened)
            yield from read_stream(file, buffered, known=known)
    except UnreadableError as error:
        yield Problem(file.id, error.reason, error.line)


def decompressor(suffix: str, stream: Counted) -> Packed:
    """What comes out of a stream that was packed by gzip, bzip2 or xz."""
    import gzip

    source = cast("IO[bytes]", stream)
    if suffix == ".bz2":
        return bz2.BZ2File(source)
    if suffix == ".xz":
        return lzma.LZMAFile(source)
    return gzip.GzipFile(fileobj=source)
