"""The vectors of the rows that a filter leaves, side by side: they are compared as fast as all are.

In an inverted file they lie scattered, and each costs ten times as much to reach. So they are
copied when a filter is first asked for, and kept for the queries to come.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.bounded_cache import BoundedCache
from index.types import Rows, Scores, Vectors

MEMORY: Final = 64 << 20
"""Bytes of vectors that are kept."""

SHARE: Final = 16
"""Where a filter leaves less than one row in so many, its vectors are copied: that takes some
milliseconds of 200,000 rows, and saves 3 in each query to come. Of more rows it saves less."""


class Subset(NamedTuple):
    """An exact index of some rows; ``rows[n]`` is the row of its ``n``-th vector."""

    index: Any
    rows: Rows

    def nearest(self, vector: Vectors, count: int) -> tuple[Scores, Rows]:
        """The ``count`` best scores of ``vector``, shape (1, dimension), and their rows."""
        scores, places = self.index.search(vector, count)
        return scores[0], self.rows[places[0]]


class Subsets:
    """Those of an inverted file of 16-bit vectors with a direct map; safe to share."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self._known = BoundedCache[Subset](MEMORY)

    def of(self, allowed: npt.NDArray[np.bool_]) -> Subset:
        """The vectors of the rows that ``allowed`` says."""
        key = np.packbits(allowed).tobytes()
        known = self._known.get(key)
        if known is None:
            known = self._copied(np.flatnonzero(allowed))
            self._known.put(key, known, len(key) + known.index.code_size * len(known.rows))
        return known

    def _copied(self, rows: Rows) -> Subset:
        import faiss

        cells, lists = self._places, self._lists
        rows = rows[np.argsort(cells[rows], kind="stable")]
        cell, place = cells[rows] >> 32, cells[rows] & 0xFFFFFFFF
        starts = np.flatnonzero(np.diff(cell, prepend=-1))
        ends = [*starts[1:].tolist(), len(rows)]
        codes = [
            lists[cell[start]][place[start:end]]
            for start, end in zip(starts.tolist(), ends, strict=True)
        ]
        found = faiss.IndexScalarQuantizer(
            self._index.d, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
        )
        if codes:
            found.add_sa_codes(np.concatenate(codes))
        return Subset(found, rows)

    @cached_property
    def _places(self) -> npt.NDArray[np.int64]:
        """For each row 2 ** 32 · its cell + its place there."""
        import faiss

        places: npt.NDArray[np.int64] = faiss.vector_to_array(self._index.direct_map.array)
        return places

    @cached_property
    def _lists(self) -> list[npt.NDArray[np.uint8]]:
        """The codes of each cell where they lie, shape (vectors, bytes of one)."""
        import faiss

        lists, width = self._index.invlists, self._index.code_size
        sizes = [int(lists.list_size(cell)) for cell in range(self._index.nlist)]
        return [
            faiss.rev_swig_ptr(lists.get_codes(cell), size * width).reshape(size, width)
            if size
            else np.empty((0, width), np.uint8)
            for cell, size in enumerate(sizes)
        ]
