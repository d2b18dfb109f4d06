from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import Command
from hypothesis import given, settings
from hypothesis import strategies as st

import index
from index.engines.protocol import Request
from index.query import parse
from search import Searcher
from search.ranking.confidence import (
    BOTH_WEIGHT,
    COSINE_WEIGHT,
    INTERCEPT,
    MIN_CONFIDENCE,
    NAME_MISSING,
    PASSAGES_WEIGHT,
    WORDS_WEIGHT,
    confidence,
    doubted,
    in_order,
)

OFF_TOPIC = ["sourdough starter hydration", "crochet stitches for beginners", "ballet pointe shoes"]


@pytest.fixture(scope="module")
def searcher(seeds_index: Path) -> Iterator[Searcher]:
    with Searcher.open(seeds_index / ".search-index") as opened:
        yield opened


def sure(cosine: float, coverage: float, passages: int = 1000) -> float:
    return float(confidence(np.array([cosine], np.float32), np.array([coverage]), passages)[0])


def test_the_formula_by_hand() -> None:
    evidence = (
        INTERCEPT
        + PASSAGES_WEIGHT * np.log(5000)
        + COSINE_WEIGHT * 0.5**2
        + BOTH_WEIGHT * 0.5 * 0.4
    )
    evidence += WORDS_WEIGHT * 0.4**4
    assert sure(0.5, 0.4, 5000) == pytest.approx(1 / (1 + np.exp(-evidence)))


def test_neither_a_little_meaning_nor_a_few_words_are_enough() -> None:
    assert sure(0.8, 0.9) > 0.9
    assert sure(0.8, 0.0) > MIN_CONFIDENCE
    assert sure(0.0, 1.0) > MIN_CONFIDENCE
    assert sure(0.1, 0.1) < 0.2
    assert sure(-0.5, 0.0) == sure(0.0, 0.0)


def test_more_is_asked_of_a_large_index() -> None:
    assert sure(0.4, 0.3, 20) > sure(0.4, 0.3, 20_000)
    assert sure(0.4, 0.3, 1) == sure(0.4, 0.3, 20)


def test_a_meaning_that_the_model_cannot_read_is_no_evidence() -> None:
    cosines, none = np.array([0.95], np.float32), np.array([0.0])
    read, unread = (confidence(cosines, none, 1000, reading)[0] for reading in (1.0, 0.0))
    assert read > 0.9
    assert unread == pytest.approx(sure(0.0, 0.0))


def test_words_that_stand_nowhere_leave_a_doubt() -> None:
    best = confidence(np.array([1.0], np.float32), np.array([1.0]), 1000, known=0.5)
    assert best[0] == 0.75


def test_where_a_name_is_missing_only_the_very_same_thing_is_good() -> None:
    cosines, each = np.array([0.3, 0.9, 0.1], np.float32), np.array([0.9, 0.9, 0.1])
    assert doubted(each, cosines).tolist() == [NAME_MISSING, 0.9, 0.1]
    assert doubted(each, cosines, reading=0.3).tolist() == [NAME_MISSING, NAME_MISSING, 0.1]


def test_no_sure_result_stands_under_a_doubtful_one() -> None:
    chance = np.random.default_rng(5)
    for count in range(200):
        cosines, held = chance.uniform(-1, 1, count).astype(np.float32), chance.random(count)
        ordered = in_order(confidence(cosines, held, 1000, known=chance.random())).tolist()
        doubtful = next((place for place, one in enumerate(ordered) if one < 0.3), count)
        assert all(one < 0.9 for one in ordered[doubtful:])


def test_none_is_surer_than_the_one_above_it() -> None:
    # The highest of three: .9 .9 .9 .8 .8 .8 .1; then the lowest so far.
    ordered = in_order(np.array([0.2, 0.1, 0.9, 0.1, 0.1, 0.8, 0.1]))
    assert ordered.tolist() == [0.9, 0.9, 0.9, 0.8, 0.8, 0.8, 0.1]
    assert in_order(np.array([0.1, 0.1, 0.1, 1.0])).tolist() == [0.1] * 4
    assert in_order(np.empty(0)).tolist() == []


@given(st.lists(st.floats(0, 1), max_size=30))
def test_confidences_of_a_ranking_fall(raw: list[float]) -> None:
    ordered = in_order(np.array(raw))
    assert (np.diff(ordered) <= 0).all()
    assert len(ordered) == len(raw)
    assert set(ordered.tolist()) <= set(raw)


@settings(max_examples=50)
@given(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1))
def test_more_evidence_is_more_confidence(cosine: float, coverage: float, more: float) -> None:
    base = sure(cosine, coverage)
    assert 0 < base <= 1
    assert sure(cosine, coverage + (1 - coverage) * more) >= base
    assert sure(cosine + (1 - cosine) * more, coverage) >= base


def test_the_default_encoder_is_known_by_its_content(seeds: Path, tmp_path: Path) -> None:
    settings = index.Settings(model="sentence-transformers/all-MiniLM-L6-v2")
    index.build([seeds / "harbour-courier"], tmp_path, settings)
    with Searcher.open(tmp_path) as searcher:
        assert searcher.search("port ransomware")[0].confidence is not None


def test_an_exact_hit_of_a_rare_word_is_confident(searcher: Searcher) -> None:
    best = searcher.search("HC-0881")[0]
    assert best.vector is None or best.vector.score < 0.3
    assert best.confidence is not None
    assert best.confidence > 0.9


@pytest.mark.parametrize("name", ["Ottoline Birch", "HC-0881", "Kisumu"])
@pytest.mark.parametrize(
    "question",
    [
        "What is {}?",
        "what is known about {} and where does it come from",
        "who said something about {} last year",
    ],
)
def test_a_rare_word_inside_a_question_is_a_good_match(
    searcher: Searcher, name: str, question: str
) -> None:
    result = searcher.search(question.format(name))
    assert name in result[0].passage.text
    assert result.good() >= 1


def test_a_hit_without_a_common_word_is_above_the_line(searcher: Searcher) -> None:
    result = searcher.search("smartphones confiscated")
    assert result[0].keyword is None
    assert result.good() == result.good(MIN_CONFIDENCE) >= 1


def test_one_article_answers_in_other_words(seeds: Path, tmp_path: Path) -> None:
    index.build([seeds / "harbour-courier" / "port-ransomware.txt"], tmp_path)
    with Searcher.open(tmp_path) as alone:
        asked = alone.search("hackers demanding payment")
        assert asked[0].keyword is None
        assert asked.good() >= 1
        assert all(alone.search(query).good() == 0 for query in OFF_TOPIC)


@pytest.mark.parametrize("query", OFF_TOPIC)
def test_what_is_not_in_the_articles_has_no_good_match(searcher: Searcher, query: str) -> None:
    result = searcher.search(query)
    assert len(result) == 10
    assert result.good() == 0


def test_coverage_weighs_the_words_that_a_passage_holds(searcher: Searcher) -> None:
    engine = searcher.engine
    (found,) = engine.ask([Request(parse("Vastmark job losses"), depth=20)])
    weights = found.weights()
    for text, share in zip(engine.read(found.ids), found.coverage(), strict=True):
        passage = text.passage
        content = f"{passage.title} {passage.heading} {passage.text}".lower()
        held = [weights[stem] for stem in ("vastmark", "job", "loss") if stem in content]
        assert share == pytest.approx(sum(held) / sum(weights.values()))


def test_where_it_cannot_be_told_there_is_none(searcher: Searcher) -> None:
    assert all(hit.confidence is None for hit in searcher.search("treaty", mode="keyword"))
    assert all("words alone" in hit.unsure for hit in searcher.search("treaty", mode="keyword"))
    assert not any(hit.unsure for hit in searcher.search("treaty"))
    structured = searcher.search("+treaty nego*")
    assert structured.hits
    assert all(hit.confidence is None for hit in structured)
    assert structured.good(1.0) == len(structured)
    assert all(hit.confidence is not None for hit in searcher.search("treaty", mode="vector"))


@pytest.mark.parametrize("query", OFF_TOPIC)
def test_no_good_match_is_said_and_exits_with_1(
    command: Command, seeds_index: Path, query: str
) -> None:
    done = command("query", query, cwd=seeds_index)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == f"search: No good match for: {query}"
    assert done.stdout.startswith("────")
    assert sum(" · " in line for line in done.stdout.splitlines()) == 3
    hits = [
        json.loads(x)
        for x in command("query", query, "--json", cwd=seeds_index).stdout.splitlines()
    ]
    assert [hit["good"] for hit in hits] == [False] * 10


def test_the_line_is_drawn_where_the_help_says(command: Command, seeds_index: Path) -> None:
    described = " ".join(command("query", "--help", cwd=seeds_index, COLUMNS="200").stdout.split())
    assert f"[default: ({MIN_CONFIDENCE});" in described
    hits = [
        json.loads(x)
        for x in command(
            "query", "bank rescue", "-k", "20", "--json", cwd=seeds_index
        ).stdout.splitlines()
    ]
    good = max(hit["rank"] for hit in hits if hit["confidence"] >= MIN_CONFIDENCE)
    assert 1 <= good < 20
    assert [hit["good"] for hit in hits] == [hit["rank"] <= good for hit in hits]


def test_a_line_at_0_is_none(command: Command, seeds_index: Path) -> None:
    done = command("query", OFF_TOPIC[0], "--min-confidence", "0", cwd=seeds_index)
    assert (done.returncode, done.stderr) == (0, "")
    assert "────" not in done.stdout
    assert sum(" · " in line for line in done.stdout.splitlines()) == 10


def test_the_line_can_be_moved(command: Command, seeds_index: Path) -> None:
    query = ("query", "arms control talks", "-k", "10")
    ranks = [json.loads(x) for x in command(*query, "--json", cwd=seeds_index).stdout.splitlines()]
    good = max(hit["rank"] for hit in ranks if hit["confidence"] >= 0.9)
    shown = command(*query, "--min-confidence", "0.9", cwd=seeds_index)
    assert shown.returncode == 0
    above, line, below = shown.stdout.partition("────")
    assert line
    assert sum(" · " in each for each in above.splitlines()) == good
    assert sum(" · " in each for each in (above + below).splitlines()) == 10
    strict = command("query", "sourdough", "--min-confidence", "1", "--json", cwd=seeds_index)
    assert (strict.returncode, strict.stderr) == (1, "search: sourdough: in no article\n")
    assert strict.stdout
