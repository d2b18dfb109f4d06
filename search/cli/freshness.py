"""Whether files have changed since an index was built, in one line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from index.engines.protocol import Engine
from search.cli import user_state
from search.cli.messages import note
from search.cli.terminal import plural

_BUDGET: Final = 0.015
"""Seconds that a query spends on looking."""


def note_changes(engine: Engine) -> None:
    """Say how many files are newer than the index or gone since, if any are.

    What was written while the index was built counts as newer, where this user built it.
    """
    from index.generation.layout import generation_folder
    from index.readers.changed_since import look

    manifest, location = engine.manifest, engine.location
    last = user_state.last(location)
    try:
        folder = generation_folder(Path(location), manifest.generation)
        published = (folder / "manifest.json").stat().st_mtime
    except OSError:
        return
    since = last.built if last.generation == manifest.generation else published
    newer, gone = look(manifest.sources, since, manifest.counts.files, _BUDGET)
    said = [
        f"{plural(count, 'file')} {'is' if count == 1 else 'are'} {what}"
        for count, what in ((newer, "newer than the index"), (gone, "gone since"))
        if count
    ]
    if said:
        note(f"{' and '.join(said)}: `search build` renews it")
