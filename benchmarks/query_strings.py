"""What strings of every kind do to an index of articles: how they end, and how long they take.

    python -m benchmarks.query_strings CORPUS --index FOLDER [--passages 20000] [--count 100000]
        [--first 0] [--seed 0]

CORPUS is a ``corpus.jsonl`` in the layout of BEIR; its articles get dates, sources, authors and
fields as in ``benchmarks.filters``, and the index of them, with the default encoder, is made in
FOLDER or taken from there. Each string is a query in a mode, an order and a form drawn at random,
and its answer is printed to nowhere. It may find something, or end in a ``QueryError``; everything
else is printed with its traceback. A string depends on the seed and its number alone, so a run may
be cut into slices: ``--first 5000 --count 1000`` asks the numbers from 5,000 on, in a process of
its own, and ``--count 1`` asks one again. Every thousand a line says how it goes and where to go
on. Seconds are of computing, in all threads of the process; those of a clock stand beside them,
for one thread encodes.
"""

from __future__ import annotations

import argparse
import heapq
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import index
from benchmarks.corpus import paragraphs
from benchmarks.filters import documents
from benchmarks.robustness.asking import ending
from benchmarks.robustness.strings import Strings
from benchmarks.timing import load, machine, percentile, say
from index.engines import manifest_of
from search import Searcher

SLOW: Final = 2.0
"""Seconds of computing that no string may take."""

_NAMED: Final = 20
"""The slowest strings that are printed."""

_OFTEN: Final = 1_000
_SHOWN: Final = 100
"""Characters of a string that are printed."""


@dataclass
class Seen:
    """What strings did."""

    ends: Counter[str] = field(default_factory=Counter)
    foreign: list[int] = field(default_factory=list)
    seconds: dict[str, list[float]] = field(default_factory=dict)
    slowest: list[tuple[float, float, int, str]] = field(default_factory=list)

    def add(self, number: int, kind: str, text: str, end: str, cpu: float, wall: float) -> None:
        """Count a string."""
        self.ends[end] += 1
        self.seconds.setdefault(kind, []).append(cpu)
        shown = f"{kind}, {len(text):,} characters: {text[:_SHOWN]!r}, {end}"
        heapq.heappush(self.slowest, (cpu, wall, number, shown))
        if len(self.slowest) > _NAMED:
            heapq.heappop(self.slowest)

    def line(self) -> str:
        """All of it in a line."""
        every = [one for each in self.seconds.values() for one in each]
        slow = sum(one > SLOW for one in every)
        return (
            f"{len(every):,} strings, {len(self.foreign)} foreign errors, {slow} above {SLOW} s, "
            f"mean {sum(every) / len(every):.3f} s, slowest {max(every):.2f} s; {dict(self.ends)}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="What strings of every kind do to an index.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--index", type=Path, required=True, help="made here, or taken from here")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the number to begin with")
    parser.add_argument("--seed", type=int, default=0, help="another one makes other strings")
    options = parser.parse_args()
    _build(options.corpus, options.index, options.passages)
    strings, seen = Strings(list(paragraphs(options.corpus))), Seen()
    with Searcher(index.open_engine(options.index), threads=1) as searcher:
        passages = searcher.engine.manifest.counts.passages
        print(f"{machine()}; load average {load()}; {passages:,} passages, seed {options.seed}",
              flush=True)  # fmt: skip
        searcher.search("warm up")
        for number in range(options.first, options.first + options.count):
            chance = random.Random(f"{options.seed}-{number}")
            _one(searcher, strings, chance, number, seen)
            if not (number + 1) % _OFTEN:
                say(f"{seen.line()}; go on with --first {number + 1}")
    print(seen.line())
    for kind, each in sorted(seen.seconds.items()):
        least, most = percentile(each, 0.5), max(each)
        print(f"{kind:<10} {len(each):>7,}  p50 {least:.3f} s  p99 {percentile(each, 0.99):.3f} s"
              f"  most {most:.2f} s")  # fmt: skip
    for cpu, wall, number, shown in sorted(seen.slowest, reverse=True):
        print(f"{cpu:.2f} s of computing, {wall:.2f} s, number {number}: {shown}")
    print(f"load average {load()}")


def _build(corpus: Path, place: Path, passages: int) -> None:
    """Make an index of at least so many passages, or add to the one that is there."""
    asked, settings = passages, index.Settings(keep_boilerplate=True)
    while not place.exists() or _passages(place) < passages:
        if place.exists():
            asked = int(1.05 * asked * passages / _passages(place))
        say(f"building an index of {passages:,} passages")
        index.build((), place, settings, documents=documents(corpus, asked))


def _passages(place: Path) -> int:
    return manifest_of(place).counts.passages


def _one(
    searcher: Searcher, strings: Strings, chance: random.Random, number: int, seen: Seen
) -> None:
    kind, text = strings.draw(chance)
    cpu, wall = time.process_time(), time.perf_counter()
    end, foreign = ending(searcher, text, chance)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    if foreign:
        seen.foreign.append(number)
        print(f"number {number}, {kind}: {text[:_SHOWN]!r}\n{foreign}", flush=True)
    seen.add(number, kind, text, end, cpu, wall)
    if cpu > SLOW:
        print(f"slow, number {number}: {cpu:.2f} s, {kind}, {text[:_SHOWN]!r}", flush=True)


if __name__ == "__main__":
    main()
