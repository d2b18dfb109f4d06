"""An index folder: immutable generations, one of them current.

    .search-index/
      current              the number of the current generation; replaced atomically
      lock                 held by the one writer
      000001/              a generation: never changed once published
        manifest.json      what it is, and the checksum of every other file
        passages.sqlite    articles and passages
        vectors.faiss      one vector for each row
        order.npy          the place of each row among all passages, -1 for a removed one
        keyword/           the Whoosh index

A build writes into a folder of its own and becomes current by replacing ``current``; whatever
stops it before leaves the former generation as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from index.errors import IndexDamagedError, IndexLockedError, IndexNotFoundError, SearchError
from index.manifest import FileRecord, Manifest

CURRENT: Final = "current"
MANIFEST: Final = "manifest.json"
PASSAGES: Final = "passages.sqlite"
VECTORS: Final = "vectors.faiss"
ORDER: Final = "order.npy"
KEYWORD: Final = "keyword"

BLOCK_BYTES: Final = 4 << 20
"""A checksum covers this much of a file."""

_BUILDING: Final = "building-"


def generation_folder(location: Path, number: int) -> Path:
    """The folder of a published generation."""
    return location / f"{number:06d}"


def current_generation(location: Path) -> int:
    """The number of the generation that readers open.

    :raises IndexNotFoundError: where no build has ever finished.
    :raises IndexDamagedError: where the pointer is not one of ours.
    """
    pointer = location / CURRENT
    try:
        text = pointer.read_text(encoding="ascii")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexNotFoundError(
            f"No index in {location}: run `search build FOLDER`, or name one with --index"
        ) from error
    except (OSError, ValueError) as error:
        raise IndexDamagedError(f"{pointer} cannot be read ({error})") from error
    if not text.strip().isdigit():
        raise IndexDamagedError(f"{pointer} is damaged: run `search build --fresh`")
    return int(text)


def read_manifest(location: Path, number: int) -> Manifest:
    """The manifest of a published generation.

    :raises IndexOutdatedError: where another version of this program wrote it.
    :raises IndexDamagedError: where it is missing or not what was written.
    """
    path = generation_folder(location, number) / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise IndexDamagedError(f"{path} cannot be read: run `search build --fresh`") from error
    manifest = Manifest.from_json(text, str(path))
    if manifest.generation != number:
        raise IndexDamagedError(
            f"{path} belongs to generation {manifest.generation}: run `search build --fresh`"
        )
    return manifest


def check_sizes(location: Path, manifest: Manifest) -> None:
    """Make sure that every file of a generation is there, at its full length.

    :raises IndexDamagedError: names the first one that is not.
    """
    folder = generation_folder(location, manifest.generation)
    for name, record in manifest.files.items():
        path = folder / name
        try:
            size = path.stat().st_size
        except OSError as error:
            raise IndexDamagedError(f"{path} is missing: run `search build --fresh`") from error
        if size != record.size:
            raise IndexDamagedError(
                f"{path} has {size} bytes where {record.size} were written: "
                "run `search build --fresh`"
            )


@contextlib.contextmanager
def writer_lock(location: Path) -> Iterator[None]:
    """Be the one writer of an index; its folder is made if there is none.

    The lock dies with the process that holds it.

    :raises IndexLockedError: where another process is writing.
    """
    import filelock

    try:
        location.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(location / "lock", timeout=0)
        lock.acquire()
    except filelock.Timeout as error:
        raise IndexLockedError(
            f"Another process is building {location}: wait until it has finished"
        ) from error
    except OSError as error:
        raise SearchError(f"Cannot write to {location}: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()


def begin(location: Path) -> Path:
    """An empty folder for the next generation; what killed builds have left is removed."""
    for folder in location.glob(f"{_BUILDING}*"):
        shutil.rmtree(folder)
    folder = location / f"{_BUILDING}{os.getpid()}"
    folder.mkdir()
    return folder


def checksums(folder: Path) -> dict[str, FileRecord]:
    """The size and block digests of every file below a folder, by relative path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): _record(path) for path in files}


def _record(path: Path) -> FileRecord:
    blocks = []
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            blocks.append(hashlib.blake2b(block, digest_size=16).hexdigest())
    return FileRecord(path.stat().st_size, tuple(blocks))


def publish(location: Path, building: Path, manifest: Manifest) -> None:
    """Make the generation in ``building`` the current one: durable first, then visible."""
    (building / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    for path in building.rglob("*"):
        _sync(path)
    _sync(building)
    building.rename(generation_folder(location, manifest.generation))
    _sync(location)
    make_current(location, manifest.generation)


def make_current(location: Path, number: int) -> None:
    """Point readers to a published generation, atomically."""
    pointer = location / f"{CURRENT}.new"
    pointer.write_text(f"{number}\n", encoding="ascii")
    _sync(pointer)
    pointer.replace(location / CURRENT)
    _sync(location)


def published(location: Path) -> list[int]:
    """The numbers of the generations on disk, ascending."""
    return sorted(
        int(path.name) for path in location.iterdir() if path.is_dir() and path.name.isdigit()
    )


def collect(location: Path, keep: int) -> None:
    """Remove all generations but the current one and the ``keep - 1`` before it."""
    current = current_generation(location)
    older = [number for number in published(location) if number < current]
    kept = {current, *(older[-(keep - 1) :] if keep > 1 else ())}
    for number in published(location):
        if number not in kept:
            shutil.rmtree(generation_folder(location, number))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
