"""What a query asks for is found in random corpora as by a look at each article, in all modes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_corpora import MODES, WORDS, Corpus, ids, modes, quick, words
from random_limits import NAMED, Limit, limits

from search import Filters, View


def test_a_paragraph_is_a_passage(corpus: Corpus) -> None:
    catalogue = corpus.searcher.engine.catalogue
    for one in corpus.articles:
        found = catalogue.passages_of(f"articles/{one.id}")
        assert [passage.text for passage in found] == [" ".join(each) for each in one.paragraphs]


@quick
@given(limits(), words, modes)
def test_filters_hold_and_leave_nothing_out(
    corpus: Corpus, limit: Limit, word: str, mode: str
) -> None:
    expected = corpus.ids(lambda one: limit.holds(one) and (mode != "keyword" or word in one.words))
    assert sorted(ids(corpus.search(f"{word} {limit.query}", mode))) == expected
    alone = corpus.search(limit.query, mode, explain=True)
    assert sorted(ids(alone)) == corpus.ids(limit.holds)
    assert all(hit.explanation for hit in alone)


@quick
@given(words, words, limits(), modes)
def test_filters_inside_a_query_limit_their_own_part(
    corpus: Corpus, one: str, other: str, limit: Limit, mode: str
) -> None:
    part, rest = NAMED[0], limit.query.replace(" ", " AND ") if " " not in limit.query else ""
    if not rest or one == other:
        return
    expected = corpus.ids(
        lambda each: (
            (one in each.words and part.holds(each)) or (other in each.words and limit.holds(each))
        )
    )
    text = f"({one} AND {part.query}) OR ({other} AND {rest})"
    result = corpus.search(text, mode)
    if expected:
        assert sorted(ids(result)) == expected
    else:
        assert result.note


@quick
@given(st.lists(words, min_size=4, max_size=4, unique=True), modes)
def test_groups_of_words_match_in_one_passage(corpus: Corpus, drawn: list[str], mode: str) -> None:
    a, b, c, d = drawn
    for text, holds, banned in (
        (f"({a} OR {b}) AND {c}", lambda p: (a in p or b in p) and c in p, ""),
        (f"({a} OR {b}) AND ({c} OR {d})", lambda p: bool({a, b} & p and {c, d} & p), ""),
        (f"(({a} AND {b}) OR ({c} AND {d}))", lambda p: {a, b} <= p or {c, d} <= p, ""),
        (f"({a} OR {b}) AND {c} NOT {d}", lambda p: (a in p or b in p) and c in p, d),
        (f"+{a} +{b} -{d}", lambda p: {a, b} <= p, d),
    ):
        expected = corpus.ids(
            lambda one, holds=holds, banned=banned: (
                banned not in one.words  # type: ignore[misc]
                and any(map(holds, one.passages))
            )
        )
        result = corpus.search(text, mode)
        if expected:
            assert sorted(ids(result)) == expected, text
        else:
            assert result.note


@quick
@given(words, words, modes, st.booleans())
def test_not_leaves_out_the_article_or_the_passage(
    corpus: Corpus, wanted: str, unwanted: str, mode: str, by_passage: bool
) -> None:
    if wanted == unwanted:
        return
    view = View(grouped=False)
    for sign in ("-", "NOT "):
        result = corpus.search(f"{wanted} {sign}{unwanted}", mode, view, by_passage=by_passage)
        expected = sorted(
            (one.id, " ".join(paragraph))
            for one in corpus.articles
            for paragraph, passage in zip(one.paragraphs, one.passages, strict=True)
            if unwanted not in (passage if by_passage else one.words)
            and (mode != "keyword" or wanted in passage)
        )
        found = zip(ids(result), [hit.passage.text for hit in result], strict=True)
        if expected:
            assert sorted(found) == expected
        else:
            assert result.note


@quick
@given(st.lists(words, min_size=2, max_size=3), st.integers(1, 6), modes)
def test_a_phrase_stands_within_its_distance(
    corpus: Corpus, phrase: list[str], slop: int, mode: str
) -> None:
    def ends(paragraph: Sequence[str]) -> set[int]:
        found = {at for at, word in enumerate(paragraph) if word == phrase[0]}
        for part in phrase[1:]:
            found = {
                at
                for at, word in enumerate(paragraph)
                if word == part and any(at - slop <= before < at for before in found)
            }
        return found

    expected = corpus.ids(lambda one: any(map(ends, one.paragraphs)))
    result = corpus.search(f'"{" ".join(phrase)}"~{slop}', mode)
    if expected:
        assert sorted(ids(result)) == expected
    else:
        assert result.note


@quick
@given(words, modes)
def test_a_title_is_asked_alone(corpus: Corpus, word: str, mode: str) -> None:
    expected = corpus.ids(lambda one: one.title == word)
    result = corpus.search(f"title:{word}", mode)
    if expected:
        assert sorted(ids(result)) == expected
    else:
        assert result.note


@pytest.mark.parametrize("mode", MODES)
def test_options_are_the_filters_of_a_query(corpus: Corpus, mode: str) -> None:
    for text, filters in (
        ('source:(gazette OR "plain machine")', Filters(source=["gazette", "plain machine"])),
        ("author:nwosu lang:de", Filters(author="nwosu", language="de")),
        ("since:2020-03 until:2021", Filters(since="2020-03", until="2021")),
        ("file:north/* section:sport", Filters(file="north/*", where={"section": "sport"})),
        ("length>300 breaking:true", Filters(where={"length": ">300", "breaking": True})),
        ("tags:(rail OR council)", Filters(where={"tags": ["rail", "council"]})),
        ("length:100..600", Filters(where={"length": "100..600"})),
    ):
        as_options = corpus.search(WORDS[0], mode, filters=filters)
        assert ids(corpus.search(f"{WORDS[0]} {text}", mode)) == ids(as_options)
        assert ids(as_options)
