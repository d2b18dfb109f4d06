"""From places in what was found to hits with their texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.engines.protocol import Engine, Found, Text
from index.query import Query
from index.types import Places, Ranking, Vectors, inner_products
from search.mode import Mode
from search.ranking.choice import is_packaged
from search.ranking.confidence import MIN_CONFIDENCE, NAME_MISSING, Numbers, confidence
from search.ranking.grouping import Group
from search.types import Copy, Hit, LegHit
from search.unknown import names

if TYPE_CHECKING:
    from search.ranking.explanation import Explanation


class Asked(NamedTuple):
    """A query and what was found for it; ``vector`` is None where only words were asked.

    ``reading`` is the share of the query that the encoder reads, from 0 to 1.
    Where it is not ``sure``, confidence means nothing: the vector is not that of a query.
    """

    query: Query
    mode: Mode
    vector: Vectors | None
    found: Found
    note: str = ""
    reading: float = 1.0
    sure: bool = True


class Item(NamedTuple):
    """A result before it is read: an article among what was found, with copies of it.

    ``sure`` is its confidence, None where that is not known.
    """

    asked: Asked
    group: Group
    copies: tuple[Item, ...] = ()
    sure: float | None = None


Explain = Callable[[Asked, Places], "list[Explanation]"]


def hits_of(
    engine: Engine,
    items: Sequence[Item],
    first_rank: int = 1,
    passages: int = 1,
    explain: Explain | None = None,
) -> tuple[Hit, ...]:
    """The hits that ``items`` stand for, read from the engine, ranks from ``first_rank``."""
    pairs = [(item.asked, place) for item in items for place in item.group.places[:passages]]
    texts = iter(engine.read([asked.found.ids[place] for asked, place in pairs]))
    answers = {id(item.asked): item.asked for item in items}
    made = {name: _Maker(engine, asked, explain) for name, asked in answers.items()}
    hits = []
    for rank, item in enumerate(items, first_rank):
        shown = item.group.places[:passages]
        maker = made[id(item.asked)]
        best, *others = (maker.hit(rank, item, place, next(texts)) for place in shown)
        more = maker.good(item.group.places[passages:])
        hits.append(_completed(best, tuple(others), more, copies_of(engine, item)))
    return tuple(hits)


def copies_of(engine: Engine, item: Item) -> tuple[Copy, ...]:
    """The copies that were folded into a result, the first published first, unknown days last."""
    ids = [one.asked.found.ids[one.group.places[0]] for one in item.copies]
    documents = [text.document for text in engine.read(ids)] if ids else []
    found = [Copy(d.id, d.source, d.published) for d in documents]
    return tuple(sorted(found, key=lambda copy: (copy.published or "9999", copy.id)))


def confidences(engine: Engine, asked: Asked, places: Places) -> Numbers | None:
    """How sure each place is by itself; None where that is not known."""
    if (
        not len(places)
        or asked.vector is None
        or not is_packaged(engine.manifest.fingerprint["encoder"])
        or not asked.query.is_plain
        or not asked.query.words
        or not asked.sure
    ):
        return None
    cosines = inner_products(asked.found.vectors()[places], asked.vector)
    found, passages = asked.found, engine.manifest.counts.passages
    coverage = found.coverage()[places]
    sure = confidence(cosines, coverage, passages, asked.reading, found.known())
    return np.minimum(sure, NAME_MISSING) if names(found.unknown(), asked.query.text) else sure


class _Maker:
    """Makes hits of places in one answer."""

    def __init__(self, engine: Engine, asked: Asked, explain: Explain | None) -> None:
        self._engine = engine
        self._asked = asked
        self._explain = explain
        self._keyword = _leg_hits(asked.found.keyword)
        self._vector = _leg_hits(asked.found.nearest)

    def good(self, places: Sequence[int]) -> int:
        """How many of ``places`` are good matches, or may be."""
        sure = confidences(self._engine, self._asked, np.array(places, dtype=np.int64))
        return len(places) if sure is None else int(np.count_nonzero(sure >= MIN_CONFIDENCE))

    def hit(self, rank: int, item: Item, place: int, text: Text) -> Hit:
        """The hit of one place of an item; further passages are no surer than the first."""
        places = np.array([place])
        group, sure = item.group, item.sure
        if sure is not None and place != group.places[0]:
            known = confidences(self._engine, self._asked, places)
            sure = sure if known is None else min(sure, float(known[0]))
        return Hit(
            rank=rank,
            score=group.scores[group.places.index(place)],
            passage=text.passage,
            document=text.document,
            keyword=self._keyword.get(place),
            vector=self._vector.get(place),
            confidence=sure,
            explanation=self._explain(self._asked, places)[0] if self._explain else None,
        )


def _completed(best: Hit, others: tuple[Hit, ...], more: int, copies: tuple[Copy, ...]) -> Hit:
    if not (others or more or copies):
        return best
    return replace(best, others=others, more=more, copies=copies)


def _leg_hits(ranking: Ranking) -> dict[int, LegHit]:
    """Where each place stands that a leg found."""
    return {
        place: LegHit(rank, score)
        for rank, (place, score) in enumerate(
            zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True), 1
        )
    }
