"""Over random articles a naive search finds what the engine finds: filters, NOT, phrases, groups,
facets, pages and order, in all three modes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_articles import ARTICLES, WORDS, Limit, limits

import index
from index.query.filters import Filters
from search import Result, Searcher, Sort, View

MODES = ("keyword", "vector", "hybrid")
FLAT = View(grouped=False)
EACH = View(copies=True)
"""Articles of ten words would be taken for copies of each other."""

EVERY = 500
"""More articles than there are."""


@pytest.fixture(scope="module")
def searcher(tmp_path_factory: pytest.TempPathFactory) -> Searcher:
    folder = tmp_path_factory.mktemp("brute")
    (folder / "all").mkdir()
    for one in ARTICLES:
        text = "\n\n".join(" ".join(each).capitalize() + "." for each in one.paragraphs)
        (folder / "all" / one.name).write_text(
            f"---\nauthor: {one.author}\nsource: {one.source}\ndate: {one.published}\n"
            f"section: {one.section}\nwords: {one.words}\n---\n\n{text}\n"
        )
    index.build([folder / "all"], folder / "index", index.Settings(keep_boilerplate=True))
    return Searcher.open(folder / "index")


def names(result: Result) -> list[str]:
    return [Path(hit.document.path).name for hit in result]


quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quick
@given(limits(), st.sampled_from(WORDS), st.sampled_from(MODES))
def test_every_result_meets_the_filters_and_none_is_missing(
    searcher: Searcher, limit: Limit, word: str, mode: str
) -> None:
    allowed = [one for one in ARTICLES if limit.holds(one)]
    expected = {one.name for one in allowed if mode != "keyword" or word in one.all_words}
    in_query = searcher.search(f"{word} {limit.query}", EVERY, mode, view=EACH)
    as_options = searcher.search(word, EVERY, mode, filters=limit.filters, view=EACH)
    assert names(in_query) == names(as_options)
    assert len(names(in_query)) == len(set(names(in_query)))
    assert set(names(in_query)) == expected


@quick
@given(limits())
def test_filters_alone_list_what_meets_them(searcher: Searcher, limit: Limit) -> None:
    expected = {one.name for one in ARTICLES if limit.holds(one)}
    if limit.query:
        for mode in MODES:
            assert set(names(searcher.search(limit.query, EVERY, mode, view=EACH))) == expected


@quick
@given(st.sampled_from(WORDS), st.sampled_from(WORDS), st.sampled_from(MODES))
def test_not_leaves_no_article_that_has_the_word(
    searcher: Searcher, wanted: str, unwanted: str, mode: str
) -> None:
    if wanted == unwanted:
        return
    allowed = {one.name for one in ARTICLES if unwanted not in one.all_words}
    holding = {one.name for one in ARTICLES if wanted in one.all_words}
    for query in (f"{wanted} -{unwanted}", f"{wanted} NOT {unwanted}"):
        result = searcher.search(query, EVERY, mode, view=EACH)
        found = set(names(result))
        if not result.note:
            assert found == (allowed & holding if mode == "keyword" else allowed)
    by_passage = searcher.search(
        f"{wanted} -{unwanted}", EVERY, "keyword", by_passage=True, view=View(grouped=False)
    )
    texts = [hit.passage.text.lower() for hit in by_passage]
    if not by_passage.note:
        assert all(wanted in text and unwanted not in text for text in texts)


@quick
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=2), st.sampled_from(MODES))
def test_a_phrase_is_in_every_result(searcher: Searcher, phrase: list[str], mode: str) -> None:
    def has(paragraph: tuple[str, ...]) -> bool:
        return any(list(paragraph[at : at + 2]) == phrase for at in range(len(paragraph) - 1))

    expected = {one.name for one in ARTICLES if any(map(has, one.paragraphs))}
    result = searcher.search(f'"{" ".join(phrase)}"', EVERY, mode, view=EACH)
    if expected:
        assert set(names(result)) == expected
    else:
        assert result.note


@quick
@given(st.sampled_from(WORDS), st.sampled_from(MODES), st.integers(1, 13))
def test_pages_are_the_whole_list_cut(searcher: Searcher, word: str, mode: str, size: int) -> None:
    whole = searcher.search(word, EVERY, mode, view=EACH)
    by_page: list[str] = []
    ranks: list[int] = []
    for page in range(1, len(whole) // size + 2):
        part = searcher.search(word, size, mode, view=View(page=page, copies=True))
        by_page += names(part)
        ranks += [hit.rank for hit in part]
        assert part.good() == whole.good()
    assert by_page == names(whole)
    assert ranks == list(range(1, len(whole) + 1))
    by_cursor: list[str] = []
    cursor = ""
    while True:
        part = searcher.search(word, size, mode, cursor=cursor, view=EACH)
        by_cursor += names(part)
        cursor = part.cursor
        if not cursor:
            break
    assert by_cursor == names(whole)


@quick
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True), limits())
def test_facets_and_totals_count_the_articles_that_hold_every_word(
    searcher: Searcher, words: list[str], limit: Limit
) -> None:
    expected = [
        one for one in ARTICLES if limit.holds(one) and all(w in one.all_words for w in words)
    ]
    fields = ("source", "year", "author", "section", "month")
    result = searcher.search(
        " ".join(words), 1, "keyword", filters=limit.filters, facets=fields, totals=True
    )
    assert result.totals == (len(expected), 0)
    counted = {field: dict(counts) for field, counts in result.facets.items()}
    assert counted == {
        "source": Counter(one.source for one in expected),
        "year": Counter(str(one.published.year) for one in expected),
        "author": Counter(one.author for one in expected),
        "section": Counter(one.section for one in expected),
        "month": Counter(f"{one.published:%Y-%m}" for one in expected),
    }


@quick
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2, unique=True), st.booleans())
def test_by_date_stand_all_that_match(searcher: Searcher, words: list[str], newest: bool) -> None:
    days = {one.name: one.published for one in ARTICLES}
    matching = {one.name for one in ARTICLES if all(w in one.all_words for w in words)}
    view = View(copies=True, sort=Sort.NEWEST if newest else Sort.OLDEST)
    keyword = names(searcher.search(" ".join(words), EVERY, "keyword", view=view))
    assert set(keyword) == matching
    for mode in MODES:
        found = names(searcher.search(" ".join(words), EVERY, mode, view=view))
        dates = [days[name] for name in found]
        assert dates == sorted(dates, reverse=newest)
        assert mode == "vector" or matching <= set(found)
        result = searcher.search(" ".join(words), 1, mode, view=view, totals=True)
        assert result.totals
        assert sum(result.totals) == len(found)


@quick
@given(st.sampled_from(WORDS), st.sampled_from(MODES), st.integers(1, 5))
def test_an_article_stands_where_its_best_passage_does(
    searcher: Searcher, word: str, mode: str, passages: int
) -> None:
    flat = searcher.search(word, EVERY, mode, view=View(grouped=False))
    best: dict[str, list[str]] = {}
    for hit in flat:
        best.setdefault(hit.document.id, []).append(hit.passage.id)
    grouped = searcher.search(word, EVERY, mode, view=View(passages=passages, copies=True))
    assert [hit.document.id for hit in grouped] == list(best)
    for hit in grouped:
        shown = [hit.passage.id, *(other.passage.id for other in hit.others)]
        assert shown == best[hit.document.id][: len(shown)]
        assert len(shown) <= passages


def test_recency_draws_new_articles_up(searcher: Searcher) -> None:
    word = WORDS[0]
    plain = searcher.search(word, 20, "keyword", view=EACH)
    recent = searcher.search(
        word, 20, "keyword", view=View(copies=True, half_life=200, recency=1.0)
    )
    dates = [hit.document.published for hit in recent]
    assert dates == sorted(dates, reverse=True)
    assert names(plain) == names(
        searcher.search(word, 20, "keyword", view=View(copies=True, half_life=200, recency=0.0))
    )


def test_one_long_article_cannot_fill_the_page(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    for number in range(30):
        many = 300 if number == 0 else 1
        text = "\n\n".join(
            f"Paragraph {at} says that the night ferry left the harbour of Saltmere late again."
            for at in range(many)
        )
        (tmp_path / "all" / f"{number:02}.txt").write_text(f"Report {number}\n\n{text}\n")
    index.build([tmp_path / "all"], tmp_path / "index", index.Settings(keep_boilerplate=True))
    with Searcher.open(tmp_path / "index") as ours:
        for mode in MODES:
            found = ours.search("night ferry", 10, mode, depth=20, view=EACH)
            assert len(set(names(found))) == len(found) == 10


def test_a_cursor_goes_on_after_a_rebuild_without_a_gap_or_a_repeat(tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()

    def write(numbers: range) -> None:
        for number in numbers:
            (tmp_path / "all" / f"{number:02}.txt").write_text(
                f"Report {number}\n\nThe night ferry number {number} left the harbour late.\n"
            )

    write(range(12))
    settings_ = index.Settings(keep_boilerplate=True)
    index.build([tmp_path / "all"], tmp_path / "index", settings_)
    with Searcher.open(tmp_path / "index") as ours:
        first = ours.search("night ferry", 5, cursor="", view=EACH)
        write(range(12, 20))
        index.build([tmp_path / "all"], tmp_path / "index", settings_)
        assert ours.refresh()
        given = names(first)
        cursor = first.cursor
        while cursor:
            part = ours.search("night ferry", 5, cursor=cursor, view=EACH)
            given += names(part)
            cursor = part.cursor
    assert sorted(given) == [f"{number:02}.txt" for number in range(20)]
    with Searcher.open(tmp_path / "index") as ours, pytest.raises(index.SearchError):
        ours.search("other words", 5, cursor=first.cursor, view=EACH)


def test_similar_articles_share_words_and_leave_out_the_one(searcher: Searcher) -> None:
    with_all = searcher.search(WORDS[0], 1)
    result = searcher.similar(with_all[0].document.id, 10, view=EACH)
    assert len(result) == 10
    assert with_all[0].document.id not in {hit.document.id for hit in result}
    assert np.all(np.diff([hit.score for hit in result]) <= 0)
    limited = searcher.similar(
        with_all[0].document.id, 10, filters=Filters(author="Nwosu"), view=EACH
    )
    assert {hit.document.author for hit in limited} == {"Hettie Nwosu"}
    with pytest.raises(index.SearchError, match="no article nowhere"):
        searcher.similar("nowhere")


def test_a_text_without_blanks_is_compared_by_its_head(searcher: Searcher) -> None:
    text = "ท่าเรือปิดเพราะน้ำแข็งหนาขึ้นทุกวัน" * 200
    block = index.Block(0, len(text), index.BlockKind.PARAGRAPH)
    document = index.Document("th.txt", "th.txt", text, (block,))
    assert 60 < len(searcher.similar(document).query) < 600
