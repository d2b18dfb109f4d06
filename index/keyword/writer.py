"""Passages into the Whoosh index of the keyword leg."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from index.damage import parsing
from index.keyword.bm25 import FIELDS
from index.keyword.forms import write_forms
from index.keyword.occurrences import Occurrences
from index.types import Rows

_SEGMENT: Final = 1 << 24
"""Occurrences of words that make a segment full: some 250,000 passages, 400 MB when written."""


class KeywordWriter:
    """Adds passages to the Whoosh index in ``folder``, or deletes them from it.

    ``fresh`` starts an empty index; otherwise the additions become new segments, most often one,
    and the files of the older segments are never written to, so they may be hard links. What is
    added and deleted is written by ``commit``, which leaving the ``with`` block without an error
    calls; much of it may be written before.

    :raises IndexDamagedError: the index to be continued is missing or is not what was written.
    """

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        from index.keyword import segments

        self._storage = segments.Storage(str(folder))
        if fresh:
            folder.mkdir(parents=True, exist_ok=True)
            segments.create(self._storage)
        with parsing(folder):
            self._begin()
        self._open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._open:
            return
        if kind is None:
            self.commit()
        else:
            self._open = False
            self._writer.cancel()

    def add(
        self, row: int, *, title: str, heading: str, body: str, language: str, author: str = ""
    ) -> None:
        """Index one passage under ``row``, which no live passage may have."""
        if self._occurrences.size >= _SEGMENT:
            self._commit()
            self._begin()
        document = self._writer.docnum
        add, fields = self._occurrences.add, (title, heading, body, author)
        lengths = {
            f"{name}_length": add(name, document, text, language)
            for name, text in zip(FIELDS, fields, strict=True)
        }
        self._writer.add_document(row=row, **lengths)

    def delete(self, rows: Rows) -> None:
        """Delete the passages with these rows, as far as they were committed before."""
        from index.keyword import segments

        for segment in self._writer.segments:
            held = segments.column(self._storage, segment, "row")
            for document in np.flatnonzero(np.isin(held, rows)).tolist():
                segment.delete_document(document)

    def small_segments(self, most: int) -> Rows:
        """Past ``most`` segments the rows of the smaller half of them, free ones included.

        To delete and add them makes these segments one.
        """
        from index.keyword import segments

        ascending = sorted(self._writer.segments, key=lambda segment: segment.doc_count())
        small = ascending[: len(ascending) // 2] if len(ascending) > most else []
        rows = [segments.column(self._storage, segment, "row") for segment in small]
        return np.concatenate([np.empty(0, np.int64), *rows])

    def commit(self) -> None:
        """Publish the additions and deletions; segments without a live passage go."""
        self._open = False
        self._commit()

    def _begin(self) -> None:
        from index.keyword import segments

        self._occurrences = Occurrences()
        self._writer = segments.writer(self._storage, self._occurrences)

    def _commit(self) -> None:
        from index.keyword import segments

        if self._writer.docnum:
            path = segments.forms_path(self._storage, self._writer.newsegment)
            write_forms(path, self._occurrences.forms)
        self._writer.commit(mergetype=lambda _, segments: [s for s in segments if s.doc_count()])
