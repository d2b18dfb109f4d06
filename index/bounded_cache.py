"""Values kept in memory up to a number of bytes; what was used longest ago goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

Value = TypeVar("Value")

_ENTRY: Final = 512
"""Bytes that an entry takes beside the contents of its arrays, about."""


class BoundedCache(Generic[Value]):
    """The values used last, up to ``limit`` bytes in all; safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._entries: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """What was kept under ``key``, if it still is."""
        with self._lock:
            found = self._entries.get(key)
            if found is None:
                return None
            self._entries.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep a ``value`` of ``size`` bytes, and drop what was used longest ago if need be."""
        cost = size + _ENTRY
        with self._lock:
            if key in self._entries:
                self._size -= self._entries.pop(key)[1]
            self._entries[key] = (value, cost)
            self._size += cost
            while self._size > self._limit:
                self._size -= self._entries.popitem(last=False)[1][1]
