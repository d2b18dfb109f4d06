"""What a program may pass to a searcher, and what it gets back for what it must not."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from search import Filters, QueryError, Searcher, Sort, View


@pytest.fixture(scope="module")
def searcher(seeds_index: Path) -> Iterator[Searcher]:
    with Searcher.open(seeds_index / ".search-index") as opened:
        yield opened


def articles(searcher: Searcher, query: str = "treaty", **options: Any) -> list[str]:
    return [hit.document.id for hit in searcher.search(query, **options)]


def test_an_order_may_be_given_by_its_name_and_no_other_name_is_an_order(
    searcher: Searcher,
) -> None:
    for sort in Sort:
        named = View(sort=cast(Sort, sort.value))
        assert articles(searcher, view=named) == articles(searcher, view=View(sort=sort))
    for other in ("date", "", None):
        with pytest.raises(QueryError, match="choose relevance, newest, oldest"):
            View(sort=cast(Sort, other))


@pytest.mark.parametrize("count", ["5", 5.0, 2.5, None, 0, -1, 10**30])
@pytest.mark.parametrize("name", ["top_k", "depth", "page", "passages"])
def test_a_count_that_is_none_is_refused_by_its_name(
    searcher: Searcher, name: str, count: Any
) -> None:
    asked: Any = View if name in ("page", "passages") else partial(searcher.search, "treaty")
    with pytest.raises(QueryError, match=f"{name} must be"):
        asked(**{name: count})


def test_a_count_of_numpy_is_a_count(searcher: Searcher) -> None:
    counts: Any = np.int64(2)
    assert articles(searcher, top_k=counts) == articles(searcher, top_k=2)


def test_one_facet_needs_no_list(searcher: Searcher) -> None:
    one = searcher.search("treaty", facets="source").facets
    assert one == searcher.search("treaty", facets=["source"]).facets
    assert one["source"]


def test_totals_and_facets_of_an_empty_query_are_there_and_empty(searcher: Searcher) -> None:
    result = searcher.search(" ", totals=True, facets=["source"])
    assert result.totals == (0, 0)
    assert result.facets == {"source": {}}


@pytest.mark.parametrize("field", ["source", "author", "file", "language"])
def test_none_is_no_condition_and_none_of_an_empty_list_holds(
    searcher: Searcher, field: str
) -> None:
    every = articles(searcher)
    assert every
    absent: dict[str, Any] = {field: None}
    empty: dict[str, Any] = {field: []}
    for anything in (Filters(**absent), Filters(where=absent)):
        assert articles(searcher, filters=anything) == every
    for mode in ("hybrid", "keyword", "vector"):
        for nothing in (Filters(**empty), Filters(where=empty)):
            assert articles(searcher, filters=nothing, mode=mode) == []
            assert articles(searcher, "", filters=nothing, mode=mode) == []


def test_a_date_is_a_value_of_a_field(searcher: Searcher) -> None:
    days = Filters(where={"on": [date(2025, 10, 2), date(2025, 6, 1)]})
    texts = Filters(where={"on": ["2025-10-02", "2025-06-01"]})
    found = articles(searcher, "", filters=days)
    assert found == articles(searcher, "", filters=texts)
    assert found


@pytest.mark.parametrize("options", [{"plain": True}, {"by_passage": True}])
def test_a_cursor_belongs_to_the_way_in_which_a_query_was_read(
    searcher: Searcher, options: dict[str, Any]
) -> None:
    cursor = searcher.search("treaty -nuclear", top_k=1, cursor="").cursor
    assert cursor
    with pytest.raises(QueryError, match="other options"):
        searcher.search("treaty -nuclear", top_k=1, cursor=cursor, **options)


def test_one_query_has_one_result_however_long_it_takes(searcher: Searcher) -> None:
    first, again = (searcher.search("treaty", totals=True, facets="year") for _ in range(2))
    assert first == again
    assert first != searcher.search("ferry", totals=True, facets="year")
    assert pickle.loads(pickle.dumps(first)) == first


def test_what_is_printed_of_results_is_short(searcher: Searcher) -> None:
    result = searcher.search("treaty", top_k=3)
    assert repr(result) == "<Result of 'treaty', hybrid: 3 hits>"
    assert [len(repr(hit)) < 200 for hit in result] == [True] * 3
    assert result[0].citation in repr(result[0])
    assert repr(searcher).startswith(f"<Searcher of {searcher.engine.location}, generation ")
