"""What asks an index and what answers: engines, and how one is opened."""

from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from index.errors import IndexStateError
from index.location import address, scheme_of

if TYPE_CHECKING:
    from index.engines.protocol import Engine
    from index.engines.writer import Writer
    from index.generation.manifest import Manifest
    from index.generation.parameters import RankingParameters
    from index.progress import Progress


ENGINES: Final = {"": "index.engines.local"}
"""The module of each kind of engine, by the scheme of the addresses that name its indexes.

A module has functions ``open_engine``, ``manifest_of`` and ``open_writer`` like those here. An
index without a scheme is a folder.
"""


def _kind(location: str | Path) -> Any:
    """The module of the engine that a location belongs to.

    :raises IndexStateError: where there is none of that scheme.
    """
    scheme = scheme_of(location)
    if scheme not in ENGINES:
        place = address(location)
        others = [f"{known}://" for known in ENGINES if known]
        raise IndexStateError(
            f"{place}: no engine is known by {scheme}://; an index is "
            f"{' or '.join(['a folder', *others])}",
            place=place,
        )
    return import_module(ENGINES[scheme])


def open_engine(location: str | Path, parameters: RankingParameters | None = None) -> Engine:
    """Open the index at ``location``, a folder or an address; ``parameters`` replace its own.

    :raises IndexNotFoundError: where there is none.
    :raises IndexStateError: where it cannot be used as it is, or no engine has such addresses.
    """
    engine: Engine = _kind(location).open_engine(location, parameters)
    return engine


def manifest_of(location: str | Path) -> Manifest:
    """What the index at ``location`` says of itself: a millisecond, where opening it takes 100.

    :raises SearchError: as ``open_engine``.
    """
    manifest: Manifest = _kind(location).manifest_of(location)
    return manifest


def default_parameters(weight: float) -> RankingParameters:
    """How an index is ranked that says nothing of it; ``weight`` is the vector leg's share."""
    from index.engines.local.engine import PARAMETERS
    from index.generation.parameters import RankingParameters

    p = PARAMETERS
    return RankingParameters(weight, p.k1, p.b, p.title, p.heading, p.context)


def open_writer(
    location: str | Path, progress: Progress, *, wait: bool = False, create: bool = True
) -> AbstractContextManager[Writer]:
    """Be the one writer of the index at ``location``, a folder or an address.

    :raises IndexNotFoundError: where there is none, but for ``create``.
    :raises IndexLockedError: where another process is writing, but for ``wait``.
    :raises SearchError: where the index cannot be written.
    """
    writer: AbstractContextManager[Writer] = _kind(location).open_writer(
        location, progress, wait=wait, create=create
    )
    return writer
