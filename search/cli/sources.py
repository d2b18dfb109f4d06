"""Which sources a build takes where an index has others: it says what would go, and asks."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from index.builder.dropped_sources import Leaving, leaving
from index.builder.sources import DEFAULT_SOURCE
from index.errors import IndexNotFoundError, SourceError
from index.location import find_index
from search.cli.messages import note
from search.cli.terminal import located_source, plural


def settled(
    sources: list[str], location: Path | None, *, add: bool, replace: bool, ask: bool = True
) -> list[str]:
    """The sources to build from: those named, and with ``add`` those that the index has.

    Where others would go and neither ``add`` nor ``replace`` is said, the user is asked.

    :raises SourceError: where nobody can be asked, or no source is known.
    """
    if add and replace:
        raise SourceError("--add keeps what the index holds, --replace takes it out: choose one")
    if not sources:
        _check_known(location)
        return []
    found = leaving(sources, location)
    if found is None or replace:
        return sources
    if not add:
        add = _asked(sources, found, ask=ask)
    return [*found.all, *sources] if add else sources


def _check_known(location: Path | None) -> None:
    """Say what to type where neither an index nor the folder is there that is taken unasked."""
    if Path(DEFAULT_SOURCE).exists():
        return
    try:
        find_index(location)
    except IndexNotFoundError:
        raise SourceError("Which folder? search build .") from None


def _asked(sources: Sequence[str], found: Leaving, *, ask: bool) -> bool:
    """Whether to add; stops the command where the answer is neither."""
    places = [located_source(one).text for one in found.sources]
    gone = ", ".join(places)
    others = len(found.sources) < len(found.all)
    held = "" if others else f" ({plural(found.articles, 'article')})"
    what = f"The index holds {gone}{held}, which {' '.join(sources)} does not"
    if not (ask and sys.stdin.isatty() and sys.stderr.isatty()):
        raise SourceError(f"{what}: --add keeps it, --replace takes it out; nothing was changed")
    note(what, places)
    print("Keep it and add, replace it, or stop? [a/r/S] ", end="", file=sys.stderr, flush=True)
    answer = sys.stdin.readline().strip().lower()
    if answer not in ("a", "add", "r", "replace"):
        note("stopped; the index is as it was")
        raise typer.Exit(2)
    return answer.startswith("a")
