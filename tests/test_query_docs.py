"""Each construct of docs/query-language.md does what the page says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import PROJECT

from search import Searcher

PAGE = (PROJECT / "docs/query-language.md").read_text(encoding="utf-8")


def rows() -> Iterator[tuple[str, str, str]]:
    """Each query of a table, the article that stands first, and the one that is not found."""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 3:
            wanted, _, unwanted = cells[2].replace("not ", ", not ").partition("not ")
            for query in re.findall(r"`([^`]+)`", cells[0]):
                yield query, wanted.strip(" ,"), unwanted.strip()


@pytest.fixture(scope="module")
def searcher(seeds_index: Path) -> Iterator[Searcher]:
    with Searcher.open(seeds_index / ".search-index") as opened:
        yield opened


def test_the_page_has_examples() -> None:
    assert len(list(rows())) >= 28


@pytest.mark.parametrize(("query", "wanted", "unwanted"), [*rows()])
def test_an_example_finds_what_the_page_says(
    searcher: Searcher, query: str, wanted: str, unwanted: str
) -> None:
    result = searcher.search(query, top_k=50)
    files = [Path(hit.document.path).stem for hit in result]
    assert files
    assert not result.note
    assert not wanted or files[0] == wanted
    assert not unwanted or unwanted not in files
