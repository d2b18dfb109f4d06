from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import index
from index.errors import IndexNotFoundError, IndexOutdatedError, QueryError, Remedy
from search import Searcher
from search.results.view import View

PASSAGES = View(grouped=False)


@pytest.fixture(scope="module")
def searcher(seeds_index: Path) -> Searcher:
    return Searcher.open(seeds_index / ".search-index")


def first(searcher: Searcher, query: str, mode: str = "hybrid") -> str:
    hit = searcher.search(query, top_k=1, mode=mode)[0]
    return f"{Path(hit.document.path).stem}: {hit.passage.text}"


def test_the_seeds_answer_a_plain_question(searcher: Searcher) -> None:
    assert first(searcher, "arms control talks").startswith(
        "new-start-successor-talks: Arms control talks between the United States and Russia"
    )


def test_a_number_is_found_by_its_words_where_meaning_misses_it(searcher: Searcher) -> None:
    assert "HC-0881" in first(searcher, "HC-0881")
    assert "HC-0881" not in first(searcher, "HC-0881", mode="vector")


def test_a_paraphrase_is_found_by_meaning_where_no_word_matches(searcher: Searcher) -> None:
    query = "smartphones confiscated"
    assert first(searcher, query).startswith("school-phone-pouches")
    assert not searcher.search(query, mode="keyword").hits


@pytest.mark.parametrize("query", ["ceasefire", "subscribe newsletter inbox", "share this article"])
def test_no_result_is_boilerplate(searcher: Searcher, query: str) -> None:
    for hit in searcher.search(query, top_k=50):
        for block in hit.document.blocks:
            if block.reason:
                assert block.end <= hit.passage.start or hit.passage.end <= block.start


def test_hits_say_where_they_stand_in_their_article(searcher: Searcher) -> None:
    result = searcher.search("peat carbon storage", top_k=5)
    assert [hit.rank for hit in result] == [1, 2, 3, 4, 5]
    for hit in result:
        assert hit.document.text[hit.passage.start : hit.passage.end] == hit.passage.text
        assert hit.citation == f"{hit.document.path}:{hit.passage.line}"
        assert hit.keyword or hit.vector


def test_a_hybrid_hit_carries_what_each_leg_alone_says(searcher: Searcher) -> None:
    query = "treaty ratification vote"
    legs = {
        mode: {
            hit.passage.id: hit
            for hit in searcher.search(query, top_k=100, mode=mode, view=PASSAGES)
        }
        for mode in ("keyword", "vector")
    }
    for hit in searcher.search(query, top_k=20, view=PASSAGES):
        for mode, leg in (("keyword", hit.keyword), ("vector", hit.vector)):
            alone = legs[mode].get(hit.passage.id)
            assert (leg is None) == (alone is None)
            if leg and alone:
                assert leg.rank == alone.rank
                assert leg.score == pytest.approx(alone.score)


def test_the_same_query_gives_the_same_result_from_every_thread(searcher: Searcher) -> None:
    queries = ["arms control talks", "CTBT", "ferry battery", "spotting blood poisoning sooner"] * 8

    def ask(query: str) -> list[tuple[str, float]]:
        return [(hit.passage.id, hit.score) for hit in searcher.search(query)]

    alone = [ask(query) for query in queries]
    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(ask, queries)) == alone


def test_a_hit_that_only_meaning_found_shows_the_sentence_that_answers(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(
        "News from the bay\n\nThe council met on Monday evening in the old town hall. Nobody "
        "brought a lamp. The flames in the engine room of the boat were put out within an hour. "
        "Tea was served at nine, as always.\n"
    )
    index.build([tmp_path / "ferry.txt"], tmp_path / "index")
    with Searcher.open(tmp_path / "index") as ours:
        found = ours.search("fire aboard ship", top_k=1)
        assert found[0].keyword is None
        assert ours.answers(found) == [2]
        # Words show by themselves what answers.
        assert ours.answers(ours.search("council flames", top_k=1)) == [None]
        assert ours.answers(ours.search("")) == []


def test_an_empty_query_has_no_hits(searcher: Searcher) -> None:
    assert len(searcher.search("")) == len(searcher.search(" \n")) == 0


@pytest.mark.parametrize("query", ["???", "a" * 3_000, "talks " * 500, "\x00", "🙂", "’"])
def test_odd_queries_are_answered(searcher: Searcher, query: str) -> None:
    for mode in ("hybrid", "keyword", "vector"):
        assert len(searcher.search(query, top_k=3, mode=mode)) <= 3


@pytest.mark.parametrize(
    ("top_k", "depth", "mode"), [(0, 9, "hybrid"), (1, 0, "hybrid"), (1, 1, "?")]
)
def test_arguments_that_mean_nothing_are_refused(
    searcher: Searcher, top_k: int, depth: int, mode: str
) -> None:
    with pytest.raises(QueryError):
        searcher.search("talks", top_k=top_k, depth=depth, mode=mode)


def test_more_results_than_passages_are_all_passages(searcher: Searcher) -> None:
    passages = searcher.engine.manifest.counts.passages
    assert (
        len(searcher.search("talks", top_k=passages + 50, mode="vector", view=PASSAGES)) == passages
    )


def test_without_an_index_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(IndexNotFoundError, match="No index"):
        Searcher.open(tmp_path)


def test_another_encoder_is_refused_with_what_mends_it(
    seeds_index: Path,
) -> None:
    from index.encoder import open_encoder

    engine = index.open_engine(seeds_index / ".search-index")
    with pytest.raises(IndexOutdatedError, match="another model") as caught:
        Searcher(engine, open_encoder(precision="int8"))
    assert caught.value.remedy is Remedy.RENEW


@pytest.mark.parametrize(
    ("query", "must", "never"),
    [
        ("amphibians ship -harbour", "", "harbour"),
        ("port NOT ferry", "", "ferry"),
        ("+treaty sea", "treaty", ""),
        ('"arms control" nuclear talks', "arms control", ""),
        ("treaty AND parliament", "parliament", ""),
        ("ransom* port", "ransom", ""),
    ],
)
@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
def test_what_a_query_insists_on_holds_in_both_legs(
    searcher: Searcher, mode: str, query: str, must: str, never: str
) -> None:
    hits = searcher.search(query, top_k=50, mode=mode).hits
    assert hits
    for hit in hits:
        text = f"{hit.passage.title} {hit.passage.heading} {hit.passage.text}".lower()
        assert must in text.replace("-", " ")
        assert not never or never not in text


def test_a_phrase_that_stands_nowhere_is_asked_by_its_words_and_that_is_said(
    searcher: Searcher,
) -> None:
    strict = searcher.search('"control arms purple"')
    words = searcher.search("control arms purple")
    assert [hit.passage.id for hit in strict] == [hit.passage.id for hit in words]
    assert "so it is taken as plain words" in strict.note
    assert words.note == ""


@pytest.mark.parametrize(
    "query", ['"control arms purple" -treaty', "+zeppelin AND talks NOT treaty"]
)
def test_what_is_excluded_stays_so_where_a_query_is_asked_by_its_words(
    searcher: Searcher, query: str
) -> None:
    result = searcher.search(query, top_k=200, view=PASSAGES)
    assert "so it is taken as plain words" in result.note
    every = searcher.search("treaty", top_k=200, mode="keyword", view=PASSAGES)
    excluded = {hit.document.id for hit in every}
    assert result.hits
    assert not excluded & {hit.document.id for hit in result}


@pytest.mark.parametrize(
    "query",
    [
        '("control arms purple" file:north.txt) OR ("arms purple control" file:south.txt)',
        '("control arms purple" -treaty) OR "arms purple control"',
    ],
)
def test_a_limit_to_a_part_of_a_query_is_not_dropped(searcher: Searcher, query: str) -> None:
    assert len(searcher.search(query)) == 0


def test_words_joined_by_or_exclude_nothing(searcher: Searcher) -> None:
    assert len(searcher.search("ferry OR treaty", top_k=60, view=PASSAGES)) == 60


def test_a_closed_searcher_says_that_it_is_closed(seeds_index: Path) -> None:
    with Searcher.open(seeds_index) as closed:
        pass
    with pytest.raises(index.SearchError, match="has been closed"):
        closed.search("talks", mode="vector")
