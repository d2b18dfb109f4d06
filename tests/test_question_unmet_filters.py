"""A filter that no article meets is named where nothing is found, with the nearest value."""

from __future__ import annotations

import pytest

import index
from index.types import Document
from search import Filters, Searcher, View

SAID = {
    'source:"Saltmere Ehco"': 'no article meets source:"Saltmere Ehco"; did you mean Saltmere Echo?',
    "lock author:Peres": "no article meets author:Peres; did you mean Jean-Luc Pérez?",
    "lock lang:fr": "no article meets language:fr; the values are en",
    "section:politcs": "no article meets section:politcs; did you mean politics?",
    "source:xx": "no article meets source:xx; the values are Saltmere Echo, Tarn Post",
    "author:xx lock": "no article meets author:xx; the values are Jean-Luc Pérez, Ruth Okafor",
    "after:2030 lock": "no article was published then",
    "words>9000": "no article meets one of the filters",
    "author:okafor author:perez": "no article meets all of the filters",
    "lock source:(aa OR bb)": "no article meets source:(aa OR bb); "
    "the values are Saltmere Echo, Tarn Post",
}


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    place = tmp_path_factory.mktemp("unmet") / ".search-index"
    text = "The lock at Tarn was shut on Friday, the lock keeper said, for repairs of its gate."
    given = (("Saltmere Echo", "Jean-Luc Pérez", 300), ("Tarn Post", "Ruth Okafor", 400))
    documents = [
        Document(
            f"wire-{number}", "wire", text, blocks=(), title=f"Lock {number}", source=source,
            author=author, published="2025-05-03", language="en",
            metadata={"section": "politics", "words": str(number)},
        )
        for source, author, number in given
    ]  # fmt: skip
    index.build(documents=documents, location=place)
    return Searcher.open(place)


@pytest.mark.parametrize("query", SAID)
def test_what_no_article_meets_is_named(searcher: Searcher, query: str) -> None:
    found = searcher.search(query)
    assert not found.hits
    assert SAID[query] in found.note


def test_options_are_named_as_filters_of_the_query_are(searcher: Searcher) -> None:
    found = searcher.search("lock", filters=Filters(source="Saltmere Ehco"))
    assert found.note == SAID['source:"Saltmere Ehco"']


def test_nothing_is_said_of_filters_that_articles_meet(searcher: Searcher) -> None:
    assert searcher.search("source:echo lock").note == ""
    assert "meets" not in searcher.search("author:okafor zebra", mode="keyword").note
    assert searcher.search("lock source:echo", view=View(page=9)).note == ""
