"""Below how many tokens a paragraph should join its neighbour: the right paragraph found, by limit.

    python -m benchmarks.short_paragraphs DATASET

DATASET has ``corpus.jsonl``, ``queries.jsonl`` and ``paragraphs.tsv`` (query-id, corpus-id, start,
end: which stretch of which text answers). For each limit it builds an index of all records and
prints the share of questions with the right paragraph first, the mean reciprocal rank among ten,
and how many passages there are.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
from pathlib import Path

import index
import index.chunk
from search import Searcher

LIMITS = (1, 16, 32, 48, 64, 128)


def measure(dataset: Path, limit: int) -> tuple[int, float, float]:
    """The passages, the share of right ones that are first, and MRR@10, under one limit."""
    index.chunk.SHORT_TOKENS = limit  # type: ignore[misc]
    queries = {
        record["_id"]: record["text"]
        for record in map(json.loads, (dataset / "queries.jsonl").read_text().splitlines())
    }
    with (dataset / "paragraphs.tsv").open(encoding="utf-8") as file:
        answers = list(csv.DictReader(file, delimiter="\t"))
    first = reciprocal = 0.0
    with tempfile.TemporaryDirectory() as place:
        report = index.build([dataset / "corpus.jsonl"], place)
        with Searcher.open(place) as searcher:
            for answer in answers:
                hits = searcher.search(queries[answer["query-id"]], top_k=10).hits
                ranks = [hit.rank for hit in hits if _answers(hit.passage, answer)]
                first += bool(ranks) and ranks[0] == 1
                reciprocal += 1 / ranks[0] if ranks else 0.0
    return report.manifest.counts.passages, first / len(answers), reciprocal / len(answers)


def _answers(passage: index.Passage, answer: dict[str, str]) -> bool:
    record = passage.document_id.rpartition("#")[2]
    overlap = min(passage.end, int(answer["end"])) - max(passage.start, int(answer["start"]))
    return record == answer["corpus-id"] and overlap > 0


def main() -> None:
    """Print a row for each limit."""
    parser = argparse.ArgumentParser(description="Below how many tokens a paragraph should join.")
    parser.add_argument("dataset", type=Path)
    dataset = parser.parse_args().dataset
    print("| tokens | passages | right one first | MRR@10 |\n|---|---|---|---|")
    for limit in LIMITS:
        passages, first, reciprocal = measure(dataset, limit)
        print(f"| {limit} | {passages:,} | {first:.1%} | {reciprocal:.4f} |", flush=True)


if __name__ == "__main__":
    main()
