"""An index to harm, and whether it is whole afterwards."""

from __future__ import annotations

import shutil
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import index
from benchmarks.timing import ROOT, say
from search import Searcher

sys.path.insert(0, str(ROOT / "tests"))
from faults import Ending
from faults import Worker as Worker
from harm import write_scene

Answers = tuple[str, ...]

_OFTEN: Final = 100
"""Cases after which it is said how it goes: a run may be ended before its end."""


@dataclass
class Tally:
    """How many cases there were, how many ended well, and the slowest of them."""

    cases: int = 0
    well: int = 0
    slowest: float = 0.0
    which: str = ""
    ends: Counter[str] = field(default_factory=Counter)

    def add(self, well: bool, seconds: float, which: str) -> None:
        """Count a case."""
        self.cases += 1
        self.well += well
        if seconds > self.slowest:
            self.slowest, self.which = seconds, which
        if not well:
            print(f"  not survived: {which}", file=sys.stderr, flush=True)
        if not self.cases % _OFTEN:
            say(self.line("so far"))

    def line(self, what: str) -> str:
        """All of it in a line."""
        ends = f", ending in {dict(self.ends)}" if self.ends else ""
        return (
            f"{what}: {self.cases:,}, ended well: {self.well:,}{ends}; "
            f"slowest {self.slowest:.2f} s ({self.which})"
        )


class Scene:
    """Articles, their index of two generations, another index exported, and changed articles."""

    def __init__(self, folder: Path, worker: Worker, seed: int = 0, notes: int = 60) -> None:
        self.folder = folder
        self.seed = seed
        self.worker = worker
        write_scene(folder, notes)
        self.before = answers(folder / "index")

    def fresh(self) -> tuple[Path, Path]:
        """A fresh copy of the index and of the changed articles, in the place of those before."""
        case = self.folder / "case"
        shutil.rmtree(case, ignore_errors=True)
        case.mkdir()
        shutil.copyfile(self.folder / "index.lede", case / "index.lede")
        shutil.copytree(self.folder / "changed", case / "changed")
        return Path(shutil.copytree(self.folder / "index", case / "index")), case / "changed"

    def after(self, command: str) -> tuple[int, list[Answers]]:
        """The operations of a command, and the answers that may be once it has met an accident."""
        place, sources = self.fresh()
        ending = self.worker.run(command, place, sources, "kill", at=10**9)
        allowed = [self.before, answers(place)]
        if command == "watch":
            (sources / "watched.txt").unlink()
            self.worker.run("build", place, sources)
            allowed.append(answers(place))
        return ending.operations, allowed

    def is_whole(self, place: Path, sources: Path, allowed: list[Answers]) -> bool:
        """Whether an index is whole, answers as before or after, and can be built on."""
        if index.verify(place).damage or answers(place) not in allowed:
            return False
        again = self.worker.run("build", place, sources)
        return not again.error and not again.traceback and not list(place.glob("building-*"))


def answers(place: Path) -> Answers:
    with Searcher.open(place) as searcher:
        return tuple(
            f"{Path(hit.document.id).name} {hit.score:.4f}"
            for query in ("herring grain", "tide tables")
            for hit in searcher.search(query, mode="keyword").hits
        )


def is_clear(ending: Ending) -> bool:
    """Whether a command that met with an accident ended well, or with one line."""
    return not ending.traceback and "\n" not in ending.error


class Clock:
    """How long a block takes."""

    def __enter__(self) -> Clock:
        self._began = time.perf_counter()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._began
