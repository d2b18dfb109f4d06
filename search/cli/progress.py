"""Progress of a build: bars on a terminal, lines elsewhere; always on standard error."""

from __future__ import annotations

import threading
import time
from typing import Final, Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
)

from search.cli.messages import note, told
from search.cli.pace import Pace

_NARROW: Final = 72
"""Columns below which a bar has no room beside the figures of a stage."""


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


class Bars:
    """One bar for all of it, with the time left."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[left]}"),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._progress.add_task("starting".ljust(9), total=1.0, left="")
        self._pace = Pace(time.monotonic())
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def start(self, stage: str, total: int | None = None) -> None:
        """Take a stage into the bar, or learn how long it is."""
        with self._lock:
            self._pace.start(stage, total, time.monotonic())
            self._draw()

    def advance(self, stage: str, steps: int = 1) -> None:
        """Move the bar on."""
        with self._lock:
            self._pace.advance(stage, steps, time.monotonic())
            self._draw()

    def step(self, line: str) -> None:
        """Print the line as well: what takes a minute leaves a trace."""
        self.notify(line)

    def notify(self, line: str) -> None:
        """Print a line above the bar."""
        console = self._progress.console
        console.print(told(line), highlight=False, markup=False, soft_wrap=True)

    def _draw(self) -> None:
        now = time.monotonic()
        left = self._pace.seconds_left(now)
        narrow = self._progress.console.width < _NARROW
        self._progress.update(
            self._task,
            completed=self._pace.share_done(now),
            description=self._pace.describe(brief=narrow).ljust(9 if narrow else 24),
            left="" if left is None else in_words(left),
        )


def in_words(seconds: float) -> str:
    """How long something takes yet."""
    if seconds < 5:
        return "a few seconds left"
    if seconds < 58:
        return f"about {round(seconds / 5) * 5} s left"
    minutes = round(seconds / 60)
    return f"about {minutes} min left" if minutes < 120 else f"about {round(minutes / 60)} h left"
