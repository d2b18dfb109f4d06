"""An index as one file: a zip of its current generation, not compressed."""

from __future__ import annotations

import contextlib
import re
import shutil
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.errors import IndexStateError, SearchError
from index.generation import generations, integrity
from index.generation.manifest import Manifest
from index.location import build_location, find_index

_NAME: Final = re.compile(r"(keyword/)?\w[\w.]*", re.ASCII)
_MOST_MANIFEST: Final = 64 << 20


def export(file: str | Path, location: str | Path | None = None) -> Manifest:
    """Write the current generation into one file, after reading it to the last byte.

    :raises SearchError: where the file exists, or cannot be written.
    :raises IndexStateError: where there is no index, or it is not whole.
    """
    target = Path(file)
    place = find_index(Path(location) if location is not None else None)
    manifest = generations.current_manifest(place)
    folder = generations.generation_folder(place, manifest.generation)
    integrity.check(folder, manifest)
    part = target.with_name(f"{target.name}.part")
    with _explained(target):
        if target.exists():
            raise FileExistsError(None, "it exists already", str(target))
        try:
            with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
                for name in (generations.MANIFEST, *sorted(manifest.files)):
                    archive.write(folder / name, name)
            part.rename(target)
        finally:
            part.unlink(missing_ok=True)
    return manifest


def import_(
    file: str | Path, location: str | Path | None = None, keep: int = 2, *, wait: bool = False
) -> tuple[Path, Manifest]:
    """Make what ``export`` wrote the current generation of the index at ``location``.

    It is read to the last byte first. An index that is there keeps its generations, as after a
    build. Returns where the index is, and what it says of itself.

    :raises SearchError: where the file is missing or is not an index that was exported.
    :raises IndexLockedError: where another process is writing to the index, but for ``wait``.
    """
    source = Path(file)
    named = Path(location) if location is not None else None
    place = build_location(named, renew=True).absolute()
    with _explained(source), zipfile.ZipFile(source) as archive:
        manifest = _manifest(archive, source)
        with generations.writer_lock(place, wait=wait):
            folder = generations.begin(place)
            try:
                _extract(archive, manifest, folder)
                integrity.check(folder, manifest)
                manifest = replace(
                    manifest, generation=generations.next_number(place), parent=_current(place)
                )
                generations.publish(place, folder, manifest)
            finally:
                shutil.rmtree(folder, ignore_errors=True)
            generations.collect(place, keep)
    return place, manifest


@contextlib.contextmanager
def _explained(file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise SearchError(f"{error.filename or file}: {reason.lower()}") from error
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError) as error:
        raise SearchError(f"{file} is not an index that was exported ({error})") from error


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    """The manifest of an archive that holds its files and nothing else, and no more than it says.

    Files that are stored as they are cannot swell, so all of them together fit into the archive.
    """
    entries = archive.infolist()
    by_name = {entry.filename: entry for entry in entries}
    described = by_name.pop(generations.MANIFEST, None)
    if described is None or described.file_size > _MOST_MANIFEST:
        raise zipfile.BadZipFile("it has no manifest")
    if sum(entry.file_size for entry in entries) > file.stat().st_size or any(
        entry.compress_type != zipfile.ZIP_STORED
        or stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG)
        or entry.is_dir()
        for entry in entries
    ):
        raise zipfile.BadZipFile("it holds other things than plain files, stored as they are")
    text = archive.read(described).decode(errors="replace")
    manifest = Manifest.from_json(text, f"{file}: {generations.MANIFEST}")
    sizes = {name: entry.file_size for name, entry in by_name.items()}
    if sizes != {name: record.size for name, record in manifest.files.items()}:
        raise zipfile.BadZipFile("its files are not those of its manifest")
    if len(entries) != len(sizes) + 1 or not all(_NAME.fullmatch(name) for name in sizes):
        raise zipfile.BadZipFile("it holds names that are never written")
    return manifest


def _extract(archive: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    (folder / generations.KEYWORD).mkdir()
    for name in manifest.files:
        with archive.open(name) as packed, (folder / name).open("xb") as file:
            shutil.copyfileobj(packed, file, 1 << 20)


def _current(place: Path) -> int:
    try:
        return generations.current_generation(place)
    except IndexStateError:
        return 0
