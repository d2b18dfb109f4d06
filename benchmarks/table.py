"""The pages that results are kept on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.timing import load, machine, versions

PACKAGES: Final = ("numpy", "onnxruntime", "faiss-cpu", "Whoosh", "sentence-transformers", "torch")
NOTES: Final = "## What stands in the way"
"""From this line on a page is written by hand, and kept."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table; ``reached`` is None where no figure was set."""

    what: str
    measured: str
    wanted: str = ""
    reached: bool | None = None

    def __str__(self) -> str:
        verdict = {True: "yes", False: "**no**", None: ""}[self.reached]
        return f"| {self.what} | {self.measured} | {self.wanted} | {verdict} |"


def heading(texts: str) -> list[str]:
    """What the table was measured on and with, and the head of its columns."""
    return [
        "# Speed",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}; {versions(*PACKAGES)}.",
        f"Texts: {texts}. Load average when it began: {load()} (the figures suppose 0).",
        "",
        "| what | measured | figure to reach | reached |",
        "|---|---|---|---|",
    ]


def write(page: list[str], target: Path) -> None:
    """Write a page, and keep the notes of the one that was there."""
    former = target.read_text(encoding="utf-8") if target.exists() else ""
    _, found, notes = former.partition(NOTES)
    kept = f"\n{NOTES}{notes}" if found else ""
    target.write_text("\n".join(page) + "\n" + kept, encoding="utf-8")
