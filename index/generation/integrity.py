"""Checksums: how a generation shows that it is, byte for byte, what was written.

A checksum is the CRC-32 of a block of a file. It finds what disks, copies and other programs do
to a file by accident; who means harm can make it match, so files are read with care regardless.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Final

from index.errors import damaged, unreadable
from index.generation import layout
from index.generation.manifest import FileRecord, Manifest

BLOCK_BYTES: Final = 1 << 20
"""A checksum covers this much of a file."""

OPENING_BLOCKS: Final = 48
"""As many blocks are checked when a generation is opened: some hundredths of a second's reading."""

_DIGITS: Final = 8


def checksums(
    folder: Path, base: Path | None = None, known: Mapping[str, FileRecord] | None = None
) -> dict[str, FileRecord]:
    """The record of every file below a folder but its manifest, by relative path.

    The record of what is the very same file in ``base``, linked, is taken from ``known``.
    """
    known = known or {}
    records = {}
    for name in sorted(_contents(folder)):
        path = folder / name
        linked = base is not None and name in known and path.samefile(base / name)
        records[name] = known[name] if linked else _record(path)
    return records


def check_opening(folder: Path, manifest: Manifest) -> None:
    """Check of a generation what takes no time: names, sizes, and the blocks at the ends of files.

    Small files are checked whole; of larger ones the first and the last block, the smaller first
    as far as ``OPENING_BLOCKS`` go. Files that are hidden, as desktops leave them, do not matter.

    :raises IndexDamagedError: names the first file that is not what was written.
    """
    for path, reason in _misplaced(folder, manifest):
        if not path.name.startswith("."):
            raise damaged(path, reason)
    left = OPENING_BLOCKS
    for name, record in sorted(manifest.files.items(), key=lambda item: item[1].size):
        last = (record.size - 1) // BLOCK_BYTES
        blocks = sorted({0, last} if last > 0 else {0})[:left]
        left -= len(blocks)
        if not _matches(folder / name, record, blocks):
            raise damaged(folder / name, "it is not what was written")


def check(folder: Path, manifest: Manifest) -> None:
    """Check every byte of a generation.

    :raises IndexDamagedError: names the first file that is not what was written.
    """
    for path, reason in damage(folder, manifest):
        raise damaged(path, reason)


def damage(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """Every file of a generation that is not what was written, and what is wrong with it."""
    wrong = set()
    for path, reason in _misplaced(folder, manifest):
        wrong.add(path)
        yield path, reason
    for name, record in manifest.files.items():
        path = folder / name
        blocks = range(-(-record.size // BLOCK_BYTES))
        if path not in wrong and not _matches(path, record, blocks):
            yield path, "it is not what was written"


def _misplaced(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """Files that are missing, too long or short, of a kind that is never written, or too many."""
    try:
        found = _contents(folder)
    except OSError as error:
        raise unreadable(error.filename or folder, error) from error
    for name, record in manifest.files.items():
        size = found.pop(name, None)
        if size is None:
            yield folder / name, "it is missing"
        elif size != record.size:
            yield folder / name, f"it has {size} bytes where {record.size} were written"
        elif len(record.checksums) != -(-size // BLOCK_BYTES) * _DIGITS:
            yield folder / layout.MANIFEST, f"it has not the checksums of {name}"
    for name in sorted(found):
        yield folder / name, "it does not belong there"


def _contents(folder: Path) -> dict[str, int]:
    """The size of each file below a folder but its manifest, by relative path.

    No link is followed, so nothing outside of the folder can be among them.

    :raises IndexDamagedError: where there is anything but plain files and folders.
    """
    sizes = {}
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        if here.is_symlink():
            raise damaged(here, "it is a link")
        with os.scandir(here) as entries:
            for entry in entries:
                path = Path(entry.path)
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path)
                elif not entry.is_file(follow_symlinks=False):
                    raise damaged(path, "it is not a plain file")
                else:
                    name = path.relative_to(folder).as_posix()
                    sizes[name] = entry.stat(follow_symlinks=False).st_size
    sizes.pop(layout.MANIFEST, None)
    return sizes


def _matches(path: Path, record: FileRecord, blocks: range | list[int]) -> bool:
    """Whether those blocks of a file are what was written."""
    try:
        with path.open("rb", buffering=0) as file:
            for block in blocks:
                expected = record.checksums[block * _DIGITS : (block + 1) * _DIGITS]
                file.seek(block * BLOCK_BYTES)
                if record.size and _checksum(_read(file)) != expected:
                    return False
    except OSError as error:
        raise unreadable(path, error) from error
    return True


def _record(path: Path) -> FileRecord:
    found = []
    size = 0
    with path.open("rb", buffering=0) as file:
        while block := _read(file):
            found.append(_checksum(block))
            size += len(block)
    return FileRecord(size, "".join(found))


def _read(file: BinaryIO) -> bytes:
    return file.read(BLOCK_BYTES)


def _checksum(block: bytes) -> str:
    return f"{zlib.crc32(block):08x}"
