"""Exported encoders, kept in the user's cache folder.

    encoders/<fingerprint>/      one export: recipe.json, its tokenizers and its weights
    encoders/<fingerprint>.lock  held while it is made
    models/<key>.json            which export a model's files, as they are now, lead to
    places/<fingerprint>.json    the folder or the address that the model was opened from
    trusted/<digest>.json        the user has said that this code may run

An export holds the checksums of its files, block by block. Some blocks are compared each time
that it is opened for a query, all of them for a build and by ``search verify``.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import stat
import string
import tempfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.encoder.recipe import Recipe
from index.private_files import (
    cache_folder,
    make_cache,
    make_private_folder,
    read_plain,
    require_own,
    seal,
    sync_folder,
    unusable,
    write_private,
)

RECIPE = "recipe.json"
CHECKSUMS = "checksums.json"

BLOCK = 1 << 20
"""How many bytes a checksum covers."""

SAMPLED = 8
"""Of how many blocks of the large files the checksums are compared at a query: some 3 ms."""


@dataclass(frozen=True, slots=True)
class Export:
    """An exported encoder on disk."""

    folder: Path
    recipe: Recipe


class Cache:
    """The cache folder at ``root``, which need not be there yet."""

    def __init__(self, root: Path | None = None) -> None:
        """Look for it, or at ``$LEDE_CACHE``.

        :raises EncoderError: where it is no folder of this user's.
        """
        self.root = (root or cache_folder()).resolve()
        require_own(self.root)

    def find(self, fingerprint: str, *, whole: bool = False) -> Export | None:
        """The export under ``fingerprint``, unless there is none or it is damaged.

        ``whole`` compares every byte of it rather than a sample.
        """
        if not is_fingerprint(fingerprint):
            return None
        return _intact(self.root / "encoders" / fingerprint, whole=whole)

    def recipe_of(self, fingerprint: str) -> Recipe | None:
        """What is said of the export under ``fingerprint``; its files are not compared."""
        if not is_fingerprint(fingerprint):
            return None
        return _recipe(self.root / "encoders" / fingerprint)

    def find_or_make(self, fingerprint: str, make: Callable[[Path], Recipe]) -> Export:
        """The export under ``fingerprint``; where it is missing or damaged, ``make`` makes it.

        ``make`` fills the empty folder that it is given with all files but the recipe and the
        checksums. Only one process makes at a time; the others wait for it and use its work. An
        export appears whole or not at all.

        :raises EncoderError: where the cache cannot be written.
        """
        from filelock import FileLock

        exports = self._folder("encoders")
        folder = exports / fingerprint
        try:
            with FileLock(exports / f"{fingerprint}.lock", mode=0o600):
                if export := _intact(folder, whole=True):
                    return export
                with tempfile.TemporaryDirectory(dir=exports, prefix=".making-") as temporary:
                    made = Path(temporary) / fingerprint
                    made.mkdir(mode=0o700)
                    recipe = make(made)
                    (made / RECIPE).write_text(recipe.to_json(), encoding="utf-8")
                    (made / CHECKSUMS).write_text(json.dumps(_checksums(made)), encoding="utf-8")
                    seal(made)
                    _remove(folder)
                    made.rename(folder)
                    sync_folder(exports)
                return Export(folder, recipe)
        except OSError as error:
            raise unusable(self.root, (error.strerror or str(error)).lower()) from error

    def fingerprint_of(self, key: str) -> str | None:
        """The fingerprint that ``key`` was last remembered with."""
        return self._read("models", key, "fingerprint")

    def place_of(self, fingerprint: str) -> str | None:
        """The folder or the address that the model was last opened from."""
        return self._read("places", fingerprint, "folder")

    def remember(self, key: str, fingerprint: str, place: str) -> None:
        """Let ``key`` lead to ``fingerprint``, whose model lies at ``place``."""
        self._write("models", key, {"fingerprint": fingerprint})
        self._write("places", fingerprint, {"folder": place})

    def is_trusted(self, digest: str) -> bool:
        """Whether the user has said that the code with this digest may run."""
        return self._read("trusted", digest, "code") == digest

    def trust(self, digest: str) -> None:
        """Keep that the user has said so."""
        self._write("trusted", digest, {"code": digest})

    def _folder(self, name: str) -> Path:
        make_cache(self.root)
        make_private_folder(self.root / name)
        return self.root / name

    def _read(self, folder: str, name: str, field: str) -> str | None:
        try:
            value = json.loads(read_plain(self.root / folder / f"{name}.json"))[field]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        return value if isinstance(value, str) else None

    def _write(self, folder: str, name: str, values: dict[str, str]) -> None:
        file = self._folder(folder) / f"{name}.json"
        try:
            write_private(file, json.dumps(values).encode())
        except OSError as error:
            raise unusable(self.root, (error.strerror or str(error)).lower()) from error


def is_fingerprint(text: object) -> bool:
    """Whether it can be the fingerprint of an export, and so the name of a folder."""
    return isinstance(text, str) and len(text) == 64 and set(text) <= set(string.hexdigits)


Sums = dict[str, list[int]]
"""For each file its size, then the CRC-32 of each of its blocks."""


def damage(folder: Path) -> Iterator[Path]:
    """The files of an export that are not what was written, or the folder if it is none."""
    wanted = _written(folder)
    if not wanted:
        yield folder
        return
    for name, sums in wanted.items():
        if not _matches(folder / name, sums, range(len(sums) - 1)):
            yield folder / name


def _intact(folder: Path, *, whole: bool) -> Export | None:
    wanted = _written(folder)
    if whole:
        good = not any(damage(folder))
    else:
        sample = _sample(wanted)
        good = bool(wanted) and all(
            _matches(folder / name, sums, sample[name]) for name, sums in wanted.items()
        )
    recipe = _recipe(folder) if good else None
    return Export(folder, recipe) if recipe and recipe.files <= wanted.keys() else None


def _recipe(folder: Path) -> Recipe | None:
    try:
        return Recipe.from_json(read_plain(folder / RECIPE).decode())
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _sample(wanted: Sums) -> dict[str, list[int]]:
    """The blocks to compare: the last of each file, and some of the others."""
    chosen = {name: [len(sums) - 2] for name, sums in wanted.items()}
    others = [(name, block) for name, sums in wanted.items() for block in range(len(sums) - 2)]
    for name, block in random.sample(others, min(SAMPLED, len(others))):
        chosen[name].append(block)
    return chosen


def _written(folder: Path) -> Sums:
    """The checksums of the files as they were written; empty if they are not known."""
    try:
        wanted = dict(json.loads(read_plain(folder / CHECKSUMS)))
        whole = all(len(sums) - 1 == max(1, -(-sums[0] // BLOCK)) for sums in wanted.values())
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return {}
    return wanted if whole and RECIPE in wanted else {}


def _matches(file: Path, sums: list[int], blocks: range | list[int]) -> bool:
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return False
        with file.open("rb", buffering=0) as opened:
            if os.fstat(opened.fileno()).st_size != sums[0]:
                return False
            for block in blocks:
                opened.seek(block * BLOCK)
                if zlib.crc32(opened.read(BLOCK)) != sums[block + 1]:
                    return False
    except OSError:
        return False
    return True


def _checksums(folder: Path) -> Sums:
    found = {}
    for path in sorted(folder.iterdir()):
        blocks = []
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                blocks.append(zlib.crc32(block))
        found[path.name] = [path.stat().st_size, *(blocks or [0])]
    return found


def _remove(folder: Path) -> None:
    """Remove what stands in the way of an export, whatever it is."""
    if folder.is_dir() and not folder.is_symlink():
        shutil.rmtree(folder)
    else:
        folder.unlink(missing_ok=True)
