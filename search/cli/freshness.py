"""Whether files have changed since an index was built, in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from index.engines.protocol import Engine
from search.cli import private
from search.cli.terminal import note, plural

_BUDGET: Final = 0.015
"""Seconds that a query spends on looking."""


def note_changes(engine: Engine) -> None:
    """Say how many files are newer than the index, if any are."""
    from index.generation.generations import generation_folder
    from index.readers.newer import newer_files

    manifest, location = engine.manifest, engine.location
    try:
        folder = generation_folder(Path(location), manifest.generation)
        built = (folder / "manifest.json").stat().st_mtime
    except OSError:
        return
    since = max(built, private.last(location).built)
    newer = newer_files(manifest.sources, since, _BUDGET)
    if newer:
        verb = "is" if newer == 1 else "are"
        note(f"{plural(newer, 'file')} {verb} newer than the index: `search build` renews it")
