"""What a term adds to the scores of the rows that hold it, kept in memory up to a limit."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, NamedTuple

from index.types import Rows, Scores

_ENTRY: Final = 512
"""Bytes that an entry takes beside the contents of its arrays, about."""


class Impacts(NamedTuple):
    """What one term adds to the score of each row; ``rows`` are distinct.

    The first ``held`` rows hold the term, the others stand beside one that does. No score is
    higher than the term's ``idf``.
    """

    rows: Rows
    scores: Scores
    held: int
    idf: float


class ImpactCache:
    """The impacts used last, up to ``limit`` bytes; safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._entries: OrderedDict[Hashable, Impacts] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Impacts | None:
        """What was kept under ``key``, if it still is."""
        with self._lock:
            found = self._entries.get(key)
            if found is not None:
                self._entries.move_to_end(key)
            return found

    def put(self, key: Hashable, impacts: Impacts) -> None:
        """Keep ``impacts``, and drop what was used longest ago if there is no room."""
        with self._lock:
            if key in self._entries:
                self._size -= _cost(self._entries.pop(key))
            self._entries[key] = impacts
            self._size += _cost(impacts)
            while self._size > self._limit:
                self._size -= _cost(self._entries.popitem(last=False)[1])


def _cost(impacts: Impacts) -> int:
    return impacts.rows.nbytes + impacts.scores.nbytes + _ENTRY
