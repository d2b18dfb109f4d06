"""How much of a long task is done, and how long the rest takes at the pace so far; no clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_READ, _PREPARE, _ENCODE, _INDEX = "reading", "preparing", "encoding", "indexing"
_PREPARING: Final = 0.25
"""How long preparing takes, as a share of reading, until it has begun."""

_SETTLED: Final = 2.0
"""Seconds after which a pace is one."""

_ENOUGH: Final = 0.1
"""Of what is ahead, how much must be done before that alone says the pace."""

_RECENT: Final = 0.1
"""Of all steps, over how many at least the pace is taken."""

_OF: Final = {_READ: "files", _PREPARE: "articles", _ENCODE: "passages", _INDEX: "passages"}
"""What a stage counts."""


@dataclass(slots=True)
class _Stage:
    """A part of the task.

    Its pace is taken from ``since``, when ``already`` so much was done, to ``last``; ``early`` are
    the seconds and the steps of a pace that it had before. ``mark`` is where ``since`` moves to
    when it lies a tenth behind, so that the pace is that of late: a machine gets other work to do.
    """

    began: float
    total: int | None = None
    done: int = 0
    since: float = 0.0
    already: int = 0
    last: float = 0.0
    early: tuple[float, int] | None = None
    mark: tuple[float, int] = (0.0, 0)

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1; 0 where nobody knows how long it is."""
        if self.total is None:
            return 0.0
        return min(1.0, self.done / self.total) if self.total else 1.0

    def pace(self, ahead: int) -> float | None:
        """Seconds that a step takes, of which so many are ahead; None before that can be told."""
        spent, steps = self.last - self.since, self.done - self.already
        if self.early and (spent < _SETTLED or steps < _ENOUGH * ahead):
            spent, steps = spent + self.early[0], steps + self.early[1]
        return spent / steps if steps and spent >= _SETTLED else None

    def left(self, now: float) -> float | None:
        """Seconds that it takes yet at its pace so far; None where it has none."""
        if self.share >= 1:
            return 0.0
        if not self.share or now - self.began < _SETTLED:
            return None
        return (now - self.began) * (1 - self.share) / self.share


@dataclass(slots=True)
class Pace:
    """The stages of a task that began at a time; all times are seconds of one clock.

    A build reads, prepares, encodes and indexes. It encodes what has been read while it reads on,
    and its passages are as many as those of the articles read so far until all are read.
    """

    began: float
    _stages: dict[str, _Stage] = field(default_factory=dict)
    _shown: float = 0.0

    def start(self, stage: str, total: int | None, now: float) -> None:
        """A stage begins, or is known to be longer or shorter."""
        self._stages.setdefault(stage, _Stage(now)).total = total

    def advance(self, stage: str, steps: int, now: float) -> None:
        """So many more steps of a stage are done."""
        one = self._stages.setdefault(stage, _Stage(now))
        if self._is_indexing() and one.early is None:  # what was encoded early had another pace
            one.early = (one.last - one.since, one.done - one.already)
            one.since = 0.0
        one.done += steps
        if not one.since:
            one.since, one.already = one.mark = now, one.done
        elif one.total and one.done - one.mark[1] >= _RECENT * one.total:
            (one.since, one.already), one.mark = one.mark, (now, one.done)
        one.last = now

    def describe(self, brief: bool = False) -> str:
        """The first stage that is not done, and how far it is unless told in ``brief``."""
        for name, one in self._stages.items():
            if one.share < 1 and brief:
                return name
            if one.share < 1:
                of = f" of {one.total:,}" if one.total else ""
                return " ".join(filter(None, [f"{name} {one.done:,}{of}", _OF.get(name, "")]))
        return "finishing"

    def share_done(self, now: float) -> float:
        """How much of the time is over, from 0 to 1; never less than was said before."""
        left = self.seconds_left(now)
        if left is not None:
            spent = now - self.began
            self._shown = max(self._shown, spent / ((spent + left) or 1.0))
        return self._shown

    def seconds_left(self, now: float) -> float | None:
        """How long the rest takes; None before that can be told."""
        if _READ not in self._stages:
            known = [one.left(now) for one in self._stages.values()]
            told = [left for left in known if left is not None]
            return sum(told) if len(told) == len(known) and known else None
        return self._while_reading(now) if self._is_reading() else self._after_reading(now)

    def _is_reading(self) -> bool:
        return _READ in self._stages and self._stages[_READ].share < 1

    def _is_indexing(self) -> bool:
        return _INDEX in self._stages and self._stages[_INDEX].done > 0

    def _while_reading(self, now: float) -> float | None:
        reading, encoding = self._stages[_READ], self._stages.get(_ENCODE)
        left = reading.left(now)
        if left is None or encoding is None or encoding.total is None:
            return None
        behind = round(max(0, encoding.total - encoding.done) / reading.share)
        pace = encoding.pace(behind)
        if pace is None:
            return None
        return left + _PREPARING * (now - reading.began + left) + behind * pace

    def _after_reading(self, now: float) -> float | None:
        encoding, preparing = self._stages.get(_ENCODE), self._stages.get(_PREPARE)
        if encoding is None or encoding.total is None:
            return None
        ahead = max(0, encoding.total - encoding.done)
        pace = encoding.pace(ahead)
        before = preparing.left(now) if preparing and not self._is_indexing() else 0.0
        return None if before is None or pace is None else before + ahead * pace
