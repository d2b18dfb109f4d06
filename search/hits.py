"""From places in what was found to hits with their texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from index.engines.protocol import Engine, Found
from index.query import Query
from index.types import Places, Ranking, Vectors, inner_products
from search.mode import Mode
from search.ranking.confidence import MODEL, confidence
from search.types import Hit, LegHit

if TYPE_CHECKING:
    from search.ranking.explanation import Explanation


class Asked(NamedTuple):
    """A query and what was found for it; ``vector`` is None where only words were asked.

    ``reading`` is the share of the query that the encoder reads, from 0 to 1.
    """

    query: Query
    mode: Mode
    vector: Vectors | None
    found: Found
    note: str = ""
    reading: float = 1.0


def hits_of(
    engine: Engine, asked: Asked, ranking: Ranking, explanations: Sequence[Explanation] | None
) -> tuple[Hit, ...]:
    """The hits that a ranking of places stands for, read from the engine."""
    places, found = ranking.rows, asked.found
    texts = engine.read([found.ids[place] for place in places.tolist()])
    confident = _confidences(engine, asked, places)
    by_keyword, by_vector = _leg_hits(found.keyword), _leg_hits(found.nearest)
    return tuple(
        Hit(
            rank=rank,
            score=score,
            passage=text.passage,
            document=text.document,
            keyword=by_keyword.get(place),
            vector=by_vector.get(place),
            confidence=confident[rank - 1] if confident else None,
            explanation=explanations[rank - 1] if explanations else None,
        )
        for rank, (place, score, text) in enumerate(
            zip(places.tolist(), ranking.scores.tolist(), texts, strict=True), 1
        )
    )


def _confidences(engine: Engine, asked: Asked, places: Places) -> list[float] | None:
    """How sure each result is; None where that is not known."""
    if (
        not len(places)
        or asked.vector is None
        or engine.manifest.model != MODEL
        or not asked.query.is_plain
    ):
        return None
    cosines = inner_products(asked.found.vectors()[places], asked.vector)
    coverage = asked.found.coverage()[places]
    sure: list[float] = confidence(cosines, coverage, engine.manifest.counts.passages).tolist()
    return sure


def _leg_hits(ranking: Ranking) -> dict[int, LegHit]:
    """Where each place stands that a leg found."""
    return {
        place: LegHit(rank, score)
        for rank, (place, score) in enumerate(
            zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True), 1
        )
    }
