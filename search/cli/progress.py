"""Progress of a build: bars on a terminal, lines elsewhere; always on standard error."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
)

from search.cli.messages import note, told


class Plain:
    """Prints only what the user must know."""

    def start(self, stage: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, stage: str, steps: int = 1) -> None:
        """Say nothing."""

    def step(self, line: str) -> None:
        """Say nothing."""

    def notify(self, line: str) -> None:
        """Print the line."""
        note(line)


_SHARES = {"reading": 0.1, "encoding": 0.8, "indexing": 0.1}
"""Of how much of a build's time a stage is; another stage counts as long as encoding."""


class Bars:
    """One bar for all of it, with the time left.

    Stages run side by side, so each counts by its share of a whole build; how long is left is told
    by the pace so far.
    """

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<24}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[left]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("", total=1.0, left="")
        self._done: dict[str, int] = {}
        self._totals: dict[str, int | None] = {}
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def start(self, stage: str, total: int | None = None) -> None:
        """Take a stage into the bar, or learn how long it is."""
        self._totals[stage] = total
        self._done.setdefault(stage, 0)
        self._draw(stage)

    def advance(self, stage: str, steps: int = 1) -> None:
        """Move the bar on."""
        self._done[stage] = self._done.get(stage, 0) + steps
        self._totals.setdefault(stage, None)
        self._draw(stage)

    def step(self, line: str) -> None:
        """Print the line as well: what takes a minute leaves a trace."""
        self.notify(line)

    def notify(self, line: str) -> None:
        """Print a line above the bar."""
        console = self._progress.console
        console.print(told(line), highlight=False, markup=False, soft_wrap=True)

    def _draw(self, stage: str) -> None:
        done = share_done(self._done, self._totals)
        total = self._totals[stage]
        of = f"{self._done[stage]:,}" + (f" of {total:,}" if total else "")
        left = time_left(done, time.monotonic() - self._started)
        self._progress.update(self._task, completed=done, description=f"{stage} {of}", left=left)


def share_done(done: Mapping[str, int], totals: Mapping[str, int | None]) -> float:
    """How much of a build is done, from 0 to 1; a stage whose length nobody knows counts as begun.

    A build has the stages of ``_SHARES``, another long task those that it has begun.
    """
    is_build = "reading" in totals
    shares = _SHARES if is_build else dict.fromkeys(totals, 1.0)
    parts = {
        stage: share * min(1.0, done.get(stage, 0) / (totals.get(stage) or math.inf))
        for stage, share in shares.items()
    }
    return sum(parts.values()) / (sum(shares.values()) or 1.0)


def time_left(done: float, seconds: float) -> str:
    """How long the rest takes at the pace so far, in words; nothing before that can be told."""
    if done < 0.05 or seconds < 2 or done >= 1:
        return ""
    left = seconds / done * (1 - done)
    if left < 60:
        return f"about {max(1, round(left / 5) * 5)} s left" if left >= 5 else "a few seconds left"
    minutes = round(left / 60)
    return f"about {minutes} min left" if minutes < 120 else f"about {minutes // 60} h left"
