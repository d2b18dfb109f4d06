"""watch(): an index that follows its sources."""

from __future__ import annotations

import glob
import math
import threading
import time
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.builder.pipeline import build
from index.builder.plan import Settings
from index.builder.report import BuildReport
from index.builder.sources import GIVEN, STANDARD_INPUT, Sources
from index.errors import MissingExtraError, SearchError, SourceError
from index.location import build_location
from index.progress import Progress

DEBOUNCE: Final = 1000
"""Milliseconds without a change after which a burst of changes is over."""

RETRY: Final = 30.0
"""Seconds after which what has failed is tried again."""

_PATIENCE: Final = 10_000
"""Milliseconds after which a burst that does not end is indexed all the same."""


def watch(
    sources: Sources = (),
    location: str | Path | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Iterator[BuildReport | SearchError]:
    """Build, and build again whenever the sources change, until ``stop`` is set or Ctrl-C.

    Yields the report of each build that found something new, or the error that kept one from
    being made, such as a disk that is full. What failed, or could not be read for a passing reason,
    is tried again after a while; the same error is then not yielded twice. Where another process
    is building, it is waited for too.

    :raises MissingExtraError: where the package watchfiles is not installed.
    :raises SourceError: where there is nothing to watch.
    :raises SearchError: where the system cannot watch it.
    """
    try:
        import watchfiles  # noqa: F401
    except ImportError:
        raise MissingExtraError.of("watchfiles", "watch", "Watching") from None
    named = Path(location) if location is not None else None
    place = build_location(named, renew=not sources).absolute()
    settings = replace(settings or Settings(), wait=True)
    first = build(sources, place, settings, progress)
    if STANDARD_INPUT in first.manifest.sources:
        raise SourceError("Standard input cannot be watched: name folders or files")
    if not _roots(first.manifest.sources):
        raise SourceError("Documents that were given cannot be watched: name folders or files")
    yield first
    settings = replace(settings, fresh=False)
    roots = _roots(first.manifest.sources)
    said = ""
    due = 0.0  # what changed between the first build and the beginning of the watch
    for changes in _changes(roots, place, stop):
        if not changes and time.monotonic() < due:
            continue
        try:
            report = build((), place, settings, progress)
        except SearchError as error:
            due = time.monotonic() + RETRY
            if changes or str(error) != said:
                yield error
            said = str(error)
        else:
            passing = any(problem.passing for problem in report.problems)
            due, said = time.monotonic() + RETRY if passing else math.inf, ""
            if not report.up_to_date:
                yield report


def _changes(
    roots: Sequence[Path], place: Path, stop: threading.Event | None
) -> Iterator[Collection[object]]:
    """What has changed below ``roots``, and nothing once in a while.

    :raises SearchError: where the system cannot watch them.
    """
    import watchfiles

    try:
        yield from watchfiles.watch(
            *roots,
            watch_filter=lambda _, path: not _is_hidden(Path(path), place),
            debounce=_PATIENCE,
            step=DEBOUNCE,
            stop_event=stop,
            raise_interrupt=False,
            rust_timeout=DEBOUNCE,
            yield_on_timeout=True,
        )
    except OSError as error:
        cause = " ".join(str(error).split())
        raise SearchError(f"The sources cannot be watched: {cause}", cause=cause) from error


def _roots(sources: Sequence[str]) -> list[Path]:
    """The folders to watch: a file's is its parent, for editors replace files."""
    roots = []
    for source in (Path(name) for name in sources if name != GIVEN):
        while glob.has_magic(str(source)) and not source.exists():
            source = source.parent
        roots.append(source if source.is_dir() else source.parent)
    return roots


def _is_hidden(path: Path, place: Path) -> bool:
    """Whether a change there can make no difference: in the index itself, or hidden."""
    return path.is_relative_to(place) or path.name.startswith(".")
