"""From places in what was found to hits with their texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from index.engines.protocol import Text
from index.types import Places, Ranking
from search.question.retrieved import Retrieved
from search.ranking.confidence import MIN_CONFIDENCE, Numbers
from search.ranking.grouping import Group
from search.types import Copy, Hit, LegHit

if TYPE_CHECKING:
    from search.ranking.explanation import Explanation


class Item(NamedTuple):
    """A result before it is read: an article among what was found, with copies of it.

    ``sure`` is its confidence, ``each`` that of every candidate by itself (``confidences``); both
    are None where they are not known, and ``why`` says why.
    """

    retrieved: Retrieved
    group: Group
    copies: tuple[Item, ...] = ()
    sure: float | None = None
    each: Numbers | None = None
    why: str = ""


Explain = Callable[[Retrieved, Places], "list[Explanation]"]
Read = Callable[[Sequence[object]], list[Text]]


def hits_of(
    read: Read,
    items: Sequence[Item],
    first_rank: int = 1,
    passages: int = 1,
    explain: Explain | None = None,
) -> tuple[Hit, ...]:
    """The hits that ``items`` stand for, with what ``read`` gives, ranks from ``first_rank``."""
    pairs = [(item.retrieved, place) for item in items for place in item.group.places[:passages]]
    texts = iter(read([retrieved.found.ids[place] for retrieved, place in pairs]))
    reasons = iter(_explained(pairs, explain) if explain else [None] * len(pairs))
    hits = []
    for rank, item in enumerate(items, first_rank):
        shown = item.group.places[:passages]
        best, *others = (_hit(rank, item, place, next(texts), next(reasons)) for place in shown)
        more = _good(item, item.group.places[passages:])
        hits.append(_completed(best, tuple(others), more, copies_of(read, item)))
    return tuple(hits)


def _explained(
    pairs: Sequence[tuple[Retrieved, int]], explain: Explain
) -> list[Explanation | None]:
    """The explanation of each place; those of one answer are made together."""
    places: dict[int, list[int]] = {}
    for retrieved, place in pairs:
        places.setdefault(id(retrieved), []).append(place)
    answers = {id(retrieved): retrieved for retrieved, _ in pairs}
    found = {
        (number, place): reason
        for number, each in places.items()
        for place, reason in zip(each, explain(answers[number], np.array(each)), strict=True)
    }
    return [found[id(retrieved), place] for retrieved, place in pairs]


def copies_of(read: Read, item: Item) -> tuple[Copy, ...]:
    """The copies that were folded into a result, the first published first, unknown days last."""
    ids = [one.retrieved.found.ids[one.group.places[0]] for one in item.copies]
    texts = read(ids) if ids else []
    found = [Copy(d.id, d.source, d.published, d.path, p.line) for p, d in texts]
    return tuple(sorted(found, key=lambda copy: (copy.published or "9999", copy.id)))


def _good(item: Item, places: Sequence[int]) -> int:
    """How many of ``places`` are good matches, or may be."""
    if item.each is None:
        return len(places)
    return int(np.count_nonzero(item.each[[*places]] >= MIN_CONFIDENCE)) if places else 0


def _hit(rank: int, item: Item, place: int, text: Text, reason: Explanation | None) -> Hit:
    """The hit of one place of an item; further passages are no surer than the first."""
    group, sure, found = item.group, item.sure, item.retrieved.found
    if sure is not None and item.each is not None and place != group.places[0]:
        sure = min(sure, float(item.each[place]))
    return Hit(
        rank=rank,
        score=group.scores[group.places.index(place)],
        passage=text.passage,
        document=text.document,
        keyword=_leg_hit(found.keyword, place),
        vector=_leg_hit(found.nearest, place),
        confidence=sure,
        explanation=reason,
        unsure=item.why,
    )


def _completed(best: Hit, others: tuple[Hit, ...], more: int, copies: tuple[Copy, ...]) -> Hit:
    if not (others or more or copies):
        return best
    return replace(best, others=others, more=more, copies=copies)


def _leg_hit(ranking: Ranking, place: int) -> LegHit | None:
    """Where a place stands in what a leg found; None where it is not in it."""
    found = np.flatnonzero(ranking.rows == place)
    return LegHit(int(found[0]) + 1, float(ranking.scores[found[0]])) if len(found) else None
