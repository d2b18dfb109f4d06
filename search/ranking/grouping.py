"""From passages to the articles that they are in, and the order of these; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Ranking

SURE: Final = 10
"""Among so many first results the last good one always stands above the line."""


@dataclass(frozen=True, slots=True)
class Group:
    """An article among what was found: the places of its passages, best first, and their scores."""

    article: int
    places: tuple[int, ...]
    scores: tuple[float, ...]


def grouped(ranking: Ranking, articles: npt.NDArray[np.int64]) -> list[Group]:
    """The articles of a ranking of places, each where its best passage stands.

    ``articles[place]`` is the number of a place's article.
    """
    numbers = articles[ranking.rows].tolist()
    found: dict[int, tuple[list[int], list[float]]] = {}
    for number, place, score in zip(
        numbers, ranking.rows.tolist(), ranking.scores.tolist(), strict=True
    ):
        places, scores = found.setdefault(number, ([], []))
        places.append(place)
        scores.append(score)
    return [Group(number, (*places,), (*scores,)) for number, (places, scores) in found.items()]


def ungrouped(ranking: Ranking, articles: npt.NDArray[np.int64]) -> list[Group]:
    """A group for each passage."""
    pairs = zip(ranking.rows.tolist(), ranking.scores.tolist(), strict=True)
    return [Group(int(articles[place]), (place,), (score,)) for place, score in pairs]


def by_recency(
    groups: Sequence[Group], days: Sequence[int], newest: int, half_life: float, weight: float
) -> list[Group]:
    """The groups in the order of their scores and dates together.

    Scores count from 0 to 1 between the last and the first, a date 2 ^ (-age / ``half_life``) of
    its days before ``newest``, and 0 where it is not known; ``weight`` is the share of the date.
    """
    if not groups:
        return []
    scores = np.array([group.scores[0] for group in groups])
    spread = scores.max() - scores.min()
    relevance = (scores - scores.min()) / spread if spread else np.ones(len(scores))
    age = newest - np.array(days, dtype=np.float64)
    recent = np.where(np.array(days) > 0, 0.5 ** (age / half_life), 0.0)
    mixed = (1 - weight) * relevance + weight * recent
    return [groups[place] for place in np.argsort(-mixed, kind="stable")]


def line(good: Sequence[bool]) -> int:
    """How many results stand above the line between good and other ones, of all in their order.

    The last good one of the first ten does, and of what follows the stretch that is mostly good.
    """
    above = max((place for place, one in enumerate(good[:SURE], 1) if one), default=0)
    balance = most = 0
    for place, one in enumerate(good[above:], above + 1):
        balance += 1 if one else -1
        if balance > most:
            most, above = balance, place
    return above
