"""The encoder that an export makes: text in, unit vectors out, without sentence-transformers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from index.encoder.cache import Export
from index.encoder.damage import running
from index.encoder.recipe import Kind, Side
from index.encoder.tokenizer import FastTokenizer
from index.encoder.unit_vectors import require_unit
from index.types import Vectors

if TYPE_CHECKING:
    from tokenizers import Encoding

TEXTS_A_WINDOW = 4096
"""How many texts are tokenized and sorted by length at a time."""

QUERY_TOKENS = 2048
"""A query is read no further, however long the model's limit: memory grows with its square."""

LONG = 1024
"""Passages with more tokens are run one after the other, and where the model itself can be loaded
by torch: the memory of the graph grows with their length squared, 5.4 GB for 8,000 tokens."""


class Runner(Protocol):
    """Runs one side of a model over texts that are tokens already."""

    @property
    def tokens_a_batch(self) -> int:
        """How many tokens one call may hold, padding included; 0 for one text at a time."""

    def __call__(self, texts: Sequence[Encoding]) -> Vectors:
        """Unit vectors of texts that have a token or more."""


class ExportedEncoder:
    """The ``Encoder`` of an export of kind ``ONNX`` or ``STATIC``.

    For ``batches``, each is run by one thread and ``threads`` of them run at once: on two cores
    as fast as two threads on one batch when the machine is idle, and faster when it is not. Else
    all threads share in each text, so that a query is answered sooner. ``runner`` runs passages
    in the place of the export's own; what ``long`` gives, those that are long. Unless told to
    ``wait``, it may go on opening.
    """

    def __init__(
        self,
        export: Export,
        name: str,
        threads: int | None = None,
        *,
        batches: bool = True,
        wait: bool = True,
        runner: Runner | None = None,
        long: Callable[[], Runner | None] | None = None,
    ) -> None:
        self._export = export
        self._load_long = long
        self._threads = threads or _cores()
        self._batches = batches
        self._wait = wait
        self._runner = runner
        recipe = export.recipe
        self.name = name
        self.fingerprint = recipe.fingerprint
        self.dimension = recipe.dimension
        self.tokenizer = passage_tokenizer(export)
        # Opened now, so that what is wrong with it is said before articles are read.
        with running(export.folder):
            _ = self._passages if batches else self._queries

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of ``texts``.

        A text without a single token has the zero vector.

        :raises EncoderError: where what comes out is no unit vector.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        run, pool = self._passages, ThreadPoolExecutor(self._threads if self._batches else 1)
        try:
            for start in range(0, len(texts), TEXTS_A_WINDOW):
                window = self.tokenizer.read(texts[start : start + TEXTS_A_WINDOW])
                lengths = np.array([len(text) for text in window])
                batches = list(batched(lengths, run.tokens_a_batch))
                inputs = [[window[place] for place in batch] for batch in batches]
                long = sum(lengths[batch[0]] > LONG for batch in batches)
                first = self._runs(self._long_passages, map, inputs[:long]) if long else iter(())
                found = _chain(first, self._runs(run, pool.map, inputs[long:]))
                for batch, made in zip(batches, found, strict=True):
                    shape = (len(batch), self.dimension)
                    vectors[start + batch] = require_unit(made, shape, self.name)
                    if progress is not None:
                        progress(len(batch))
                if progress is not None and (unread := int((lengths == 0).sum())):
                    progress(unread)
        finally:
            pool.shutdown(cancel_futures=True)
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one query, shape (1, dimension).

        :raises EncoderError: where what comes out is no unit vector.
        """
        read = self._query_tokenizer.read([text])
        if not len(read[0]):
            return np.zeros((1, self.dimension), dtype=np.float32)
        with running(self._export.folder):
            return require_unit(self._queries(read), (1, self.dimension), self.name)

    def _runs(
        self,
        run: Runner,
        each: Callable[..., Iterator[Vectors]],
        batches: Sequence[Sequence[Encoding]],
    ) -> Iterator[Vectors]:
        """What ``run`` makes of each batch, by ``map`` or that of a pool of threads."""

        def one(batch: Sequence[Encoding]) -> Vectors:
            with running(self._export.folder):
                return run(batch)

        return each(one, batches)

    @cached_property
    def _passages(self) -> Runner:
        side, queries = self._export.recipe.passage, self._export.recipe.query
        if self._runner:
            return self._runner
        # One session serves both where queries are answered: to open one takes 0.1 s.
        if side.weights == queries.weights and "_queries" in self.__dict__:
            return self._queries
        return self._open(side)

    @cached_property
    def _long_passages(self) -> Runner:
        of_torch = None
        if self._load_long and not self._runner and self._export.recipe.passage.kind is Kind.ONNX:
            of_torch = self._load_long()
        return of_torch or self._passages

    @cached_property
    def _queries(self) -> Runner:
        side, passages = self._export.recipe.query, self._export.recipe.passage
        if side.weights == passages.weights and "_passages" in self.__dict__ and not self._runner:
            return self._passages
        return self._open(side)

    @cached_property
    def _query_tokenizer(self) -> FastTokenizer:
        side = self._export.recipe.query
        limit = QUERY_TOKENS if side.max_length is None else min(side.max_length, QUERY_TOKENS)
        short = side if side.kind is Kind.STATIC else replace(side, max_length=limit)
        return self.tokenizer.beside(self._export.folder / side.tokenizer, short)

    def _open(self, side: Side) -> Runner:
        threads = 1 if self._batches else self._threads
        return open_runner(self._export.folder, side, threads, wait=self._wait)


def open_runner(folder: Path, side: Side, threads: int, *, wait: bool = True) -> Runner:
    """What runs one side of an export; unless told to ``wait``, it may go on opening."""
    if side.kind is Kind.STATIC:
        from index.encoder.static import StaticRunner

        return StaticRunner(folder, side)
    from index.encoder.onnx import OnnxRunner

    return OnnxRunner(folder, side, threads, wait=wait)


def passage_tokenizer(export: Export) -> FastTokenizer:
    """The tokenizer that passages are cut with."""
    side = export.recipe.passage
    return FastTokenizer(export.folder / side.tokenizer, side, export.recipe.passage_tokens)


def batched(lengths: npt.NDArray[np.int64], budget: int) -> Iterator[npt.NDArray[np.int64]]:
    """The places of texts of similar length, the longest first; texts without tokens are left out.

    A batch holds at most ``budget`` tokens, padding included, or a single text.
    """
    order = np.argsort(lengths, kind="stable")[::-1]
    order = order[: np.count_nonzero(lengths)]
    start = 0
    while start < len(order):
        size = max(1, budget // int(lengths[order[start]]))
        yield order[start : start + size]
        start += size


def _chain(first: Iterator[Vectors], second: Iterator[Vectors]) -> Iterator[Vectors]:
    yield from first
    yield from second


def _cores() -> int:
    """The processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
