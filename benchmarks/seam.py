"""What it costs in ranking to stand far away: shards that pass bytes, beside the embedded engine.

    python -m benchmarks.seam cranfield scifact nfcorpus fnc1-news

Each argument is a folder in BEIR's layout. A shard gives its best candidates by plain BM25 with an
idf of its own, term counts and vectors; backgrounds come from a sample of 1,000 passages. Both
engines are asked for as many candidates, and neither knows the context of the article; the first
column is the embedded engine as it is shipped, with that context.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

import index
from index.chunk import encoder_input
from index.encoder import open_encoder
from index.encoder.query_cache import CachingEncoder
from index.engines import open_engine
from index.engines.protocol import Engine
from index.types import Vectors
from search.evaluation.beir import Dataset, read
from search.evaluation.evaluate import cached, run
from search.evaluation.measures import measure
from search.question.mode import Mode
from search.searcher import DEPTH, Searcher

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from engine_kinds import PARAMETERS, Sharded, build

MEASURE = "nDCG@10"
SHARDS = (1, 8)


class Known(CachingEncoder):
    """The packaged encoder, with the vectors of the passages that an engine holds."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(open_encoder())
        ids, vectors = engine.sample(engine.manifest.counts.passages)
        texts = engine.read(ids)
        self._passages = {
            encoder_input(text.passage): row for text, row in zip(texts, vectors, strict=True)
        }

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """As the encoder's own."""
        missing = [text for text in texts if text not in self._passages]
        new = zip(missing, super().encode(missing, progress) if missing else (), strict=True)
        found = self._passages | dict(new)
        return np.stack([found[text] for text in texts])


def main() -> None:
    parser = argparse.ArgumentParser(description="What it costs in ranking to stand far away.")
    parser.add_argument("collections", type=Path, nargs="+")
    parser.add_argument("--indexes", type=Path, help="a folder of indexes, each named so")
    arguments = parser.parse_args()
    columns = ["shipped", "embedded", *(f"{n} shard{'s' if n > 1 else ''}" for n in SHARDS)]
    print(f"| collection | {' | '.join(columns)} |")
    print(f"|---|{'---|' * len(columns)}")
    for folder in arguments.collections:
        place = arguments.indexes / folder.name if arguments.indexes else cached(folder)
        shipped, embedded, *shards = measured(folder, place)
        shown = [f"{shipped:.4f}", f"{embedded:.4f}"]
        shown += [f"{figure:.4f} ({figure - embedded:+.4f})" for figure in shards]
        print(f"| {folder.name} | {' | '.join(shown)} |", flush=True)


def measured(folder: Path, place: Path) -> Iterator[float]:
    """nDCG@10 of the embedded engine with and without context, then of so many shards each."""
    dataset = read(folder)
    index.build([dataset.corpus], place)
    with open_engine(place) as shipped:
        encoder = Known(shipped)
        yield figure(shipped, encoder, dataset)
    with open_engine(place, PARAMETERS) as embedded:
        yield figure(embedded, encoder, dataset)
    for count in SHARDS:
        kind = Sharded(place, count)
        build(kind, [dataset.corpus], settings=index.Settings(encoder=encoder))
        yield figure(kind.open(), encoder, dataset)


def figure(engine: Engine, encoder: CachingEncoder, dataset: Dataset) -> float:
    """The mean nDCG@10 of hybrid search."""
    found = run(Searcher(engine, encoder), dataset.queries, Mode.HYBRID, depth=DEPTH)
    return float(np.mean(measure(dataset.qrels, found)[MEASURE]))


if __name__ == "__main__":
    main()
