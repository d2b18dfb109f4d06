from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.keyword.analysis import Token, analyze, fold, positions, tokens
from index.keyword.terms import ANY, BESIDE
from index.keyword.words import _expression, words_in

LANGUAGES = ["", "ar", "bg", "de", "en", "fr", "he", "it", "ko", "ru", "sv", "uk", "ur", "xx"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("The talks on arms control", ["the", "talk", "on", "arm", "control"]),
        ("U.S. US u.s.", ["us", "US", "us", "US", "us"]),
        ("U.S.-led", ["us", "US", "lead"]),
        ("Iran’s Iran's iran", ["iran", "iran", "iran"]),
        ("the workers' don't O’Brien", ["the", "worker", "dont", "obrien"]),
        ("S-400 S400", ["s", "400", "s400"] * 2),
        ("KX-417s", ["kx", "KX", "417", "kx417"]),
        ("covid-19", ["covid", "19", "covid19"]),
        ("2024-05-06", ["2024", "05", "06"]),
        ("1,200 1200 3.5 1990s", ["1200", "1200", "3.5", "1990"]),
        ("1,200,000.5", ["1200000.5"]),
        ("café CAFE\u0301 cafe", ["cafe", "cafe", "CAFÉ", "cafe"]),
        ("中国 talks", ["中", "中国", "国", "talk"]),
        ("— … !", []),
    ],
)
def test_english_terms(text: str, terms: list[str]) -> None:
    assert analyze(text) == terms


@pytest.mark.parametrize(
    ("text", "language", "terms"),
    [
        ("l'Iran négociations", "fr", ["l", "iran", "negoci"]),
        ("Häuser Haus Straßen", "de", ["haus", "haus", "strass"]),
        ("переговоры", "ru", ["переговор"]),
        ("Йемен ёлка", "xx", ["йемен", "елка"]),
        ("running talks", "xx", ["running", "talks"]),
    ],
)
def test_terms_of_other_languages(text: str, language: str, terms: list[str]) -> None:
    assert analyze(text, language) == terms


def test_tokens_say_where_they_stand() -> None:
    assert tokens("An S-400 fell") == [
        Token("an", 0, 2, 0, 0, "an"),
        Token("s", 3, 4, 1, 1, "s"),
        Token("400", 5, 8, 2, 2, "400"),
        Token("s400", 3, 8, 2, 1, "s400"),
        Token("fall", 9, 13, 3, 3, "fell"),
    ]


def test_elided_words_have_offsets_of_their_own() -> None:
    text = "chez l'Iran"
    found = [text[token.start : token.end] for token in tokens(text, "fr")]
    assert found == ["chez", "l", "Iran"]


@given(st.text(), st.sampled_from(LANGUAGES))
@settings(deadline=None)  # a language's dictionary is made at its first use
def test_the_three_views_of_a_text_agree(text: str, language: str) -> None:
    found = tokens(text, language)
    assert [token.term for token in found] == analyze(text, language)
    places: dict[str, list[int]] = {}
    for token in found:
        places.setdefault(token.term, []).append(token.position)
    assert places == positions(text, language)


@given(st.text(), st.sampled_from(LANGUAGES))
@settings(deadline=None)  # a language's dictionary is made at its first use
def test_tokens_are_ordered_and_inside_the_text(text: str, language: str) -> None:
    found = tokens(text, language)
    assert all(0 <= t.start < t.end <= len(text) and t.term for t in found)
    assert all(a.end <= b.end and a.position <= b.position for a, b in pairwise(found))


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll"], max_codepoint=0x148), min_size=1))
def test_a_word_in_capitals_is_found_in_small_letters(word: str) -> None:
    assert set(analyze(word.casefold(), "")) <= set(analyze(word, ""))


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_a_long_word_is_cut() -> None:
    assert analyze("x" * 10_000) == ["x" * 64]


@pytest.mark.parametrize("text", ["の゛の", "゜", "が゜3", "ﷺ 3"])
def test_no_term_holds_what_joins_terms(text: str) -> None:
    assert not any(mark in term for term in analyze(text, "ja") for mark in (ANY, BESIDE))


@given(st.text(st.sampled_from("aBuRé .,'’-–…&$£3k019+_\n") | st.characters(max_codepoint=0x2AF)))
def test_plain_latin_has_an_expression_of_its_own_that_finds_the_same(text: str) -> None:
    assert words_in(text).findall(text) == _expression("spaced").findall(text)
