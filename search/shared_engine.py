"""An engine that many threads use, and that another may replace meanwhile."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from index.engines.protocol import Engine
from index.errors import IndexStateError


class Lease:
    """Lends the engine of the moment; one that is not lent any more is closed by its last user."""

    def __init__(self, engine: Engine) -> None:
        self._lock = threading.Lock()
        self._engine = engine
        self._users: Counter[int] = Counter()
        self._retired: dict[int, Engine] = {}
        self._is_closed = False

    @property
    def engine(self) -> Engine:
        """The engine of the moment."""
        return self._engine

    @contextmanager
    def use(self) -> Iterator[Engine]:
        """The engine of the moment, open until the block is left.

        :raises IndexStateError: where the lease has been closed.
        """
        with self._lock:
            engine = self._engine
            if self._is_closed:
                place = engine.location
                raise IndexStateError(
                    f"The searcher of {place} has been closed: open another", place=place
                )
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
        """Lend ``engine`` from now on; where the lease has been closed meanwhile, close it."""
        with self._lock:
            if self._is_closed:
                unused = engine
            else:
                unused, self._engine = self._engine, engine
            if self._users[id(unused)]:
                self._retired[id(unused)] = unused
                return
        unused.close()

    def close(self) -> None:
        """Lend no engine any more, and close the last one once nobody uses it; once is enough."""
        with self._lock:
            if self._is_closed:
                return
            self._is_closed = True
            if self._users[id(self._engine)]:
                self._retired[id(self._engine)] = self._engine
                return
        self._engine.close()
