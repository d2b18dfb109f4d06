from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import QueryError
from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query import parse
from index.query.parser import plain
from index.types import Ranking

BODIES = [
    "The talks on arms control failed in Geneva",
    "Oil fell to $3.5bn",
    "Control of arms in Iran",
    "A COVID-19 vaccine, KX417 missiles, women",
    "A woman of the S-400 regiment talks",
    "Iran talks of oil",
]
TITLES = ["", "Iran report", "", "", "", "Prices"]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    folder = tmp_path_factory.mktemp("keyword")
    for start in (0, 3):
        with KeywordWriter(folder, fresh=start == 0) as writer:
            for row in range(start, start + 3):
                writer.add(row, title=TITLES[row], heading="", body=BODIES[row], language="en")
            if not start:
                writer.add(9, title="", heading="", body="arms control talks", language="en")
            else:
                writer.delete(np.array([9]))
    return KeywordIndex(folder)


def ask(index: KeywordIndex, text: str, **options: Any) -> Ranking:
    answer = index.answer(parse(text), ["en"], BM25())
    return answer.best(**{"depth": 100, **options})


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ('"arms control"', {0}),
        ("“arms control”", {0}),
        ('"control arms"~2', {2}),
        ('"control arms"', set()),
        ('"arms control" OR oil', {0, 1, 5}),
        ('"of the S-400"', {4}),
        ("arms oil", {0, 1, 2, 5}),
        ("arms AND control AND geneva", {0}),
        ("(arms OR oil) AND NOT geneva", {1, 2, 5}),
        ("talks NOT iran", {0, 4}),
        ("+iran -oil talks", {2}),
        ("+talks oil", {0, 4, 5}),
        ("title:iran", {1}),
        ("body:iran", {2, 5}),
        ("iran -title:iran", {2, 5}),
        ('title:"iran report" OR body:geneva', {0, 1}),
        ("wom*n", {3, 4}),
        ("wom?n", {3, 4}),
        ("regim*", {4}),
        ("REGIM*", {4}),
        ("*egiment", {4}),
        ("regimant~", {4}),
        ("gneva~2 OR zebra", {0}),
        ("covid-19 AND vaccine", {3}),
        ("KX-417 AND missiles", {3}),
        ("S-400 AND talks", {4}),
        ("zebra AND oil", set()),
        ("oil AND", {1, 5}),
        ('"arms control" title:iran (oil OR talks)', set()),
        ('title:"iran report" (oil OR talks)', {1}),
        ('"arms OR control" talks', set()),
        ("iran (oil -talks)", {1, 2}),
        ("talks (iran +oil)", {1, 5}),
        ("talks AND (NOT iran)", {0, 4}),
        ("talks AND (NOT iran AND NOT geneva)", {4}),
        ('("arms control" oil) AND (geneva OR iran)', {0}),
        ('+("arms control" oil)', {0}),
        ("talks NOT NOT iran", {5}),
        ("talks -(-iran)", {5}),
    ],
)
def test_what_a_query_matches(index: KeywordIndex, query: str, rows: set[int]) -> None:
    found = ask(index, query)
    assert set(found.rows.tolist()) == rows
    assert (found.scores > 0).all()
    assert (np.diff(found.scores) <= 0).all()


def test_bare_words_score_as_in_a_plain_query(index: KeywordIndex) -> None:
    words = ask(index, "iran talks")
    either = ask(index, "iran OR talks")
    np.testing.assert_array_equal(either.rows, words.rows)
    np.testing.assert_allclose(either.scores, words.scores, rtol=1e-6)


def test_a_boost_multiplies(index: KeywordIndex) -> None:
    np.testing.assert_allclose(ask(index, "oil^3").scores, 3 * ask(index, "oil").scores, rtol=1e-6)


def test_depth_is_kept_to(index: KeywordIndex) -> None:
    assert len(ask(index, "iran OR oil", depth=1)) == 1


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("arms oil", None),
        ("arms OR oil", None),
        ('"arms control" talks', {0}),
        ('"arms control" OR talks', None),
        ('"arms control" OR title:iran', {0, 1}),
        ("arms AND control", {0, 2}),
        ("talks -iran", {0, 3, 4}),
        ("+iran talks", {1, 2, 5}),
        ("NOT (iran OR oil)", {0, 3, 4}),
        ("wom*n talks", {3, 4}),
    ],
)
def test_to_which_rows_a_query_limits_every_result(
    index: KeywordIndex, query: str, rows: set[int] | None
) -> None:
    limits = index.answer(parse(query), ["en"], BM25()).limits
    assert (None if limits is None else set(np.flatnonzero(limits[:6]).tolist())) == rows


def test_ties_stand_by_order(tmp_path: Path) -> None:
    with KeywordWriter(tmp_path, fresh=True) as writer:
        for row in range(3):
            writer.add(row, title="", heading="", body="arms control", language="en")
    order = np.array([2, 0, 1], dtype=np.int32)
    found = ask(KeywordIndex(tmp_path), '"arms control"', order=order)
    assert found.rows.tolist() == [1, 2, 0]


@pytest.mark.parametrize("query", ["", "()", '"', '"!"', "NOT oil", "-iran", "*", "?*?", "- AND"])
def test_a_query_that_asks_for_nothing_finds_nothing(index: KeywordIndex, query: str) -> None:
    assert len(ask(index, query)) == 0


def test_equal_parts_are_looked_up_once_and_different_ones_are_bounded(
    index: KeywordIndex,
) -> None:
    assert len(ask(index, " ".join(["oil~2"] * 280))) == 5
    assert len(ask(index, " ".join(["re*"] * 300))) > 0
    with pytest.raises(QueryError, match="more than 6 misspelt words"):
        ask(index, " ".join(f"word{letter}~" for letter in "abcdefgh"))
    with pytest.raises(QueryError, match="more than 24 patterns"):
        ask(index, " ".join(f"{letter}{letter}*" for letter in "abcdefghijklmnopqrstuvwxyz"))


def test_a_pattern_for_too_many_words(tmp_path: Path) -> None:
    with KeywordWriter(tmp_path, fresh=True) as writer:
        body = " ".join(f"ab{number}" for number in range(1200))
        writer.add(0, title="", heading="", body=body, language="en")
    with pytest.raises(QueryError, match="stands for more than 1,000 words"):
        ask(KeywordIndex(tmp_path), "ab*")


def test_patterns_for_too_many_words_together(tmp_path: Path) -> None:
    with KeywordWriter(tmp_path, fresh=True) as writer:
        body = " ".join(f"k{letter}{number}" for letter in "abcd" for number in range(800))
        writer.add(0, title="", heading="", body=body, language="en")
    index = KeywordIndex(tmp_path)
    assert len(ask(index, "ka* OR kb* OR kc*")) == 1
    for query in ("ka* OR kb* OR kc* OR kd*", "ka* -(ka* OR kb* OR kc* OR kd*)"):
        with pytest.raises(QueryError, match="for more than 2,500 words together"):
            ask(index, query)


@pytest.mark.parametrize(
    "query",
    [
        "(" * 999 + "oil",
        " OR ".join(["oil"] * 300),
        "a*" * 60 + "b",
        "iran~2" * 100,
        "z" * 60 + "~9",
        "NOT AND ",
    ],
)
def test_a_strange_query_ends_without_a_traceback(index: KeywordIndex, query: str) -> None:
    try:
        ask(index, query)
    except QueryError as error:
        assert "\n" not in str(error)  # noqa: PT017


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["AND", "OR", "NOT", "~2", "^2", "title:", "oil", "iran", "S-400", *'"()+-~*?^:   ']
        ),
        max_size=12,
    ).map("".join)
)
def test_any_text_is_answered_or_refused(index: KeywordIndex, query: str) -> None:
    try:
        found = ask(index, query)
    except QueryError as error:
        assert str(error)  # noqa: PT017
    else:
        assert set(found.rows.tolist()) <= set(range(6))


@pytest.fixture(scope="module")
def wolves(tmp_path_factory: pytest.TempPathFactory) -> KeywordIndex:
    folder = tmp_path_factory.mktemp("wolves")
    bodies = ["a white wolf", "Sable activities", "activities, sable", "white wolf of sand"]
    with KeywordWriter(folder, fresh=True) as writer:
        for row, body in enumerate(bodies):
            writer.add(row, title="", heading="", body=body, language="en")
    return KeywordIndex(folder)


@pytest.mark.parametrize(
    "text", ["Sable Activities", "who says Sable Activities", "sable-activities"]
)
def test_a_name_that_stands_in_one_passage_is_a_word(wolves: KeywordIndex, text: str) -> None:
    answer = wolves.answer(plain(text), ["en"], BM25())
    assert list(answer.wanted)[-1].split(" ") == ["sabl", "activ"]
    assert answer.best(10).rows.tolist()[0] == 1
    shares = [one.term for one in answer.explain(np.array([1]))[0]]
    assert "sabl activ" in shares


@pytest.mark.parametrize("text", ["sable activities", "The Activities", "White Wolf", "Sand Sable"])
def test_other_pairs_of_words_are_not(wolves: KeywordIndex, text: str) -> None:
    assert not any(" " in one for one in wolves.answer(plain(text), ["en"], BM25()).wanted)


def test_in_german_two_nouns_are_no_name(wolves: KeywordIndex) -> None:
    text = "Sable Activities"
    assert not any(" " in one for one in wolves.answer(plain(text), ["de"], BM25()).wanted)
