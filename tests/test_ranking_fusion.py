from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Background, Ranking, Vectors
from search.ranking.feedback import rocchio
from search.ranking.fusion import (
    ALONE,
    FURTHER,
    MATCH,
    REACH,
    Reach,
    Weights,
    convex,
    decisive,
    matches,
    nearness,
    reciprocal_rank,
    standard,
    weigh,
    words_decide,
)


def ranking(*places: int) -> Ranking:
    scores = np.linspace(1, 0.5, len(places), dtype=np.float32)
    return Ranking(np.array(places, dtype=np.int64), scores)


def test_scores_are_the_sums_of_reciprocal_ranks() -> None:
    fused = reciprocal_rank(ranking(0, 1, 2), ranking(1, 3), 4)
    assert fused.rows.tolist() == [1, 0, 3, 2]
    expected = [1 / (60 + 2) + 1 / (60 + 1), 1 / (60 + 1), 1 / (60 + 2), 1 / (60 + 3)]
    assert fused.scores.tolist() == pytest.approx(expected)


def test_equal_scores_stand_as_the_places_do() -> None:
    assert reciprocal_rank(ranking(0, 1), ranking(1, 0), 2).rows.tolist() == [0, 1]
    assert reciprocal_rank(ranking(0), ranking(1), 2).rows.tolist() == [0, 1]


def test_one_empty_leg_leaves_the_other_as_it_is() -> None:
    assert reciprocal_rank(ranking(), ranking(0, 1), 2).rows.tolist() == [0, 1]
    assert reciprocal_rank(ranking(0, 1), ranking(), 2).rows.tolist() == [0, 1]
    assert len(reciprocal_rank(ranking(), ranking(), 0)) == 0


places = st.permutations(range(20)).flatmap(lambda p: st.integers(0, 20).map(lambda n: p[:n]))


@given(places, places, st.integers(1, 100))
def test_fusion_ranks_every_place_once_in_descending_order(
    a: list[int], b: list[int], k: int
) -> None:
    fused = reciprocal_rank(ranking(*a), ranking(*b), 20, k)
    assert sorted(fused.rows.tolist()) == list(range(20))
    assert (np.diff(fused.scores) <= 0).all()


def test_standard_scores_are_deviations_above_the_background() -> None:
    scores = np.array([4.0, 1.0, 2.0], dtype=np.float32)
    assert standard(scores, Background(1.0, 0.5)).tolist() == [6.0, 0.0, 2.0]


def test_a_background_without_spread_tells_nothing_apart() -> None:
    scores = np.array([0.3, 0.3], dtype=np.float32)
    assert standard(scores, Background(0.3, 0.0)).tolist() == [0.0, 0.0]


def convex_of(keyword: list[float], vector: list[float], weight: float) -> Ranking:
    return convex(np.array(keyword), np.array(vector), Weights(1 - weight, weight))


def test_a_convex_combination_weighs_both_legs() -> None:
    # .75 · 2 + .25 · 4 = 2.5, .75 · 3 + .25 · 0 = 2.25, .75 · (-1) + .25 · 8 = 1.25
    fused = convex_of([4.0, 0.0, 8.0], [2.0, 3.0, -1.0], weight=0.75)
    assert fused.rows.tolist() == [0, 1, 2]
    assert fused.scores.tolist() == [2.5, 2.25, 1.25]


def test_the_weight_decides_which_leg_rules() -> None:
    keyword, vector = [5.0, 1.0], [0.0, 2.0]
    assert convex_of(keyword, vector, weight=0).rows.tolist() == [0, 1]
    assert convex_of(keyword, vector, weight=1).rows.tolist() == [1, 0]


def test_one_hit_and_none_are_fused() -> None:
    assert convex_of([2.0], [4.0], weight=0.5).scores.tolist() == [3.0]
    assert len(convex_of([], [], weight=0.5)) == 0


def test_equal_sums_stand_as_the_candidates_do() -> None:
    # .5 · 3 + .5 · 1 = .5 · 1 + .5 · 3 = .5 · 2 + .5 · 2
    assert convex_of([3.0, 1.0, 2.0], [1.0, 3.0, 2.0], weight=0.5).rows.tolist() == [0, 1, 2]


numbers = st.floats(-50, 50)


@given(st.lists(st.tuples(numbers, numbers), max_size=20), st.floats(0, 1))
def test_better_in_both_legs_is_never_worse(
    pairs: list[tuple[float, float]], weight: float
) -> None:
    fused = convex_of([k for k, _ in pairs], [v for _, v in pairs], weight)
    place = {row: rank for rank, row in enumerate(fused.rows.tolist())}
    for a, (keyword_a, vector_a) in enumerate(pairs):
        for b, (keyword_b, vector_b) in enumerate(pairs):
            if keyword_a >= keyword_b + 1e-6 and vector_a >= vector_b + 1e-6:
                assert place[a] < place[b]


def unit(*numbers: float) -> Vectors:
    vector = np.array([numbers], dtype=np.float32)
    return vector / np.linalg.norm(vector)


def test_feedback_moves_a_query_halfway_to_what_was_found() -> None:
    # (1, 0) + mean of (0, 1) and (0, 1) = (1, 1), of length √2
    found = np.concatenate([unit(0, 1), unit(0, 1)])
    moved = rocchio(unit(1, 0), found)
    assert moved.shape == (1, 2)
    assert moved[0].tolist() == pytest.approx([0.5**0.5, 0.5**0.5])


def test_a_step_of_a_third_moves_it_less() -> None:
    # (3, 0) / 3 + (0, 1) / 3 is (3, 1) / 3, of length √10 / 3
    moved = rocchio(unit(1, 0), unit(0, 1), step=1 / 3)
    assert moved[0].tolist() == pytest.approx([3 / 10**0.5, 1 / 10**0.5])
    assert rocchio(unit(1, 0), unit(0, 1), step=0)[0].tolist() == [1, 0]


def test_a_query_that_is_read_and_known_has_the_given_weight() -> None:
    assert weigh(0.8, reading=1, known=1) == pytest.approx((0.2, 0.8))


def test_a_query_that_is_half_read_leans_on_its_words() -> None:
    # .1 + (.8 - .1) · .5 = .45, and 1 - .45 = .55
    assert weigh(0.8, reading=0.5, known=1) == pytest.approx((0.55, 0.45))
    assert weigh(0.8, reading=0, known=1) == pytest.approx((0.9, 0.1))
    assert weigh(0.05, reading=0, known=1) == pytest.approx((0.95, 0.05))


def test_a_query_of_unknown_words_leans_on_its_meaning() -> None:
    # (1 - .8) · .25 = .05
    assert weigh(0.8, reading=1, known=0.25) == pytest.approx((0.05, 0.8))


def test_a_passage_with_all_the_words_gets_the_most() -> None:
    scores = np.array([2.0, 1.0, 2.0, 0.0], dtype=np.float32)
    found = matches(scores, np.array([1.0, 1.0, 0.5, 0.0]))
    # 1 · 1, 1 · (1/2)⁸ = 1/256, (1/2)⁴ · 1 = 1/16
    assert found.tolist() == pytest.approx([MATCH, MATCH / 256, MATCH / 16, 0.0])
    assert matches(np.zeros(2, np.float32), np.zeros(2)).tolist() == [0, 0]


def test_a_match_is_added_to_the_sum() -> None:
    fused = convex(
        np.array([1.0, 2.0]), np.array([0.0, 4.0]), Weights(0.5, 0.25), np.array([3.0, 0.0])
    )
    assert fused.rows.tolist() == [0, 1]
    assert fused.scores.tolist() == [3.5, 2.0]


def test_feedback_of_nothing_or_of_the_opposite_leaves_the_query() -> None:
    query = unit(3, 4)
    assert rocchio(query, np.empty((0, 2), np.float32)).tolist() == query.tolist()
    assert rocchio(query, -query).tolist() == query.tolist()


def test_where_words_decide_alone_the_highest_score_wins() -> None:
    scores = np.array([2.0, 1.9, 0.0], dtype=np.float32)
    found = decisive(scores, np.array([0.5, 0.5, 1.0]), alone=0.5)
    assert found.tolist() == pytest.approx([ALONE / 2, ALONE / 2 * 0.95**32, 0.0], rel=1e-4)


def test_of_equal_scores_that_with_the_rare_words_wins() -> None:
    # Half of what the best holds by idf², twice as much, which counts as as much, and nothing.
    found = decisive(np.ones(4, np.float32), np.array([0.4, 0.2, 0.8, 0.0]), alone=1.0)
    assert found.tolist() == pytest.approx([ALONE, ALONE / 2, ALONE, 0.0])


def test_nearness_is_measured_from_the_edge_of_all_passages() -> None:
    background = Background(0.2, 0.1)
    cosines = np.array([0.1, 0.5], dtype=np.float32)
    assert nearness(cosines, background) == pytest.approx(0.5)
    # An encoder whose cosines are all high has its edge higher up.
    higher = ((cosines + 1) / 2).astype(np.float32)
    assert nearness(higher, Background(0.6, 0.05)) == pytest.approx(0.5)


cosine = st.floats(-1, 1, width=32)
share = st.floats(0, 1)


@given(st.lists(cosine, max_size=5), cosine, st.floats(0, 1))
def test_nearness_is_a_share(cosines: list[float], mean: float, deviation: float) -> None:
    near = nearness(np.array(cosines, dtype=np.float32), Background(mean, deviation))
    assert 0 <= near <= 1


@given(share, share, share)
def test_words_decide_the_less_the_nearer_or_the_stranger(
    near: float, nearer: float, familiar: float
) -> None:
    near, nearer = sorted((near, nearer))
    far_away = words_decide(near, REACH, familiar)
    assert 0 <= words_decide(nearer, REACH, familiar) <= far_away <= 1
    assert words_decide(near, REACH, familiar / 2) <= far_away


def test_words_decide_in_full_from_far_and_never_from_near() -> None:
    reach = Reach(near=0.6, far=0.4)
    assert words_decide(0.4, reach, 1) == 1
    assert words_decide(0.5, reach, 1) == pytest.approx(0.5)
    assert words_decide(0.6, reach, 1) == 0
    assert words_decide(0.4, reach, familiar=0.5) == 0


def test_words_decide_from_nearer_where_they_alone_hold_what_is_rare() -> None:
    reach = Reach(near=0.6, far=0.4)
    assert words_decide(0.5, reach, 1, lead=0.2) == pytest.approx(0.5)
    # Half the lead: half of .2 nearer, so that .6 counts as .5 did.
    assert words_decide(0.6, reach, 1, lead=0.35) == pytest.approx(0.5)
    assert words_decide(0.6, reach, 1, lead=0.5) == words_decide(0.6, reach, 1, lead=1) == 1
    assert words_decide(0.4 + FURTHER, reach, 1, lead=1) == pytest.approx(1)
    assert words_decide(0.6 + FURTHER, reach, 1, lead=1) == pytest.approx(0)
