"""Asking an index: both legs, then fusion."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, cast

import numpy as np

from index.engines import open_engine
from index.engines.protocol import Engine
from index.errors import IndexOutdatedError, QueryError
from index.location import find_index
from index.query.syntax import is_structured
from index.types import Ranking, Rows, inner_products
from search.mode import Mode
from search.query import meaning
from search.ranking.asked import Asked
from search.ranking.confidence import MODEL, confidence
from search.ranking.hybrid import DEFAULT, Ranker
from search.types import Hit, LegHit, Result

if TYPE_CHECKING:
    from index.encoder import Precision
    from index.encoder.protocol import Encoder
    from search.ranking.explanation import Explanation
    from search.ranking.rerank import Reranker

DEPTH: Final = 100
"""How many candidates each leg is asked for."""

ANSWERED: Final = 3
"""Of how many hits sentences are compared with the query: each hit costs some 25 ms."""

_NOTHING: Final = Ranking(np.empty(0, np.int64), np.empty(0, np.float32))


class Searcher:
    """A snapshot of an index, ready to be asked from any number of threads.

    >>> with Searcher.open("articles/.search-index") as searcher:  # doctest: +SKIP
    ...     for hit in searcher.search("arms control talks", top_k=3):
    ...         print(hit.citation, hit.passage.text)
    """

    def __init__(
        self, engine: Engine, encoder: Encoder | None = None, ranker: Ranker | None = None
    ) -> None:
        """Ask ``engine``; the encoder that it was built with is opened at the first need of it.

        Without a ``ranker`` the legs are merged as the index asks for, else by default.
        """
        self._engine = engine
        self._encoder = encoder
        self._ranker = ranker
        if encoder is not None:
            _check(engine, encoder)

    @classmethod
    def open(cls, location: str | Path | None = None, ranker: Ranker | None = None) -> Self:
        """Open the index at ``location``, else the one that a command in this folder would find.

        :raises IndexNotFoundError: where there is none.
        :raises IndexStateError: where it cannot be used as it is.
        """
        return cls(
            open_engine(find_index(Path(location) if location is not None else None)), ranker=ranker
        )

    @property
    def engine(self) -> Engine:
        """The engine that is asked."""
        return self._engine

    def search(
        self,
        query: str,
        top_k: int = 10,
        mode: Mode | str = Mode.HYBRID,
        depth: int = DEPTH,
        *,
        explain: bool = False,
        rerank: Reranker | None = None,
    ) -> Result:
        """Find the ``top_k`` passages that answer ``query`` best, best first.

        Each leg is asked for ``depth`` candidates, or ``top_k`` if that is more. The result of
        a query is always the same on the same articles. An empty query, or one of the keyword
        leg alone whose words stand nowhere, has no hits. ``explain`` gives each hit its
        ``explanation``. ``rerank`` reads the first 50 again, or ``top_k`` if that is more, and
        ranks them; the scores are then its own, and an explanation is that of the rank before.

        :raises QueryError: where the query, ``top_k``, ``depth`` or ``mode`` means nothing.
        :raises IndexOutdatedError: where the index was built with another encoder.
        """
        started = time.perf_counter()
        mode = _mode(mode)
        if top_k < 1 or depth < 1:
            raise QueryError(f"top_k and depth must be 1 or more, not {top_k} and {depth}")
        engine = self._engine
        asked = self._ask(engine, query, max(depth, top_k), mode)
        found = self._ranking(engine, asked)
        if rerank is not None:
            from search.ranking.rerank import RERANKED, reranked

            found = reranked(engine, rerank, meaning(query), found, max(RERANKED, top_k))
        found = found.first(top_k)
        explanations = self._explained(engine, asked, found) if explain else None
        hits = _hits(engine, asked, found, explanations)
        terms = engine.term_weights(meaning(query))
        return Result(query, mode, hits, time.perf_counter() - started, terms)

    def rank(self, query: str, depth: int = DEPTH, mode: Mode | str = Mode.HYBRID) -> Ranking:
        """The rows that ``search`` makes its hits of: at most ``depth`` of each leg, best first.

        Errors as in ``search``.
        """
        if depth < 1:
            raise QueryError(f"depth must be 1 or more, not {depth}")
        engine = self._engine
        return self._ranking(engine, self._ask(engine, query, depth, _mode(mode)))

    def answers(self, result: Result) -> list[int | None]:
        """For each hit the number of the sentence of its passage that is nearest to the query.

        Sentences are counted from 0, as ``display.snippet`` takes them. It is None for a hit that
        the keyword leg found, whose words show what answers, and behind the third of the others.
        """
        from search.display.answers import nearest_sentences

        text = meaning(result.query)
        by_meaning = [hit for hit in result if hit.keyword is None and text][:ANSWERED]
        if not by_meaning:
            return [None] * len(result)
        encoder = self._encoder_of(self._engine)
        nearest = nearest_sentences(encoder, text, by_meaning)
        numbers = dict(zip((hit.rank for hit in by_meaning), nearest, strict=True))
        return [numbers.get(hit.rank) for hit in result]

    def refresh(self) -> bool:
        """Move to the newest generation; returns whether there was a newer one.

        Queries that other threads have begun are answered from the former one.

        :raises IndexStateError: where it cannot be used; the former one is then still asked.
        """
        newer = self._engine.newer()
        if newer is not None:
            self._engine = newer
        return newer is not None

    def close(self) -> None:
        """Free what the searcher holds; it may not be asked again."""
        self._engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, engine: Engine, query: str, depth: int, mode: Mode) -> Asked:
        """What the legs find that ``mode`` wants to be asked."""
        if not query.strip():
            return Asked(query, mode, None, _NOTHING, _NOTHING)
        allowed = engine.required(query)
        words = engine.keyword(query, depth, allowed) if mode is not Mode.VECTOR else _NOTHING
        text = meaning(query) if mode is not Mode.KEYWORD else ""
        if not text:
            return Asked(query, mode, None, words, _NOTHING)
        vector = self._encoder_of(engine).encode_query(text)
        nearest = engine.vector(vector, depth, allowed)
        return Asked(query, mode, vector, words, nearest)

    def _ranking(self, engine: Engine, asked: Asked) -> Ranking:
        query, mode, vector, words, nearest = asked
        if vector is None:
            return words
        if mode is Mode.VECTOR:
            return nearest
        return self._ranker_of(engine).rank(engine, query, vector, words, nearest)

    def _explained(self, engine: Engine, asked: Asked, found: Ranking) -> list[Explanation]:
        from search.ranking.explanation import explain

        return explain(engine, self._ranker_of(engine), asked, found.rows)

    def _ranker_of(self, engine: Engine) -> Ranker:
        setting = engine.manifest.ranking
        return self._ranker or (Ranker(weight=setting.weight) if setting else DEFAULT)

    def _encoder_of(self, engine: Engine) -> Encoder:
        manifest = engine.manifest
        encoder = self._encoder
        if encoder is None or encoder.fingerprint != manifest.fingerprint["encoder"]:
            from index.encoder import open_encoder

            encoder = open_encoder(manifest.model, precision=cast("Precision", manifest.precision))
            _check(engine, encoder)
            self._encoder = encoder
        return encoder


def _check(engine: Engine, encoder: Encoder) -> None:
    if encoder.fingerprint != engine.manifest.fingerprint["encoder"]:
        raise IndexOutdatedError(
            f"{engine.location} was built with another encoder than {encoder.name} "
            f"is now: run `search build --model {encoder.name}`"
        )


def _hits(
    engine: Engine, asked: Asked, found: Ranking, explanations: Sequence[Explanation] | None
) -> tuple[Hit, ...]:
    rows = found.rows
    passages = engine.passages(rows)
    documents = engine.documents(sorted({p.document_id for p in passages}))
    confident = _confidences(engine, asked, rows)
    by_keyword, by_vector = _leg_hits(asked.keyword, rows), _leg_hits(asked.nearest, rows)
    return tuple(
        Hit(
            rank=rank,
            score=score,
            passage=passage,
            document=documents[passage.document_id],
            keyword=by_keyword.get(row),
            vector=by_vector.get(row),
            confidence=confident[rank - 1] if confident else None,
            explanation=explanations[rank - 1] if explanations else None,
        )
        for rank, (row, score, passage) in enumerate(
            zip(rows.tolist(), found.scores.tolist(), passages, strict=True), 1
        )
    )


def _confidences(engine: Engine, asked: Asked, rows: Rows) -> list[float] | None:
    """How sure each result is; None where that is not known."""
    if (
        not len(rows)
        or asked.vector is None
        or engine.manifest.model != MODEL
        or is_structured(asked.query)
    ):
        return None
    cosines = inner_products(engine.vectors(rows), asked.vector)
    coverage = engine.coverage(asked.query, rows)
    sure: list[float] = confidence(cosines, coverage, engine.manifest.counts.passages).tolist()
    return sure


def _mode(mode: Mode | str) -> Mode:
    try:
        return Mode(mode)
    except ValueError:
        raise QueryError(f"No mode {mode!r}: choose hybrid, keyword or vector") from None


def _leg_hits(ranking: Ranking, rows: Rows) -> dict[int, LegHit]:
    """Where those of ``rows`` stand that a leg found."""
    wanted = set(rows.tolist())
    return {
        row: LegHit(rank, float(ranking.scores[rank - 1]))
        for rank, row in enumerate(ranking.rows.tolist(), 1)
        if row in wanted
    }
