"""What asks an index and what answers: engines, and how one is opened."""

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


def open_engine(location: str | Path, parameters: RankingParameters | None = None) -> Engine:
    """Open the index at ``location``, a folder; with ``parameters`` in place of its own.

    :raises IndexNotFoundError: where there is none.
    :raises IndexStateError: where it cannot be used as it is.
    """
    from index.engines.local.engine import LocalEngine, bm25_of

    return LocalEngine(Path(location), bm25_of(parameters) if parameters else None)


def manifest_of(location: str | Path) -> Manifest:
    """What the index at ``location`` says of itself: a millisecond, where opening it takes 100.

    :raises SearchError: as ``open_engine``.
    """
    from index.generation.generations import current_manifest

    return current_manifest(Path(location))


def default_parameters(weight: float) -> RankingParameters:
    """How an index is ranked that says nothing of it; ``weight`` is the vector leg's share."""
    from index.engines.local.engine import PARAMETERS
    from index.generation.parameters import RankingParameters

    p = PARAMETERS
    return RankingParameters(weight, p.k1, p.b, p.title, p.heading, p.context)


def open_writer(
    location: Path, progress: Progress, *, wait: bool = False, create: bool = True
) -> AbstractContextManager[Writer]:
    """Be the one writer of the index at ``location``, a folder.

    :raises IndexNotFoundError: where there is none, but for ``create``.
    :raises IndexLockedError: where another process is writing, but for ``wait``.
    :raises SearchError: where the index cannot be written.
    """
    from index.engines.local.writer import open_local_writer

    return open_local_writer(location, progress, wait=wait, create=create)
