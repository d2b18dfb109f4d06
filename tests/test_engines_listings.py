"""What every engine promises of filters, facets, pages, exclusions and the order by date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from engine_kinds import NAMES, Kind, build, kind_of

from index.encoder.protocol import Encoder
from index.errors import QueryError
from index.query.filters import Filters
from search import Searcher
from search.results.view import Sort, View
from search.types import Result

TOPICS = ("grain", "salt", "ferry", "treaty", "herring")
SOURCES = ("North Gazette", "South Gazette", "Harbour Post")


def write_articles(folder: Path) -> None:
    folder.mkdir()
    for number in range(45):
        topic, other = TOPICS[number % 5], TOPICS[(number * 3 + 1) % 5]
        date = f"202{number % 3}-{number % 12 + 1:02}-03"
        (folder / f"{number:02}.md").write_text(
            f"---\ntitle: The {topic} of week {number}\nsource: {SOURCES[number % 3]}\n"
            f"author: Ida Holm\ndate: {date if number % 7 else ''}\nwords: {number * 10}\n"
            f"section: {'trade' if number % 2 else 'shipping'}\n---\n\n"
            f"Those who deal in {topic} met number {number} at Karsova and spoke of its price.\n\n"
            f"In paragraph two of {number} they turned to {other}, and to lamp {number % 4}.\n"
        )


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Kind]:
    folder = tmp_path_factory.mktemp("listings")
    write_articles(folder / "articles")
    found = {name: kind_of(name, folder / name) for name in NAMES}
    for kind in found.values():
        build(kind, [folder / "articles"])
    return found


@pytest.fixture(scope="module", params=NAMES[1:])
def searcher(
    request: pytest.FixtureRequest, kinds: dict[str, Kind], encoder: Encoder
) -> Iterator[Searcher]:
    with Searcher(kinds[request.param].open(), encoder) as opened:
        yield opened


@pytest.fixture(scope="module")
def embedded(kinds: dict[str, Kind], encoder: Encoder) -> Iterator[Searcher]:
    with Searcher(kinds["embedded"].open(), encoder) as opened:
        yield opened


def ids(result: Result) -> list[str]:
    return [hit.document.id for hit in result]


QUERIES = [
    "grain price",
    "salt -ferry",
    '"deal in herring"',
    "treaty AND lamp",
    "title:salt OR title:grain",
    "ferry source:south",
    "(treaty source:north) OR (salt source:harbour)",
    "(ferry source:north) AND (NOT salt)",
    "treaty AND source:south",
    "lam* salt",
    "source:harbour words:>100",
    "section:trade -author:holm",
    "in:2021 NOT grain",
]


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
def test_the_same_articles_are_found_and_counted(
    searcher: Searcher, embedded: Searcher, text: str, mode: str
) -> None:
    fields = ("source", "section", "year", "month")
    found, expected = (
        each.search(text, 45, mode, view=View(copies=True), totals=True, facets=fields)
        for each in (searcher, embedded)
    )
    assert set(ids(found)) == set(ids(expected))
    assert found.totals
    assert expected.totals
    assert found.totals.matching == expected.totals.matching
    if mode == "keyword":  # else what is near counts, and how near depends on the shard's idf
        assert found.facets == expected.facets
    for counts in found.facets.values():
        assert all(type(count) is int for count in counts.values())


@pytest.mark.parametrize(
    "filters",
    [
        Filters(since="2021", until="2021-06"),
        Filters(source=["North Gazette", "Harbour Post"], where={"section": "trade"}),
        Filters(where={"words": ">200"}),
        Filters(file="articles/1*"),
        Filters(author="nobody"),
    ],
)
def test_filters_hold_for_both_legs(
    searcher: Searcher, embedded: Searcher, filters: Filters
) -> None:
    found, expected = (
        each.search("the price of salt", 45, filters=filters, view=View(copies=True))
        for each in (searcher, embedded)
    )
    assert set(ids(found)) == set(ids(expected))


@pytest.mark.parametrize("sort", [Sort.NEWEST, Sort.OLDEST])
@pytest.mark.parametrize("text", ["salt", "section:trade", '"lamp 2" OR ferry'])
def test_all_that_match_stand_by_date(
    searcher: Searcher, embedded: Searcher, sort: Sort, text: str
) -> None:
    view = View(sort=sort, copies=True)
    found, expected = (
        each.search(text, 100, "keyword", view=view) for each in (searcher, embedded)
    )
    assert ids(found) == ids(expected)
    assert len(found) > 5


@pytest.mark.parametrize(
    "view",
    [View(copies=True), View(), View(sort=Sort.NEWEST, copies=True), View(half_life=100.0)],
)
def test_pages_and_cursors_repeat_nothing_and_leave_nothing_out(
    searcher: Searcher, view: View
) -> None:
    whole = ids(searcher.search("salt price", 30, view=view))
    pages = [
        ids(searcher.search("salt price", 10, view=replace(view, page=page))) for page in (1, 2, 3)
    ]
    assert [one for page in pages for one in page] == whole
    result = searcher.search("salt price", 10, view=view, cursor="")
    walked = ids(result)
    while result.cursor and len(walked) < 30:
        result = searcher.search("salt price", 10, view=view, cursor=result.cursor)
        walked += ids(result)
    assert walked == whole


def test_what_is_excluded_is_excluded_from_the_article_or_from_the_passage(
    searcher: Searcher, embedded: Searcher
) -> None:
    view = View(copies=True)
    for by_passage in (False, True):
        how: dict[str, Any] = {"by_passage": by_passage}
        found, expected = (
            {hit.passage.id for hit in each.search("karsova -herring", 99, view=view, **how)}
            for each in (searcher, embedded)
        )
        assert found == expected
        assert found


def test_a_field_that_there_is_not_is_a_mistake_of_who_asks(searcher: Searcher) -> None:
    with pytest.raises(QueryError, match="no field colour"):
        searcher.search("salt", facets=["colour"])
    with pytest.raises(QueryError, match="colour"):
        searcher.search("salt", filters=Filters(where={"colour": "red"}))


def test_articles_like_one_and_browsing(searcher: Searcher, embedded: Searcher) -> None:
    name = ids(searcher.search("herring"))[0]
    found, expected = (
        each.similar(name, 5, view=View(copies=True)) for each in (searcher, embedded)
    )
    assert name not in ids(found)
    assert len(set(ids(found)) & set(ids(expected))) >= 3
    for each in (searcher, embedded):
        catalogue = each.engine.catalogue
        assert all(p.document_id == name for p in catalogue.passages_of(name))
        assert catalogue.resolve(name.rpartition("/")[2]) == (name, None)
        assert list(catalogue.documents([name, "nothing"])) == [name]
        with pytest.raises(QueryError):
            catalogue.resolve("nothing of the kind")
