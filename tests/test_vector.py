from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import IndexDamagedError
from index.types import Vectors
from index.vector import faiss_index as module
from index.vector.faiss_index import VectorIndex, VectorWriter, cells

Order = npt.NDArray[np.int32]
DIMENSION = 32


def stored(vectors: Vectors) -> Vectors:
    """Unit vectors as the index keeps them, so that rounding does not change their order."""
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float16).astype(np.float32)


def unit(count: int, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSION))
    return stored(vectors.astype(np.float32))


def opened(path: Path, vectors: Vectors, order: Order | None = None) -> VectorIndex:
    writer = VectorWriter(DIMENSION)
    writer.add(vectors)
    writer.write(path)
    return VectorIndex(path, np.arange(len(vectors), dtype=np.int32) if order is None else order)


@pytest.fixture
def approximate(monkeypatch: pytest.MonkeyPatch) -> None:
    """An inverted file for few rows, so that a test can make one."""
    monkeypatch.setattr(module, "APPROXIMATE_FROM", 2_000)


def test_the_nearest_rows_come_first_with_their_cosines(tmp_path: Path) -> None:
    vectors, query = unit(500), unit(1, seed=1)
    ranking = opened(tmp_path / "v", vectors).search(query, 10)
    cosines = vectors @ query[0]
    assert ranking.rows.tolist() == np.argsort(-cosines)[:10].tolist()
    assert ranking.scores == pytest.approx(np.sort(cosines)[::-1][:10], abs=1e-5)


def test_equal_scores_stand_in_the_order_of_their_passages(tmp_path: Path) -> None:
    vectors = np.repeat(unit(4), 25, axis=0)
    order = np.random.default_rng(2).permutation(100).astype(np.int32)
    index = opened(tmp_path / "v", vectors, order)
    for depth in (1, 3, 24, 25, 26, 100):
        rows = index.search(vectors[:1], depth).rows
        assert len(rows) == depth
        same = rows[rows < 25]
        assert order[same].tolist() == sorted(order[:25].tolist())[: len(same)]


@settings(max_examples=40, deadline=None)
@given(st.sets(st.integers(0, 199), max_size=60), st.sets(st.integers(0, 199)), st.integers(1, 50))
def test_only_live_and_allowed_rows_are_found(
    tmp_path_factory: pytest.TempPathFactory, dead: set[int], allowed: set[int], depth: int
) -> None:
    vectors, query = unit(200), unit(1, seed=3)
    order = np.arange(200, dtype=np.int32)
    order[sorted(dead)] = -1
    index = opened(tmp_path_factory.mktemp("v") / "v", vectors, order)
    for chosen in (None, np.isin(np.arange(200), sorted(allowed))):
        expected = set(range(200)) - dead if chosen is None else allowed - dead
        best = sorted(expected, key=lambda row: -float(vectors[row] @ query[0]))[:depth]
        assert index.search(query, depth, chosen).rows.tolist() == best


def test_what_is_added_later_is_found(tmp_path: Path) -> None:
    vectors = unit(300)
    opened(tmp_path / "first", vectors[:200])
    writer = VectorWriter(DIMENSION, tmp_path / "first")
    writer.add(vectors[200:])
    writer.write(tmp_path / "second")
    index = VectorIndex(tmp_path / "second", np.arange(300, dtype=np.int32))
    assert index.search(vectors[250:251], 1).rows.tolist() == [250]
    assert index.vectors(np.array([250])) == pytest.approx(vectors[250:251], abs=1e-6)


@pytest.mark.usefixtures("approximate")
def test_an_inverted_file_finds_nearly_all_that_an_exact_search_finds(tmp_path: Path) -> None:
    centres = unit(60, seed=4)
    vectors = stored(np.repeat(centres, 50, axis=0) + 0.1 * unit(3_000, seed=5))
    index = opened(tmp_path / "v", vectors)
    assert cells(len(vectors)) > 0
    found = 0
    for query in vectors[::100]:
        exact = set(np.argsort(-(vectors @ query))[:10].tolist())
        found += len(exact & set(index.search(query[None], 10).rows.tolist()))
    assert found >= 0.99 * 300


@pytest.mark.usefixtures("approximate")
def test_an_inverted_file_obeys_filters_and_grows_from_and_shrinks_to_an_exact_index(
    tmp_path: Path,
) -> None:
    vectors = unit(2_500)
    opened(tmp_path / "exact", vectors[:1_000])
    writer = VectorWriter(DIMENSION, tmp_path / "exact")
    writer.add(vectors[1_000:])
    writer.write(tmp_path / "inverted")
    order = np.arange(2_500, dtype=np.int32)
    order[::2] = -1
    index = VectorIndex(tmp_path / "inverted", order)
    allowed = np.arange(2_500) % 5 == 0
    assert all(row % 10 == 5 for row in index.search(vectors[:1], 50, allowed).rows.tolist())
    assert all(row % 2 for row in index.search(vectors[:1], 50).rows.tolist())
    assert index.vectors(np.array([7, 2_400])) == pytest.approx(vectors[[7, 2_400]], abs=1e-6)


@pytest.mark.usefixtures("approximate")
def test_of_the_few_that_a_filter_leaves_an_inverted_file_misses_none(tmp_path: Path) -> None:
    vectors = unit(4_000)
    dead = np.arange(4_000) % 3 == 0
    index = opened(tmp_path / "v", vectors, np.where(dead, -1, np.arange(4_000)).astype(np.int32))
    assert cells(len(vectors)) > 0
    for every in (20, 23, 1_000, 20):
        allowed = np.arange(4_000) % every == 1
        rows = np.flatnonzero(allowed & ~dead)
        for query in vectors[:10]:
            found = index.search(query[None], 50, allowed)
            best = rows[np.argsort(-(vectors[rows] @ query), kind="stable")][:50]
            assert found.rows.tolist() == best.tolist()
            assert found.scores == pytest.approx(vectors[best] @ query, abs=1e-5)
    nothing = index.search(vectors[:1], 5, np.zeros(4_000, dtype=np.bool_))
    assert not len(nothing.rows)


def test_a_file_that_is_not_an_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "v").write_bytes(b"IxSQ but nothing that belongs behind it")
    with pytest.raises(IndexDamagedError, match="damaged"):
        VectorIndex(tmp_path / "v", np.arange(3, dtype=np.int32))
    opened(tmp_path / "w", unit(5))
    with pytest.raises(IndexDamagedError, match="5 vectors where 6 belong"):
        VectorIndex(tmp_path / "w", np.arange(6, dtype=np.int32))


@pytest.mark.parametrize("count", [500, 2_000])
@pytest.mark.usefixtures("approximate")
def test_a_writer_tells_vectors_and_writes_the_same_for_it(tmp_path: Path, count: int) -> None:
    vectors, more = unit(count), unit(100, seed=1)
    opened(tmp_path / "before", vectors)
    for name in ("asked", "not-asked"):
        writer = VectorWriter(DIMENSION, tmp_path / "before")
        writer.add(more[:50])
        if name == "asked":
            rows = np.array([count + 3, 7])
            np.testing.assert_array_equal(writer.vectors(rows), [more[3], vectors[7]])
        writer.add(more[50:])
        writer.write(tmp_path / name)
    assert (tmp_path / "asked").read_bytes() == (tmp_path / "not-asked").read_bytes()
