from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.encoder.protocol import Encoder
from index.encoder.readability import reading
from index.engines import open_engine
from index.engines.protocol import Engine, Found, Request
from index.query import parse
from index.types import Vectors
from index.vector.background import VectorSample
from index.vector.faiss_index import VectorIndex, VectorWriter
from search import Searcher
from search.ranking.fusion import ALONE, MATCH, REACH, Fusion, nearness, words_decide
from search.ranking.hybrid import Ranker

NAMES = ["Hyderabad", "Ottoline Birch", "Lorcan Abebe", "Halvorsen-Rao", "Kisumu", "1,550"]
"""Names and numbers that stand in one of the sample articles."""


@pytest.fixture(scope="module")
def engine(seeds_index: Path) -> Iterator[Engine]:
    with open_engine(seeds_index / ".search-index") as opened:
        yield opened


def ask(engine: Engine, encoder: Encoder, query: str, depth: int) -> tuple[Found, Vectors]:
    vector = encoder.encode_query(query)
    (found,) = engine.ask([Request(parse(query), vector, depth)])
    return found, vector


def everything(engine: Engine, encoder: Encoder, query: str) -> tuple[Found, Vectors]:
    return ask(engine, encoder, query, engine.manifest.counts.passages)


def test_completed_scores_are_those_that_the_legs_give(engine: Engine, encoder: Encoder) -> None:
    found, vector = everything(engine, encoder, "treaty ratification vote")
    assert 0 < len(found.keyword) < len(found.ids) == engine.manifest.counts.passages
    scores = found.keyword_scores()[found.keyword.rows].tolist()
    assert scores == pytest.approx(found.keyword.scores.tolist())
    cosines = (found.vectors()[found.nearest.rows] @ vector[0]).tolist()
    assert cosines == pytest.approx(found.nearest.scores.tolist(), abs=1e-5)


def test_what_a_query_insists_on_holds_for_both_legs(engine: Engine, encoder: Encoder) -> None:
    found, _ = everything(engine, encoder, '+treaty "test ban"')
    passages = [text.passage for text in engine.read(found.ids)]
    texts = [f"{p.title}\n{p.heading}\n{p.text}".lower() for p in passages]
    assert len(found.ids) == len(found.nearest) == len(texts) > 0
    assert all("test ban" in " ".join(text.replace("-", " ").split()) for text in texts)


def test_a_background_is_that_of_all_passages(engine: Engine, encoder: Encoder) -> None:
    found, vector = everything(engine, encoder, "treaty ratification vote")
    for background, scores in (
        (found.keyword_background(), found.keyword_scores()),
        (found.vector_background(vector), found.vectors() @ vector[0]),
    ):
        assert background.mean == pytest.approx(float(scores.mean()), abs=1e-6)
        assert background.deviation == pytest.approx(float(scores.std()), abs=1e-6)


def test_one_rare_word_beside_unknown_ones_does_not_outweigh_meaning(
    engine: Engine, encoder: Encoder
) -> None:
    word = "floodlights"
    alone = everything(engine, encoder, word)[0].keyword_background()
    unknown = f"{word} qqqq wwww xxxx yyyy vvvv zzzz"
    lost = everything(engine, encoder, unknown)[0].keyword_background()
    assert lost.mean == pytest.approx(alone.mean)
    assert lost.deviation > 1.5 * alone.deviation > 0
    found, vector = ask(engine, encoder, "spotting blood poisoning sooner", 100)
    best = Ranker().rank(found, vector).rows[0]
    assert "sepsis" in engine.read([found.ids[best]])[0].document.id


def test_a_candidate_of_one_leg_is_scored_by_both(engine: Engine, encoder: Encoder) -> None:
    found, vector = ask(engine, encoder, "treaty ratification vote", 5)
    assert set(found.keyword.rows.tolist()) != set(found.nearest.rows.tolist())
    fused = Ranker(feedback=0).rank(found, vector)
    k, v = found.keyword_background(), found.vector_background(vector)
    bm25, cosines = found.keyword_scores(), found.vectors() @ vector[0]
    expected = 0.8 * (cosines - v.mean) / v.deviation + 0.2 * (bm25 - k.mean) / k.deviation
    share = bm25 / bm25.max()
    near = nearness(cosines, v)
    alone = words_decide(near, REACH, found.familiar())
    expected += MATCH * found.coverage() ** 4 * share**8 + ALONE * alone * share**32
    assert fused.scores.tolist() == pytest.approx(expected[fused.rows].tolist(), abs=1e-4)
    assert sorted(fused.rows.tolist()) == list(range(len(found.ids)))


def test_words_that_stand_nowhere_leave_the_ranking_to_meaning(
    engine: Engine, encoder: Encoder
) -> None:
    found, vector = ask(engine, encoder, "zzzz qqqq", 9)
    fused = Ranker(feedback=0).rank(found, vector)
    assert fused.rows.tolist() == found.nearest.rows.tolist()


def test_a_deeper_search_leaves_the_best_where_they_are(engine: Engine, encoder: Encoder) -> None:
    best = []
    for depth in (20, 100):
        found, vector = ask(engine, encoder, "ferry battery", depth)
        best.append([found.ids[place] for place in Ranker().rank(found, vector).rows[:5]])
    assert best[0] == best[1]


def test_fusion_is_chosen_by_name(seeds_index: Path) -> None:
    ranker = Ranker(fusion=Fusion("rrf"))
    with Searcher.open(seeds_index / ".search-index", ranker) as searcher:
        best = searcher.search("arms control talks", top_k=1)[0]
    assert best.keyword is not None
    assert best.vector is not None
    expected = 1 / (60 + best.keyword.rank) + 1 / (60 + best.vector.rank)
    assert best.score == pytest.approx(expected)


def unit(*numbers: float) -> Vectors:
    vector = np.array([numbers], dtype=np.float32)
    return vector / np.linalg.norm(vector)


def test_free_rows_are_no_background(tmp_path: Path) -> None:
    # Row 1 is free.
    writer = VectorWriter(4)
    writer.add(np.concatenate([unit(1, 0, 0, 0), unit(1, 1, 1, 1), unit(0, 1, 0, 0)]))
    writer.add(unit(0, 0, 1, 0))
    writer.write(tmp_path / "vectors")
    order = np.array([1, -1, 0, 2], dtype=np.int32)
    sample = VectorSample(VectorIndex(tmp_path / "vectors", order), order)
    background = sample.background(unit(0, 0, 1, 0))
    assert background.mean == pytest.approx(1 / 3, abs=1e-3)
    assert background.deviation == pytest.approx((2 / 9) ** 0.5, abs=1e-3)


def first_of(engine: Engine, encoder: Encoder, query: str) -> str:
    found, vector = ask(engine, encoder, query, 100)
    read = reading(query, encoder.tokenizer.pieces(query))
    best = Ranker().rank(found, vector, read).rows[0]
    return engine.read([found.ids[best]])[0].passage.text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "question",
    [
        "{}",
        "What is {}?",
        "what do we know about {}",
        "what is known about {} and where does it come from",
        "who said something about {} last year",
    ],
)
def test_the_one_article_with_a_name_or_a_number_is_first(
    engine: Engine, encoder: Encoder, name: str, question: str
) -> None:
    assert name in first_of(engine, encoder, question.format(name))


def test_words_that_stand_nowhere_are_not_known(engine: Engine, encoder: Encoder) -> None:
    assert ask(engine, encoder, "treaty", 9)[0].known() == 1
    assert ask(engine, encoder, "zzzz qqqq", 9)[0].known() == 0
    half = ask(engine, encoder, "floodlights qqqq", 9)[0]
    weights = half.weights()
    share = weights["floodlight"] / sum(weights.values())
    assert half.known() == pytest.approx(share)


def test_meaning_decides_where_something_is_near(engine: Engine, encoder: Encoder) -> None:
    for query in ("spotting blood poisoning sooner", "talks about limiting weapons"):
        found, vector = ask(engine, encoder, query, 100)
        near = nearness(found.vectors() @ vector[0], found.vector_background(vector))
        assert near > REACH.far
        assert Ranker().trace(found, vector).alone < 1


def test_a_question_in_another_language_is_not_familiar(engine: Engine, encoder: Encoder) -> None:
    familiar = {
        query: ask(engine, encoder, query, 10)[0].familiar()
        for query in ("what is known about Kisumu", "was weiß man eigentlich über Kisumu", "Kisumu")
    }
    assert familiar["what is known about Kisumu"] == familiar["Kisumu"] == 1
    assert familiar["was weiß man eigentlich über Kisumu"] < 0.7
