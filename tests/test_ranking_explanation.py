from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Command

from search import Hit, Searcher
from search.ranking.explanation import Explanation
from search.ranking.fusion import Fusion
from search.ranking.hybrid import Ranker
from search.results.view import View

PASSAGES = View(grouped=False)

QUERIES = [
    "arms control talks",
    "HC-0881",
    "smartphones confiscated",
    '+treaty "nuclear explosion"^2 -harbour',
    "title:ferry battery",
    "nego*",
]


@pytest.fixture(scope="module")
def searcher(seeds_index: Path) -> Iterator[Searcher]:
    with Searcher.open(seeds_index / ".search-index") as opened:
        yield opened


def explained(
    searcher: Searcher, query: str, mode: str = "hybrid"
) -> list[tuple[Hit, Explanation]]:
    hits = searcher.search(query, top_k=20, mode=mode, explain=True, view=PASSAGES)
    return [(hit, hit.explanation) for hit in hits if hit.explanation]


@pytest.mark.parametrize("query", QUERIES)
def test_the_figures_add_up(searcher: Searcher, query: str) -> None:
    found = explained(searcher, query)
    assert found
    for hit, why in found:
        assert why.keyword
        assert why.vector
        total = why.keyword.weight * why.keyword.normalised + why.match
        total += why.vector.weight * why.vector.normalised
        assert total == pytest.approx(hit.score, abs=1e-4)
        assert why.score == pytest.approx(hit.score, abs=1e-4)
        assert sum(term.score for term in why.terms) == pytest.approx(why.keyword.score, abs=1e-4)
        if hit.keyword:
            assert why.keyword.score == pytest.approx(hit.keyword.score, abs=1e-4)
        assert why.keyword.rank == (hit.keyword.rank if hit.keyword else None)
        assert why.vector.rank == (hit.vector.rank if hit.vector else None)


@pytest.mark.parametrize("mode", ["keyword", "vector"])
def test_one_leg_alone_is_the_whole_score(searcher: Searcher, mode: str) -> None:
    found = explained(searcher, "arms control talks", mode)
    assert found
    for hit, why in found:
        asked, other = (why.keyword, why.vector) if mode == "keyword" else (why.vector, why.keyword)
        assert other is None
        assert asked
        assert (asked.rank, asked.share) == (hit.rank, hit.score)
        assert bool(why.terms) == (mode == "keyword")


def test_feedback_says_where_a_result_stood_before(seeds_index: Path, searcher: Searcher) -> None:
    query = "arms control talks"
    found = explained(searcher, query)
    with Searcher.open(seeds_index / ".search-index", Ranker(feedback=0)) as plain:
        before = plain.search(query, top_k=100, explain=True, view=PASSAGES)
    stood = {hit.passage.id: (hit.rank, hit.score) for hit in before}
    assert all(hit.explanation and hit.explanation.feedback is None for hit in before)
    for hit, why in found:
        assert why.feedback
        rank, score = stood[hit.passage.id]
        assert why.feedback.rank == rank
        assert why.feedback.score == pytest.approx(score)
    assert any(why.feedback and why.feedback.rank != hit.rank for hit, why in found)


def test_reciprocal_ranks_add_up_too(seeds_index: Path) -> None:
    with Searcher.open(seeds_index / ".search-index", Ranker(fusion=Fusion.RRF)) as searcher:
        found = explained(searcher, "arms control talks")
    assert any(why.keyword and why.keyword.rank is None for _, why in found)
    for hit, why in found:
        assert why.score == pytest.approx(hit.score)


def test_a_query_whose_words_stand_nowhere_says_so(searcher: Searcher) -> None:
    _, why = explained(searcher, "zzzz qqqq")[0]
    assert "no word of the query" in why.reason
    assert why.terms == ()


def test_nothing_is_explained_unless_it_is_asked_for(searcher: Searcher) -> None:
    plain = searcher.search("arms control talks")
    assert all(hit.explanation is None for hit in plain)
    asked = searcher.search("arms control talks", explain=True)
    assert [(h.passage.id, h.score) for h in plain] == [(h.passage.id, h.score) for h in asked]


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
def test_json_and_people_are_shown_the_same_sum(
    command: Command, seeds_index: Path, mode: str
) -> None:
    query = ("query", "arms control talks", "-k", "3", "--explain", "--mode", mode)
    records = [
        json.loads(line) for line in command(*query, "--json", cwd=seeds_index).stdout.splitlines()
    ]
    printed = command(*query, cwd=seeds_index, COLUMNS="80").stdout.splitlines()
    sums = [float(line.split()[1]) for line in printed if line.startswith("    sum ")]
    assert len(sums) == 3
    for record, total in zip(records, sums, strict=True):
        why = record["explanation"]
        assert why["score"] == pytest.approx(record["score"], abs=1e-4)
        assert total == pytest.approx(record["score"], abs=1e-3)
        shares = [why[leg]["share"] for leg in ("keyword", "vector") if why[leg]]
        assert sum(shares) + why["match"] == pytest.approx(why["score"])
    assert all(len(line) <= 80 for line in printed if " · " not in line)
    bars = [line for line in printed if line.rstrip().endswith("####")]
    assert len(bars) >= 3
