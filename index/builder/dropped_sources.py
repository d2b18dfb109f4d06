"""What a build of other sources would take out of an index."""

from __future__ import annotations

import glob
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.errors import IndexStateError
from index.generation import generations
from index.location import build_location

STANDARD_INPUT: Final = "-"


@dataclass(frozen=True, slots=True)
class Leaving:
    """The sources of an index that others do not hold, of ``all`` that it has.

    Sources are absolute, as the index keeps them. ``articles`` is how many the index holds.
    """

    sources: tuple[str, ...]
    all: tuple[str, ...]
    articles: int


def leaving(sources: Sequence[str | Path], location: str | Path | None = None) -> Leaving | None:
    """What a build of ``sources`` would take out of the index at ``location``; None for nothing.

    A source that lies in a folder that is named stays. Without ``sources`` those of the index are
    meant; of one that does not exist the build will say so.
    """
    if not sources or not all(map(_exists, sources)):
        return None
    place = build_location(Path(location) if location is not None else None, renew=False)
    try:
        manifest = generations.current_manifest(place.absolute())
    except (IndexStateError, OSError):
        return None
    named = [_absolute(source) for source in sources]
    gone = tuple(old for old in manifest.sources if not any(_holds(one, old) for one in named))
    return Leaving(gone, tuple(manifest.sources), manifest.counts.documents) if gone else None


def _exists(source: str | Path) -> bool:
    name = str(source)
    return name == STANDARD_INPUT or glob.has_magic(name) or Path(name).expanduser().exists()


def _absolute(source: str | Path) -> str:
    if str(source) == STANDARD_INPUT:
        return STANDARD_INPUT
    return str(Path(source).expanduser().absolute())


def _holds(named: str, old: str) -> bool:
    """Whether a source that is named is another one, or a folder that the other one lies in."""
    if named == old:
        return True
    path = Path(old)
    while glob.has_magic(str(path)) and not path.exists():
        path = path.parent
    return not glob.has_magic(named) and path.is_relative_to(named)
