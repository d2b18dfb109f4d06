"""The embedded engine: one generation of an index folder, opened."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Final, Self

import numpy as np

from index.damage import parsing
from index.engines.local.article_masks import Articles
from index.engines.local.catalogue import LocalCatalogue
from index.engines.local.found import LocalFound
from index.engines.protocol import Found, Ids, Request, Sample, Text
from index.errors import IndexOutdatedError, QueryError
from index.generation import generations, integrity, layout
from index.generation.manifest import Manifest
from index.generation.parameters import RankingParameters
from index.keyword.analysis import VERSION as ANALYSIS
from index.keyword.answer import KeywordAnswer
from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex, Limited
from index.keyword.leaves import RowSet
from index.query.filters import condition
from index.query.tree import Filter
from index.store.columns import Mask
from index.store.passages import PassageStore
from index.store.row_arrays import read_numbers
from index.types import Ranking, Rows, inner_products
from index.vector.background import VectorSample
from index.vector.faiss_index import VectorIndex

PARAMETERS: Final = BM25()
"""How the keyword leg scores, unless it or the index is told otherwise."""

_NOTHING: Final = Ranking(np.empty(0, np.int64), np.empty(0, np.float32))


def bm25_of(ranking: RankingParameters | None) -> BM25:
    """The parameters of BM25F that an index asks for."""
    if ranking is None:
        return PARAMETERS
    return BM25(ranking.k1, ranking.b, ranking.title, ranking.heading, context=ranking.context)


class LocalEngine:
    """See ``index.engines.protocol.Engine``; ``location`` is the folder of an index."""

    def __init__(self, location: Path, parameters: BM25 | None = None) -> None:
        self._location = location
        self._given = parameters
        generations.with_current(location, self._open)

    def _open(self, manifest: Manifest) -> None:
        """Open or map every file, so that it does no harm if the generation is removed."""
        folder = layout.generation_folder(self._location, manifest.generation)
        integrity.check_opening(folder, manifest)
        if manifest.fingerprint.get("analysis") != ANALYSIS:
            raise IndexOutdatedError(
                f"{self._location} was made with another analyzer", place=str(self._location)
            )
        self._manifest = manifest
        self._folder = folder
        self._parameters = self._given or bm25_of(manifest.ranking)
        rows = manifest.counts.rows
        with parsing(folder):
            self._order = read_numbers(folder / layout.ORDER, rows)
            self._documents = read_numbers(folder / layout.DOCUMENTS, rows)
            self._live = np.flatnonzero(self._order >= 0)
            self._vectors = VectorIndex(folder / layout.VECTORS, self._order)
            self._sample = VectorSample(self._vectors, self._order)
        self._store = PassageStore(folder / layout.PASSAGES)
        self._catalogue = LocalCatalogue(self._store, folder)
        self._keyword = KeywordIndex(folder / layout.KEYWORD, self._documents)
        self._articles = Articles(folder / layout.COLUMNS, folder / layout.STORIES, self._documents)

    @property
    def location(self) -> str:
        """The folder of the index."""
        return str(self._location)

    @property
    def manifest(self) -> Manifest:
        """The manifest of the generation that was current when the engine was opened."""
        return self._manifest

    @property
    def catalogue(self) -> LocalCatalogue:
        """See ``Engine.catalogue``."""
        return self._catalogue

    def ask(self, requests: Sequence[Request]) -> list[Found]:
        """See ``Engine.ask``."""
        return [self._ask(request) for request in requests]

    def _ask(self, request: Request) -> Found:
        if request.vector is not None and request.vector.shape != (1, self._manifest.dimension):
            raise QueryError(
                f"The query's vector has the shape {request.vector.shape}, the index's vectors "
                f"have {self._manifest.dimension} dimensions: use the encoder that built it"
            )
        conditions = request.conditions
        answer = self._keyword.answer(
            request.query,
            self._manifest.languages,
            self._parameters,
            Limited(
                self._articles.rows_meeting(conditions) if conditions else None,
                self._filtered,
                None if request.by_passage else self._whole_articles,
            ),
        )
        words = answer.best(request.depth, self._order) if request.words else _NOTHING
        near = self._near(request, answer.limits)
        by_words, by_meaning = self._rows(words.rows), self._rows(near)
        ids = np.concatenate([words.rows, near[~by_words[near]]])
        if request.vector is None:
            nearest, vectors = _NOTHING, None
        else:
            vectors = self._vectors.vectors(ids)
            scores = inner_products(vectors, request.vector)
            places = np.flatnonzero(by_meaning[ids])
            best = places[np.lexsort((self._order[ids[places]], -scores[places]))]
            # The candidates of the vector leg alone stand in the order of its ranking.
            order = np.concatenate([np.arange(len(words)), best[best >= len(words)]])
            place_of = np.argsort(order)
            ids, vectors = ids[order], vectors[order]
            nearest = Ranking(place_of[best], scores[best])
        return LocalFound(
            ids=ids,
            keyword=Ranking(np.arange(len(words)), words.scores),
            nearest=nearest,
            answer=answer,
            index=self._vectors,
            sample=self._sample,
            known_vectors=vectors,
            documents=self._documents,
            passages=len(self._live),
            metadata=self._articles,
            match=lambda: self._matching(answer, request),
            read=self.read,
        )

    def _rows(self, rows: Rows) -> RowSet:
        """Those rows as a set."""
        found = np.zeros(len(self._order), dtype=np.bool_)
        found[rows] = True
        return found

    def _filtered(self, node: Filter) -> RowSet:
        return self._articles.rows_meeting([condition(node, self.fields)])

    def _whole_articles(self, rows: RowSet) -> RowSet:
        return self._articles.rows(self._articles.having(rows))

    def _matching(self, answer: KeywordAnswer, request: Request) -> Mask:
        """The articles that match, see ``Found.tally``."""
        articles, query = self._articles, answer.query
        if not request.words:
            return np.zeros(articles.count, dtype=np.bool_)
        if query.root is None or not query.is_plain:
            return articles.having(answer.matched)
        held = [
            articles.having(rows)
            for rows in self._keyword.holding(
                query.words, self._manifest.languages, self._parameters
            )
        ]
        if not held:
            return np.zeros(articles.count, dtype=np.bool_)
        every: Mask = np.logical_and.reduce([*held, articles.meeting(request.conditions)])
        return every

    def _near(self, request: Request, limits: RowSet | None) -> Rows:
        """The rows nearest, in any order."""
        if request.vector is None:
            return np.empty(0, np.int64)
        return self._vectors.search(request.vector, request.depth, limits).rows

    def read(self, ids: Ids) -> list[Text]:
        """See ``Engine.read``."""
        rows = np.asarray(ids, dtype=np.int64)
        with parsing(self._folder):
            return [Text(*pair) for pair in self._store.texts(rows)]

    @property
    def fields(self) -> Collection[str]:
        """See ``Engine.fields``."""
        return self._articles.fields

    def newest(self) -> int:
        """See ``Engine.newest``."""
        return int(self._articles.days.max(initial=0))

    def sample(self, count: int, seed: int = 0) -> Sample:
        """See ``Engine.sample``."""
        chance = np.random.default_rng(seed)
        size = min(count, len(self._live))
        rows = np.sort(chance.choice(self._live, size, replace=False))
        return Sample(rows, self._vectors.vectors(rows))

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
