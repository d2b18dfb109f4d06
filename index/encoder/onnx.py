"""An exported transformer, run by ONNX Runtime."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.encoder.recipe import Recipe
from index.encoder.runtime import onnxruntime
from index.encoder.tokenizer import FastTokenizer
from index.errors import EncoderError
from index.types import Vectors

TOKENS_A_BATCH = 512
"""Padding included. 256 to 512 measured fastest: more falls out of the processor's cache."""

TEXTS_A_WINDOW = 4096
"""How many texts are tokenized and sorted by length at a time."""


class OnnxEncoder:
    """The ``Encoder`` of an exported transformer.

    For ``batches``, each is run by one thread and ``threads`` of them run at once: on two cores
    as fast as two threads on one batch when the machine is idle, and faster when it is not. Else
    all threads share in each text, so that a query is answered sooner.
    """

    def __init__(
        self,
        name: str,
        graph: Path,
        tokenizer: FastTokenizer,
        recipe: Recipe,
        threads: int | None,
        *,
        batches: bool = True,
    ) -> None:
        threads = threads or _cores()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1 if batches else threads
        options.log_severity_level = 3
        # The file was optimised when it was written.
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
        try:
            self._session = onnxruntime.InferenceSession(
                str(graph), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime's own, which share no base
            raise EncoderError(
                f"{graph.parent}: the installed ONNX Runtime cannot open this export "
                f"({type(error).__name__}); delete that folder, and it is made anew"
            ) from error
        self._recipe = recipe
        self._at_once = threads if batches else 1
        self.name = name
        self.fingerprint = recipe.fingerprint
        self.dimension = recipe.dimension
        self.tokenizer = tokenizer

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of ``texts``."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        pool = ThreadPoolExecutor(self._at_once)
        try:
            for start in range(0, len(texts), TEXTS_A_WINDOW):
                window = texts[start : start + TEXTS_A_WINDOW]
                ids = self.tokenizer.ids([self._recipe.passage_prompt + text for text in window])
                budget = TOKENS_A_BATCH if self._recipe.batched else 0
                batches = list(_batches([len(tokens) for tokens in ids], budget))
                inputs = ([ids[place] for place in batch] for batch in batches)
                for batch, found in zip(batches, pool.map(self._run, inputs), strict=True):
                    vectors[start + batch] = found
                    if progress is not None:
                        progress(len(batch))
        finally:
            pool.shutdown(cancel_futures=True)
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one query, shape (1, dimension)."""
        return self._run(self.tokenizer.ids([self._recipe.query_prompt + text]))

    def _run(self, ids: list[list[int]]) -> Vectors:
        width = max(map(len, ids))
        tokens = np.full((len(ids), width), self._recipe.pad_id, dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, text in enumerate(ids):
            tokens[row, : len(text)] = text
            mask[row, : len(text)] = 1
        feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(mask)}
        inputs = {name: feed[name] for name in self._recipe.inputs}
        vectors: Vectors = self._session.run(None, inputs)[0]
        return vectors


def _cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _batches(lengths: Sequence[int], budget: int) -> Iterator[npt.NDArray[np.int64]]:
    """The places of texts of similar length, the longest first.

    A batch holds at most ``budget`` tokens, padding included, or a single text.
    """
    order = np.argsort(lengths, kind="stable")[::-1]
    start = 0
    while start < len(order):
        size = max(1, budget // max(1, lengths[order[start]]))
        yield order[start : start + size]
        start += size
