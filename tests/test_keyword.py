from __future__ import annotations

import math
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from keyword_by_hand import Fields, by_hand, whoosh_search

from index.errors import IndexDamagedError
from index.keyword.bm25 import BM25, idf
from index.keyword.keyword_index import KeywordIndex
from index.keyword.snapshot import Snapshot
from index.keyword.writer import KeywordWriter
from index.query import plain
from index.types import Ranking, Rows

WORDS = ["arms", "control", "talks", "oil", "price", "iran", "geneva"]
TEXT = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
PASSAGES = st.lists(st.tuples(TEXT, TEXT, TEXT, TEXT), min_size=1, max_size=8)
QUERY = st.lists(st.sampled_from([*WORDS, "zebra"]), min_size=1, max_size=4).map(" ".join)


def rows(*numbers: int) -> Rows:
    return np.array(numbers, dtype=np.int64)


def write(
    folder: Path, passages: Mapping[int, Fields], *, fresh: bool = True, deleted: Rows | None = None
) -> None:
    with KeywordWriter(folder, fresh=fresh) as writer:
        for row, (title, heading, body, author) in passages.items():
            writer.add(row, title=title, heading=heading, body=body, author=author, language="en")
        if deleted is not None:
            writer.delete(deleted)


def write_in_parts(folder: Path, passages: Sequence[Fields], part: int, deleted: Rows) -> None:
    numbered = dict(enumerate(passages))
    write(folder, {})
    for start in range(0, len(passages), part):
        some = {row: numbered[row] for row in range(start, min(start + part, len(passages)))}
        write(folder, some, fresh=False)
    write(folder, {}, fresh=False, deleted=deleted)


def ask(index: KeywordIndex, text: str, **options: Any) -> Ranking:
    languages = options.pop("languages", ["en"])
    answer = index.answer(plain(text), languages, options.pop("parameters", BM25()))
    return answer.best(**{"depth": 100, **options})


@settings(max_examples=25, deadline=None)
@given(PASSAGES, QUERY, st.integers(1, 4), st.sets(st.integers(0, 7)))
def test_scores_are_bm25f_after_any_additions_and_deletions(
    passages: list[Fields], query: str, part: int, deleted: set[int]
) -> None:
    parameters = BM25(k1=1.5, b=0.6, title=3.0, heading=0.5)
    with tempfile.TemporaryDirectory() as name:
        write_in_parts(Path(name), passages, part, rows(*deleted))
        found = ask(KeywordIndex(Path(name)), query, parameters=parameters)
    left = {row: fields for row, fields in enumerate(passages) if row not in deleted}
    expected = by_hand(left, query.split(), parameters)
    assert dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True)) == pytest.approx(
        expected, abs=1e-5
    )


@settings(max_examples=15, deadline=None)
@given(PASSAGES, QUERY, st.integers(1, 4), st.sets(st.integers(0, 7)))
def test_an_updated_index_ranks_exactly_as_a_fresh_one(
    passages: list[Fields], query: str, part: int, deleted: set[int]
) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        write_in_parts(Path(one), passages, part, rows(*deleted))
        write(Path(two), {r: p for r, p in enumerate(passages) if r not in deleted})
        updated, fresh = (ask(KeywordIndex(Path(name)), query) for name in (one, two))
    np.testing.assert_array_equal(updated.rows, fresh.rows)
    np.testing.assert_array_equal(updated.scores, fresh.scores)


@settings(max_examples=15, deadline=None)
@given(PASSAGES, QUERY, st.integers(1, 4), st.sets(st.integers(0, 7)))
def test_whoosh_finds_the_same_in_its_own_way(
    passages: list[Fields], query: str, part: int, deleted: set[int]
) -> None:
    parameters = BM25(title=0, heading=0, author=0)
    with tempfile.TemporaryDirectory() as name:
        write_in_parts(Path(name), passages, part, rows(*deleted))
        found = ask(KeywordIndex(Path(name)), query, parameters=parameters)
        theirs = whoosh_search(Snapshot(Path(name)), query, parameters)
    assert found.rows.tolist() == [row for row, _ in theirs]
    assert found.scores.tolist() == pytest.approx([score for _, score in theirs], abs=1e-5)


@settings(max_examples=15, deadline=None)
@given(PASSAGES, QUERY, st.integers(1, 9), st.randoms(use_true_random=False))
def test_the_depth_cuts_ties_by_order(
    passages: list[Fields], query: str, depth: int, chance: Any
) -> None:
    order = np.array(chance.sample(range(len(passages)), len(passages)), dtype=np.int32)
    with tempfile.TemporaryDirectory() as name:
        write(Path(name), dict(enumerate(passages)))
        index = KeywordIndex(Path(name))
        whole, cut = ask(index, query, order=order), ask(index, query, order=order, depth=depth)
    placed = list(zip((-whole.scores).tolist(), order[whole.rows].tolist(), strict=True))
    assert placed == sorted(placed)
    assert cut.rows.tolist() == whole.rows.tolist()[:depth]


SAMPLE: dict[int, Fields] = {
    0: ("Arms control", "", "The talks on arms control failed in Geneva", ""),
    1: ("Oil", "Markets", "Oil prices fell again", ""),
    5: ("Arms sales", "", "A report on sales of oil", ""),
}


@pytest.fixture
def index(tmp_path: Path) -> KeywordIndex:
    write(tmp_path / "keyword", SAMPLE)
    return KeywordIndex(tmp_path / "keyword")


@pytest.mark.parametrize("text", ["", "zebra", "?!", "-"])
def test_what_occurs_nowhere_finds_nothing(index: KeywordIndex, text: str) -> None:
    assert len(ask(index, text)) == 0


def test_a_repeated_word_counts_for_more_but_not_twice(index: KeywordIndex) -> None:
    once, twice = ask(index, "oil").scores, ask(index, "oil oil").scores
    assert twice.tolist() == pytest.approx((once * (1 + math.log(2))).tolist())


@pytest.mark.parametrize("query", ["what is the oil", "What is oil?", "Is oil", "oil"])
def test_how_a_question_is_put_is_no_evidence(index: KeywordIndex, query: str) -> None:
    np.testing.assert_array_equal(ask(index, query).scores, ask(index, "oil").scores)


def test_function_words_alone_are_looked_for(tmp_path: Path) -> None:
    write(tmp_path, {0: ("", "", "to be or not to be", ""), 1: ("", "", "something else", "")})
    index = KeywordIndex(tmp_path)
    assert ask(index, "to be or not to be").rows.tolist() == [0]
    assert ask(index, "The Who").rows.tolist() == []


def test_a_name_in_capitals_is_no_function_word(tmp_path: Path) -> None:
    write(tmp_path, {0: ("", "", "The Who played", ""), 1: ("", "", "nobody sings", "")})
    assert ask(KeywordIndex(tmp_path), "songs that The Who sings").rows.tolist() == [0, 1]
    assert ask(KeywordIndex(tmp_path), "songs of one who sings").rows.tolist() == [1]


def test_a_word_with_one_stem_in_two_languages_counts_once(index: KeywordIndex) -> None:
    once, twice = ask(index, "oil"), ask(index, "oil", languages=["en", "de", "xx"])
    np.testing.assert_array_equal(once.scores, twice.scores)


def test_each_passage_is_stemmed_by_its_language(tmp_path: Path) -> None:
    with KeywordWriter(tmp_path, fresh=True) as writer:
        writer.add(0, title="", heading="", body="Verhandlungen in Genf", language="de")
        writer.add(1, title="", heading="", body="negotiations in Geneva", language="en")
    both = KeywordIndex(tmp_path)
    assert ask(both, "Verhandlung negotiation", languages=["de", "en"]).rows.tolist() == [0, 1]


def test_scores_of_given_rows(index: KeywordIndex) -> None:
    found = ask(index, "arms oil")
    wanted = rows(5, 3, 0, 1, 0)
    scores = index.answer(plain("arms oil"), ["en"], BM25()).scores[wanted]
    expected = dict(zip(found.rows.tolist(), found.scores.tolist(), strict=True))
    assert scores.tolist() == [expected.get(row, 0.0) for row in wanted.tolist()]


def test_an_explanation_adds_up_to_the_score(index: KeywordIndex) -> None:
    found = ask(index, "arms oil")
    shares = index.answer(plain("arms oil"), ["en"], BM25()).explain(found.rows)
    assert [sum(s.score for s in share) for share in shares] == pytest.approx(found.scores)
    assert {(s.term, s.field) for s in shares[found.rows.tolist().index(5)]} == {
        ("arm", "title"),
        ("oil", "body"),
    }


def test_statistics(index: KeywordIndex) -> None:
    assert index.doc_count == 3
    weights = index.answer(plain("oil zebra"), ["en"], BM25()).weights()
    assert weights == {"oil": pytest.approx(idf(3, 2)), "zebra": pytest.approx(idf(3, 0))}


def test_a_reader_keeps_its_snapshot(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    before = KeywordIndex(tmp_path)
    write(tmp_path, {6: ("", "", "arms", "")}, fresh=False, deleted=rows(0, 1, 5))
    assert ask(before, "arms").rows.tolist() == [0, 5]
    assert ask(KeywordIndex(tmp_path), "arms").rows.tolist() == [6]


def test_an_update_writes_to_no_file_of_an_older_segment(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.suffix != ".toc"}
    write(tmp_path, {7: ("", "", "arms", "")}, fresh=False, deleted=rows(0))
    assert {name: (tmp_path / name).read_bytes() for name in before} == before


def test_a_segment_without_live_passages_goes(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    write(tmp_path, {}, fresh=False, deleted=rows(0, 1, 5))
    assert [p.suffix for p in tmp_path.iterdir()] == [".toc"]
    assert len(ask(KeywordIndex(tmp_path), "arms")) == 0


def test_an_error_while_writing_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, SAMPLE)
    before = {p.name: p.read_bytes() for p in tmp_path.glob("*.toc")}
    with pytest.raises(RuntimeError):
        write_and_fail(tmp_path)
    assert {p.name: p.read_bytes() for p in tmp_path.glob("*.toc")} == before
    assert ask(KeywordIndex(tmp_path), "arms").rows.tolist() == [0, 5]


def write_and_fail(folder: Path) -> None:
    with KeywordWriter(folder, fresh=False) as writer:
        writer.add(9, title="", heading="", body="arms", language="en")
        writer.delete(rows(0))
        raise RuntimeError


def test_many_threads_ask_one_index(tmp_path: Path) -> None:
    write(tmp_path, {row: ("", "", " ".join(WORDS[: 1 + row % 7]), "") for row in range(600)})
    shared = KeywordIndex(tmp_path, memory=20_000)
    queries = [f"{a} {b}" for a in WORDS for b in WORDS] * 4
    alone = [ask(KeywordIndex(tmp_path), query) for query in queries[:49]] * 4
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda query: ask(shared, query), queries))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_array_equal(one.rows, other.rows)
        np.testing.assert_array_equal(one.scores, other.scores)


@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", ".row.col", ".body_length.col"])
def test_a_missing_file_is_damage(tmp_path: Path, suffix: str) -> None:
    write(tmp_path, SAMPLE)
    next(p for p in tmp_path.iterdir() if p.name.endswith(suffix)).unlink()
    with pytest.raises(IndexDamagedError):
        KeywordIndex(tmp_path)


def test_coverage_is_the_same_of_many_rows_at_once_and_of_few(tmp_path: Path) -> None:
    with KeywordWriter(tmp_path, fresh=True) as writer:
        for row in range(2_500):
            body = f"harbour{row % 7} kestrel{row % 3} lantern{row % 50}"
            writer.add(row, title="Notes", heading="", body=body, language="en")
    with KeywordIndex(tmp_path) as index:
        answer = index.answer(plain("harbour1 kestrel2 lantern7 notes"), ["en"], BM25())
        for some in np.arange(2_500), np.arange(2_499, -1, -1):
            parts = [answer.coverage(part, 2) for part in np.array_split(some, 10)]
            together = answer.coverage(some, 2)
            assert together.tolist() == np.concatenate(parts).tolist()
            assert together.max() == pytest.approx(1.0)
