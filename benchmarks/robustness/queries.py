"""Queries made of anything."""

from __future__ import annotations

import random
from collections.abc import Iterator

from benchmarks.robustness.asking import ending
from benchmarks.robustness.scene import Clock, Scene, Tally
from benchmarks.robustness.strings import Strings
from benchmarks.timing import say
from search import Searcher


def queries(scene: Scene, count: int) -> Iterator[str]:
    """Random strings, among few articles: an answer, or one of our own errors.

    ``benchmarks.query_strings`` asks the same of many articles.
    """
    say(f"{count} queries")
    tally = Tally()
    paths = sorted((scene.folder / "articles").iterdir())
    strings = Strings([path.read_text(errors="replace") for path in paths])
    with Searcher.open(scene.folder / "index") as searcher:
        for number in range(count):
            chance = random.Random(f"{scene.seed}-{number}")
            kind, text = strings.draw(chance)
            with Clock() as clock:
                end, foreign = ending(searcher, text, chance)
            tally.ends[end] += 1
            tally.add(not foreign, clock.seconds, f"{kind} {text[:40]!r}")
    yield tally.line("queries fuzzed")
