"""Passages into the Whoosh index of the keyword leg."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Final, Self

import numpy as np

from index.damage import parsing
from index.keyword.forms import write_forms
from index.keyword.occurrences import Occurrences
from index.types import Rows

_MEMORY: Final = 256
"""Megabytes of postings that a writer keeps before it sorts them through files."""


class KeywordWriter:
    """Adds passages to the Whoosh index in ``folder``, or deletes them from it.

    ``fresh`` starts an empty index; otherwise the additions become one new segment, and the
    files of the older segments are never written to, so they may be hard links. Nothing is seen
    by readers before ``commit``, which leaving the ``with`` block without an error calls.

    Raises:
        IndexDamagedError: the index to be continued is missing or is not what was written.
    """

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        from index.keyword import segments

        self._storage = segments.Storage(str(folder))
        if fresh:
            folder.mkdir(parents=True, exist_ok=True)
            segments.create(self._storage)
        with parsing(folder):
            self._writer = segments.writer(self._storage, limitmb=_MEMORY)
        self._occurrences = Occurrences()
        self._open = True
        self._added = False

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
        fields = {"title": title, "heading": heading, "body": body, "author": author}
        values: dict[str, object] = {"row": row}
        for field, text in fields.items():
            values[field], values[f"{field}_length"] = self._occurrences.of(text, language)
        self._writer.add_document(**values)
        self._added = True

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
        from index.keyword import segments

        self._open = False
        if self._added:
            path = segments.forms_path(self._storage, self._writer.newsegment)
            write_forms(path, self._occurrences.forms)
        self._writer.commit(mergetype=lambda _, segments: [s for s in segments if s.doc_count()])
