"""What it costs in ranking to stand far away: shards that pass bytes, beside the embedded engine.

    python -m benchmarks.seam cranfield scifact nfcorpus fnc1-news

Each argument is a folder in BEIR's layout. A shard gives its best candidates by plain BM25 with an
idf of its own, term counts and vectors; backgrounds come from a sample of 1,000 passages.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

import index
from index.encoder import open_encoder
from index.engines import open_engine
from index.engines.local.engine import bm25_of
from index.engines.protocol import Engine, Request
from index.query import parse
from index.types import Document, Passage, Vectors
from search.evaluation.beir import read
from search.evaluation.evaluate import cached, run
from search.evaluation.measures import measure
from search.question.mode import Mode
from search.searcher import DEPTH, Searcher

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from sharded_engine import ShardedEngine

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
    place = cached(folder)
    index.build([dataset.corpus], place)
    with open_engine(place) as embedded:
        documents, passages, vectors = _everything(embedded)
        engines: list[Engine] = [embedded]
        parameters = bm25_of(embedded.manifest.ranking)
        for count in SHARDS:
            sharded = ShardedEngine(
                embedded.manifest, documents, passages, vectors, count, parameters
            )
            engines.append(sharded)
        for engine in engines:
            searcher = Searcher(engine, open_encoder())
            found = run(searcher, dataset.queries, Mode.HYBRID, depth=DEPTH)
            yield float(np.mean(measure(dataset.qrels, found)[MEASURE]))


def _everything(
    engine: Engine,
) -> tuple[list[Document], dict[str, list[Passage]], dict[str, Vectors]]:
    count = engine.manifest.counts.passages
    vector = open_encoder().encode_query("x")
    (found,) = engine.ask([Request(parse("x"), vector, count, words=False)])
    texts = engine.read(found.ids)
    vectors = {t.passage.id: row for t, row in zip(texts, found.vectors(), strict=True)}
    documents = {text.document.id: text.document for text in texts}
    passages: dict[str, list[Passage]] = {}
    for text in sorted(texts, key=lambda text: text.passage.start):
        passages.setdefault(text.document.id, []).append(text.passage)
    return [documents[name] for name in sorted(documents)], passages, vectors


if __name__ == "__main__":
    main()
