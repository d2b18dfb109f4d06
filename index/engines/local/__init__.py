"""The embedded engine: an index in a folder."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.engines.protocol import Engine
    from index.engines.writer import Writer
    from index.generation.manifest import Manifest
    from index.generation.parameters import RankingParameters
    from index.progress import Progress


def open_engine(location: str | Path, parameters: RankingParameters | None) -> Engine:
    """See ``index.engines.open_engine``."""
    from index.engines.local.engine import LocalEngine, bm25_of

    return LocalEngine(Path(location), bm25_of(parameters) if parameters else None)


def manifest_of(location: str | Path) -> Manifest:
    """See ``index.engines.manifest_of``."""
    from index.generation.generations import current_manifest

    return current_manifest(Path(location))


def open_writer(
    location: str | Path, progress: Progress, *, wait: bool, create: bool
) -> AbstractContextManager[Writer]:
    """See ``index.engines.open_writer``."""
    from index.engines.local.writer import open_local_writer

    return open_local_writer(Path(location), progress, wait=wait, create=create)
