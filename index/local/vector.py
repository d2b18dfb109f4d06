"""FAISS: the vector leg. The id of a vector is the row of its passage."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamagedError
from index.types import Ranking, Rows, Scores, Vectors

_THREADS: Final = min(2, os.cpu_count() or 1)


def _faiss() -> Any:
    import faiss

    faiss.omp_set_num_threads(_THREADS)
    return faiss


class VectorWriter:
    """Collects the vectors of a generation; row numbers follow the order of ``add``."""

    def __init__(self, dimension: int, previous: Path | None = None) -> None:
        faiss = _faiss()
        self._index = (
            faiss.IndexFlatIP(dimension) if previous is None else faiss.read_index(str(previous))
        )

    def add(self, vectors: Vectors) -> None:
        """Append unit vectors, shape (n, dimension)."""
        self._index.add(vectors)

    @property
    def rows(self) -> int:
        """How many vectors there are."""
        return int(self._index.ntotal)

    def write(self, path: Path) -> None:
        """Write the index file."""
        _faiss().write_index(self._index, str(path))


class VectorIndex:
    """The vectors of one generation: read-only, memory-mapped, for any number of threads.

    :raises IndexDamagedError: where the file is not what was written.
    """

    def __init__(self, path: Path, order: npt.NDArray[np.int32]) -> None:
        faiss = _faiss()
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDamagedError(f"{path} is damaged: run `search build --fresh`") from error
        if self._index.ntotal != len(order):
            raise IndexDamagedError(
                f"{path} holds {self._index.ntotal} vectors where {len(order)} belong: "
                "run `search build --fresh`"
            )
        self._order = order
        self._live = order >= 0
        self._all_live = bool(self._live.all())

    def search(self, vector: Vectors, depth: int, allowed: Rows | None = None) -> Ranking:
        """The ``depth`` rows whose vectors are nearest to ``vector``, shape (1, dimension).

        A score is the cosine of the angle between the two, from -1 to 1. ``allowed`` limits the
        search to those rows. Equal scores stand in the order of their passages.
        """
        faiss = _faiss()
        live = self._selected(allowed)
        count = self._index.ntotal if live is None else int(np.count_nonzero(live))
        parameters = None
        if live is not None:
            bits = np.packbits(live, bitorder="little")
            parameters = faiss.SearchParameters(sel=faiss.IDSelectorBitmap(bits))
        wanted = min(depth, count)
        asked = min(wanted + 1, count)
        while wanted:
            found, ids = self._index.search(vector, asked, params=parameters)
            scores, rows = found[0], ids[0]
            # A tie across the cut is broken by order, so all of its rows must be seen.
            if asked == count or scores[-1] < scores[wanted - 1]:
                best = np.lexsort((self._order[rows], -scores))[:wanted]
                return Ranking(rows[best], scores[best])
            asked = min(asked * 2, count)
        return Ranking(np.empty(0, np.int64), np.empty(0, np.float32))

    def scores(self, vector: Vectors, rows: Rows) -> Scores:
        """The score of ``vector``, shape (1, dimension), with each of ``rows``."""
        scores: Scores = self.vectors(rows) @ vector[0]
        return scores

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of ``rows``, shape (len(rows), dimension)."""
        vectors: Vectors = self._index.reconstruct_batch(rows)
        return vectors

    def _selected(self, allowed: Rows | None) -> npt.NDArray[np.bool_] | None:
        if allowed is None:
            return None if self._all_live else self._live
        selected = np.zeros(len(self._order), dtype=np.bool_)
        selected[allowed] = True
        return selected & self._live
