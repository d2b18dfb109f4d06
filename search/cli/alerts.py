"""``search alerts``: saved queries, and what is new for each since it was last looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typer

from index.errors import QueryError
from index.location import find_index, folder_of_paths
from search.cli import user_state
from search.cli.messages import note
from search.cli.terminal import Part, as_json_line, bold, cited, emit, plural, row
from search.display.headline import headline
from search.display.printable import isolated, printable
from search.results.view import Sort, View
from search.searcher import Searcher
from search.types import Hit, Result

_MOST: Final = 1000
"""Articles of one saved query that are looked at."""

_SHOWN: Final = 10


def add(query: str, location: Path | None, *, as_json: bool) -> None:
    """Save a query; what it finds today is not new."""
    place = str(find_index(location))
    with Searcher.open(location) as searcher:
        found = _found(searcher, query)
    if found.note:
        note(found.note)
    hits = found.hits
    with user_state.changing_queries(place) as saved:
        saved[query] = sorted(_ids(hits))
    told = f"Saved; {plural(len(hits), 'article')} so far. `search alerts` says what is new"
    record = {"query": query, "articles": len(hits)}
    emit([as_json_line(record) if as_json else row([Part(told)])])


def remove(query: str, location: Path | None, *, as_json: bool) -> None:
    """Forget a saved query.

    :raises QueryError: where it is not saved.
    """
    with user_state.changing_queries(str(find_index(location))) as saved:
        if query not in saved:
            raise QueryError(f"There is no saved query {query}: `search alerts list` names them")
        del saved[query]
    emit([as_json_line({"query": query}) if as_json else f"Removed: {printable(query)}"])


def names(location: Path | None, *, as_json: bool) -> None:
    """Print the saved queries."""
    saved = user_state.saved_queries(str(find_index(location)))
    emit(as_json_line({"query": name}) if as_json else printable(name) for name in saved)


def look(location: Path | None, *, as_json: bool) -> None:
    """Print what is new for each saved query, and remember that it was seen; exit 1 if nothing."""
    place = str(find_index(location))
    saved = user_state.saved_queries(place)
    if not saved:
        note('there are no saved queries: `search alerts add "some words"`')
    any_new, found = False, dict[str, list[str]]()
    with Searcher.open(location) as searcher:
        folder = folder_of_paths(searcher.engine.location)
        for query, seen in saved.items():
            try:
                hits = _found(searcher, query).hits
            except QueryError as error:  # it could be understood when it was saved
                note(f"{query}: {error}")
                continue
            new = [hit for hit in hits if hit.document.id not in set(seen)]
            any_new = any_new or bool(new)
            if as_json:
                ids = [hit.document.id for hit in new]
                emit([as_json_line({"query": query, "articles": len(hits), "new": ids})])
            else:
                emit(_lines(query, len(hits), new, folder))
            found[query] = sorted(_ids(hits))
    if found:
        with user_state.changing_queries(place) as now:
            now.update({q: sorted({*seen, *found.get(q, ())}) for q, seen in now.items()})
    if not any_new:
        raise typer.Exit(1)


def _found(searcher: Searcher, query: str) -> Result:
    """The articles that match a query or are near, the newest first."""
    return searcher.search(query, _MOST, view=View(sort=Sort.NEWEST))


def _ids(hits: Sequence[Hit]) -> set[str]:
    """The articles of ``hits`` and of their copies: any may stand for the story another time."""
    return {one for hit in hits for one in (hit.document.id, *(copy.id for copy in hit.copies))}


def _lines(query: str, count: int, new: list[Hit], folder: Path) -> list[str]:
    said = f"{len(new):,} new" if new else "nothing new"
    told = Part(f": {said} of {plural(count, 'article')}")
    lines = [row([Part(printable(query), bold), told])]
    for hit in new[:_SHOWN]:
        day = printable(hit.document.published[:10])
        about = f"{isolated(headline(hit.document))} · {day and f'{day} · '}"
        place = cited(hit.document.path, hit.passage.line, folder)
        lines.append(row([Part(about), place], "    ", "  "))
    if len(new) > _SHOWN:
        lines.append(f"  and {len(new) - _SHOWN:,} more")
    return lines
