"""Zip files, be they archives or documents: opened and read within bounds."""

from __future__ import annotations

import io
import struct
import zipfile
from typing import IO, Final

from index.readers.loading import UnreadableError, load
from index.readers.unpacking_limits import MOST_ENTRIES, Allowance, Unpacked

BUNDLE_BYTES: Final = 256 * 2**20
"""A document with its pictures."""

PART_BYTES: Final = 32 * 2**20
"""A part of a document that is read, unpacked."""

_TAIL: Final = 2**16 + 22
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x06"


def open_bundle(stream: io.BufferedReader, what: str) -> zipfile.ZipFile:
    """Open a document that is a zip file.

    :raises UnreadableError: where it is none, naming ``what`` it should be.
    """
    return open_zip(io.BytesIO(load(stream, BUNDLE_BYTES)), what)


def open_zip(stream: IO[bytes], what: str) -> zipfile.ZipFile:
    """Open a zip file that can be read from any place.

    :raises UnreadableError: where it is none, or has more entries than anybody needs.
    """
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - _TAIL))
    if _entries(stream.read(_TAIL)) > MOST_ENTRIES:
        raise UnreadableError(f"more than {MOST_ENTRIES:,} files in it; unpack it")
    stream.seek(0)
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise UnreadableError(f"not {what}, or a broken one") from error


def read_part(bundle: zipfile.ZipFile, name: str, limit: int = PART_BYTES) -> bytes:
    """Return what an entry holds, empty where there is none of this name.

    :raises UnreadableError: where it is larger than ``limit``, encrypted or damaged.
    """
    try:
        entry = bundle.getinfo(name)
    except KeyError:
        return b""
    with open_entry(bundle, entry, Allowance(bytes=limit + 1)) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise UnreadableError(f"{name} is larger than {limit // 2**20} MiB")
    return data


def open_entry(
    bundle: zipfile.ZipFile, entry: zipfile.ZipInfo, allowance: Allowance
) -> io.BufferedReader:
    """Open an entry, whose bytes come within the bounds of ``allowance``.

    :raises UnreadableError: where that cannot be.
    """
    try:
        source = bundle.open(entry)
    except RuntimeError as error:  # zipfile has no other for it
        raise UnreadableError("encrypted; unpack it first") from error
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as error:
        raise UnreadableError("damaged: it cannot be unpacked") from error
    return io.BufferedReader(Unpacked(source, allowance, lambda: entry.compress_size), 64 * 1024)


def _entries(tail: bytes) -> int:
    """How many entries the end of a zip file says that there are."""
    at = tail.rfind(_END_64)
    if at >= 0 and len(tail) >= at + 40:
        return int(struct.unpack_from("<Q", tail, at + 32)[0])
    at = tail.rfind(_END)
    if at >= 0 and len(tail) >= at + 12:
        return int(struct.unpack_from("<H", tail, at + 10)[0])
    return 0
