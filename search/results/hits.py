"""From places in what was found to hits with their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from index.engines.protocol import Copies, Text
from index.types import Places, Ranking
from search.question.retrieved import Retrieved
from search.ranking.confidence import MIN_CONFIDENCE, Numbers
from search.ranking.grouping import Group
from search.results.view import View
from search.types import Copy, Hit, LegHit

if TYPE_CHECKING:
    from search.ranking.explanation import Explanation


_NAMED: Final = 50
"""So many copies of an article are named at most; the others are counted."""


class Item(NamedTuple):
    """A result before it is read: an article among what was found.

    ``sure`` is its confidence, ``each`` that of every candidate by itself (``confidences``); both
    are None where they are not known, and ``why`` says why.
    """

    retrieved: Retrieved
    group: Group
    sure: float | None = None
    each: Numbers | None = None
    why: str = ""


Explain = Callable[[Retrieved, Places], "list[Explanation]"]
Read = Callable[[Sequence[object]], list[Text]]


def hits_of(
    read: Read,
    items: Sequence[Item],
    first_rank: int,
    view: View,
    explain: Explain | None = None,
) -> tuple[Hit, ...]:
    """The hits that ``items`` stand for, with what ``read`` gives, ranks from ``first_rank``."""
    shown = [item.group.places[: view.passages] for item in items]
    pairs = [(item.retrieved, p) for item, places in zip(items, shown, strict=True) for p in places]
    copies = _copies(items) if view.grouped and not view.copies else [Copies(0, ())] * len(items)
    ids = [retrieved.found.ids[place] for retrieved, place in pairs]
    texts = iter(read([*ids, *(copy for each in copies for copy in each.ids)]))
    reasons = iter(_explained(pairs, explain) if explain else [None] * len(pairs))
    hits = [
        [_hit(rank, item, place, next(texts), next(reasons)) for place in places]
        for rank, (item, places) in enumerate(zip(items, shown, strict=True), first_rank)
    ]
    return tuple(
        replace(
            best,
            others=tuple(others),
            more=_good(item, item.group.places[view.passages :]),
            copies=tuple(_copy(next(texts)) for _ in told.ids),
            copied=told.total,
        )
        for (best, *others), item, told in zip(hits, items, copies, strict=True)
    )


def _copies(items: Sequence[Item]) -> list[Copies]:
    """The copies of each, one question for all that were found together."""
    answers = {id(item.retrieved): item.retrieved.found for item in items}
    told: dict[int, Iterator[Copies]] = {}
    for number, found in answers.items():
        places = [item.group.places[0] for item in items if id(item.retrieved) == number]
        told[number] = iter(found.copies(np.array(places, np.int64), _NAMED))
    return [next(told[id(item.retrieved)]) for item in items]


def _copy(text: Text) -> Copy:
    passage, document = text
    return Copy(document.id, document.source, document.published, document.path, passage.line)


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


def _leg_hit(ranking: Ranking, place: int) -> LegHit | None:
    """Where a place stands in what a leg found; None where it is not in it."""
    found = np.flatnonzero(ranking.rows == place)
    return LegHit(int(found[0]) + 1, float(ranking.scores[found[0]])) if len(found) else None
