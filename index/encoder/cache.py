"""Exported encoders, kept in the user's cache folder.

    encoders/<fingerprint>/     one export: recipe.json, tokenizer.json, and its weights
    encoders/<fingerprint>.lock held while it is made
    models/<key>.json           which export a model's folder, as it is now, leads to

A pointer in ``models`` holds the checksum of every file of the export, and the size and time
that the file had when the checksum was last compared: an export is opened without reading
its weights twice, and one that was damaged is seen.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from index.encoder.recipe import Recipe

RECIPE = "recipe.json"
TOKENIZER = "tokenizer.json"
CHECKSUMS = "checksums.json"


@dataclass(frozen=True, slots=True)
class Export:
    """An exported encoder on disk."""

    folder: Path
    recipe: Recipe

    @property
    def tokenizer(self) -> Path:
        """The file of the tokenizer."""
        return self.folder / TOKENIZER


def cache_folder() -> Path:
    """``$LEDE_CACHE``, or the user's cache folder on this system."""
    if configured := os.environ.get("LEDE_CACHE"):
        return Path(configured).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("lede-search", appauthor=False)


def find(cache: Path, key: str) -> Export | None:
    """The export that ``key`` leads to, unless there is none or it is damaged."""
    pointer = cache / "models" / f"{key}.json"
    try:
        known = json.loads(pointer.read_text(encoding="utf-8"))
        folder = cache / "encoders" / str(known["fingerprint"])
        if known["files"] != _stamps(folder):
            return None
        return Export(folder, Recipe.from_json((folder / RECIPE).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(cache: Path, key: str, export: Export) -> None:
    """Let ``key`` lead to ``export``, whose files are as they should be."""
    pointer = cache / "models" / f"{key}.json"
    pointer.parent.mkdir(parents=True, exist_ok=True)
    known = {"fingerprint": export.folder.name, "files": _stamps(export.folder)}
    with tempfile.NamedTemporaryFile(
        "w", dir=pointer.parent, encoding="utf-8", delete=False
    ) as file:
        json.dump(known, file)
    Path(file.name).replace(pointer)


def find_or_make(cache: Path, fingerprint: str, make: Callable[[Path], Recipe]) -> Export:
    """The export under ``fingerprint``; where it is missing or damaged, ``make`` makes it.

    ``make`` fills the empty folder that it is given with all files but the recipe and the
    checksums. Only one process makes at a time; the others wait for it and use its work. An
    export appears whole or not at all.
    """
    from filelock import FileLock

    exports = cache / "encoders"
    exports.mkdir(parents=True, exist_ok=True)
    folder = exports / fingerprint
    with FileLock(exports / f"{fingerprint}.lock"):
        if export := _intact(folder):
            return export
        with tempfile.TemporaryDirectory(dir=exports, prefix=".making-") as temporary:
            made = Path(temporary) / fingerprint
            made.mkdir()
            recipe = make(made)
            (made / RECIPE).write_text(recipe.to_json(), encoding="utf-8")
            (made / CHECKSUMS).write_text(json.dumps(_checksums(made)), encoding="utf-8")
            if folder.exists():
                shutil.rmtree(folder)
            made.rename(folder)
        return Export(folder, recipe)


def _intact(folder: Path) -> Export | None:
    try:
        wanted = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
        if wanted != _checksums(folder):
            return None
        return Export(folder, Recipe.from_json((folder / RECIPE).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _checksums(folder: Path) -> dict[str, str]:
    sums = {}
    for path in sorted(folder.iterdir()):
        if path.name != CHECKSUMS:
            with path.open("rb") as file:
                sums[path.name] = hashlib.file_digest(file, "sha256").hexdigest()
    return sums


def _stamps(folder: Path) -> dict[str, list[int]]:
    return {
        entry.name: [entry.stat().st_size, entry.stat().st_mtime_ns] for entry in os.scandir(folder)
    }
