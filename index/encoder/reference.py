"""A model run by sentence-transformers itself."""

from __future__ import annotations

import contextlib
import logging
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder.model import require_trusted, untrusted
from index.encoder.recipe import Recipe
from index.encoder.tokenizer import FastTokenizer
from index.errors import EncoderError
from index.types import Vectors

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

TEXTS_A_CALL = 512


class ReferenceEncoder:
    """The ``Encoder`` of a model that runs in sentence-transformers, on ``device``."""

    def __init__(
        self,
        name: str,
        model: SentenceTransformer,
        tokenizer: FastTokenizer,
        recipe: Recipe,
    ) -> None:
        self._model = model
        self._recipe = recipe
        self.name = name
        self.fingerprint = recipe.fingerprint
        self.dimension = recipe.dimension
        self.tokenizer = tokenizer

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of ``texts``."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_A_CALL):
            part = list(texts[start : start + TEXTS_A_CALL])
            vectors[start : start + len(part)] = unit_vectors(
                self._model, part, self._recipe.passage_prompt, task="document"
            )
            if progress is not None:
                progress(len(part))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one query, shape (1, dimension)."""
        return unit_vectors(self._model, [text], self._recipe.query_prompt, task="query")


def load_model(
    name: str, folder: Path, trust_remote_code: bool, threads: int | None, device: str = "cpu"
) -> SentenceTransformer:
    """Load a model's folder with sentence-transformers.

    Raises ``EncoderError`` where the model cannot be loaded or is not trusted.
    """
    if not trust_remote_code:
        require_trusted(folder, name)
    with quiet():
        import torch
        from sentence_transformers import SentenceTransformer

        if threads is not None:
            torch.set_num_threads(threads)
        try:
            return SentenceTransformer(
                str(folder),
                device=device,
                trust_remote_code=trust_remote_code,
                local_files_only=not trust_remote_code,
            ).eval()
        except Exception as error:  # whatever the model's files lead the libraries to raise
            line = " ".join(str(error).split())
            if "trust_remote_code" in line and not trust_remote_code:
                raise EncoderError(untrusted(name, "its configuration names it")) from None
            raise EncoderError(
                f"{name}: sentence-transformers cannot load it ({line[:200]}); check that the "
                "folder is complete and that the installed versions know the model"
            ) from error


def unit_vectors(model: SentenceTransformer, texts: list[str], prompt: str, task: str) -> Vectors:
    """Unit vectors from sentence-transformers, shape (len(texts), dimension)."""
    encode = model.encode_query if task == "query" else model.encode_document
    vectors = encode(texts, prompt=prompt, show_progress_bar=False, normalize_embeddings=True)
    return np.asarray(vectors, dtype=np.float32)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep the libraries' warnings and progress bars away from the user's terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = logging.root.manager.disable
        logging.disable(logging.WARNING)
        from transformers.utils import logging as module

        progress: Any = module
        bars = progress.is_progress_bar_enabled()
        progress.disable_progress_bar()
        try:
            yield
        finally:
            logging.disable(before)
            if bars:
                progress.enable_progress_bar()
