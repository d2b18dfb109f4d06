"""``search export`` and ``search import``."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from index.errors import SearchError
from index.generation.archive import export, import_
from index.generation.manifest import Manifest
from search.cli.terminal import Part, as_json_line, emit, located, plural, row

_LISTS: Final = {
    ".csv": "--csv",
    ".tsv": "--csv",
    ".md": "--markdown",
    ".json": "--json",
    ".jsonl": "--json",
}
"""What people name who want their results in a file, and what prints these."""


def run_export(file: Path, location: Path | None, *, as_json: bool) -> None:
    """Write an index into one file."""
    if file.suffix.lower() in _LISTS:
        raise SearchError(
            f"search export packs an index, and {file.name} looks like a list of results: "
            f'search "some words" {_LISTS[file.suffix.lower()]} > {file.name}'
        )
    manifest = export(file, location)
    _print("Exported", manifest, file, as_json=as_json)


def run_import(file: Path, location: Path | None, *, keep: int, wait: bool, as_json: bool) -> None:
    """Make an exported index the current generation of another."""
    place, manifest = import_(file, location, keep, wait=wait)
    _print("Imported", manifest, place, as_json=as_json)


def _print(verb: str, manifest: Manifest, target: Path, *, as_json: bool) -> None:
    counts, size = manifest.counts, sum(record.size for record in manifest.files.values())
    record = {
        "file": str(target),
        "generation": manifest.generation,
        "documents": counts.documents,
        "passages": counts.passages,
        "bytes": size,
    }
    held = f"{plural(counts.documents, 'article')}, {plural(counts.passages, 'passage')}"
    line = [Part(f"{verb} {held} ({size / 1e6:.1f} MB) to "), located(str(target), Path.cwd())]
    emit([as_json_line(record) if as_json else row(line)])
