"""The articles of a generation, to be browsed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from index.damage import parsing
from index.store.passages import PassageStore
from index.store.resolve import resolve
from index.types import Document, Passage, Problem


class LocalCatalogue:
    """See ``index.engines.protocol.Catalogue``; ``folder`` is named where it is damaged."""

    def __init__(self, store: PassageStore, folder: Path) -> None:
        self._store = store
        self._folder = folder

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """See ``Catalogue.documents``."""
        with parsing(self._folder):
            return self._store.documents(ids)

    def passages_of(self, document_id: str) -> list[Passage]:
        """See ``Catalogue.passages_of``."""
        with parsing(self._folder):
            return self._store.passages_of(document_id)

    def resolve(self, name: str) -> tuple[str, str | None]:
        """See ``Catalogue.resolve``."""
        with parsing(self._folder):
            return resolve(self._store, name)

    def marked(self) -> Iterator[Document]:
        """See ``Catalogue.marked``."""
        with parsing(self._folder):
            yield from self._store.marked()

    def problems(self) -> list[Problem]:
        """See ``Catalogue.problems``."""
        with parsing(self._folder):
            return self._store.problems()
