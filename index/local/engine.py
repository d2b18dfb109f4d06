"""The embedded engine: one generation of an index folder, opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from index.analysis import VERSION as ANALYSIS
from index.errors import IndexDamagedError, IndexOutdatedError, QueryError
from index.local import generation
from index.local.bm25 import BM25
from index.local.keyword import KeywordIndex
from index.local.passages import PassageStore
from index.local.vector import VectorIndex
from index.manifest import Manifest
from index.syntax import is_structured
from index.types import Document, Passage, Problem, Ranking, Rows, Vectors


class LocalEngine:
    """See ``index.engine.Engine``; ``location`` is the folder of an index."""

    def __init__(self, location: Path) -> None:
        self._location = location
        number = generation.current_generation(location)
        self._manifest = generation.read_manifest(location, number)
        generation.check_sizes(location, self._manifest)
        if self._manifest.fingerprint.get("analysis") != ANALYSIS:
            raise IndexOutdatedError(
                f"{location} was made with another analyzer: run `search build` to renew it"
            )
        folder = generation.generation_folder(location, number)
        self._order = _read_order(folder / generation.ORDER)
        self._store = PassageStore(folder / generation.PASSAGES)
        self._keyword = KeywordIndex(folder / generation.KEYWORD)
        self._vectors = VectorIndex(folder / generation.VECTORS, self._order)

    @property
    def location(self) -> str:
        """The folder of the index."""
        return str(self._location)

    @property
    def manifest(self) -> Manifest:
        """The manifest of the generation that was current when the engine was opened."""
        return self._manifest

    def keyword(self, text: str, depth: int, allowed: Rows | None = None) -> Ranking:
        """See ``Engine.keyword``."""
        ask = self._keyword.search_structured if is_structured(text) else self._keyword.search
        return ask(
            text,
            depth=depth,
            languages=self._manifest.languages,
            parameters=BM25(),
            allowed=allowed,
            order=self._order,
        )

    def vector(self, vector: Vectors, depth: int, allowed: Rows | None = None) -> Ranking:
        """See ``Engine.vector``."""
        return self._vectors.search(vector, depth, allowed)

    def passages(self, rows: Rows) -> list[Passage]:
        """See ``Engine.passages``."""
        return self._store.passages(rows)

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """See ``Engine.documents``."""
        return self._store.documents(ids)

    def passages_of(self, document_id: str) -> list[Passage]:
        """See ``Engine.passages_of``."""
        return self._store.passages_of(document_id)

    def resolve(self, name: str) -> tuple[str, str | None]:
        """See ``Engine.resolve``."""
        if name in self._store.documents([name]):
            return name, None
        document = self._store.document_of(name)
        if document is not None:
            return document, name
        stem, separator, number = name.rpartition("#p")
        if not (separator and number.isdigit()):
            stem, separator, number = name, "", ""
        found = self._store.document_ids(stem)
        if len(found) == 1:
            passage = f"{found[0]}{separator}{number}"
            if not separator or self._store.document_of(passage) == found[0]:
                return found[0], passage if separator else None
        if len(found) > 1:
            raise QueryError(f"{name} could be any of: {', '.join(found)}")
        raise QueryError(f"No article or passage {name} in {self._location}")

    def marked(self) -> Iterator[Document]:
        """See ``Engine.marked``."""
        return self._store.marked()

    def problems(self) -> list[Problem]:
        """See ``Engine.problems``."""
        return self._store.problems()

    def close(self) -> None:
        """See ``Engine.close``."""
        self._store.close()
        self._keyword.close()

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the engine."""
        self.close()


def _read_order(path: Path) -> npt.NDArray[np.int32]:
    try:
        order: npt.NDArray[np.int32] = np.load(path, allow_pickle=False)
        if order.dtype != np.int32 or order.ndim != 1:
            raise ValueError(f"it holds {order.dtype}, {order.ndim} dimensions")
    except (OSError, ValueError, EOFError) as error:
        raise IndexDamagedError(
            f"{path} is damaged ({error}): run `search build --fresh`"
        ) from error
    return order
