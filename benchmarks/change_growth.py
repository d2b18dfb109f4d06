"""How a build grows with what has changed: ``python -m benchmarks.change_growth``.

An index of ``--articles`` articles is built by a function in the place of the encoder, so that
what is timed is the index. Then more and more of them change at once, and of each build the seconds
of computing are printed, with the exponent: 1 is linear.
"""

from __future__ import annotations

import argparse
import math
import random
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

import index
from index.encoder.callable import CallableEncoder
from index.types import Document

_WORDS = 60


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=8_000)
    count: int = parser.parse_args().articles
    settings = index.Settings(encoder=CallableEncoder(_vectors, "sums of words"))
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "index"
        print(f"all {count:,} articles: {_built(place, settings, count, 0, 0):.1f} s")
        before = 0.0
        for round_, changed in enumerate((count // 8, count // 4, count // 2, count), 1):
            seconds = _built(place, settings, count, changed, round_)
            slope = f", exponent {math.log(seconds / before, 2):.2f}" if before else ""
            print(f"{changed:,} of {count:,} changed: {seconds:.1f} s{slope}", flush=True)
            before = seconds


def _built(place: Path, settings: index.Settings, count: int, changed: int, round_: int) -> float:
    articles = list(_articles(count, changed, round_))
    started = time.process_time()
    report = index.build((), place, settings, documents=articles)
    assert report.changed == changed
    return time.process_time() - started


def _articles(count: int, changed: int, round_: int) -> Iterator[Document]:
    """Articles of three paragraphs, of which the first ``changed`` are others in each round."""
    for number in range(count):
        chance = random.Random(f"{number} {round_ if number < changed else _last(number)}")
        paragraphs = (_paragraph(chance) for _ in range(3))
        _ROUNDS[number] = round_ if number < changed else _last(number)
        yield Document(f"a{number}", "", "\n\n".join(paragraphs), (), title=f"Week {number}")


_ROUNDS: dict[int, int] = {}


def _last(number: int) -> int:
    return _ROUNDS.get(number, 0)


def _paragraph(chance: random.Random) -> str:
    words = (f"w{int(chance.paretovariate(0.6)) % 30_000}" for _ in range(_WORDS))
    return " ".join(words).capitalize() + "."


def _vectors(texts: Sequence[str]) -> list[np.ndarray]:
    rows = []
    for text in texts:
        row = np.zeros(64, dtype=np.float32)
        for word in text.split():
            row[zlib.crc32(word.encode()) % 64] += 1
        rows.append(row)
    return rows


if __name__ == "__main__":
    main()
