"""Asking an index: both legs, then fusion."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, cast

import numpy as np

from index.engine import Engine, open_engine
from index.errors import IndexOutdatedError, QueryError
from index.location import find_index
from index.types import Ranking
from search.fusion import reciprocal_rank
from search.mode import Mode
from search.query import meaning
from search.types import Hit, LegHit, Result

if TYPE_CHECKING:
    from index.encoder import Precision
    from index.encoder.protocol import Encoder

DEPTH: Final = 100
"""How many candidates each leg is asked for."""

_NOTHING: Final = Ranking(np.empty(0, np.int64), np.empty(0, np.float32))


class Searcher:
    """A snapshot of an index, ready to be asked from any number of threads.

    >>> with Searcher.open("articles/.search-index") as searcher:  # doctest: +SKIP
    ...     for hit in searcher.search("arms control talks", top_k=3):
    ...         print(hit.citation, hit.passage.text)
    """

    def __init__(self, engine: Engine, encoder: Encoder | None = None) -> None:
        """Ask ``engine``; the encoder that it was built with is opened at the first need of it."""
        self._engine = engine
        self._encoder = encoder
        if encoder is not None:
            self._check(encoder)

    @classmethod
    def open(cls, location: str | Path | None = None) -> Self:
        """Open the index at ``location``, else the one that a command in this folder would find.

        :raises IndexNotFoundError: where there is none.
        :raises IndexStateError: where it cannot be used as it is.
        """
        return cls(open_engine(location if location is not None else find_index()))

    @property
    def engine(self) -> Engine:
        """The engine that is asked."""
        return self._engine

    def search(
        self, query: str, top_k: int = 10, mode: Mode | str = Mode.HYBRID, depth: int = DEPTH
    ) -> Result:
        """Find the ``top_k`` passages that answer ``query`` best, best first.

        Each leg is asked for ``depth`` candidates, or ``top_k`` if that is more. The result of
        a query is always the same on the same articles. An empty query, or one of the keyword
        leg alone whose words stand nowhere, has no hits.

        :raises QueryError: where the query, ``top_k``, ``depth`` or ``mode`` means nothing.
        :raises IndexOutdatedError: where the index was built with another encoder.
        """
        started = time.perf_counter()
        mode = _mode(mode)
        if top_k < 1 or depth < 1:
            raise QueryError(f"top_k and depth must be 1 or more, not {top_k} and {depth}")
        hits: tuple[Hit, ...] = ()
        if query.strip():
            depth = max(depth, top_k)
            keyword = self._keyword(query, depth) if mode is not Mode.VECTOR else _NOTHING
            vector = self._vector(query, depth) if mode is not Mode.KEYWORD else _NOTHING
            fused = {
                Mode.HYBRID: reciprocal_rank(keyword, vector),
                Mode.KEYWORD: keyword,
                Mode.VECTOR: vector,
            }[mode]
            hits = self._hits(fused, keyword, vector, top_k)
        return Result(query, mode, hits, time.perf_counter() - started)

    def close(self) -> None:
        """Free what the searcher holds; it may not be asked again."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _keyword(self, query: str, depth: int) -> Ranking:
        return self._engine.keyword(query, depth)

    def _vector(self, query: str, depth: int) -> Ranking:
        text = meaning(query)
        if not text:
            return _NOTHING
        return self._engine.vector(self._opened_encoder().encode_query(text), depth)

    def _hits(
        self, fused: Ranking, keyword: Ranking, vector: Ranking, top_k: int
    ) -> tuple[Hit, ...]:
        rows = fused.rows[:top_k]
        passages = self._engine.passages(rows)
        documents = self._engine.documents(sorted({p.document_id for p in passages}))
        by_keyword, by_vector = _leg_hits(keyword), _leg_hits(vector)
        return tuple(
            Hit(
                rank=rank,
                score=score,
                passage=passage,
                document=documents[passage.document_id],
                keyword=by_keyword.get(row),
                vector=by_vector.get(row),
            )
            for rank, (row, score, passage) in enumerate(
                zip(rows.tolist(), fused.scores[:top_k].tolist(), passages, strict=True), 1
            )
        )

    def _opened_encoder(self) -> Encoder:
        if self._encoder is None:
            from index.encoder import open_encoder

            manifest = self._engine.manifest
            encoder = open_encoder(
                manifest.model,
                precision=cast("Precision", manifest.precision),
                trust_remote_code=manifest.trust_remote_code,
            )
            self._check(encoder)
            self._encoder = encoder
        return self._encoder

    def _check(self, encoder: Encoder) -> None:
        manifest = self._engine.manifest
        if encoder.fingerprint != manifest.fingerprint["encoder"]:
            raise IndexOutdatedError(
                f"{self._engine.location} was built with another encoder than {encoder.name} "
                f"is now: run `search build --model {encoder.name}`"
            )


def _mode(mode: Mode | str) -> Mode:
    try:
        return Mode(mode)
    except ValueError:
        raise QueryError(f"No mode {mode!r}: choose hybrid, keyword or vector") from None


def _leg_hits(ranking: Ranking) -> dict[int, LegHit]:
    pairs = zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True)
    return {row: LegHit(rank, score) for rank, (row, score) in enumerate(pairs, 1)}
