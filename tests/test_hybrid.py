from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from index.encoder.protocol import Encoder
from index.engines import open_engine
from index.engines.protocol import Engine
from index.types import Ranking, Rows, Vectors
from index.vector.context import CONTEXT, ContextVectors
from index.vector.faiss_index import VectorIndex, VectorWriter
from search import Searcher
from search.ranking.fusion import Fusion, candidates
from search.ranking.hybrid import Ranker


@pytest.fixture(scope="module")
def engine(seeds_index: Path) -> Iterator[Engine]:
    with open_engine(seeds_index / ".search-index") as opened:
        yield opened


def every_row(engine: Engine) -> Rows:
    return np.arange(engine.manifest.counts.passages)


def ask(engine: Engine, encoder: Encoder, query: str, depth: int, ranker: Ranker) -> Ranking:
    vector = encoder.encode_query(query)
    legs = engine.keyword(query, depth), engine.vector(vector, depth)
    return ranker.rank(engine, query, vector, *legs)


def test_completed_scores_are_those_that_the_legs_give(engine: Engine, encoder: Encoder) -> None:
    rows = every_row(engine)
    for query in ("treaty ratification vote", '+treaty "ratification vote"'):
        found = engine.keyword(query, len(rows))
        scores = engine.keyword_scores(query, found.rows).tolist()
        assert scores == pytest.approx(found.scores.tolist())
        assert 0 < len(found) < len(rows)
    vector = encoder.encode_query("treaty")
    found = engine.vector(vector, len(rows))
    scores = (engine.vectors(found.rows) @ vector[0]).tolist()
    assert scores == pytest.approx(found.scores.tolist(), abs=1e-5)


def test_a_background_is_that_of_all_passages(engine: Engine, encoder: Encoder) -> None:
    rows = every_row(engine)
    for query in ("treaty ratification vote", '"arms control"'):
        scores = engine.keyword_scores(query, rows)
        background = engine.keyword_background(query)
        assert background.mean == pytest.approx(float(scores.mean()), abs=1e-6)
        assert background.deviation == pytest.approx(float(scores.std()), abs=1e-6)
    vector = encoder.encode_query("treaty")
    cosines = engine.vectors(rows) @ vector[0]
    background = engine.vector_background(vector)
    assert background.mean == pytest.approx(float(cosines.mean()), abs=1e-6)
    assert background.deviation == pytest.approx(float(cosines.std()), abs=1e-6)


def test_one_rare_word_beside_unknown_ones_does_not_outweigh_meaning(
    engine: Engine, encoder: Encoder
) -> None:
    word = "floodlights"
    alone = engine.keyword_background(word)
    lost = engine.keyword_background(f"{word} qqqq wwww xxxx yyyy vvvv zzzz")
    assert lost.mean == pytest.approx(alone.mean)
    assert lost.deviation > 1.5 * alone.deviation > 0
    found = ask(engine, encoder, "spotting blood poisoning sooner", 100, Ranker())
    assert "sepsis" in engine.passages(found.rows[:1])[0].document_id


def test_a_candidate_of_one_leg_is_scored_by_both(engine: Engine, encoder: Encoder) -> None:
    query, ranker = "treaty ratification vote", Ranker(feedback=0)
    vector = encoder.encode_query(query)
    words, nearest = engine.keyword(query, 5), engine.vector(vector, 5)
    assert set(words.rows.tolist()) != set(nearest.rows.tolist())
    fused = ranker.rank(engine, query, vector, words, nearest)
    rows = candidates(words, nearest)
    k, v = engine.keyword_background(query), engine.vector_background(vector)
    expected = {
        row: 0.8 * (cosine - v.mean) / v.deviation + 0.2 * (bm25 - k.mean) / k.deviation
        for row, cosine, bm25 in zip(
            rows.tolist(),
            (engine.vectors(rows) @ vector[0]).tolist(),
            engine.keyword_scores(query, rows).tolist(),
            strict=True,
        )
    }
    assert dict(zip(fused.rows.tolist(), fused.scores.tolist(), strict=True)) == pytest.approx(
        expected, abs=1e-4
    )


def test_words_that_stand_nowhere_leave_the_ranking_to_meaning(
    engine: Engine, encoder: Encoder
) -> None:
    ranker = Ranker(feedback=0)
    nearest = engine.vector(encoder.encode_query("zzzz qqqq"), 9)
    assert ask(engine, encoder, "zzzz qqqq", 9, ranker).rows.tolist() == nearest.rows.tolist()


def test_a_deeper_search_leaves_the_best_where_they_are(engine: Engine, encoder: Encoder) -> None:
    query = "ferry battery"
    shallow, deep = (ask(engine, encoder, query, depth, Ranker()) for depth in (20, 100))
    assert shallow.rows[:5].tolist() == deep.rows[:5].tolist()


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


@pytest.fixture
def context(tmp_path: Path) -> ContextVectors:
    # Rows 0 and 2 are the first article's, in the order 2, 0; row 1 is free; row 3 stands alone.
    writer = VectorWriter(4)
    writer.add(np.concatenate([unit(1, 0, 0, 0), unit(1, 1, 1, 1), unit(0, 1, 0, 0)]))
    writer.add(unit(0, 0, 1, 0))
    writer.write(tmp_path / "vectors")
    order = np.array([1, -1, 0, 2], dtype=np.int32)
    documents = np.array([0, -1, 0, 1], dtype=np.int32)
    return ContextVectors(VectorIndex(tmp_path / "vectors", order), order, documents)


def test_a_passage_is_moved_towards_the_opening_of_its_article(context: ContextVectors) -> None:
    vectors = context.of(np.array([0, 3, 2]))
    side = CONTEXT * 0.5**0.5
    assert vectors[0].tolist() == pytest.approx([1 - CONTEXT + side, side, 0, 0], abs=1e-3)
    assert vectors[1].tolist() == pytest.approx([0, 0, 1, 0], abs=1e-3)
    assert vectors[2].tolist() == pytest.approx([side, 1 - CONTEXT + side, 0, 0], abs=1e-3)
    assert context.of(np.empty(0, np.int64)).shape == (0, 4)


def test_free_rows_are_no_background(context: ContextVectors) -> None:
    background = context.background(unit(0, 0, 1, 0))
    assert background.mean == pytest.approx(1 / 3, abs=1e-3)
    assert background.deviation == pytest.approx((2 / 9) ** 0.5, abs=1e-3)
