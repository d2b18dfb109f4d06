"""One page of a list of results, by its number or from where a cursor says."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice

from index.errors import QueryError
from search.results.cursor import begin, digest, resume
from search.results.hits import Item
from search.results.listing import Listing

_AT_ONCE = 100


class Page:
    """The next ``size`` results of a listing.

    Without a ``cursor`` they are those of the page that the view names; an empty one begins, and
    another goes on. ``question`` is all that decides the order. ``ends`` says that there are no
    more behind them.
    """

    def __init__(
        self,
        listing: Listing,
        size: int,
        question: Collection[object] = (),
        cursor: str | None = None,
    ) -> None:
        self.cursor = ""
        if cursor is None:
            before = (listing.view.page - 1) * size
            found = [*islice(listing.items(), before, before + size + 1)]
            self.items, self.first_rank, self.ends = found[:size], before + 1, len(found) <= size
            return
        if not listing.view.grouped:
            raise QueryError("A cursor goes through articles: leave the view grouped")
        generation = listing.engine.manifest.generation
        state = resume(cursor, question) if cursor else begin(question, generation)
        fresh = [*islice(_fresh(listing, state.given), size + 1)]
        self.items = [item for item, _ in fresh[:size]]
        self.first_rank, self.ends = len(state.given) + 1, len(fresh) <= size
        if not self.ends:
            self.cursor = str(state.beyond([name for _, name in fresh[:size]], generation))


def _fresh(listing: Listing, given: frozenset[bytes]) -> Iterator[tuple[Item, str]]:
    """The results that were not given yet, each with the id of its article."""
    items = listing.items()
    while some := [*islice(items, _AT_ONCE)]:
        answers = {id(item.retrieved): item.retrieved.found for item in some}
        names = {number: found.names() for number, found in answers.items()}
        for item in some:
            name = names[id(item.retrieved)][item.group.places[0]]
            if digest(name) not in given:
                yield item, name
