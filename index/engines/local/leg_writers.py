"""Rows in both legs of a generation in the making: the keyword index and the vectors.

Each leg has a thread of its own. The keyword index takes a batch of passages while its vectors are
still on their way, and commits while the last ones are.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from index.engines.local.previous import PreviousGeneration
from index.generation import durable_files, layout
from index.keyword.writer import KeywordWriter
from index.progress import Progress
from index.types import Passage, Rows, Vectors
from index.vector.faiss_index import VectorWriter
from index.vector.faiss_layout import check_layout

BATCH: Final = 4096
"""Passages that are handed on at once where a leg is written from what is stored."""

MOST_SEGMENTS: Final = 12
"""Segments of the keyword index beyond which the smaller half of them become one."""

Stored = Callable[[Sequence[int]], list[tuple[int, Passage, str, str]]]
"""The passages in those rows that are not free, with their row and language."""


class Legs:
    """Both legs, behind the rows of ``base`` or from row 0 on.

    All methods are for one thread; what fails in another is raised by the next call.
    """

    def __init__(
        self, folder: Path, dimension: int, progress: Progress, base: PreviousGeneration | None
    ) -> None:
        self._folder = folder
        self._progress = progress
        self._running: list[Future[None]] = []
        self._stopped = False
        keyword = folder / layout.KEYWORD
        durable_files.create_folder(keyword)
        if base is None:
            self._vectors = VectorWriter(dimension)
        else:
            for name in base.manifest.files:
                if Path(name).parent.name == layout.KEYWORD:
                    durable_files.link(base.folder / name, folder / name)
            vectors = base.folder / layout.VECTORS
            check_layout(vectors, base.manifest.counts.rows, dimension)
            self._vectors = VectorWriter(dimension, vectors)
        self._rows = self._vectors.rows
        self._keyword = KeywordWriter(keyword, fresh=base is None)
        self._for_words = ThreadPoolExecutor(max_workers=1, thread_name_prefix="keyword")
        self._for_vectors = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vector")

    @property
    def rows(self) -> int:
        """How many rows there are, those of removed passages included."""
        return self._rows

    def add(
        self, passages: Sequence[tuple[Passage, str, str]], vectors: Callable[[], Vectors]
    ) -> None:
        """Append a row for each passage, with its language and author; ``vectors`` waits."""
        first = self._rows
        self._rows += len(passages)
        self._wait()
        numbered = [(row, *each) for row, each in enumerate(passages, first)]
        self._running = [
            self._for_words.submit(self._index, numbered),
            self._for_vectors.submit(lambda: self._vectors.add(vectors())),
        ]

    def vectors(self, rows: Rows) -> Vectors:
        """The vectors of rows that were added; to be called where ``add`` asks for vectors."""
        return self._vectors.vectors(rows)

    def finish(self, removed: Rows, stored: Stored) -> None:
        """Write everything: the passages in the rows ``removed`` have gone.

        Each build adds a segment to the keyword index; the smaller ones are put together before
        they are too many.
        """
        words, rest = self._running[:1], self._running[1:]
        for task in words:
            task.result()
        small = self._keyword.small_segments(MOST_SEGMENTS)
        gone = np.concatenate([removed, small]).astype(np.int64)
        if len(gone):
            self._keyword.delete(gone)
        for at in range(0, len(small), BATCH):
            again = stored(small[at : at + BATCH].tolist())
            self._for_words.submit(self._index, again, again=True).result()
        self._running = [self._for_words.submit(self._keyword.commit), *rest]
        self._wait()
        try:
            self._vectors.write(self._folder / layout.VECTORS)
        except RuntimeError as error:  # FAISS knows no other kind
            path = self._folder / layout.VECTORS
            raise OSError(None, "no room to write the vectors", str(path)) from error

    def close(self) -> None:
        """Stop what is running."""
        self._stopped = True
        self._for_words.shutdown(cancel_futures=True)
        self._for_vectors.shutdown(cancel_futures=True)

    def _index(
        self, passages: Sequence[tuple[int, Passage, str, str]], *, again: bool = False
    ) -> None:
        for row, passage, language, author in passages:
            if self._stopped:
                raise CancelledError
            self._keyword.add(
                row,
                title=passage.title,
                heading=passage.heading,
                body=passage.text,
                author=author,
                language=language,
            )
            if not again:
                self._progress.advance("indexing")

    def _wait(self) -> None:
        running, self._running = self._running, []
        for task in running:
            task.result()
