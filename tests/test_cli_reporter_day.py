"""Forty tasks of a reporter's day over the sample articles, each a command as one would type it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from search import Filters, Hit, Result, Searcher, Sort, View


@pytest.fixture(scope="module")
def searcher(seeds_index: Path) -> Searcher:
    return Searcher.open(seeds_index / ".search-index")


def stems(result: Result) -> list[str]:
    return [Path(hit.document.path).stem for hit in result]


def searched_text(hit: Hit) -> str:
    """The text of an article without what was left out of the search."""
    document = hit.document
    return "\n".join(document.text[b.start : b.end] for b in document.blocks if not b.reason)


FIRST = {
    "who was paid for the harbour charts": "map-forger-trial",
    "arms control talks": "new-start-successor-talks",
    "nuclear test ban vote in parliament": "ctbt-ratification-vote",
    "smartphones confiscated": "school-phone-pouches",
    "HC-0881": "map-forger-trial",
    "Vastmark job losses": "regional-bank-rescue",
    "ransomware at the port": "port-ransomware",
    "electric ferry battery overheated": "ferry-electric",
    "last cash machine": "last-cash-machine",
    "river divided between two neighbours": "border-water-treaty",
    "prisoners swapped on an airfield": "prisoner-exchange-airfield",
    "interest rates coffee": "central-bank-rate-hold",
    "photocopying the weekly paper": "island-newsletter-copyright",
    "ship's bell found by divers": "shipwreck-bell",
    "night train": "night-train-returns",
    "title:machine": "last-cash-machine",
    '"written agenda"': "new-start-successor-talks",
    "ratif*": "ctbt-ratification-vote",
    "tidal lagoon oysters": "tidal-lagoon-inquiry",
    "hotline drill military": "military-hotline-drill",
}


@pytest.mark.parametrize("query", FIRST)
def test_the_article_that_answers_stands_first(searcher: Searcher, query: str) -> None:
    assert stems(searcher.search(query, 3))[0] == FIRST[query]


def test_what_the_text_says_goes_before_what_a_heading_says(searcher: Searcher) -> None:
    first, *others = searcher.search("talks", 4)
    assert "talk" in first.passage.text
    assert "talk" not in first.passage.heading
    assert any("talks" in hit.passage.heading for hit in others)


LIMITED: dict[str, tuple[str, Filters]] = {
    "a time range": ("treaty in:2025-06..2025-08", Filters(since="2025-06", until="2025-08")),
    "since a day": ("talks after:2025-11-01", Filters(since="2025-11-01")),
    "before a year": ("court before:2025", Filters(until="2024")),
    "one day": ("on:2025-10-02", Filters(since="2025-10-02", until="2025-10-02")),
    "one author": ("talks author:anquetil", Filters(author="anquetil")),
    "one source": ("source:gazette", Filters(source="gazette")),
    "one folder": ("port file:harbour-courier", Filters(file="harbour-courier")),
    "one language": ("treaty lang:en", Filters(language="en")),
    "a tag": ("tags:banking", Filters(where={"tags": "banking"})),
    "any of two authors": (
        "author:(anquetil OR rask)", Filters(author=["anquetil", "rask"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize("task", LIMITED)
def test_a_limit_holds_for_every_result_however_it_is_given(searcher: Searcher, task: str) -> None:
    query, filters = LIMITED[task]
    words = " ".join(word for word in query.split() if ":" not in word and "(" not in word)
    words = words.replace("OR rask)", "").strip()
    typed = searcher.search(query, 40)
    assert typed.hits
    assert not typed.note
    if words:
        assert stems(typed) == stems(searcher.search(words, 40, filters=filters))
    for hit in typed:
        assert _meets(hit, filters)


def _meets(hit: Hit, filters: Filters) -> bool:
    document = hit.document
    authors = [filters.author] if isinstance(filters.author, str) else filters.author
    checks: list[Any] = [
        not filters.since or document.published >= str(filters.since),
        not filters.until or document.published[: len(str(filters.until))] <= str(filters.until),
        not authors or any(name in document.author.lower() for name in authors),
        not filters.source or str(filters.source) in document.source.lower(),
        not filters.file or str(filters.file) in document.path,
        not filters.language or document.language == filters.language,
    ]
    return all(checks)


def test_every_article_about_a_company(searcher: Searcher) -> None:
    found = searcher.search("Vastmark", 40, "keyword", totals=True)
    holding = {
        hit.document.id
        for hit in searcher.search("a OR the", 200, "keyword", view=View(copies=True))
        if "vastmark" in searched_text(hit).lower()
    }
    assert {hit.document.id for hit in found} == holding
    assert found.totals == (len(holding), 0)


def test_but_not_about_another_thing(searcher: Searcher) -> None:
    found = searcher.search("treaty -nuclear", 40)
    assert found.hits
    assert all("nuclear" not in searched_text(hit).lower() for hit in found)


def test_the_newest_and_the_first_report(searcher: Searcher) -> None:
    newest = searcher.search("treaty", 10, view=View(sort=Sort.NEWEST))
    oldest = searcher.search("treaty", 10, view=View(sort=Sort.OLDEST))
    days = [hit.document.published for hit in newest]
    assert days == sorted(days, reverse=True)
    assert stems(newest) == stems(oldest)[::-1]


def test_the_second_page(searcher: Searcher) -> None:
    both = searcher.search("harbour", 10)
    parts = [searcher.search("harbour", 5, view=View(page=page)) for page in (1, 2)]
    assert stems(parts[0]) + stems(parts[1]) == stems(both)


def test_who_wrote_how_much_and_when(searcher: Searcher) -> None:
    found = searcher.search("harbour", 1, "keyword", totals=True, facets=("year", "author"))
    assert found.totals
    assert sum(found.facets["year"].values()) == sum(found.totals)
    assert sum(found.facets["author"].values()) <= sum(found.totals)


def test_articles_like_this_one(searcher: Searcher) -> None:
    story = searcher.search("arms control talks", 1)[0].document.id
    assert "ctbt-ratification-vote" in stems(searcher.similar(story, 3))


def test_more_passages_of_an_article(searcher: Searcher) -> None:
    hit = searcher.search("arms control talks", 1, view=View(passages=3))[0]
    assert len(hit.others) == 2
    assert {one.document.id for one in hit.others} == {hit.document.id}


def test_a_number_that_was_asked_for_is_quoted(searcher: Searcher) -> None:
    from search.display.snippet import snippet

    query = "how many staff will be made redundant at Vastmark"
    found = searcher.search(query, 1)
    assert "640" in snippet(found[0], found.terms, question=query)


def test_quotations_for_a_spreadsheet(searcher: Searcher) -> None:
    from search.display.tables import COLUMNS, csv_lines, rows

    found = searcher.search("treaty", 3)
    lines = (row for hit in found for row in rows(found.query, hit, found.terms, 3))
    table = list(csv.DictReader(io.StringIO("\n".join(csv_lines(lines, COLUMNS)))))
    assert [one["citation"] for one in table] == [hit.citation for hit in found]


def test_for_a_program(searcher: Searcher) -> None:
    from search.display.json_records import as_json, hit_record

    found = searcher.search("treaty", 1)
    record = json.loads(as_json(hit_record(found[0], found.terms, 1)))
    assert record["passages"][0]["id"] == record["id"]


def test_nothing_there(searcher: Searcher) -> None:
    assert not searcher.search("xyzzyplugh", 10, "keyword").hits
    assert searcher.search("sourdough starter hydration", 10).good() == 0
    assert not searcher.search("treaty in:1940", 10).hits
