"""Progress of a build: bars on a terminal, lines elsewhere; always on standard error."""

from __future__ import annotations

from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)

from search.cli.terminal import note
from search.display.printable import printable


class Plain:
    """Prints only what the user must know."""

    def start(self, stage: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, stage: str, steps: int = 1) -> None:
        """Say nothing."""

    def notify(self, line: str) -> None:
        """Print the line."""
        note(line)


class Bars:
    """A bar for each stage, with counts and the time left."""

    def __init__(self) -> None:
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description:<9}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def start(self, stage: str, total: int | None = None) -> None:
        """Show a bar, or change its length."""
        if stage not in self._tasks:
            self._tasks[stage] = self._progress.add_task(stage, total=total)
        else:
            self._progress.update(self._tasks[stage], total=total)

    def advance(self, stage: str, steps: int = 1) -> None:
        """Move a bar on."""
        if stage not in self._tasks:
            self.start(stage)
        self._progress.advance(self._tasks[stage], steps)

    def notify(self, line: str) -> None:
        """Print a line above the bars."""
        self._progress.console.print(printable(line), highlight=False, markup=False)
