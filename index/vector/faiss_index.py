"""FAISS: the vector leg. The id of a vector is the row of its passage.

Vectors are stored as 16-bit floats: half the bytes, a third of the time, and the same neighbours.
Search is exact up to ``APPROXIMATE_FROM`` rows; past that, rows are kept in cells around
centroids (an inverted file) and only the cells nearest to the query are searched.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.types import Ranking, Rows, Scores, Vectors, inner_products
from index.vector.faiss_layout import check_layout
from index.vector.subsets import SHARE, Subsets

_Ask = Callable[[Vectors, int], tuple[Scores, Rows]]

APPROXIMATE_FROM: Final = 100_000
"""Rows from which an inverted file is faster than an exact search by enough to matter."""

PROBES: Final = 64
"""Cells searched of an inverted file; where a filter leaves one row in n, n times as many.

What is allowed may lie far from the query. Of 200,000 rows a tenth that lies in one direction has
recall@100 .99 so, in 3.8 ms, and .94 in 2.6 to 4.2 where the cells grow with n to the power of 2/3.
"""

_FEW: Final = 200
"""Where a filter leaves less than one row in so many, it is quicker to look at each of them."""

_TRAINING_PER_CELL: Final = 40
"""Vectors that a centroid is trained on, the least that FAISS calls enough."""


def cells(rows: int) -> int:
    """How many cells an inverted file of so many rows has; 0 for an exact index.

    Four times the square root, as FAISS's own guidelines have it.
    """
    return 0 if rows < APPROXIMATE_FROM else int(4 * math.sqrt(rows))


class VectorWriter:
    """Collects the vectors of a generation; row numbers follow the order of ``add``."""

    def __init__(self, dimension: int, previous: Path | None = None) -> None:
        self._faiss = _faiss(min(2, os.cpu_count() or 1))
        self._dimension = dimension
        self._index = self._exact() if previous is None else self._faiss.read_index(str(previous))

    def add(self, vectors: Vectors) -> None:
        """Append unit vectors, shape (n, dimension)."""
        self._index.add(vectors)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of ``rows`` as they were added, to 16 bits, shape (len(rows), dimension)."""
        _prepare_lookups(self._index)
        vectors: Vectors = self._index.reconstruct_batch(rows)
        if _cells_of(self._index):
            self._index.set_direct_map_type(self._faiss.DirectMap.NoMap)
        return vectors

    @property
    def rows(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    def write(self, path: Path) -> None:
        """Write the index file, in the kind of index that suits the number of rows."""
        wanted, has = cells(self.rows), _cells_of(self._index)
        # Centroids are kept until the rows are four times those that they were trained for.
        if wanted > 2 * has or (has and not wanted):
            self._index = self._rebuilt(wanted)
        self._faiss.write_index(self._index, str(path))

    def _exact(self) -> Any:
        kind = self._faiss.ScalarQuantizer.QT_fp16
        return self._faiss.IndexScalarQuantizer(
            self._dimension, kind, self._faiss.METRIC_INNER_PRODUCT
        )

    def _rebuilt(self, cell_count: int) -> Any:
        old, rows = self._index, self.rows
        _prepare_lookups(old)
        if cell_count:
            centroids = self._faiss.IndexFlatIP(self._dimension)
            new = self._faiss.IndexIVFScalarQuantizer(
                centroids,
                self._dimension,
                cell_count,
                self._faiss.ScalarQuantizer.QT_fp16,
                self._faiss.METRIC_INNER_PRODUCT,
                False,
            )
            new.cp.min_points_per_centroid = 1  # Fewer only deserve a warning, on standard error.
            step = max(1, rows // (cell_count * _TRAINING_PER_CELL))
            new.train(old.reconstruct_batch(np.arange(0, rows, step)))
        else:
            new = self._exact()
        for start in range(0, rows, 1 << 14):
            new.add(old.reconstruct_batch(np.arange(start, min(rows, start + (1 << 14)))))
        return new


class VectorIndex:
    """The vectors of one generation: read-only, memory-mapped, for any number of threads.

    :raises IndexDamagedError: where the file is not what was written.
    """

    def __init__(self, path: Path, order: npt.NDArray[np.int32]) -> None:
        check_layout(path, len(order))
        faiss = _faiss()
        self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        self._cells = _cells_of(self._index)
        _prepare_lookups(self._index)
        self._subsets = Subsets(self._index)
        self._order = order
        self._live = order >= 0
        self._all_live = bool(self._live.all())

    def search(
        self, vector: Vectors, depth: int, allowed: npt.NDArray[np.bool_] | None = None
    ) -> Ranking:
        """The ``depth`` rows whose vectors are nearest to ``vector``, shape (1, dimension).

        A score is the cosine of the angle between the two, from -1 to 1. ``allowed`` says of every
        row whether it may be found. Equal scores stand in the order of their passages.
        """
        count = self._index.ntotal
        if allowed is not None:
            allowed = allowed & self._live
            count = int(np.count_nonzero(allowed))
            if count * _FEW <= len(allowed):
                rows = np.flatnonzero(allowed)
                return self._best(rows, self.scores(vector, rows), depth)
        ask = self._asker(allowed, count)
        wanted = min(depth, count)
        asked = min(wanted + 1, count)
        while asked:
            found, ids = ask(vector, asked)
            scores, rows = found[ids >= 0], ids[ids >= 0]
            # A tie across the cut is broken by order, so all of its rows must be seen.
            if asked == count or len(rows) < asked or scores[-1] < scores[wanted - 1]:
                return self._best(rows, scores, wanted)
            asked = min(asked * 2, count)
        return self._best(np.empty(0, np.int64), np.empty(0, np.float32), 0)

    def scores(self, vector: Vectors, rows: Rows) -> Scores:
        """The score of ``vector``, shape (1, dimension), with each of ``rows``."""
        return inner_products(self.vectors(rows), vector)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of ``rows``, shape (len(rows), dimension)."""
        vectors: Vectors = self._index.reconstruct_batch(rows)
        return vectors

    def _asker(self, allowed: npt.NDArray[np.bool_] | None, count: int) -> _Ask:
        """Finds so many of the ``count`` rows that are allowed."""
        _faiss()  # The bound on threads is each thread's own.
        if allowed is not None and self._cells and count * SHARE < len(allowed):
            return self._subsets.of(allowed).nearest
        parameters = self._parameters(allowed, count)

        def ask(vector: Vectors, most: int) -> tuple[Scores, Rows]:
            found, ids = self._index.search(vector, most, params=parameters)
            return found[0], ids[0]

        return ask

    def _best(self, rows: Rows, scores: Scores, depth: int) -> Ranking:
        best = np.lexsort((self._order[rows], -scores))[:depth]
        return Ranking(rows[best], scores[best])

    def _parameters(self, allowed: npt.NDArray[np.bool_] | None, count: int) -> Any:
        """FAISS's search parameters: which rows, ``count`` of them, and of how many cells."""
        faiss = _faiss()
        rows = self._live if allowed is None else allowed
        probes = PROBES
        if allowed is not None:
            probes = math.ceil(PROBES * len(self._order) / count)
        selector = None
        if allowed is not None or not self._all_live:
            selector = faiss.IDSelectorBitmap(np.packbits(rows, bitorder="little"))
        if self._cells:
            return faiss.SearchParametersIVF(sel=selector, nprobe=min(probes, self._cells))
        return faiss.SearchParameters(sel=selector) if selector else None


def _faiss(threads: int = 1) -> Any:
    """The module, bound to so many threads: one query is faster on one than spread over more."""
    import faiss

    faiss.omp_set_num_threads(threads)
    return faiss


def _cells_of(index: Any) -> int:
    """How many cells an index has; 0 for an exact one."""
    return int(getattr(index, "nlist", 0))


def _prepare_lookups(index: Any) -> None:
    """Let an inverted file find a vector by its row, as an exact index can."""
    if _cells_of(index):
        index.make_direct_map()
