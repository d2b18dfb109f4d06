from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.types import Ranking
from search.fusion import reciprocal_rank


def ranking(*rows: int) -> Ranking:
    scores = np.linspace(1, 0.5, len(rows), dtype=np.float32)
    return Ranking(np.array(rows, dtype=np.int64), scores)


def test_scores_are_the_sums_of_reciprocal_ranks() -> None:
    fused = reciprocal_rank(ranking(7, 3, 5), ranking(3, 9))
    assert fused.rows.tolist() == [3, 7, 9, 5]
    expected = [1 / (60 + 2) + 1 / (60 + 1), 1 / (60 + 1), 1 / (60 + 2), 1 / (60 + 3)]
    assert fused.scores.tolist() == pytest.approx(expected)


def test_equal_scores_stand_as_the_keyword_leg_has_them() -> None:
    assert reciprocal_rank(ranking(4, 2), ranking(2, 4)).rows.tolist() == [4, 2]
    assert reciprocal_rank(ranking(8), ranking(1)).rows.tolist() == [8, 1]


def test_one_empty_leg_leaves_the_other_as_it_is() -> None:
    assert reciprocal_rank(ranking(), ranking(5, 6)).rows.tolist() == [5, 6]
    assert reciprocal_rank(ranking(5, 6), ranking()).rows.tolist() == [5, 6]
    assert len(reciprocal_rank(ranking(), ranking())) == 0


rows = st.lists(st.integers(0, 40), unique=True, max_size=20)


@given(rows, rows, st.integers(1, 100))
def test_fusion_holds_the_union_in_descending_order(a: list[int], b: list[int], k: int) -> None:
    fused = reciprocal_rank(ranking(*a), ranking(*b), k)
    assert sorted(fused.rows.tolist()) == sorted({*a, *b})
    assert (np.diff(fused.scores) <= 0).all()


@given(rows, rows)
def test_fusion_does_not_depend_on_how_rows_are_numbered(a: list[int], b: list[int]) -> None:
    fused = reciprocal_rank(ranking(*a), ranking(*b))
    renumbered = reciprocal_rank(ranking(*(99 - r for r in a)), ranking(*(99 - r for r in b)))
    assert [99 - row for row in renumbered.rows.tolist()] == fused.rows.tolist()
