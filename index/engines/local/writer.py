"""The embedded engine's writer: the next generation of an index folder, published by a rename."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import numpy as np

from index.engines.local.leg_writers import BATCH, Legs
from index.engines.local.previous import PreviousGeneration
from index.engines.writer import Description, Encoded, Keep, NewPassage
from index.errors import IndexNotFoundError
from index.generation import durable_files, generations, integrity, layout
from index.generation.changed_names import write_changes
from index.generation.lock import writer_lock
from index.generation.manifest import MOST_NAMES, Manifest
from index.keyword.analysis import VERSION as ANALYSIS
from index.progress import Progress
from index.store.row_arrays import write_numbers
from index.store.writer import StoreWriter
from index.types import LineCounts, Passage, Rows, Vectors

DEAD_SHARE: Final = 0.25
"""Rows of removed passages are kept until they are this share of all; then rows are renumbered."""


@contextlib.contextmanager
def open_local_writer(
    location: Path, progress: Progress, *, wait: bool, create: bool
) -> Iterator[LocalWriter]:
    """Be the one writer of the index in a folder.

    :raises IndexNotFoundError: where there is none, but for ``create``.
    :raises IndexLockedError: where another process is writing, but for ``wait``.
    :raises SearchError: where the index cannot be written.
    """
    if not create:
        generations.current_generation(location)
    with (
        durable_files.writing(location),
        writer_lock(location, wait=wait, notify=progress.notify),
        contextlib.ExitStack() as stack,
    ):
        yield LocalWriter(location, progress, stack)


class LocalWriter:
    """See ``index.engines.writer.Writer``."""

    def __init__(self, location: Path, progress: Progress, stack: contextlib.ExitStack) -> None:
        self._location = location
        self._progress = progress
        self._stack = stack
        self._published: Manifest | None = None
        self._previous: PreviousGeneration | None = None
        self._base: PreviousGeneration | None = None
        self._legs: Legs | None = None
        self._removed: list[Rows] = []
        self._renumbering = False

    def fingerprint(self) -> Mapping[str, str]:
        """See ``Writer.fingerprint``."""
        return {"analysis": ANALYSIS}

    def published(self) -> Manifest | None:
        """See ``Writer.published``."""
        try:
            self._published = generations.current_manifest(self._location)
        except IndexNotFoundError:
            self._published = None
        return self._published

    def verify(self) -> None:
        """See ``Writer.verify``."""
        if self._published is not None:
            integrity.check(self._folder_of(self._published), self._published)

    def begin(self, keep: Keep, dimension: int) -> StoreWriter:
        """See ``Writer.begin``."""
        if self._published is not None and keep is not Keep.NOTHING:
            self._previous = PreviousGeneration(self._location, self._published)
            self._stack.callback(self._previous.close)
        self._base = self._previous if keep is Keep.EVERYTHING else None
        self._dimension = dimension
        self._folder = self._stack.enter_context(generations.beginning(self._location))
        self._store = StoreWriter(
            self._folder / layout.PASSAGES,
            self._base.folder / layout.PASSAGES if self._base else None,
        )
        self._stack.callback(self._store.abandon)
        return self._store

    def files_before(self) -> Collection[str]:
        """See ``Writer.files_before``."""
        if self._published is None:
            return ()
        if self._previous is not None:
            return self._previous.files()
        previous = PreviousGeneration(self._location, self._published)
        try:
            return previous.files()
        finally:
            previous.close()

    def line_counts_before(self, least: int) -> LineCounts:
        """See ``Writer.line_counts_before``."""
        return self._base.line_counts(least) if self._base else LineCounts({}, {})

    def known(self, inputs: Set[bytes]) -> set[bytes]:
        """See ``Writer.known``."""
        found = set(self._previous.rows_of(inputs)) if self._previous else set()
        return found | self._store.rows_of(inputs - found).keys()

    def remove_document(self, document_id: str) -> None:
        """See ``Writer.remove_document``."""
        self._removed.append(self._store.remove_document(document_id))

    def remove_passages(self, document_id: str) -> None:
        """See ``Writer.remove_passages``."""
        self._removed.append(self._store.remove_passages(document_id))

    def compact(self) -> None:
        """See ``Writer.compact``."""
        self._renumbering = True

    def add(self, passages: Sequence[NewPassage], encoded: Future[Encoded]) -> None:
        """See ``Writer.add``."""
        legs = self._open_legs()
        inputs = [each.input for each in passages]
        known = self._previous.vectors_of(set(inputs)) if self._previous else {}
        rows = self._store.rows_of(set(inputs) - known.keys())

        def vectors() -> Vectors:
            found = {**encoded.result(), **known}
            again = rows.keys() - found.keys()
            numbers = np.array([rows[digest] for digest in again], dtype=np.int64)
            found.update(zip(again, legs.vectors(numbers), strict=True))
            return np.stack([found[digest] for digest in inputs])

        self._store.put_passages(
            legs.rows,
            [each.passage for each in passages],
            inputs,
            [(each.tokens, each.unread) for each in passages],
        )
        legs.add([(each.passage, each.language, each.author) for each in passages], vectors)

    def publish(self, description: Description) -> Manifest:
        """See ``Writer.publish``."""
        legs, store = self._open_legs(), self._store
        legs.finish(np.concatenate([np.empty(0, np.int64), *self._removed]), store.passages_in)
        order, documents = store.order(legs.rows)
        write_numbers(self._folder / layout.ORDER, order)
        write_numbers(self._folder / layout.DOCUMENTS, documents)
        write_numbers(self._folder / layout.STORIES, store.stories())
        store.write_columns(self._folder / layout.COLUMNS)
        write_changes(self._folder, description.names)
        described = {name: getattr(description, name) for name in Description.__slots__}
        described["names"] = {kind: ids[:MOST_NAMES] for kind, ids in description.names.items()}
        manifest = Manifest(
            generation=generations.next_number(self._location),
            parent=self._published.generation if self._published else 0,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            languages=tuple(store.languages()),
            counts=store.counts(legs.rows),
            **described,
        )
        store.close()
        base = self._base
        records = integrity.checksums(
            self._folder, *((base.folder, base.manifest.files) if base else ())
        )
        manifest = replace(manifest, files=records)
        generations.publish(self._location, self._folder, manifest)
        return manifest

    def collect(self, keep: int) -> None:
        """See ``Writer.collect``."""
        generations.collect(self._location, keep)

    def _folder_of(self, manifest: Manifest) -> Path:
        return layout.generation_folder(self._location, manifest.generation)

    def _open_legs(self) -> Legs:
        """The legs, opened when it is known how many of the rows of ``base`` are dead."""
        if self._legs is None:
            renumbering = self._base is not None and (self._renumbering or self._is_sparse())
            base = None if renumbering else self._base
            self._legs = Legs(self._folder, self._dimension, self._progress, base)
            self._stack.callback(self._legs.close)
            if renumbering:
                self._removed = []
                self._write_again(self._legs, self._store.renumber())
        return self._legs

    def _is_sparse(self) -> bool:
        rows = self._base.manifest.counts.rows if self._base else 0
        return rows - self._store.count_passages() > rows * DEAD_SHARE

    def _write_again(self, legs: Legs, before: Rows) -> None:
        """Give both legs the passages that there are; ``before`` holds the rows that they had."""
        previous = self._previous
        assert previous is not None
        self._progress.start("indexing", len(before))
        for at in range(0, len(before), BATCH):
            part = before[at : at + BATCH]
            passages = self._store.passages_in(range(at, at + len(part)))
            vectors = previous.vectors(part)
            legs.add(_in_order(passages), partial(np.asarray, vectors))


def _in_order(stored: Iterable[tuple[int, Passage, str, str]]) -> list[tuple[Passage, str, str]]:
    ordered = sorted(stored, key=lambda one: one[0])
    return [(passage, language, author) for _, passage, language, author in ordered]
