"""Passages into a generation: a row for each, in the passage store and in both legs.

Passages are collected into windows. The keyword index takes a window while it is encoded and the
next one is cut, and commits while the last one is, so that the slowest of them, the encoder,
decides how long a build takes.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple, Self

import numpy as np

from index.builder.encode_ahead import Ahead
from index.builder.inputs import input_digest
from index.builder.previous import Former
from index.chunk import encoder_input
from index.encoder.protocol import Encoder
from index.generation import generations
from index.keyword.writer import KeywordWriter
from index.progress import Progress
from index.store.row_arrays import write_numbers
from index.store.writer import Staging
from index.types import Passage, Vectors
from index.vector.faiss_index import VectorWriter
from index.vector.faiss_layout import check_layout

WINDOW: Final = 4096
"""Passages encoded together: so many, sorted by length, that one token in 200 is padding (at 1024
it is one in 60), and so few that they take little memory."""

_MOST_SEGMENTS: Final = 12
"""Segments of the keyword index beyond which the smaller half of them become one."""


class _Inputs(NamedTuple):
    """What the encoder reads of a window's passages, by digest.

    Each has its vector in ``known`` or in the row that ``rows`` names, or is a text in ``missing``.
    """

    digests: list[bytes]
    known: dict[bytes, Vectors]
    rows: dict[bytes, int]
    missing: dict[bytes, str]


class PassageWriter:
    """Writes passages behind those of ``base``, or from row 0 on.

    ``cache`` is the generation whose vectors may be used again; ``base`` the one whose rows are
    kept. ``ahead`` has encoded some of the passages already.
    """

    def __init__(
        self,
        folder: Path,
        staging: Staging,
        encoder: Encoder,
        progress: Progress,
        *,
        base: Former | None,
        cache: Former | None,
        ahead: Ahead | None = None,
    ) -> None:
        self._folder = folder
        self._staging = staging
        self._encoder = encoder
        self._progress = progress
        self._cache = cache
        self._ahead = ahead
        self._window: list[tuple[Passage, str]] = []
        self._running: list[Future[None]] = []
        self._executor = ThreadPoolExecutor(max_workers=2, thread_name_prefix="leg")
        self._stopped = False
        self.encoded = 0
        self.reused = 0
        keyword = folder / generations.KEYWORD
        keyword.mkdir()
        if base is None:
            self._vectors = VectorWriter(encoder.dimension)
        else:
            for name in base.manifest.files:
                if Path(name).parent.name == generations.KEYWORD:
                    link(base.folder / name, folder / name)
            vectors = base.folder / generations.VECTORS
            check_layout(vectors, base.manifest.counts.rows, encoder.dimension)
            self._vectors = VectorWriter(encoder.dimension, vectors)
        self._rows = self._vectors.rows
        self._keyword = KeywordWriter(keyword, fresh=base is None)

    def __enter__(self) -> Self:
        """The writer itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        """Write what is left; after an error, only stop."""
        try:
            if kind is None:
                self._finish()
        finally:
            self._stopped = True
            self._executor.shutdown(cancel_futures=True)

    @property
    def rows(self) -> int:
        """How many rows there are, those of removed passages included."""
        return self._rows

    def expect(self, share: float) -> None:
        """Tell the progress what is ahead: ``share`` of all passages have been added."""
        added = self.encoded + self.reused + len(self._window)
        for stage in ("encoding", "indexing"):
            self._progress.start(stage, round(added / share))

    def remove(self, rows: Iterable[int]) -> None:
        """Take the passages in ``rows`` out of the keyword leg; their vectors become dead."""
        dead = np.fromiter(rows, dtype=np.int64)
        if len(dead):
            self._keyword.delete(dead)

    def add(self, passages: Sequence[Passage], language: str) -> None:
        """Add the passages of a document."""
        for passage in passages:
            self._window.append((passage, language))
            if len(self._window) == WINDOW:
                self._flush(self._index_words)

    def _finish(self) -> None:
        self._wait()
        self._join_segments()
        self._flush(self._index_last_words)
        self._wait()
        self._write_vectors(self._folder / generations.VECTORS)
        order, documents = self._staging.order(self.rows)
        write_numbers(self._folder / generations.ORDER, order)
        write_numbers(self._folder / generations.DOCUMENTS, documents)
        self._staging.write_columns(self._folder / generations.COLUMNS)

    def _write_vectors(self, path: Path) -> None:
        try:
            self._vectors.write(path)
        except RuntimeError as error:  # FAISS knows no other kind
            raise OSError(None, "no room to write the vectors", str(path)) from error

    def _join_segments(self) -> None:
        """Each build adds a segment; put the smaller ones together before they are too many."""
        rows = self._keyword.small_segments(_MOST_SEGMENTS)
        self._keyword.delete(rows)
        for row, passage, language in self._staging.passages_in(rows.tolist()):
            self._index(row, passage, language)

    def _flush(self, index_words: Callable[[int, Sequence[tuple[Passage, str]]], None]) -> None:
        """Let both legs take the window, beside one another and beside what comes next."""
        window, self._window = self._window, []
        first = self._rows
        passages = [passage for passage, _ in window]
        texts = [encoder_input(passage) for passage in passages]
        counts = self._encoder.tokenizer.counts(texts)
        unread = np.maximum(counts - self._encoder.tokenizer.max_tokens, 0)
        inputs = self._inputs(passages, texts)
        self._staging.put_passages(
            first,
            passages,
            inputs.digests,
            list(zip(counts.tolist(), unread.tolist(), strict=True)),
        )
        self._rows += len(window)
        self._wait()
        self._running = [self._executor.submit(index_words, first, window)]
        if window:
            self._running.append(self._executor.submit(self._encode, inputs))

    def _inputs(self, passages: Sequence[Passage], texts: Sequence[str]) -> _Inputs:
        """What a window asks of the encoder; to be called before its passages have rows."""
        digests = [input_digest(passage) for passage in passages]
        distinct = dict(zip(digests, texts, strict=True))
        known = self._cache.vectors(distinct) if self._cache else {}
        rows = self._staging.rows_of(distinct.keys() - known.keys())
        new = distinct.keys() - known.keys() - rows.keys()
        self.encoded += len(new)
        self.reused += len(passages) - len(new)
        if self._ahead is not None:
            known.update(self._ahead.take(new))
        missing = {d: text for d, text in distinct.items() if d in new and d not in known}
        self._progress.advance("encoding", len(passages) - len(missing))
        return _Inputs(digests, known, rows, missing)

    def _encode(self, inputs: _Inputs) -> None:
        """Add the vectors of a window; each distinct input is encoded once, and never again."""
        known = inputs.known
        if inputs.rows:
            rows = np.fromiter(inputs.rows.values(), dtype=np.int64)
            known.update(zip(inputs.rows, self._vectors.vectors(rows), strict=True))
        new = self._encoder.encode(list(inputs.missing.values()), self._encoded)
        known.update(zip(inputs.missing, new, strict=True))
        self._vectors.add(np.stack([known[digest] for digest in inputs.digests]))

    def _encoded(self, steps: int) -> None:
        if self._stopped:
            raise CancelledError
        self._progress.advance("encoding", steps)

    def _index_words(self, first: int, window: Sequence[tuple[Passage, str]]) -> None:
        for row, (passage, language) in enumerate(window, first):
            self._index(row, passage, language)
            self._progress.advance("indexing")

    def _index_last_words(self, first: int, window: Sequence[tuple[Passage, str]]) -> None:
        self._index_words(first, window)
        self._keyword.commit()

    def _index(self, row: int, passage: Passage, language: str) -> None:
        self._keyword.add(
            row,
            title=passage.title,
            heading=passage.heading,
            body=passage.text,
            language=language,
        )

    def _wait(self) -> None:
        running, self._running = self._running, []
        for task in running:
            task.result()


def link(source: str | Path, target: str | Path) -> None:
    """Another name for a file that is never changed; a copy where file systems have no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
