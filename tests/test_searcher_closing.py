"""What becomes of an engine that many threads use when a searcher moves on or is closed."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import index
from index.errors import IndexStateError
from search import Searcher
from search.shared_engine import Lease


def opened(folder: Path) -> Searcher:
    return Searcher.open(folder / ".search-index")


def test_whatever_is_asked_of_a_closed_searcher_says_so(seeds_index: Path) -> None:
    searcher = opened(seeds_index)
    searcher.close()
    searcher.close()
    for ask in (
        lambda: searcher.search("ferry"),
        lambda: searcher.search("after:2020"),
        lambda: searcher.rank("ferry"),
        lambda: searcher.similar("ferry"),
        searcher.refresh,
    ):
        with pytest.raises(IndexStateError, match="has been closed: open another"):
            ask()
    assert "Searcher" in repr(searcher)


def test_who_asks_while_a_searcher_is_closed_is_answered(seeds_index: Path) -> None:
    lease = Lease(index.open_engine(seeds_index / ".search-index"))
    asking, closed = threading.Event(), threading.Event()
    found: list[int] = []

    def ask() -> None:
        with lease.use() as engine:
            asking.set()
            assert closed.wait(60)
            found.append(len(engine.catalogue.documents(["none"])))

    thread = threading.Thread(target=ask)
    thread.start()
    assert asking.wait(60)
    engine = lease.engine
    lease.close()
    closed.set()
    thread.join()
    assert found == [0]
    with pytest.raises(Exception, match="closed"):
        engine.catalogue.documents(["none"])


def test_what_is_lent_after_closing_is_closed_itself(seeds_index: Path) -> None:
    lease = Lease(index.open_engine(seeds_index / ".search-index"))
    lease.close()
    later = index.open_engine(seeds_index / ".search-index")
    lease.replace(later)
    with pytest.raises(Exception, match="closed"):
        later.catalogue.documents(["none"])
