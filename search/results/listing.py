"""From one question to a page of articles: how deep to look, in which order, what is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Final

import numpy as np

from index.article.copies import are_copies, sketch_of
from index.engines.protocol import Articles, Engine, Tally
from index.query.conditions import Among, Condition
from index.types import Document, Ranking
from search.question.mode import Mode
from search.question.retrieved import Retrieved, confidences, unsure
from search.ranking.confidence import MIN_CONFIDENCE, in_order
from search.ranking.grouping import Group, by_recency, grouped, ungrouped
from search.results.hits import Item
from search.results.view import Sort, View

_DEEPER: Final = 8
"""How many times deeper one looks where too few articles are among what was found."""

_DATED: Final = 50
"""So many articles in the order of their dates are looked at together."""

_KNOWN: Final = 20
"""Among so many first articles copies of a known one are looked for."""

Ask = Callable[[int, tuple[Condition, ...]], Retrieved]
Rank = Callable[[Retrieved], Ranking]


@dataclass(slots=True)
class Listing:
    """One question to one engine.

    ``ask`` asks it to a depth, under further conditions; ``rank`` ranks what was found. The order
    is the same however much of it is wanted: what only a deeper look finds stands behind. Of the
    copies of one story the first is listed, and those of the article ``known`` left out.
    """

    engine: Engine
    ask: Ask
    rank: Rank
    depth: int
    view: View
    known: Document | None = None
    first: Retrieved = field(init=False)
    _items: list[Item] = field(init=False)
    _counted: list[Item] = field(init=False)
    _sure: list[float | None] = field(init=False)
    _left_out: set[object] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self.first = self.ask(self.depth, ())
        groups = self._groups(self.first)
        if self.view.half_life is not None:
            known = self.first.found.days()
            days = known[[group.places[0] for group in groups]]
            newest, weight = self.engine.newest(), self.view.recency
            groups = by_recency(groups, days.tolist(), newest, self.view.half_life, weight)
        judged = self._judged(self.first, groups)
        self._items = self._folded(judged)
        self._counted = judged if self.known is None else self._items
        self._sure = [item.sure for item in self._items]

    @property
    def confidences(self) -> Sequence[float | None] | None:
        """How sure each of the first results is, in their order; None where all are matches."""
        return self._sure if self.view.sort is Sort.RELEVANCE else None

    def items(self) -> Iterator[Item]:
        """The results in their order, until there are no more."""
        if self.view.sort is not Sort.RELEVANCE:
            yield from self._by_date()
            return
        yield from self._items
        seen = {self._key(item) for item in self._items}
        retrieved, depth = self.first, self.depth
        while not _is_exhausted(retrieved, depth):
            depth *= _DEEPER
            retrieved = self.ask(depth, ())
            for item in self._new(self._judged(retrieved, self._groups(retrieved)), seen):
                yield item._replace(sure=self._no_surer(item.sure))

    def _no_surer(self, sure: float | None) -> float | None:
        """The confidence of what only a deeper look found: it stands behind all the first."""
        least = self._sure[-1] if self._sure else None
        return sure if sure is None or least is None else min(sure, least)

    def tally(self, fields: Sequence[str]) -> Tally:
        """How many articles match or are near, and how many of them have each value of a field."""
        return self.first.found.tally(self._near(), fields)

    def _near(self) -> Articles:
        """The articles that are good matches by their meaning.

        Where that is not known, they are all that the vector leg alone found. Copies count, folded
        or not: by date another article than by relevance may be the first of its story.
        """
        if self.first.mode is Mode.VECTOR and all(item.sure is None for item in self._counted):
            near = [item.group.article for item in self._counted]
        else:
            sure = [(item, item.sure) for item in self._counted if item.sure is not None]
            near = [item.group.article for item, one in sure if one >= MIN_CONFIDENCE]
        return np.array(near, dtype=np.int64)

    def _groups(self, retrieved: Retrieved) -> list[Group]:
        form = grouped if self.view.grouped else ungrouped
        return form(self.rank(retrieved), retrieved.found.articles)

    def _judged(self, retrieved: Retrieved, groups: Sequence[Group]) -> list[Item]:
        """``groups``, in their order, each with how sure it is."""
        each = confidences(self.engine, retrieved)
        best = [group.places[0] for group in groups]
        sure = [None] * len(groups) if each is None else in_order(each[best]).tolist()
        why = unsure(self.engine, retrieved) if each is None else ""
        pairs = zip(groups, sure, strict=True)
        return [Item(retrieved, group, one, each, why) for group, one in pairs]

    def _new(self, items: list[Item], seen: set[object]) -> Iterator[Item]:
        """The items that tell no story which is listed already, each once; these are noted."""
        for item in self._folded(items):
            key = self._key(item)
            if key not in seen:
                seen.add(key)
                yield item

    def _key(self, item: Item) -> object:
        """What is listed once: a story, an article, or a passage."""
        found, group = item.retrieved.found, item.group
        if not self.view.grouped:
            return found.ids[group.places[0]]
        return group.article if self.view.copies else int(found.stories()[group.places[0]])

    def _by_date(self) -> Iterator[Item]:
        """The articles that match or are near by their dates, a few at a time."""
        found, near = self.first.found, self._near()
        newest_first = self.view.sort is Sort.NEWEST
        everything = self.engine.manifest.counts.passages
        seen: set[object] = set()
        for start in count(0, _DATED):
            some = found.by_date(near, start, _DATED, newest_first=newest_first).tolist()
            if not some:
                return
            retrieved = self.ask(everything, (Among(tuple(some)),))
            items: dict[int, list[Item]] = {}
            for item in self._judged(retrieved, self._groups(retrieved)):
                items.setdefault(item.group.article, []).append(item)
            yield from self._new([item for one in some for item in items.get(one, ())], seen)

    def _folded(self, items: list[Item]) -> list[Item]:
        """The first item of each story, or all if copies are to be listed."""
        if self.view.copies or not self.view.grouped or not items:
            return items
        told = items[0].retrieved.found.stories()
        stories: dict[int, Item] = {}
        for item in items:
            stories.setdefault(int(told[item.group.places[0]]), item)
        kept = [*stories.values()]
        return kept if self.known is None else self._without_copies(kept, self.known)

    def _without_copies(self, items: list[Item], known: Document) -> list[Item]:
        """The items without copies of an article; among the first ones these are looked for."""
        first = items[:_KNOWN]
        texts = self.engine.read([one.retrieved.found.ids[one.group.places[0]] for one in first])
        wanted = sketch_of(known)
        for one, text in zip(first, texts, strict=True):
            if are_copies(sketch_of(text.document), wanted):
                self._left_out.add(self._key(one))
        return [one for one in items if self._key(one) not in self._left_out]


def _is_exhausted(retrieved: Retrieved, depth: int) -> bool:
    """Whether a deeper look would find nothing new."""
    found = retrieved.found
    by_meaning = retrieved.vector is not None and len(found.nearest) >= depth
    return not by_meaning and len(found.keyword) < depth
