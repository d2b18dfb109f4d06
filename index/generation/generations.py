"""An index folder: immutable generations, one of them current.

See ``layout`` for what lies in one.

A build writes into a folder of its own and becomes current by replacing ``current``; whatever
stops it before leaves the former generation as it was. A folder that is to go is renamed first,
so that no half of a generation is ever taken for one.
"""

from __future__ import annotations

import contextlib
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

from index.errors import (
    IndexNotFoundError,
    IndexStateError,
    Remedy,
    damaged,
    unreadable,
)
from index.generation import durable_files
from index.generation.layout import MANIFEST, generation_folder
from index.generation.manifest import Manifest
from index.location import BUILDING, CURRENT

T = TypeVar("T")

_REMOVED: Final = "removed-"
_POINTER: Final = re.compile(r"(\d{1,9})(?: ([0-9a-f]{32}))?\n", re.ASCII)
_NUMBER: Final = re.compile(r"\d{6}|[1-9]\d{6,8}", re.ASCII)
_HIGHEST: Final = 999_999_999


def current_generation(location: Path) -> int:
    """The number of the generation that readers open.

    :raises IndexNotFoundError: where no build has ever finished.
    :raises IndexDamagedError: where the pointer is not one of ours.
    """
    return _pointer(location)[0]


def current_manifest(location: Path) -> Manifest:
    """The manifest of the generation that readers open.

    :raises IndexNotFoundError: where no build has ever finished.
    :raises IndexOutdatedError: where another version of this program wrote it.
    :raises IndexDamagedError: where it is missing or not what was written.
    """
    number, seal = _pointer(location)
    manifest = read_manifest(location, number)
    if manifest.seal != seal:
        folder = generation_folder(location, number)
        raise damaged(location / CURRENT, f"it does not fit {folder / MANIFEST}")
    return manifest


def read_manifest(location: Path, number: int) -> Manifest:
    """The manifest of a published generation; errors as in ``current_manifest``."""
    path = generation_folder(location, number) / MANIFEST
    try:
        text = _read(path)
    except OSError as error:
        raise unreadable(path, error) from error
    except ValueError as error:
        raise damaged(path, error) from error
    manifest = Manifest.from_json(text, str(path))
    if manifest.generation != number:
        raise damaged(path, f"it belongs to generation {manifest.generation}")
    return manifest


def with_current(location: Path, use: Callable[[Manifest], T]) -> T:
    """What ``use`` makes of the current generation, or of the next one.

    While a generation is being opened, builds may replace and remove it; then the one that has
    become current is opened instead.
    """
    while True:
        number = current_generation(location)
        try:
            return use(current_manifest(location))
        except Exception:  # Each library has its own for a file that has gone while it was read.
            if current_generation(location) == number:
                raise


def _pointer(location: Path) -> tuple[int, str]:
    """The number of the current generation, and the seal of its manifest."""
    pointer = location / CURRENT
    try:
        found = _POINTER.fullmatch(_read(pointer))
    except (FileNotFoundError, NotADirectoryError) as error:
        if location.is_dir() and published(location):
            raise IndexNotFoundError(
                f"{pointer} is missing", place=str(pointer), remedy=Remedy.REBUILD
            ) from error
        raise IndexNotFoundError(f"No index in {location}", place=str(location)) from error
    except OSError as error:
        raise unreadable(pointer, error) from error
    except ValueError as error:
        raise damaged(pointer, error) from error
    if found is None:
        raise damaged(pointer, "it names no generation")
    return int(found[1]), found[2] or ""


@contextlib.contextmanager
def beginning(location: Path) -> Iterator[Path]:
    """An empty folder for the next generation, which goes unless it was published.

    What killed builds have left is removed, as far as it can be.
    """
    for prefix in (BUILDING, _REMOVED):
        for left in location.glob(f"{prefix}*"):
            with contextlib.suppress(OSError):
                durable_files.remove(left)
    folder = durable_files.temporary_folder(location, BUILDING)
    try:
        yield folder
    finally:
        with contextlib.suppress(OSError):
            durable_files.remove(folder)


def publish(location: Path, building: Path, manifest: Manifest) -> None:
    """Make the generation in ``building`` the current one: durable first, then visible."""
    with durable_files.create(building / MANIFEST) as file:
        file.write(manifest.to_json().encode())
    durable_files.settle(building)
    folder = building.rename(generation_folder(location, manifest.generation))
    try:
        durable_files.sync_folder(location)
        make_current(location, manifest)
    except OSError:
        if not _may_be_current(location, manifest.generation):
            with contextlib.suppress(OSError):
                folder.rename(building)  # which goes, so that nothing is left of it
        raise


def _may_be_current(location: Path, number: int) -> bool:
    """Whether readers may have been pointed to a generation already."""
    try:
        return current_generation(location) == number
    except IndexNotFoundError:
        return False
    except (IndexStateError, OSError):
        return True


def make_current(location: Path, manifest: Manifest) -> None:
    """Point readers to a published generation, atomically."""
    durable_files.replace(location / CURRENT, f"{manifest.generation} {manifest.seal}\n".encode())


def published(location: Path) -> list[int]:
    """The numbers of the generations on disk, ascending."""
    return sorted(
        int(path.name)
        for path in location.iterdir()
        if _NUMBER.fullmatch(path.name) and path.is_dir() and not path.is_symlink()
    )


def next_number(location: Path) -> int:
    """A number that nothing on disk has: the first one that is free behind the current one."""
    try:
        number = current_generation(location)
    except IndexStateError:
        number = 0
    while True:
        number = number % _HIGHEST + 1
        folder = generation_folder(location, number)
        if not folder.exists() and not folder.is_symlink():
            return number


def lineage(location: Path) -> list[Manifest]:
    """The current generation and those before it that are left, the newest first."""
    found = [current_manifest(location)]
    numbers = set(published(location))
    while 0 < found[-1].parent < found[-1].generation and found[-1].parent in numbers:
        try:
            found.append(read_manifest(location, found[-1].parent))
        except IndexStateError:
            break
    return found


def collect(location: Path, keep: int) -> None:
    """Remove all generations but the newest ``keep`` of the current one's lineage.

    What cannot be removed now is left to the next build.
    """
    with contextlib.suppress(OSError, IndexStateError):
        kept = {manifest.generation for manifest in lineage(location)[: max(1, keep)]}
        for number in published(location):
            if number not in kept:
                folder = generation_folder(location, number)
                durable_files.remove(folder.rename(location / f"{_REMOVED}{number}"))


def _read(path: Path) -> str:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise ValueError("it is not a plain file")
    return path.read_text(encoding="utf-8")
