"""What the keyword leg finds by itself, and how fast text becomes terms; nothing is encoded.

    python -m benchmarks.words COLLECTION [COLLECTION ...] [--language CODE]

A collection is a folder of ``corpus.jsonl``, ``queries.jsonl`` and ``qrels/test.tsv`` (BEIR). Each
paragraph is a passage; a document is as good as its best one. Where ``paragraphs.tsv`` says which
paragraph answers, that is measured besides.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query.parser import plain

DEPTH = 1000
LANGUAGES = {"xquad-de": "de", "xquad-zh": "zh", "xquad-th": "th", "xquad-en-de": "de"}


class Paragraph(NamedTuple):
    """A passage of a document, and where it stands in its text."""

    document: str
    title: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the text of the document."""
        return self.start + len(self.text)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("collections", nargs="+", type=Path)
    arguments.add_argument("--language", default="")
    chosen = arguments.parse_args()
    print("| collection | nDCG@10 | MRR@10 | R@100 | paragraph MRR@10 |", end="")
    print(" words/ms | index s | MB | cold ms | warm ms |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for folder in chosen.collections:
        measure(folder, chosen.language or LANGUAGES.get(folder.name, "en"))


def measure(folder: Path, language: str) -> None:
    passages = list(paragraphs(folder / "corpus.jsonl"))
    queries = {q["_id"]: q["text"] for q in lines(folder / "queries.jsonl")}
    judged = judgements(folder / "qrels" / "test.tsv")
    places = answers(folder / "paragraphs.tsv")
    queries = {name: text for name, text in queries.items() if name in judged}
    numbers = {name: n for n, name in enumerate(dict.fromkeys(p.document for p in passages))}
    documents = np.array([numbers[p.document] for p in passages], dtype=np.int32)
    with tempfile.TemporaryDirectory() as name:
        began = time.process_time()
        with KeywordWriter(Path(name), fresh=True) as writer:
            for row, p in enumerate(passages):
                writer.add(row, title=p.title, heading="", body=p.text, language=language)
        indexing = time.process_time() - began
        size = sum(path.stat().st_size for path in Path(name).iterdir())
        rate = throughput([p.text for p in passages], language)
        with KeywordIndex(Path(name), documents) as index:
            cold, found = ask(index, list(queries.values()), language)
            warm, _ = ask(index, list(queries.values()), language)
    ranked = [[passages[row] for row in rows] for rows in found]
    best = [list(dict.fromkeys(p.document for p in each)) for each in ranked]
    gains = [judged[name] for name in queries]
    rows = [places[name] for name in queries] if places else []
    print(
        f"| {folder.name} "
        f"| {mean(ndcg(b, g) for b, g in zip(best, gains, strict=True)):.4f} "
        f"| {mean(reciprocal([d in g for d in b]) for b, g in zip(best, gains, strict=True)):.4f} "
        f"| {mean(recall(b, g) for b, g in zip(best, gains, strict=True)):.4f} "
        f"| {paragraph_rank(ranked, rows)} | {rate:.0f} | {indexing:.2f} | {size / 1e6:.2f} "
        f"| {cold:.3f} | {warm:.3f} |",
        flush=True,
    )


def throughput(texts: Sequence[str], language: str) -> float:
    """Words (parted by blanks) a millisecond of CPU time, the best of three turns."""
    from index.keyword.occurrences import Occurrences

    words = sum(len(text.split()) for text in texts)
    turns = []
    for _ in range(3):
        began = time.process_time()
        occurrences = Occurrences()
        for document, text in enumerate(texts):
            occurrences.add("body", document, text, language)
        turns.append(time.process_time() - began)
    return words / min(turns) / 1e3


def ask(
    index: KeywordIndex, queries: Sequence[str], language: str
) -> tuple[float, list[list[int]]]:
    """The median CPU time of a query in milliseconds, and the rows that each finds."""
    times, found = [], []
    for text in queries:
        query = plain(text)
        began = time.process_time()
        ranking = index.answer(query, [language], BM25()).best(DEPTH)
        times.append(1e3 * (time.process_time() - began))
        found.append(ranking.rows.tolist())
    return statistics.median(times), found


def paragraphs(path: Path) -> Iterator[Paragraph]:
    for record in lines(path):
        start = 0
        for piece in record["text"].split("\n\n"):
            if piece.strip() or not record["text"].strip():
                yield Paragraph(record["_id"], record.get("title", ""), piece, start)
            start += len(piece) + 2


def lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def judgements(path: Path) -> dict[str, dict[str, int]]:
    judged: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, gain = line.split("\t")
        if int(gain) > 0:
            judged.setdefault(query, {})[document] = int(gain)
    return judged


def answers(path: Path) -> dict[str, tuple[str, int, int]]:
    if not path.exists():
        return {}
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:])
    return {query: (document, int(start), int(end)) for query, document, start, end in rows}


def ndcg(ranked: Sequence[str], gains: dict[str, int]) -> float:
    found = [gains.get(document, 0) for document in ranked[:10]]
    best = sorted(gains.values(), reverse=True)[:10]
    return discounted(found) / discounted(best)


def discounted(gains: Sequence[int]) -> float:
    return math.fsum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))


def reciprocal(relevant: Sequence[bool]) -> float:
    return next((1 / rank for rank, held in enumerate(relevant[:10], 1) if held), 0.0)


def recall(ranked: Sequence[str], gains: dict[str, int]) -> float:
    return len(set(ranked[:100]) & gains.keys()) / len(gains)


def paragraph_rank(
    ranked: Sequence[Sequence[Paragraph]], places: Sequence[tuple[str, int, int]]
) -> str:
    if not places:
        return "–"
    hits = [
        [p.document == document and p.start < end and start < p.end for p in each]
        for each, (document, start, end) in zip(ranked, places, strict=True)
    ]
    return f"{mean(map(reciprocal, hits)):.4f}"


def mean(numbers: Iterator[float] | map[float]) -> float:
    return statistics.fmean(numbers)


if __name__ == "__main__":
    main()
