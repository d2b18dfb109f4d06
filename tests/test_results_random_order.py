"""How much is found in random corpora, and in which order, is what a look at each article says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_corpora import (
    EVERY,
    MODES,
    WORDS,
    Article,
    Corpus,
    articles,
    build,
    days,
    ids,
    modes,
    quick,
    words,
)
from random_limits import Limit, limits

from search import Result, Searcher, Sort, View
from search.ranking.confidence import MIN_CONFIDENCE
from search.ranking.grouping import line


def near(result: Result) -> set[str]:
    """The good matches of all that was found, as far as that is known."""
    pairs = zip(ids(result), result, strict=True)
    return {name for name, hit in pairs if (hit.confidence or 0) >= MIN_CONFIDENCE}


def matching(corpus: Corpus, drawn: Sequence[str], limit: Limit, mode: str) -> set[str]:
    """The articles that are counted: none for its words where only meaning is asked."""
    if mode == "vector":
        return set()
    return set(corpus.ids(lambda one: limit.holds(one) and all(w in one.words for w in drawn)))


@quick
@given(st.lists(words, min_size=1, max_size=3, unique=True), limits(), modes)
def test_facets_and_totals_count_what_matches_and_what_is_near(
    corpus: Corpus, drawn: list[str], limit: Limit, mode: str
) -> None:
    text = f"{' '.join(drawn)} {limit.query}"
    fields = ("source", "author", "language", "year", "month", "day", "section", "breaking", "tags")
    result = corpus.search(text, mode, facets=fields, totals=True)
    matched = matching(corpus, drawn, limit, mode)
    counted = matched | near(result)
    assert result.totals == (len(matched), len(counted - matched))
    some = [one for one in corpus.articles if one.id in counted]

    def values(one: Article, field: str) -> list[object]:
        dated = {"year": 4, "month": 7, "day": 10}
        if field in dated:
            known = days(one.published)
            return [known[0].isoformat()[: dated[field]]] if known else []
        if field in ("source", "author", "language"):
            return list(filter(None, [getattr(one, field)]))
        if field == "tags":
            return [*one.fields.get(field, [])]
        return [str(one.fields[field]).lower()] if field in one.fields else []

    for field, counts in result.facets.items():
        expected = Counter(value for one in some for value in values(one, field) or [""])
        assert {str(value).lower(): n for value, n in counts.items()} == {
            str(value).lower(): n for value, n in expected.items()
        }, field
        if field in ("source", "author", "section", "tags"):
            shown = [count for value, count in counts.items() if value != ""]
            assert shown == sorted(shown, reverse=True)
    few = corpus.searcher.search(
        text, 1, mode, EVERY, view=View(copies=True), facets=fields, totals=True
    )
    assert (few.totals, few.facets) == (result.totals, result.facets)


@quick
@given(st.lists(words, min_size=1, max_size=2, unique=True), limits(), modes, st.booleans())
def test_by_date_stands_all_that_counts(
    corpus: Corpus, drawn: list[str], limit: Limit, mode: str, newest: bool
) -> None:
    text = f"{' '.join(drawn)} {limit.query}"
    counted = matching(corpus, drawn, limit, mode) | near(corpus.search(text, mode))

    def key(one: Article) -> tuple[bool, int, str]:
        known = days(one.published)
        day = known[0].toordinal() if known else 0
        return known is None, -day if newest else day, one.id

    expected = [one.id for one in sorted(corpus.articles, key=key) if one.id in counted]
    view = View(copies=True, sort=Sort.NEWEST if newest else Sort.OLDEST)
    assert ids(corpus.search(text, mode, view)) == expected


@quick
@given(words, modes, st.floats(1, 4000), st.floats(0, 1))
def test_a_half_life_mixes_rank_and_date(
    corpus: Corpus, word: str, mode: str, half_life: float, recency: float
) -> None:
    plain = corpus.search(word, mode)
    day = {one.id: days(one.published) for one in corpus.articles}
    last = max(known[0] for known in day.values() if known)
    scores = [hit.score for hit in plain]
    low, high = min(scores), max(scores)

    def mixed(name: str, score: float) -> float:
        known = day[name]
        fresh = 0.5 ** ((last - known[0]).days / half_life) if known else 0.0
        relevant = (score - low) / (high - low) if high > low else 1.0
        return (1 - recency) * relevant + recency * fresh

    marks = {name: mixed(name, score) for name, score in zip(ids(plain), scores, strict=True)}
    view = View(copies=True, half_life=half_life, recency=recency)
    found = [marks[name] for name in ids(corpus.search(word, mode, view))]
    assert len(found) == len(marks)
    assert all(a >= b - 1e-6 for a, b in pairwise(found))


def counted(good: list[bool]) -> int:
    """How many of these stand above the line: up to the last good one of ten, and the stretch
    behind it that has most good ones more than others, or none."""
    first = max((place for place, one in enumerate(good[:10], 1) if one), default=0)
    rest = [2 * sum(good[first:end]) - (end - first) for end in range(first, len(good) + 1)]
    return first + rest.index(max(rest))


@given(st.lists(st.booleans(), max_size=60))
def test_the_line_parts_good_from_other_results(good: list[bool]) -> None:
    assert line(good) == counted(good)


@quick
@given(words, modes)
def test_the_line_stands_where_counting_puts_it(corpus: Corpus, word: str, mode: str) -> None:
    result = corpus.search(word, mode)
    good = [hit.confidence is None or hit.confidence >= MIN_CONFIDENCE for hit in result]
    for size, page in ((1, 1), (3, 2), (10, 1), (50, 1)):
        view = View(copies=True, page=page)
        part = corpus.searcher.search(word, size, mode, EVERY, view=view)
        last = part.hits[-1].rank
        assert part.good() == (last if part.confidences is None else counted(good))


views = st.builds(
    View,
    copies=st.booleans(),
    sort=st.sampled_from(Sort),
    passages=st.integers(1, 3),
) | st.builds(View, half_life=st.sampled_from([30.0, 900.0]), copies=st.booleans())


@quick
@given(words, views, modes, st.integers(1, 17), st.sampled_from([3, 20, EVERY]))
def test_pages_and_cursors_cut_the_whole_list(
    corpus: Corpus, word: str, view: View, mode: str, size: int, depth: int
) -> None:
    search = corpus.searcher.search
    whole = search(word, EVERY, mode, depth, view=view)
    pages: list[str] = []
    walked: list[str] = []
    cursor = ""
    for page in range(1, len(whole) // size + 2):
        pages += ids(search(word, size, mode, depth, view=replace(view, page=page)))
    while cursor or not walked:
        part = search(word, size, mode, depth, view=view, cursor=cursor)
        walked += ids(part)
        assert len(walked) <= len(whole)
        cursor = part.cursor
        if not part.hits:
            break
    assert pages == walked == ids(whole)
    assert len(set(pages)) == len(pages)


@quick
@given(words, limits(), modes, st.sampled_from(Sort))
def test_a_story_is_told_by_its_first_article(
    corpus: Corpus, word: str, limit: Limit, mode: str, sort: Sort
) -> None:
    told(corpus, f"{word} {limit.query}", mode, sort)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("sort", Sort)
def test_all_stories_are_told_by_their_first_articles(
    corpus: Corpus, mode: str, sort: Sort
) -> None:
    for word in WORDS[:5]:
        told(corpus, word, mode, sort)


def told(corpus: Corpus, text: str, mode: str, sort: Sort) -> None:
    known = {one.id: one for one in corpus.articles}
    every = ids(corpus.search(text, mode, View(sort=sort, copies=True)))
    expected = list({known[name].story: name for name in reversed(every)}.values())
    folded = corpus.search(text, mode, View(sort=sort))
    assert ids(folded) == sorted(expected, key=every.index)
    for name, hit in zip(ids(folded), folded, strict=True):
        others = [o for o in corpus.articles if o.story == known[name].story and o.id != name]
        dated = sorted(others, key=lambda o: (not o.published, days(o.published) or (), o.id))
        assert [copy.id.partition("articles/")[2] for copy in hit.copies] == [o.id for o in dated]
        assert hit.copied == len(others)


def test_a_cursor_goes_on_where_the_index_was_built_anew(tmp_path: Path) -> None:
    known = articles(3)
    before, after = known[:-8], known[5:]
    build(tmp_path, before)
    ways = list(product(MODES, Sort, (True, False)))
    with Searcher.open(tmp_path / "index") as searcher:
        first = {}
        for mode, sort, copies in ways:
            view = View(sort=sort, copies=copies)
            first[mode, sort, copies] = searcher.search(WORDS[0], 7, mode, view=view, cursor="")
        build(tmp_path, after)
        assert searcher.refresh()
        for mode, sort, copies in ways:
            result, view = first[mode, sort, copies], View(sort=sort, copies=copies)
            given_, cursor = ids(result), result.cursor
            while cursor:
                part = searcher.search(WORDS[0], 7, mode, view=view, cursor=cursor)
                given_ += ids(part)
                assert len(given_) <= len(before) + len(after)
                cursor = part.cursor
            whole = ids(searcher.search(WORDS[0], EVERY, mode, view=view))
            assert len(given_) == len(set(given_))
            assert set(whole) <= set(given_)
            assert set(given_) - set(whole) <= {*ids(result)} | ({*given_} if not copies else set())
