"""Asking an index: both legs, then fusion."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from index.engines import open_engine
from index.engines.protocol import Engine
from index.location import find_index
from index.query.filters import Filters
from index.types import Document, Ranking
from search.query_encoder import Encoded, EncoderOf, check, encoded
from search.question.mode import Mode, mode_of
from search.question.retrieve import Question, note_of_nothing, question, retrieve
from search.question.retrieved import Retrieved, ranking
from search.ranking.choose_ranker import ranker_of
from search.ranking.hybrid import Ranker
from search.results.explained import explainer
from search.results.facets import by_field
from search.results.hits import hits_of
from search.results.listing import Listing
from search.results.paging import Page
from search.results.view import DEFAULT as VIEW
from search.results.view import View, check_counts
from search.shared_engine import Lease
from search.types import Ranked, Result, Totals

if TYPE_CHECKING:
    from index.encoder.protocol import Encoder
    from search.ranking.rerank import Reranker

DEPTH: Final = 100
"""How many candidates each leg is asked for."""

ANSWERED: Final = 3
"""Of how many hits sentences are compared with the query: each hit costs some 25 ms."""

RERANKED: Final = 50
"""How many passages a reranker reads."""


class Searcher:
    """A snapshot of an index, ready to be asked from any number of threads.

    >>> with Searcher.open("articles/.search-index") as searcher:  # doctest: +SKIP
    ...     for hit in searcher.search("arms control talks", top_k=3):
    ...         print(hit.citation, hit.passage.text)
    """

    def __init__(
        self,
        engine: Engine,
        encoder: Encoder | None = None,
        ranker: Ranker | None = None,
        *,
        threads: int | None = None,
    ) -> None:
        """Ask ``engine``; the encoder that it was built with is opened at the first need of it.

        Without a ``ranker`` the legs are merged as the index asks for, else by default. ``threads``
        encode each query, by default one a core; with 1, many that are asked at once take less.
        """
        self._lease = Lease(engine)
        self._encoder_of = EncoderOf(encoder, threads)
        self._ranker = ranker
        if encoder is not None:
            check(engine, encoder)

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
        filters: Filters | None = None,
        view: View = VIEW,
        plain: bool = False,
        by_passage: bool = False,
        explain: bool = False,
        rerank: Reranker | None = None,
        totals: bool = False,
        facets: str | Sequence[str] = (),
        cursor: str | None = None,
    ) -> Result:
        """Find the ``top_k`` articles that answer ``query`` best, best first.

        An article stands where its best passage does; ``view`` says otherwise, and which page is
        wanted. Each leg is asked for ``depth`` passages, and for more where these are in too few
        articles, so that the list is full as long as enough articles match. The result of a query
        is always the same on the same articles.

        ``filters``, and those in the query, hold for every result. A query of filters alone finds
        all articles that meet them. What a query excludes, it excludes from the whole article,
        with ``by_passage`` from the passage alone. An empty query, or one of the keyword leg alone
        whose words stand nowhere, has no hits. A query that finds nothing as it is written, or
        cannot be read, is asked by its words, and ``Result.note`` says so; ``plain`` asks for that
        at once.

        ``explain`` gives each hit its ``explanation``. ``rerank`` reads the first 50 passages
        again, or ``top_k`` if that is more, and ranks them; the scores are then its own, and an
        explanation is that of the rank before. ``totals`` counts the articles there are, and
        ``facets`` names fields (or ``year``, ``month``, ``day``) to count these by. ``cursor`` is
        that of the result that this one goes on from, in place of a page; an empty one begins.

        :raises QueryError: where the query, a filter, a field or a number means nothing, or the
            query asks for too much.
        :raises IndexOutdatedError: where the index was built with another encoder.
        :raises IndexStateError: where the index cannot be used as it is, or the searcher has been
            closed.
        """
        started = time.perf_counter()
        mode = mode_of(mode)
        check_counts(top_k=top_k, depth=depth)
        fields = [facets] if isinstance(facets, str) else facets
        with self._lease.use() as engine:
            asked = question(query, mode, engine, filters, by_words=plain, by_passage=by_passage)
            if asked.is_empty:
                return Result(
                    query=query,
                    mode=mode,
                    hits=(),
                    seconds=time.perf_counter() - started,
                    parsed=asked.query,
                    totals=Totals(0, 0) if totals or fields else None,
                    facets={field: {} for field in fields},
                )
            listing = self._listing(engine, asked, depth, view, rerank, max(RERANKED, top_k))
            first = listing.first
            how = (mode, depth, filters, view, plain, by_passage, rerank is not None)
            page = Page(listing, top_k, (query, *how), cursor)
            how_told = explainer(self._ranker_of(engine), _fitted(engine)) if explain else None
            hits = hits_of(engine.read, page.items, page.first_rank, view, how_told)
            tally = listing.tally(fields) if totals or fields else None
            nothing = not hits and view.page == 1
            return Result(
                query=query,
                mode=mode,
                hits=hits,
                seconds=time.perf_counter() - started,
                terms=first.found.weights(),
                parsed=first.query,
                note=note_of_nothing(engine, asked, first.note) if nothing else first.note,
                confidences=listing.confidences,
                totals=None if tally is None else Totals(tally.matching, tally.near),
                facets={} if tally is None else by_field(tally.counts),
                cursor=page.cursor,
                ends=page.ends,
                unknown=first.found.unknown(),
            )

    def similar(
        self,
        article: str | Document,
        top_k: int = 10,
        mode: Mode | str = Mode.HYBRID,
        *,
        filters: Filters | None = None,
        view: View = VIEW,
    ) -> Result:
        """Find articles like ``article``: the id of one of the index, or one that is in none.

        It is itself left out, and so are its copies. ``filters`` and ``view`` as in ``search``.

        :raises QueryError: where there is no such article, or it holds no text.
        """
        from search.similar import How, similar

        mode = mode_of(mode)
        check_counts(top_k=top_k)
        with self._lease.use() as engine:
            rank = partial(ranking, self._ranker_of(engine).for_likeness())
            conditions = filters.conditions(engine.fields) if filters else ()
            return similar(
                engine, self._encoder_of, rank, article, top_k, How(mode, conditions, view, DEPTH)
            )

    def rank(
        self, query: str, depth: int = DEPTH, mode: Mode | str = Mode.HYBRID, *, plain: bool = False
    ) -> Ranked:
        """What ``search`` makes its hits of: at most ``depth`` of each leg, best first.

        Errors as in ``search``.
        """
        mode = mode_of(mode)
        check_counts(depth=depth)
        with self._lease.use() as engine:
            asked = question(query, mode, engine, by_words=plain)
            if asked.is_empty:
                nothing = np.empty(0, np.int64)
                return Ranked(nothing, nothing, np.empty(0, np.float32))
            retrieved = retrieve(engine, self._encode(engine), asked, depth)
            best = ranking(self._ranker_of(engine), retrieved)
        places, found = best.rows, retrieved.found
        ids = [found.ids[place] for place in places.tolist()]
        return Ranked(ids, found.articles[places], best.scores)

    def answers(self, result: Result) -> list[int | None]:
        """For each hit the number of the sentence of its passage that is nearest to the query.

        Sentences are counted from 0, as ``display.snippet`` takes them. It is None for a hit that
        the keyword leg found, whose words show what answers, and behind the third of the others.
        """
        from search.display.nearest_sentences import nearest_sentences

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
        """Free what the searcher holds once the queries that have begun are answered.

        It may not be asked again. A searcher that is closed already stays so.
        """
        self._lease.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        engine = self.engine
        return f"<Searcher of {engine.location}, generation {engine.manifest.generation}>"

    def _listing(
        self,
        engine: Engine,
        asked: Question,
        depth: int,
        view: View,
        rerank: Reranker | None,
        reread: int,
    ) -> Listing:
        encode = self._encode(engine)

        def rank(retrieved: Retrieved) -> Ranking:
            first = ranking(self._ranker_of(engine), retrieved)
            if rerank is None:
                return first
            from search.ranking.rerank import reranked

            words = retrieved.query.words
            return reranked(engine, retrieved.found, rerank, words, first, reread)

        return Listing(engine, partial(retrieve, engine, encode, asked), rank, depth, view)

    def _encode(self, engine: Engine) -> Callable[[str], Encoded]:
        """Encodes a query, each once."""
        return lru_cache(lambda text: encoded(self._encoder_of(engine), text))

    def _ranker_of(self, engine: Engine) -> Ranker:
        encoder, weight = engine.manifest.fingerprint["encoder"], _fitted(engine)
        return self._ranker or ranker_of(encoder, *([] if weight is None else [weight]))


def _fitted(engine: Engine) -> float | None:
    return engine.manifest.ranking.weight if engine.manifest.ranking else None
