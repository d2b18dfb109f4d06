"""From how many rows on an approximate search pays, and what it misses.

    python -m benchmarks.vector_leg INDEX [INDEX ...] [--rows 25000 50000 100000 200000]

The vectors are those of the indexes, and copies of them moved a little where more are asked for;
the queries are passages of theirs, moved further away. Each row of the table compares an exact
search with the inverted file that the program would build of so many rows, in one thread.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import Final
from unittest.mock import patch

import numpy as np

from index.engines import open_engine
from index.types import Vectors
from index.vector import faiss_index as vector
from index.vector.faiss_index import PROBES, VectorIndex, VectorWriter

COPY: Final = 0.5
QUERY: Final = 1.0
"""Lengths of the noise beside a unit vector: cosines of about .89 and .71 to the original."""
QUERIES: Final = 200
TOP: Final = 10
DEPTH: Final = 100


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare exact and approximate vector search.")
    parser.add_argument("indexes", type=Path, nargs="+")
    parser.add_argument("--rows", type=int, nargs="+", default=[25_000, 50_000, 100_000, 200_000])
    arguments = parser.parse_args()
    chance = np.random.default_rng(0)
    known = np.concatenate([vectors_of(place) for place in arguments.indexes])
    queries = moved(known[chance.choice(len(known), QUERIES, replace=False)], QUERY, chance)
    print(f"{len(known):,} vectors; {QUERIES} queries, the nearest {DEPTH}; {PROBES} cells\n")
    print(f"| rows | exact p50, ms | inverted p50, ms | recall@{TOP} | recall@{DEPTH} |")
    print("|---|---|---|---|---|")
    for rows in arguments.rows:
        print(compare(enlarged(known, rows, chance), queries), flush=True)


def vectors_of(place: Path) -> Vectors:
    with open_engine(place) as engine:
        folder = Path(engine.location) / f"{engine.manifest.generation:06d}"
        rows = engine.manifest.counts.rows
        return VectorIndex(folder / "vectors.faiss", np.arange(rows, dtype=np.int32)).vectors(
            np.arange(rows)
        )


def moved(vectors: Vectors, length: float, chance: np.random.Generator) -> Vectors:
    noise = chance.standard_normal(vectors.shape, dtype=np.float32)
    others = vectors + noise * length / np.sqrt(vectors.shape[1], dtype=np.float32)
    units: Vectors = others / np.linalg.norm(others, axis=1, keepdims=True)
    return units


def enlarged(known: Vectors, rows: int, chance: np.random.Generator) -> Vectors:
    parts = [known[chance.permutation(len(known))]]
    while sum(map(len, parts)) < rows:
        parts.append(moved(known, COPY, chance))
    return np.concatenate(parts)[:rows]


def compare(vectors: Vectors, queries: Vectors) -> str:
    exact, exact_ms = searched(vectors, queries, approximate_from=len(vectors) + 1)
    found, found_ms = searched(vectors, queries, approximate_from=1)
    recalls = []
    for depth in (TOP, DEPTH):
        pairs = zip(exact, found, strict=True)
        recalls.append(np.mean([np.isin(a[:depth], b[:depth]).mean() for a, b in pairs]))
    return (
        f"| {len(vectors):,} | {exact_ms:.2f} | {found_ms:.2f} | "
        f"{recalls[0]:.4f} | {recalls[1]:.4f} |"
    )


def searched(
    vectors: Vectors, queries: Vectors, approximate_from: int
) -> tuple[list[list[int]], float]:
    """The nearest rows of each query, and the median of the milliseconds."""
    with (
        tempfile.TemporaryDirectory() as name,
        patch.object(vector, "APPROXIMATE_FROM", approximate_from),
    ):
        path = Path(name) / "vectors.faiss"
        writer = VectorWriter(vectors.shape[1])
        writer.add(vectors)
        writer.write(path)
        index = VectorIndex(path, np.arange(len(vectors), dtype=np.int32))
        index.search(queries[:1], DEPTH)
        found, times = [], []
        for query in queries:
            began = time.perf_counter()
            found.append(index.search(query[None], DEPTH).rows.tolist())
            times.append(time.perf_counter() - began)
    return found, 1000 * float(np.median(times))


if __name__ == "__main__":
    main()
