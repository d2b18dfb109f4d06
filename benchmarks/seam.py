"""What it costs in ranking to stand far away: shards that pass bytes, beside the embedded engine.

    python -m benchmarks.seam cranfield scifact nfcorpus fnc1-news

Each argument is a folder in BEIR's layout. A shard gives its best candidates by plain BM25 with an
idf of its own, term counts and vectors; backgrounds come from a sample of 1,000 passages.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from index.encoder import open_encoder
from search.evaluation.beir import read
from search.evaluation.evaluate import run
from search.evaluation.measures import measure
from search.question.mode import Mode
from search.searcher import DEPTH, Searcher

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from engine_kinds import Embedded, Kind, Sharded, build

MEASURE = "nDCG@10"
SHARDS = (1, 8)


def main() -> None:
    parser = argparse.ArgumentParser(description="What it costs in ranking to stand far away.")
    parser.add_argument("collections", type=Path, nargs="+")
    arguments = parser.parse_args()
    print(f"| collection | embedded | {' | '.join(f'{n} shards' for n in SHARDS)} |")
    print(f"|---|{'---|' * (len(SHARDS) + 1)}")
    for folder in arguments.collections:
        figures = list(measured(folder))
        shown = [f"{figures[0]:.4f}", *(f"{f:.4f} ({f - figures[0]:+.4f})" for f in figures[1:])]
        print(f"| {folder.name} | {' | '.join(shown)} |", flush=True)


def measured(folder: Path) -> Iterator[float]:
    """nDCG@10 of the embedded engine, then with each number of shards."""
    dataset = read(folder)
    with tempfile.TemporaryDirectory() as place:
        kinds: list[Kind] = [Embedded(Path(place) / "index")]
        kinds += [Sharded(Path(place) / f"{count} shards", count) for count in SHARDS]
        for kind in kinds:
            build(kind, [Path(dataset.corpus)])
            with Searcher(kind.open(), open_encoder()) as searcher:
                found = run(searcher, dataset.queries, Mode.HYBRID, depth=DEPTH)
            yield float(np.mean(measure(dataset.qrels, found)[MEASURE]))


if __name__ == "__main__":
    main()
