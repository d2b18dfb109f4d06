"""What it costs to let an index grow: segments of the keyword index, and rows of removed passages.

    python -m benchmarks.maintenance corpus.jsonl --paragraphs 20000

Each build adds a segment, and what is removed stays in its place until the index is written anew.
The same paragraphs are indexed in more and more segments, and beside more and more dead ones; each
is asked in turns with the others. ``MOST_SEGMENTS`` and ``DEAD_SHARE`` are chosen by this.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from benchmarks.keyword_leg import DEPTH, PARAMETERS, draw, paragraphs
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query import plain
from index.vector.faiss_index import VectorIndex, VectorWriter

SEGMENTS = (1, 4, 8, 12, 16, 24, 48)
DEAD = (0.0, 0.1, 0.25, 0.4, 0.6)
DIMENSION = 384
VECTORS = "vectors.faiss"
TURNS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description="Time what has grown.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--paragraphs", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=200)
    arguments = parser.parse_args()
    texts = list(itertools.islice(paragraphs(arguments.corpus), arguments.paragraphs))
    queries = draw(texts, arguments.queries)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        grown: dict[float, KeywordIndex] = {}
        for count in SEGMENTS:
            folder = Path(name, f"segments-{count}")
            in_segments(folder, texts, count)
            grown[count] = stack.enter_context(KeywordIndex(folder))
        print(f"{len(texts):,} paragraphs, {len(queries)} queries, CPU milliseconds (median)\n")
        print("| segments | first time | again |\n|---|---|---|")
        for segments, (cold, warm) in in_turns(grown, queries).items():
            print(f"| {segments} | {cold:.2f} | {warm:.2f} |")
        print("\n| dead rows | words | meaning | MB of both |\n|---|---|---|---|")
        holed: dict[float, KeywordIndex] = {}
        for share in DEAD:
            folder = Path(name, f"dead-{share}")
            with_dead(folder, texts, share)
            holed[share] = stack.enter_context(KeywordIndex(folder))
        for share, (_, warm) in in_turns(holed, queries).items():
            folder = Path(name, f"dead-{share}")
            size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
            print(f"| {share:.0%} | {warm:.2f} | {nearest(folder, len(texts)):.2f} | {size:.0f} |")


def in_segments(folder: Path, texts: Sequence[str], count: int) -> None:
    bounds = np.linspace(0, len(texts), count + 1).astype(int).tolist()
    for number, (low, high) in enumerate(itertools.pairwise(bounds)):
        with KeywordWriter(folder, fresh=not number) as writer:
            for row in range(low, high):
                writer.add(row, title="", heading="", body=texts[row], language="en")


def with_dead(folder: Path, texts: Sequence[str], share: float) -> None:
    """As many live paragraphs as there are, and besides removed ones that are ``share`` of all."""
    dead = round(len(texts) * share / (1 - share))
    kept = itertools.islice(itertools.cycle(texts), dead)
    in_segments(folder, [*texts, *kept], 1)
    if dead:
        with KeywordWriter(folder, fresh=False) as writer:
            writer.delete(np.arange(len(texts), len(texts) + dead))
    vectors = VectorWriter(DIMENSION)
    for part in random_vectors(len(texts) + dead):
        vectors.add(part)
    vectors.write(folder / VECTORS)


def random_vectors(count: int) -> Iterator[np.ndarray]:
    chance = np.random.default_rng(0)
    for at in range(0, count, 4096):
        some = chance.standard_normal((min(4096, count - at), DIMENSION), dtype=np.float32)
        yield some / np.linalg.norm(some, axis=1, keepdims=True)


def in_turns(
    indexes: dict[float, KeywordIndex], queries: Sequence[str]
) -> dict[float, tuple[float, float]]:
    """For each index the milliseconds of a query that is asked first, and again."""
    times: dict[float, list[list[float]]] = {name: [] for name in indexes}
    for text in queries:
        query = plain(text)
        for name, index in indexes.items():
            some = []
            for _ in range(1 + TURNS):
                began = time.process_time()
                index.answer(query, ["en"], PARAMETERS).best(DEPTH)
                some.append(1e3 * (time.process_time() - began))
            times[name].append(some)
    return {
        name: (
            statistics.median(some[0] for some in each),
            statistics.median(min(some[1:]) for some in each),
        )
        for name, each in times.items()
    }


def nearest(folder: Path, live: int) -> float:
    order = np.full(VectorWriter(DIMENSION, folder / VECTORS).rows, -1, dtype=np.int32)
    order[:live] = np.arange(live)
    index = VectorIndex(folder / VECTORS, order)
    times = []
    for vector in next(random_vectors(50)):
        began = time.process_time()
        index.search(vector[None], DEPTH)
        times.append(1e3 * (time.process_time() - began))
    return statistics.median(times)


if __name__ == "__main__":
    main()
