"""Queries that mean the same find the same, which is what a look at each article finds."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from random_corpora import Corpus, ids, modes, quick
from random_trees import query


@settings(quick, max_examples=80)
@given(st.integers(0, 1 << 30), modes)
def test_each_way_to_write_a_query_finds_the_same(corpus: Corpus, seed: int, mode: str) -> None:
    chance = random.Random(seed)
    asked = query(chance)
    expected = corpus.ids(lambda one: any(asked.holds(one, passage) for passage in one.passages))
    for _ in range(4):
        written = asked.write(chance)
        text = written if mode == "keyword" else f"+({written})"
        result = corpus.search(text, mode)
        found = sorted(ids(result))
        assert found == expected or (not expected and result.note), text
