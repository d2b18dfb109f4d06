"""What is good, how sure it is, and the exit code: the same however many results are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Searcher
from search.ranking.confidence import MIN_CONFIDENCE

WORDS = (
    "port ransomware ferry battery treaty arms control talks bank rescue Kisumu HC-0881 Vastmark "
    "jobs smartphones sourdough ballet crochet what is the of who said last year hydration price"
).split()
MOST = 40

queries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@pytest.fixture(scope="module")
def searcher(seeds_index: Path) -> Iterator[Searcher]:
    with Searcher.open(seeds_index / ".search-index") as opened:
        yield opened


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(queries, st.integers(1, MOST))
def test_how_many_are_shown_changes_neither_order_nor_confidence(
    searcher: Searcher, query: str, shown: int
) -> None:
    few, all_ = searcher.search(query, top_k=shown), searcher.search(query, top_k=MOST)
    said = [(hit.passage.id, hit.confidence) for hit in all_]
    assert [(hit.passage.id, hit.confidence) for hit in few] == said[:shown]
    assert few.good() == all_.good()


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(queries)
def test_no_sure_result_stands_under_a_doubtful_one(searcher: Searcher, query: str) -> None:
    sure = [hit.confidence for hit in searcher.search(query, top_k=MOST) if hit.confidence]
    assert sure == sorted(sure, reverse=True)
    assert all(one >= 0.3 for one in sure[: sum(one >= 0.9 for one in sure)])


@pytest.mark.parametrize("query", ["🦦", "🦦🦨", "вулкан", "แมว", "火山"])
def test_what_the_model_cannot_read_is_no_evidence(searcher: Searcher, query: str) -> None:
    result = searcher.search(query)
    assert result.good() == 0
    assert all(hit.confidence is not None for hit in result)
    assert all(hit.confidence < MIN_CONFIDENCE for hit in result if hit.confidence)


@pytest.mark.parametrize(("query", "code"), [("sourdough starter hydration", 1), ("ferry", 0)])
def test_the_exit_code_is_that_of_the_whole_list(
    command: Command, seeds_index: Path, query: str, code: int
) -> None:
    for shown in ("1", "3", "40"):
        done = command("query", query, "-k", shown, cwd=seeds_index)
        assert done.returncode == code
        assert ("No good match" in done.stderr) == bool(code)
