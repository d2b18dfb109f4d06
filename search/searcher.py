"""Asking an index: both legs, then fusion."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, cast

import numpy as np

from index.encoder.reading import reading
from index.engines import open_engine
from index.engines.protocol import Engine, Request
from index.errors import IndexOutdatedError, QueryError
from index.location import find_index
from index.query import Query, parse, plain
from index.query.tree import wanted
from index.types import Places, Ranking
from search.hits import Asked, hits_of
from search.lease import Lease
from search.mode import Mode
from search.ranking.hybrid import DEFAULT, Ranker
from search.types import Ranked, Result

if TYPE_CHECKING:
    from index.encoder import Precision
    from index.encoder.protocol import Encoder
    from search.ranking.explanation import Explanation
    from search.ranking.rerank import Reranker

DEPTH: Final = 100
"""How many candidates each leg is asked for."""

ANSWERED: Final = 3
"""Of how many hits sentences are compared with the query: each hit costs some 25 ms."""

_BY_WORDS: Final = "nothing matches the query as it is written, so it is taken as plain words"
_UNREADABLE: Final = "the query cannot be read as it is written, so it is taken as plain words"


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
        self._lease = Lease(engine)
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
        """The engine that is asked; ``refresh`` replaces and closes it."""
        return self._lease.engine

    def search(
        self,
        query: str,
        top_k: int = 10,
        mode: Mode | str = Mode.HYBRID,
        depth: int = DEPTH,
        *,
        plain: bool = False,
        explain: bool = False,
        rerank: Reranker | None = None,
    ) -> Result:
        """Find the ``top_k`` passages that answer ``query`` best, best first.

        Each leg is asked for ``depth`` candidates, or ``top_k`` if that is more. The result of
        a query is always the same on the same articles. An empty query, or one of the keyword
        leg alone whose words stand nowhere, has no hits. A query that finds nothing as it is
        written, or cannot be read, is asked by its words, and ``Result.note`` says so; ``plain``
        asks for that at once. ``explain`` gives each hit its ``explanation``. ``rerank`` reads
        the first 50 again, or ``top_k`` if that is more, and ranks them; the scores are then its
        own, and an explanation is that of the rank before.

        :raises QueryError: where the query, ``top_k``, ``depth`` or ``mode`` means nothing, or
            the query asks for too much.
        :raises IndexOutdatedError: where the index was built with another encoder.
        """
        started = time.perf_counter()
        mode = _mode(mode)
        _check_counts(top_k=top_k, depth=depth)
        parsed, note = _read(query, plain=plain)
        if parsed.root is None:
            return Result(query, mode, (), time.perf_counter() - started, {}, parsed, note)
        with self._lease.use() as engine:
            asked = self._ask(engine, parsed, max(depth, top_k), mode)
            ranking = self._ranking(engine, asked)
            if rerank is not None:
                from search.ranking.rerank import RERANKED, reranked

                most = max(RERANKED, top_k)
                ranking = reranked(engine, asked.found, rerank, asked.query.words, ranking, most)
            ranking = ranking.first(top_k)
            explanations = self._explained(engine, asked, ranking.rows) if explain else None
            hits = hits_of(engine, asked, ranking, explanations)
            terms = asked.found.weights()
        seconds = time.perf_counter() - started
        return Result(query, mode, hits, seconds, terms, asked.query, asked.note or note)

    def rank(
        self, query: str, depth: int = DEPTH, mode: Mode | str = Mode.HYBRID, *, plain: bool = False
    ) -> Ranked:
        """What ``search`` makes its hits of: at most ``depth`` of each leg, best first.

        Errors as in ``search``.
        """
        mode = _mode(mode)
        _check_counts(depth=depth)
        parsed, _ = _read(query, plain=plain)
        if parsed.root is None:
            nothing = np.empty(0, np.int64)
            return Ranked(nothing, nothing, np.empty(0, np.float32))
        with self._lease.use() as engine:
            asked = self._ask(engine, parsed, depth, mode)
            ranking = self._ranking(engine, asked)
        places, found = ranking.rows, asked.found
        ids = [found.ids[place] for place in places.tolist()]
        return Ranked(ids, found.articles[places], ranking.scores)

    def answers(self, result: Result) -> list[int | None]:
        """For each hit the number of the sentence of its passage that is nearest to the query.

        Sentences are counted from 0, as ``display.snippet`` takes them. It is None for a hit that
        the keyword leg found, whose words show what answers, and behind the third of the others.
        """
        from search.display.answers import nearest_sentences

        text = result.parsed.words
        by_meaning = [hit for hit in result if hit.keyword is None and text][:ANSWERED]
        if not by_meaning:
            return [None] * len(result)
        with self._lease.use() as engine:
            nearest = nearest_sentences(self._encoder_of(engine), text, by_meaning)
        numbers = dict(zip((hit.rank for hit in by_meaning), nearest, strict=True))
        return [numbers.get(hit.rank) for hit in result]

    def refresh(self) -> bool:
        """Move to the newest generation; returns whether there was a newer one.

        Queries that other threads have begun are answered from the former one, which is closed
        when the last of them is.

        :raises IndexStateError: where it cannot be used; the former one is then still asked.
        """
        with self._lease.use() as engine:
            newer = engine.newer()
        if newer is not None:
            self._lease.replace(newer)
        return newer is not None

    def close(self) -> None:
        """Free what the searcher holds; it may not be asked again."""
        self._lease.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, engine: Engine, query: Query, depth: int, mode: Mode) -> Asked:
        """What both legs, or the one that ``mode`` names, find; by words where that is nothing."""
        asked = self._asked(engine, query, depth, mode)
        if query.is_plain or len(asked.found.ids):
            return asked
        words = plain(query.text)
        if words.root is None:
            return asked
        return self._asked(engine, words, depth, mode)._replace(note=_BY_WORDS)

    def _asked(self, engine: Engine, query: Query, depth: int, mode: Mode) -> Asked:
        words = query.words if mode is not Mode.KEYWORD else ""
        vector, read = None, 1.0
        if words:
            encoder = self._encoder_of(engine)
            vector, read = encoder.encode_query(words), reading(words, encoder.tokenizer)
        request = Request(query, vector, depth, words=mode is not Mode.VECTOR)
        (found,) = engine.ask([request])
        return Asked(query, mode, vector, found, reading=read)

    def _ranking(self, engine: Engine, asked: Asked) -> Ranking:
        if asked.vector is None:
            return asked.found.keyword
        if asked.mode is Mode.VECTOR:
            return asked.found.nearest
        return self._ranker_of(engine).rank(asked.found, asked.vector, asked.reading)

    def _explained(self, engine: Engine, asked: Asked, places: Places) -> list[Explanation]:
        from search.ranking.explanation import explain, explain_alone

        if asked.vector is None or asked.mode is not Mode.HYBRID:
            return explain_alone(asked.found, places, by_words=asked.mode is not Mode.VECTOR)
        ranker, tuned = self._ranker_of(engine), engine.manifest.ranking
        is_tuned = tuned is not None and tuned.weight == ranker.weight
        return explain(
            asked.found, ranker, asked.vector, places, reading=asked.reading, is_tuned=is_tuned
        )

    def _ranker_of(self, engine: Engine) -> Ranker:
        tuned = engine.manifest.ranking
        return self._ranker or (Ranker(weight=tuned.weight) if tuned else DEFAULT)

    def _encoder_of(self, engine: Engine) -> Encoder:
        manifest = engine.manifest
        encoder = self._encoder
        if encoder is None or encoder.fingerprint != manifest.fingerprint["encoder"]:
            from index.encoder import open_indexed_encoder

            encoder = open_indexed_encoder(
                manifest.model,
                manifest.fingerprint["encoder"],
                precision=cast("Precision", manifest.precision),
            )
            _check(engine, encoder)
            self._encoder = encoder
        return encoder


def _read(query: str, *, plain: bool) -> tuple[Query, str]:
    """The query parsed, and what has to be said of that."""
    if plain:
        return _plain(query), ""
    try:
        parsed = parse(query)
    except QueryError:
        return _plain(query), _UNREADABLE
    if parsed.root is not None and not any(True for _ in wanted(parsed.root)):
        raise QueryError(
            f"The query {query!r} names nothing to look for: add a word without NOT or a minus."
        )
    return parsed, ""


_plain = plain


def _check_counts(**counts: int) -> None:
    for name, count in counts.items():
        if count < 1:
            raise QueryError(f"{name} must be 1 or more, not {count}")


def _check(engine: Engine, encoder: Encoder) -> None:
    if encoder.fingerprint != engine.manifest.fingerprint["encoder"]:
        raise IndexOutdatedError(
            f"{engine.location} was built with another encoder than {encoder.name} "
            f"is now: run `search build --model {encoder.name}`"
        )


def _mode(mode: Mode | str) -> Mode:
    try:
        return Mode(mode)
    except ValueError:
        raise QueryError(f"No mode {mode!r}: choose hybrid, keyword or vector") from None
