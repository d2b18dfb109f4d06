"""A static embedding: one vector for each token, looked up and averaged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.encoder.recipe import Side
from index.types import Vectors

if TYPE_CHECKING:
    from tokenizers import Encoding


class StaticRunner:
    """Runs a table of token vectors, read from disk as it is needed."""

    tokens_a_batch = 1 << 16

    def __init__(self, folder: Path, side: Side) -> None:
        self._table = np.load(folder / side.weights, mmap_mode="r", allow_pickle=False)
        self._head = None
        if side.head:
            from index.encoder.onnx import open_session

            self._head = open_session(folder / side.head, threads=1)

    def __call__(self, texts: Sequence[Encoding]) -> Vectors:
        """Vectors of texts, each with a token or more, shape (len(texts), dimension)."""
        means = np.stack([self._table[text.ids].mean(axis=0) for text in texts])
        if self._head is not None:
            found: Vectors = self._head.run(None, {"means": means})[0]
            return found
        norms = np.linalg.norm(means, axis=1, keepdims=True)
        unit: Vectors = means / np.maximum(norms, 1e-12)
        return unit
