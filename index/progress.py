"""How a long task tells its caller how far it is."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told of stages that may run side by side, each named by one word."""

    def start(self, stage: str, total: int | None = None) -> None:
        """A stage begins, or learns how many steps it has; None where nobody knows yet."""

    def advance(self, stage: str, steps: int = 1) -> None:
        """So many more steps of a stage are done."""

    def step(self, line: str) -> None:
        """What is under way that takes long, and is of no interest once it is done."""

    def notify(self, line: str) -> None:
        """Something that the user should know and that stops nothing."""


class Silent:
    """Tells nobody."""

    def start(self, stage: str, total: int | None = None) -> None:
        """Do nothing."""

    def advance(self, stage: str, steps: int = 1) -> None:
        """Do nothing."""

    def step(self, line: str) -> None:
        """Do nothing."""

    def notify(self, line: str) -> None:
        """Do nothing."""
