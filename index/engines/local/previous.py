"""The published generation, as its writer sees it: what need not be read or encoded again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from index.generation import layout
from index.generation.manifest import Manifest
from index.store.database import failed, file_states, line_counts, open_published, rows_of
from index.store.row_arrays import read_numbers
from index.types import FileState, LineCounts, Rows, Vectors
from index.vector.faiss_index import VectorIndex


class PreviousGeneration:
    """A published generation, open for the length of a build; for one thread."""

    def __init__(self, location: Path, manifest: Manifest) -> None:
        self.manifest = manifest
        self.folder = layout.generation_folder(location, manifest.generation)
        path = self.folder / layout.PASSAGES
        try:
            self._connection = open_published(path)
        except sqlite3.Error as error:
            raise failed(path, error) from error
        self._index: VectorIndex | None = None

    def files(self) -> dict[str, FileState]:
        """The state in which each file was read, by file id."""
        return file_states(self._connection)

    def line_counts(self, least: int) -> LineCounts:
        """See ``line_counts``."""
        return line_counts(self._connection, least)

    def rows_of(self, inputs: Iterable[bytes]) -> dict[bytes, int]:
        """For each of those inputs that were encoded before, the row of one passage that has it."""
        return rows_of(self._connection, inputs)

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of ``rows``, shape (len(rows), dimension)."""
        if self._index is None:
            order = read_numbers(self.folder / layout.ORDER, self.manifest.counts.rows)
            self._index = VectorIndex(self.folder / layout.VECTORS, order)
        return self._index.vectors(rows)

    def vectors_of(self, inputs: Iterable[bytes]) -> dict[bytes, Vectors]:
        """The vectors of those inputs that were encoded before, shape (dimension,) each."""
        found = self.rows_of(inputs)
        if not found:
            return {}
        rows = np.fromiter(found.values(), dtype=np.int64)
        return dict(zip(found, self.vectors(rows), strict=True))

    def close(self) -> None:
        """Close its files."""
        self._connection.close()
