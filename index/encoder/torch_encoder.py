"""A model run by torch: by sentence-transformers itself, or in our own batches on a GPU."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder.cache import Export
from index.encoder.exported import passage_tokenizer
from index.encoder.load import original_vectors
from index.encoder.onnx import padded
from index.encoder.unit_vectors import require_unit
from index.types import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Encoding

TEXTS_A_CALL = 512


class TorchEncoder:
    """The ``Encoder`` of a model that only sentence-transformers itself can run."""

    def __init__(self, export: Export, name: str, model: SentenceTransformer) -> None:
        self._model = model
        self._recipe = export.recipe
        self.name = name
        self.fingerprint = export.recipe.fingerprint
        self.dimension = export.recipe.dimension
        self.tokenizer = passage_tokenizer(export)

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of ``texts``.

        :raises EncoderError: where the model fails, or what comes out is no unit vector.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_A_CALL):
            part = list(texts[start : start + TEXTS_A_CALL])
            made = original_vectors(self._model, part, self._recipe.passage.prompt, "document")
            vectors[start : start + len(part)] = require_unit(
                made, (len(part), self.dimension), self.name
            )
            if progress is not None:
                progress(len(part))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one query, shape (1, dimension).

        :raises EncoderError: where the model fails, or what comes out is no unit vector.
        """
        made = original_vectors(self._model, [text], self._recipe.query.prompt, "query")
        return require_unit(made, (1, self.dimension), self.name)


class TorchRunner:
    """Runs the passages of an exported model with torch, at half precision on a GPU.

    sentence-transformers is held up by its own tokenizing there: 5,416 passages a second on an
    H100, where batches of 65,536 tokens, sorted by length, make 48,079 (cosine 0.999999).
    """

    tokens_a_batch = 1 << 16

    def __init__(self, export: Export, model: SentenceTransformer, device: str) -> None:
        import torch

        self._torch = torch
        self._model = model.half() if device != "cpu" else model
        self._side = export.recipe.passage
        self._device = device
        if not self._side.batched:
            self.tokens_a_batch = 0

    def __call__(self, texts: Sequence[Encoding]) -> Vectors:
        """Vectors of texts, each with a token or more, shape (len(texts), dimension)."""
        torch = self._torch
        inputs: dict[str, Any] = {
            name: torch.from_numpy(values).to(self._device)
            for name, values in padded(texts, self._side).items()
        }
        with torch.inference_mode():
            found = self._model(inputs, task="document")["sentence_embedding"]
            cut = found[:, : self._model.truncate_dim].float()
            vectors: Vectors = torch.nn.functional.normalize(cut, dim=1).cpu().numpy()
        return vectors
