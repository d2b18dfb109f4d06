"""An engine that many threads use, and that another may replace meanwhile."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from index.engines.protocol import Engine


class Lease:
    """Lends the engine of the moment; one that was replaced is closed by its last user."""

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._engine = engine
        self._users: Counter[int] = Counter()
        self._retired: dict[int, Engine] = {}

    @property
    def engine(self) -> Engine:
        """The engine of the moment."""
        return self._engine

    @contextmanager
    def use(self) -> Iterator[Engine]:
        """The engine of the moment, open until the block is left."""
        with self._lock:
            engine = self._engine
            self._users[id(engine)] += 1
        try:
            yield engine
        finally:
            with self._lock:
                self._users[id(engine)] -= 1
                unused = not self._users[id(engine)]
                retired = self._retired.pop(id(engine), None) if unused else None
            if retired is not None:
                retired.close()

    def replace(self, engine: Engine) -> None:
        """Lend ``engine`` from now on."""
        with self._lock:
            former, self._engine = self._engine, engine
            if self._users[id(former)]:
                self._retired[id(former)] = former
                return
        former.close()

    def close(self) -> None:
        """Close the engine of the moment, whoever uses it."""
        self._engine.close()
