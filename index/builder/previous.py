"""The former generation, as a build sees it: what need not be read, marked or encoded again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.errors import IndexDamagedError
from index.generation import generations
from index.generation.manifest import Manifest
from index.store.passages import open_published, rows_of
from index.store.row_arrays import read_numbers
from index.store.writer import FileState, LineCounts, line_counts
from index.types import Vectors
from index.vector.faiss_index import VectorIndex


class Former:
    """A published generation, open for the length of a build; for one thread."""

    def __init__(self, location: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self.folder = generations.generation_folder(location, manifest.generation)
        path = self.folder / generations.PASSAGES
        try:
            self._connection = open_published(path)
        except sqlite3.Error as error:
            raise IndexDamagedError(
                f"{path} is damaged ({error}): run `search build --fresh`"
            ) from error
        self._vectors: VectorIndex | None = None

    def files(self) -> dict[str, FileState]:
        """The state in which each file was read, by file id."""
        rows = self._connection.execute("SELECT id, size, mtime_ns FROM file")
        return {name: (size, mtime_ns) for name, size, mtime_ns in rows}

    def line_counts(self, least: int) -> LineCounts:
        """See ``line_counts``."""
        return line_counts(self._connection, least)

    def vectors(self, digests: Iterable[bytes]) -> dict[bytes, Vectors]:
        """The vectors of those inputs that were encoded before, shape (dimension,) each."""
        found = rows_of(self._connection, digests)
        if not found:
            return {}
        if self._vectors is None:
            order = read_numbers(self.folder / generations.ORDER, self.manifest.counts.rows)
            self._vectors = VectorIndex(self.folder / generations.VECTORS, order)
        rows = np.fromiter(found.values(), dtype=np.int64)
        return dict(zip(found, self._vectors.vectors(rows), strict=True))

    def close(self) -> None:
        """Close its files."""
        self._connection.close()
