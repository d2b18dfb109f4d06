"""The embedded engine: one generation of an index folder, opened."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np

from index.engines.local.guard import guarded
from index.errors import IndexOutdatedError
from index.generation import generations, integrity
from index.generation.manifest import Manifest
from index.generation.parameters import RankingParameters
from index.keyword.analysis import VERSION as ANALYSIS
from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.query.syntax import is_structured
from index.store.passages import PassageStore
from index.store.resolve import resolve
from index.store.row_arrays import read_numbers
from index.types import (
    Background,
    Coverage,
    Document,
    Passage,
    Problem,
    Ranking,
    Rows,
    Scores,
    TermScore,
    Vectors,
    inner_products,
)
from index.vector.context import ContextVectors
from index.vector.faiss_index import VectorIndex

LEAST_DEVIATION: Final = 50
"""The keyword leg's scores deviate by at least this part of what a query could score at most.

Else one rare word beside others that stand nowhere would outweigh all that the passages mean.
"""

PARAMETERS: Final = BM25()
"""How the keyword leg scores, unless it or the index is told otherwise."""


def bm25_of(ranking: RankingParameters | None) -> BM25:
    """The parameters of BM25F that an index asks for."""
    if ranking is None:
        return PARAMETERS
    return BM25(ranking.k1, ranking.b, ranking.title, ranking.heading, context=ranking.context)


@guarded
class LocalEngine:
    """See ``index.engines.protocol.Engine``; ``location`` is the folder of an index."""

    def __init__(self, location: Path, parameters: BM25 | None = None) -> None:
        self._location = location
        self._given = parameters
        generations.with_current(location, self._open)

    def _open(self, manifest: Manifest) -> None:
        """Open or map every file, so that it does no harm if the generation is removed."""
        folder = generations.generation_folder(self._location, manifest.generation)
        integrity.check_opening(folder, manifest)
        if manifest.fingerprint.get("analysis") != ANALYSIS:
            raise IndexOutdatedError(
                f"{self._location} was made with another analyzer: run `search build` to renew it"
            )
        self._manifest = manifest
        self._parameters = self._given or bm25_of(manifest.ranking)
        rows = manifest.counts.rows
        self._order = read_numbers(folder / generations.ORDER, rows)
        self._live = np.flatnonzero(self._order >= 0)
        self._store = PassageStore(folder / generations.PASSAGES)
        documents = read_numbers(folder / generations.DOCUMENTS, rows)
        self._keyword = KeywordIndex(folder / generations.KEYWORD, documents)
        self._vectors = VectorIndex(folder / generations.VECTORS, self._order)
        self._context = ContextVectors(self._vectors, self._order, documents)

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
            parameters=self._parameters,
            allowed=allowed,
            order=self._order,
        )

    def required(self, text: str) -> Rows | None:
        """See ``Engine.required``."""
        if not is_structured(text):
            return None
        return self._keyword.required(
            text, languages=self._manifest.languages, parameters=self._parameters
        )

    def vector(self, vector: Vectors, depth: int, allowed: Rows | None = None) -> Ranking:
        """See ``Engine.vector``: the passages nearest by themselves, ranked in their context."""
        rows = self._vectors.search(vector, depth, allowed).rows
        scores = inner_products(self.vectors(rows), vector)
        best = np.lexsort((self._order[rows], -scores))
        return Ranking(rows[best], scores[best])

    def keyword_scores(self, text: str, rows: Rows) -> Scores:
        """See ``Engine.keyword_scores``."""
        if not is_structured(text):
            return self._keyword.scores(
                text, rows, languages=self._manifest.languages, parameters=self._parameters
            )
        matching = self.keyword(text, len(rows), rows)
        scores = dict(zip(matching.rows.tolist(), matching.scores.tolist(), strict=True))
        return np.array([scores.get(row, 0.0) for row in rows.tolist()], dtype=np.float32)

    def keyword_background(self, text: str) -> Background:
        """See ``Engine.keyword_background``."""
        if not len(self._live):
            return Background(0.0, 0.0)
        if is_structured(text):
            scores = self.keyword(text, len(self._live)).scores
        else:
            scores = self._keyword.all_scores(
                text, languages=self._manifest.languages, parameters=self._parameters
            )
        exact = scores.astype(np.float64)
        mean = float(exact.sum()) / len(self._live)
        square = float(np.einsum("i,i->", exact, exact)) / len(self._live)
        deviation = math.sqrt(max(0.0, square - mean * mean))
        return Background(mean, max(deviation, self._limit(text) / LEAST_DEVIATION))

    def _limit(self, text: str) -> float:
        """What a passage would score that held every word of ``text`` without end."""
        return min(
            sum(
                self._keyword.weights(
                    text, languages=[language], parameters=self._parameters
                ).values()
            )
            for language in self._manifest.languages
        )

    def vector_background(self, vector: Vectors) -> Background:
        """See ``Engine.vector_background``."""
        if not len(self._live):
            return Background(0.0, 0.0)
        return self._context.background(vector)

    def term_weights(self, text: str) -> dict[str, float]:
        """See ``Engine.term_weights``."""
        return self._keyword.weights(
            text, languages=self._manifest.languages, parameters=self._parameters
        )

    def coverage(self, text: str, rows: Rows) -> Coverage:
        """See ``Engine.coverage``."""
        return self._keyword.coverage(
            text, rows, languages=self._manifest.languages, parameters=self._parameters
        )

    def explain(self, text: str, rows: Rows) -> list[list[TermScore]]:
        """See ``Engine.explain``."""
        ask = self._keyword.explain_structured if is_structured(text) else self._keyword.explain
        return ask(text, rows, languages=self._manifest.languages, parameters=self._parameters)

    def vectors(self, rows: Rows) -> Vectors:
        """See ``Engine.vectors``."""
        return self._context.of(rows)

    def rows(self) -> Rows:
        """See ``Engine.rows``."""
        return self._live

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
        return resolve(self._store, name)

    def marked(self) -> Iterator[Document]:
        """See ``Engine.marked``."""
        return self._store.marked()

    def problems(self) -> list[Problem]:
        """See ``Engine.problems``."""
        return self._store.problems()

    def newer(self) -> Self | None:
        """See ``Engine.newer``."""
        if generations.current_manifest(self._location).seal == self._manifest.seal:
            return None
        return type(self)(self._location, self._given)

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
