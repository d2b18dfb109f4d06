"""How fast the keyword leg answers, beside other engines that rank the same paragraphs.

    python -m benchmarks.keyword_leg corpus.jsonl --paragraphs 20000

The corpus is in BEIR's layout, one JSON object with a ``text`` a line; its paragraphs are what
stands between blank lines. Each query is two to five words drawn from one paragraph, and asks for
the best hundred. Whoosh's own searcher reads the same index and scores by the same formula, and
its rankings are compared with ours. The other engines are measured where they are installed:

    python -m venv --system-site-packages /path/to/scratch
    /path/to/scratch/bin/pip install bm25s tantivy
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from index.keyword.analysis import analyze
from index.keyword.bm25 import BM25, idf, normalized, saturation
from index.keyword.keyword_index import KeywordIndex
from index.keyword.snapshot import Snapshot
from index.keyword.writer import KeywordWriter
from index.query import plain

DEPTH = 100
PARAMETERS = BM25()

Search = Callable[[str], Sequence[int]]


def main() -> None:
    parser = argparse.ArgumentParser(description="Time the keyword leg.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--paragraphs", type=int, default=20_000)
    parser.add_argument("--queries", type=int, default=500)
    arguments = parser.parse_args()
    texts = list(itertools.islice(paragraphs(arguments.corpus), arguments.paragraphs))
    queries = draw(texts, arguments.queries)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        began = time.perf_counter()
        with KeywordWriter(folder, fresh=True) as writer:
            for row, text in enumerate(texts):
                writer.add(row, title="", heading="", body=text, language="en")
        taken = time.perf_counter() - began
        size = sum(file.stat().st_size for file in folder.iterdir())
        print(f"{len(texts):,} paragraphs indexed in {taken:.1f} s ({len(texts) / taken:,.0f}/s),")
        print(f"{size / 1e6:.1f} MB; {len(queries)} queries, the best {DEPTH}\n")
        compare(folder, texts, queries)


def compare(folder: Path, texts: Sequence[str], queries: Sequence[str]) -> None:
    cold, warm, whoosh = ours(folder, kept=False), ours(folder, kept=True), whoosh_searcher(folder)
    print("| engine | p50 ms | p95 ms |\n|---|---|---|")
    with KeywordIndex(folder) as index:
        for query in queries:
            assert_same(query, warm(query), whoosh(query), index)
    report("Whoosh's searcher", whoosh, queries)
    report("ours, nothing kept", cold, queries)
    report("ours, postings kept", warm, queries)
    for name, build in (("bm25s", bm25s_searcher), ("tantivy", tantivy_searcher)):
        if importlib.util.find_spec(name):
            report(name, build(texts), queries)


def paragraphs(corpus: Path) -> Iterator[str]:
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            yield from filter(str.strip, json.loads(line)["text"].split("\n\n"))


def draw(texts: Sequence[str], count: int) -> list[str]:
    chance = random.Random(0)
    queries: list[str] = []
    while len(queries) < count:
        words = sorted(set(chance.choice(texts).split()))
        if len(words) >= 5:
            queries.append(" ".join(chance.sample(words, chance.randint(2, 5))))
    return queries


def report(name: str, search: Search, queries: Sequence[str]) -> None:
    times: list[float] = []
    for query in queries:
        began = time.perf_counter()
        search(query)
        times.append(1e3 * (time.perf_counter() - began))
    p50, p95 = np.percentile(times, [50, 95])
    print(f"| {name} | {p50:.3f} | {p95:.3f} |")


def assert_same(
    query: str, ours: Sequence[int], theirs: Sequence[int], index: KeywordIndex
) -> None:
    """Stop unless both rankings are the same, but for rows whose scores are as good as equal."""
    if list(ours) == list(theirs):
        return
    answer = index.answer(plain(query), ["en"], PARAMETERS)
    mine, whooshs = (answer.scores[np.array(rows)] for rows in (ours, theirs))
    if len(ours) != len(theirs) or not np.allclose(mine, whooshs, rtol=1e-6, atol=0):
        raise SystemExit(f"The rankings differ for {query!r}.")


def ours(folder: Path, *, kept: bool) -> Search:
    index = KeywordIndex(folder, memory=(256 << 20) if kept else 0)
    return lambda query: index.answer(plain(query), ["en"], PARAMETERS).best(DEPTH).rows.tolist()


def whoosh_searcher(folder: Path) -> Search:
    from whoosh.query import Or, Term
    from whoosh.scoring import BaseScorer, WeightingModel
    from whoosh.searching import Searcher

    snapshot = Snapshot(folder)
    field = snapshot.fields["body"]
    lengths = field.lengths.tolist()

    class Scorer(BaseScorer):  # type: ignore[misc]
        def __init__(self, term: bytes, searcher: Any) -> None:
            frequency = searcher.doc_frequency("body", term)
            self.idf = idf(snapshot.count, frequency)
            self.most = searcher.term_info("body", term).max_weight()

        def supports_block_quality(self) -> bool:
            return True

        def score(self, matcher: Any) -> float:
            length = lengths[matcher.id()]
            tf = normalized(float(matcher.weight()), length, field.average, PARAMETERS.b)
            return float(self.idf * saturation(tf, PARAMETERS.k1))

        def max_quality(self) -> float:
            return self._limit(self.most)

        def block_quality(self, matcher: Any) -> float:
            return self._limit(matcher.block_max_weight())

        def _limit(self, tf: float) -> float:
            return self.idf * saturation(tf / (1 - PARAMETERS.b), PARAMETERS.k1)

    class Model(WeightingModel):  # type: ignore[misc]
        def scorer(self, searcher: Any, _: str, text: bytes, **__: object) -> Scorer:
            return Scorer(text, searcher)

    searcher = Searcher(snapshot.segments[0].reader, weighting=Model())

    def search(query: str) -> list[int]:
        terms = [Term("body", term) for term in dict.fromkeys(analyze(query))]
        return [hit.docnum for hit in searcher.search(Or(terms), limit=DEPTH)]

    return search


def bm25s_searcher(texts: Sequence[str]) -> Search:
    import bm25s  # type: ignore[import-not-found]

    index = bm25s.BM25(method="lucene", k1=PARAMETERS.k1, b=PARAMETERS.b)
    index.index([analyze(text) for text in texts], show_progress=False)

    def search(query: str) -> list[int]:
        rows, _ = index.retrieve([analyze(query)], k=DEPTH, show_progress=False)
        return [int(row) for row in rows[0]]

    return search


def tantivy_searcher(texts: Sequence[str]) -> Search:
    import tantivy  # type: ignore[import-not-found]

    schema = tantivy.SchemaBuilder().add_text_field("body", tokenizer_name="en_stem").build()
    index = tantivy.Index(schema)
    writer = index.writer()
    for text in texts:
        writer.add_document(tantivy.Document(body=text))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def search(query: str) -> list[int]:
        parsed, _ = index.parse_query_lenient(query, ["body"])
        return [address.doc for _, address in searcher.search(parsed, DEPTH).hits]

    return search


if __name__ == "__main__":
    main()
