"""A static embedding: one vector for each token, looked up and averaged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from index.encoder.recipe import Recipe
from index.encoder.tokenizer import FastTokenizer
from index.types import Vectors

TEXTS_A_BATCH = 256


class StaticEncoder:
    """The ``Encoder`` of a table of token vectors, read from disk as it is needed.

    A text without a single token has the zero vector.
    """

    def __init__(self, name: str, table: Path, tokenizer: FastTokenizer, recipe: Recipe) -> None:
        self._table = np.load(table, mmap_mode="r", allow_pickle=False)
        self._recipe = recipe
        self.name = name
        self.fingerprint = recipe.fingerprint
        self.dimension = recipe.dimension
        self.tokenizer = tokenizer

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of ``texts``."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_A_BATCH):
            batch = texts[start : start + TEXTS_A_BATCH]
            vectors[start : start + len(batch)] = self._run(batch, self._recipe.passage_prompt)
            if progress is not None:
                progress(len(batch))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one query, shape (1, dimension)."""
        return self._run([text], self._recipe.query_prompt)

    def _run(self, texts: Sequence[str], prompt: str) -> Vectors:
        ids = self.tokenizer.ids([prompt + text for text in texts], special=False)
        vectors = np.zeros((len(ids), self.dimension), dtype=np.float32)
        for row, tokens in enumerate(ids):
            if tokens:
                total = self._table[tokens].sum(axis=0)
                vectors[row] = total / max(float(np.linalg.norm(total)), 1e-12)
        return vectors
