"""An index as one file: a zip of its current generation, not compressed."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import stat
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.errors import IndexStateError, SearchError
from index.generation import durable_files, generations, integrity, layout
from index.generation.lock import writer_lock
from index.generation.manifest import Manifest, check_plausible
from index.location import build_location, find_folder

_NAMES: Final = {
    layout.PASSAGES,
    layout.VECTORS,
    layout.ORDER,
    layout.DOCUMENTS,
    layout.STORIES,
    layout.COLUMNS,
    layout.CHANGES,
}
"""The files of every generation, beside those of the keyword index."""

_KEYWORD: Final = re.compile(rf"{layout.KEYWORD}/\w[\w.]{{0,100}}", re.ASCII)
_MOST_MANIFEST: Final = 16 << 20


def export(file: str | Path, location: str | Path | None = None) -> Manifest:
    """Write the current generation into one file, after reading it to the last byte.

    The file is durable before it gets its name, and nothing that has the name is written over.

    :raises SearchError: where the file exists, or cannot be written.
    :raises IndexStateError: where there is no index, or it is not whole.
    """
    target = Path(file).expanduser()
    place = find_folder(Path(location).expanduser() if location is not None else None)
    manifest = generations.current_manifest(place)
    folder = layout.generation_folder(place, manifest.generation)
    integrity.check(folder, manifest)
    with _explained(target):
        if os.path.lexists(target):
            raise FileExistsError(None, "it exists already", str(target))
        descriptor, part = tempfile.mkstemp(".part", f".{target.name[:100]}-", target.parent)
        try:
            with contextlib.suppress(OSError):  # some file systems have no modes
                Path(part).chmod(0o600)  # whatever the umask has taken away
            with os.fdopen(descriptor, "wb") as stream:
                with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
                    for name in (layout.MANIFEST, *sorted(manifest.files)):
                        archive.write(folder / name, name)
                stream.flush()
                os.fsync(stream.fileno())
            _name(Path(part), target)
            durable_files.sync_folder(target.parent)
        finally:
            Path(part).unlink(missing_ok=True)
    return manifest


def import_(
    file: str | Path, location: str | Path | None = None, keep: int = 2, *, wait: bool = False
) -> tuple[Path, Manifest]:
    """Make what ``export`` wrote the current generation of the index at ``location``.

    It is read to the last byte first. An index that is there keeps its generations, as after a
    build. The sources that it names are forgotten: the next build reads none that is not named.
    Returns where the index is, and what it says of itself.

    :raises SearchError: where the file is missing or is not an index that was exported.
    :raises IndexLockedError: where another process is writing to the index, but for ``wait``.
    """
    source = Path(file).expanduser()
    named = Path(location).expanduser() if location is not None else None
    place = build_location(named, renew=True).absolute()
    if source.exists() and not source.is_file():  # a device, which never ends, or a pipe
        raise SearchError(f"{source} is not a plain file", place=str(source))
    with _explained(source), zipfile.ZipFile(source) as archive:
        manifest = _manifest(archive, source)
        with (
            durable_files.writing(place),
            writer_lock(place, wait=wait),
            generations.beginning(place) as folder,
        ):
            _extract(archive, manifest, folder)
            integrity.check(folder, manifest)
            manifest = replace(
                manifest,
                generation=generations.next_number(place),
                parent=_current(place),
                sources=(),
            )
            generations.publish(place, folder, manifest)
            generations.collect(place, keep)
    return place, manifest


_NO_ARCHIVE: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    OverflowError,
    struct.error,
)


@contextlib.contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        named = error.filename or file
        raise SearchError(f"{named}: {cause}", place=str(named), cause=cause) from error
    except _NO_ARCHIVE as error:
        raise SearchError(
            f"{file} is not an index that was exported ({error})", place=str(file), cause=str(error)
        ) from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """The manifest of an archive that holds its files and nothing else, and no more than it says.

    Files that are stored as they are cannot swell, so all of them together fit into the archive.
    """
    entries = archive.infolist()
    by_name = {entry.filename: entry for entry in entries}
    described = by_name.pop(layout.MANIFEST, None)
    if described is None or described.file_size > _MOST_MANIFEST:
        raise zipfile.BadZipFile("it has no manifest")
    if sum(entry.file_size for entry in entries) > file.stat().st_size or any(
        entry.compress_type != zipfile.ZIP_STORED
        or entry.file_size != entry.compress_size
        or stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG)
        or entry.is_dir()
        for entry in entries
    ):
        raise zipfile.BadZipFile("it holds other things than plain files, stored as they are")
    text = archive.read(described).decode(errors="replace")
    manifest = Manifest.from_json(text, f"{file}: {layout.MANIFEST}")
    sizes = {name: entry.file_size for name, entry in by_name.items()}
    if sizes != {name: record.size for name, record in manifest.files.items()}:
        raise zipfile.BadZipFile("its files are not those of its manifest")
    keyword = sizes.keys() - _NAMES
    if (
        len(entries) != len(sizes) + 1
        or not keyword
        or not sizes.keys() >= _NAMES
        or not all(_KEYWORD.fullmatch(name) for name in keyword)
    ):
        raise zipfile.BadZipFile("its files are not those that are written")
    check_plausible(manifest)
    return manifest


def _extract(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    durable_files.create_folder(folder / layout.KEYWORD)
    for name in manifest.files:
        with archive.open(name) as packed, durable_files.create(folder / name) as file:
            shutil.copyfileobj(packed, file, 1 << 20)


def _name(part: Path, target: Path) -> None:
    """Give a file its name, which nothing else may have taken meanwhile."""
    try:
        os.link(part, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        part.rename(target)


def _current(place: Path) -> int:
    try:
        return generations.current_generation(place)
    except IndexStateError:
        return 0
