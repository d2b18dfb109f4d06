"""The ids of all documents that differ between a generation and its parent, in a file of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from index.errors import IndexStateError
from index.generation import durable_files, layout
from index.generation.manifest import Manifest

Names = Mapping[str, tuple[str, ...]]


def write_changes(folder: Path, names: Names) -> None:
    """Write the ids of each kind (``added``, ``changed``, ``removed``) beside the generation."""
    with durable_files.create(folder / layout.CHANGES) as file:
        file.write(json.dumps(names, ensure_ascii=False).encode("utf-8", "surrogateescape"))


def changed_names(place: Path, manifest: Manifest) -> Names:
    """All ids of each kind; the first ones, which the manifest has, where they cannot be read."""
    if not any(manifest.changes.values()):
        return {}
    folder = layout.generation_folder(place, manifest.generation)
    try:
        found = json.loads((folder / layout.CHANGES).read_bytes())
        return {str(kind): tuple(map(str, ids)) for kind, ids in found.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError, IndexStateError):
        return manifest.names
