"""The sources of a build: which are meant, what they hold, and whether one has vanished."""

from __future__ import annotations

import glob
import os
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

from index.builder.changes import is_inside
from index.errors import Remedy, SourceError
from index.generation.manifest import Manifest
from index.readers.sources import SourceFile, find
from index.types import Problem

DEFAULT_SOURCE: Final = "seeds"
"""The folder that is indexed if none is named."""

STANDARD_INPUT: Final = "-"
"""The source that stands for standard input."""

GIVEN: Final = "(documents)"
"""The source that stands for documents that a program gave to the build."""

Sources = str | Path | Sequence[str | Path]
"""One source or several."""


def source_names(sources: Sources, published: Manifest | None, *, given: bool) -> tuple[str, ...]:
    """The sources as a later build finds them from any folder: absolute, or standard input.

    :raises SourceError: where those of an index are meant that has none of its own.
    """
    named = [sources] if isinstance(sources, str | Path) else list(sources)
    if not named and not given:
        if published is not None and not published.sources:
            raise SourceError(
                "This index was imported, and what it was built from is not read unasked: "
                "name the sources to build it from"
            )
        named = list(published.sources) if published else [DEFAULT_SOURCE]
    if "" in named:
        raise SourceError("A source without a name: name a folder or a file")
    names = [
        str(one) if str(one) in (STANDARD_INPUT, GIVEN) else str(Path(one).expanduser().absolute())
        for one in named
    ]
    return tuple(dict.fromkeys([*names, GIVEN] if given else names))


def find_files(
    sources: Sequence[str], base: Path, known: Iterable[str], *, allow_missing: bool
) -> list[SourceFile | Problem]:
    """What the sources hold now; ``known`` are the ids of the files that were read before.

    :raises SourceError: where a source does not exist, or where a folder holds none of the files
        that were read from it before, as when a disk is not mounted, but for ``allow_missing``.
    """
    named = [source for source in sources if source != GIVEN]
    if allow_missing:
        return list(find([source for source in named if _exists(source)], base))
    found = list(find(named, base))
    now = [_absolute(base, one.id if isinstance(one, SourceFile) else one.path) for one in found]
    before = [_absolute(base, file_id) for file_id in known]
    for source in named:
        folder = os.path.normpath(source)
        if any(is_inside(path, folder) for path in now):
            continue
        lost = sum(is_inside(path, folder) for path in before)
        if lost:
            raise SourceError(
                f"{source} holds none of the {lost:,} files that were read from it before",
                place=source,
                cause="vanished",
                remedy=Remedy.ALLOW_MISSING,
            )
    return found


def require_readable(problems: Iterable[Problem], base: Path, known: Collection[str]) -> None:
    """Refuse to make everything anew where a file of the index cannot be read just now.

    :raises SourceError: where what the index has of one of the files ``known`` would be lost.
    """
    before = [_absolute(base, file_id) for file_id in known]
    for problem in problems:
        place = _absolute(base, problem.path)
        if problem.passing and any(is_inside(path, place) for path in before):
            raise SourceError(
                f"{problem}; everything is made anew, and what the index has of it would be lost",
                place=problem.path,
                cause="unreadable",
                remedy=Remedy.ALLOW_MISSING,
            )


def _exists(source: str) -> bool:
    return (
        source == STANDARD_INPUT
        or os.path.lexists(source)
        or any(glob.iglob(source, recursive=True))  # noqa: PTH207  # absolute
    )


def _absolute(base: Path, file_id: str) -> str:
    return os.path.normpath(base / file_id)
