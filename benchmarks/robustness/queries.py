"""Queries made of anything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

import index
from benchmarks.robustness.scene import Clock, Scene, Tally
from benchmarks.timing import say
from search import Searcher

_PIECES: Final = (
    *'grain talks salt oil ferry Karsova th* oil~2 *a? title: body:a^3 "on grain" AND'.split(),
    *"OR NOT".split(),
    *"( ) [a TO b] + - && || ! \\ / : ^ ~ * ? \" ' { }".split(),
    *"\x00 \x1b[2J \u202e \ud800 \U0001f600".split(),
    *'after:2021-10 before:x source:"a b" author: in:1940 <script> http://a.example/?id=7'.split(),
    "   ",
    "a" * 300,
    "é" * 50,
    "汉字",
)
_EVERY: Final = 50
"""One query in so many is asked of both legs; that takes ten times as long."""


def queries(scene: Scene, count: int) -> Iterator[str]:
    """Random strings of pieces of the query language: an answer, or one of our own errors."""
    say(f"{count} queries")
    tally, chance = Tally(), random.Random(scene.seed + 3)
    with Searcher.open(scene.folder / "index") as searcher:
        for number in range(count):
            pieces = chance.choices(_PIECES, k=chance.choice([1, 2, 3, 5, 8, 40]))
            text = chance.choice([" ", " ", ""]).join(pieces)[:2000]
            mode = "hybrid" if number % _EVERY == 0 else "keyword"
            with Clock() as clock:
                try:
                    end = "answer" if searcher.search(text, mode=mode).hits else "nothing"
                except index.SearchError as error:
                    end = type(error).__name__
                except Exception as error:
                    end = f"traceback {type(error).__name__}"
            tally.ends[end] += 1
            well = not end.startswith("traceback") and end != "IndexDamagedError"
            tally.add(well, clock.seconds, repr(text[:40]))
    yield tally.line("queries fuzzed")
