"""watch(): an index that follows its sources."""

from __future__ import annotations

import glob
import threading
from collections.abc import Iterator, Sequence
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
    being made, such as a disk that is full; then the next change is waited for. Where another
    process is building, it is waited for too.

    :raises MissingExtraError: where the package watchfiles is not installed.
    :raises SourceError: where there is nothing to watch.
    """
    try:
        import watchfiles
    except ImportError:
        raise MissingExtraError("watchfiles", "watch", "Watching") from None
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
    missed = True  # what changed between the first build and the beginning of the watch
    for changes in watchfiles.watch(
        *_roots(first.manifest.sources),
        watch_filter=lambda _, path: not _is_hidden(Path(path), place),
        debounce=_PATIENCE,
        step=DEBOUNCE,
        stop_event=stop,
        raise_interrupt=False,
        rust_timeout=DEBOUNCE,
        yield_on_timeout=True,
    ):
        if not changes and not missed:
            continue
        missed = False
        try:
            report = build((), place, settings, progress)
        except SearchError as error:
            yield error
        else:
            if not report.up_to_date:
                yield report


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
