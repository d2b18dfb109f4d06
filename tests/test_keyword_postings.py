from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bounded_cache import BoundedCache
from index.errors import IndexDamagedError
from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.keyword.packing import pack_lists
from index.keyword.postings import read_forms, read_places, read_postings
from index.keyword.writer import KeywordWriter
from index.query import plain

FORMS = st.integers(0, 2**12 - 1)
PLACE = st.integers(0, 2**20 - 1)
PLACES = st.lists(
    st.builds(lambda p, f: p | f << 20, PLACE, FORMS), min_size=1, max_size=5, unique=True
).map(sorted)
POSTINGS = st.dictionaries(st.integers(0, 2**32 - 1), PLACES, min_size=1, max_size=9)


class Content(bytes):
    def get(self, position: int, length: int) -> bytes:
        return self[position : position + length]


def packed(postings: dict[int, list[int]], block: int, before: bytes = b"") -> Content:
    pairs = np.array([(i, place) for i in sorted(postings) for place in postings[i]], np.uint32)
    [(term, one)] = pack_lists(np.full(len(pairs), 7), pairs[:, 0], pairs[:, 1], block)
    assert term == 7
    assert (one.documents, one.occurrences) == (len(postings), len(pairs))
    assert (one.first, one.last) == (min(postings), max(postings))
    assert one.highest_count == max(map(len, postings.values()))
    return Content(before + one.content)


@given(POSTINGS, st.integers(1, 4), st.binary(max_size=9))
def test_what_is_packed_is_read(postings: dict[int, list[int]], block: int, before: bytes) -> None:
    content = packed(postings, block, before)
    documents, counts = read_postings(content, len(before))
    assert documents.tolist() == sorted(postings)
    assert counts.tolist() == [len(postings[i]) for i in sorted(postings)]
    held, places = read_places(content, len(before))
    expected = [(i, packed) for i in sorted(postings) for packed in postings[i]]
    assert list(zip(held.tolist(), places.tolist(), strict=True)) == [
        (i, packed % 2**20) for i, packed in expected
    ]
    held, places, forms = read_forms(content, len(before))
    assert list(zip(held.tolist(), forms.tolist(), strict=True)) == [
        (i, packed >> 20) for i, packed in expected
    ]


@given(POSTINGS, st.data())
def test_what_is_cut_off_is_damage(postings: dict[int, list[int]], data: st.DataObject) -> None:
    whole = packed(postings, 4)
    cut = Content(whole[: data.draw(st.integers(0, len(whole) - 1))])
    with pytest.raises(IndexDamagedError):
        _ = [read_places(cut, 0), read_forms(cut, 0)]


@given(st.binary(max_size=80))
def test_any_bytes_are_read_or_damage(content: bytes) -> None:
    try:
        documents, counts = read_postings(Content(content), 0)
    except IndexDamagedError:
        return
    assert len(documents) == len(counts)


def test_a_posting_list_of_many_blocks(tmp_path: Path) -> None:
    with KeywordWriter(tmp_path, fresh=True) as writer:
        for row in range(1300):
            body = "oil " * (1 + row % 300)
            writer.add(row, title="", heading="", body=body, language="en")
    index = KeywordIndex(tmp_path)
    found = index.answer(plain("oil"), ["en"], BM25()).best(2000)
    assert sorted(found.rows.tolist()) == list(range(1300))


def test_the_cache_keeps_what_was_used_last() -> None:
    cache = BoundedCache[str](3 * (512 + 1200))
    for name in "abc":
        cache.put(name, name, 1200)
    assert cache.get("a") == "a"
    cache.put("d", "d", 1200)
    assert [name for name in "abcd" if cache.get(name)] == ["a", "c", "d"]
    cache.put("e", "e", 120_000)
    assert [name for name in "abcde" if cache.get(name)] == []
