"""An exported transformer, run by ONNX Runtime."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder.recipe import Side
from index.encoder.runtime import onnxruntime
from index.errors import EncoderError
from index.types import Vectors

if TYPE_CHECKING:
    from tokenizers import Encoding


class OnnxRunner:
    """Runs the graph of one side of an encoder, with ``threads`` for each batch.

    Unless told to ``wait``, the graph is opened by another core meanwhile (60 ms for the default
    model); the first batch waits for it, and is told what is wrong with it.

    :raises EncoderError: where the graph cannot be opened.
    """

    tokens_a_batch = 512
    """Padding included. 256 to 512 measured fastest: more falls out of the processor's cache."""

    def __init__(self, folder: Path, side: Side, threads: int, *, wait: bool = True) -> None:
        opener = ThreadPoolExecutor(1)
        self._session = opener.submit(open_session, folder / side.weights, threads)
        opener.shutdown(wait=False)
        if wait:
            self._session.result()
        self._side = side
        if not side.batched:
            self.tokens_a_batch = 0

    def __call__(self, texts: Sequence[Encoding]) -> Vectors:
        """Vectors of texts, each with a token or more, shape (len(texts), dimension).

        :raises EncoderError: where the graph cannot be opened.
        """
        feed = padded(texts, self._side)
        vectors: Vectors = self._session.result().run(None, feed)[0]
        return vectors


def open_session(graph: Path, threads: int) -> Any:
    """A graph that was optimised as it was written, ready to be run on the processor.

    :raises EncoderError: where it cannot be opened.
    """
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4  # what goes wrong is raised as well
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # ONNX Runtime's own, which share no base
        raise EncoderError(
            f"{graph.parent}: the installed ONNX Runtime cannot open this export "
            f"({type(error).__name__}); delete that folder, and it is made anew"
        ) from error


def padded(texts: Sequence[Encoding], side: Side) -> dict[str, Any]:
    """The inputs of a graph: token ids of one width, which of them count, and their types."""
    ids = [text.ids for text in texts]
    tokens = np.full((len(ids), max(map(len, ids))), side.pad_id, dtype=np.int64)
    mask = np.zeros_like(tokens)
    types = np.zeros_like(tokens)
    for row, text in enumerate(ids):
        tokens[row, : len(text)] = text
        mask[row, : len(text)] = 1
        if side.types:
            types[row, : len(text)] = texts[row].type_ids
    feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": types}
    return {name: feed[name] for name in side.inputs}
