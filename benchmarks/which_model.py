"""Which model to take: quality by language, speed, memory and size, of models at hand.

    python -m benchmarks.which_model COLLECTION ... --model NAME[@int8] ... [--queries 300]

A COLLECTION has the layout of BEIR, and may have a ``paragraphs.tsv`` with the paragraph of an
article that answers each query; such paragraphs are then what is found. Its passages are ranked
by cosine alone, so it is the model that is measured and not the search. A figure is MRR@10. Each
model runs in a process of its own, on one core; times are those of the processor, so that they
hold on a busy machine, and passages a second are of the last collection.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("collections", nargs="+", type=Path)
    parser.add_argument("--model", action="append", required=True)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.measure:
        measure(arguments)
        return
    heads = [folder.name for folder in arguments.collections]
    print("| model |", " | ".join(heads), "| passages/s | query | memory | size |")
    print("|---|" + "---|" * (len(heads) + 4))
    for model in arguments.model:
        command = [sys.executable, "-m", "benchmarks.which_model", "--measure", "--model", model]
        command += ["--queries", str(arguments.queries), "--passages", str(arguments.passages)]
        command += map(str, arguments.collections)
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
        found: dict[str, Any] = json.loads(done.stdout)
        quality = " | ".join(f"{value:.3f}" for value in found["quality"])
        print(
            f"| {model} | {quality} | {found['rate']:.0f} | {found['query'] * 1000:.1f} ms | "
            f"{found['memory']:.0f} MB | {found['size']:.0f} MB |",
            flush=True,
        )


def measure(arguments: argparse.Namespace) -> None:
    """Measure one model in this process, and print what came of it as JSON."""
    from index.encoder import open_encoder
    from index.private_files import cache_folder

    name, _, precision = arguments.model[0].partition("@")
    asking = open_encoder(name, precision=precision or "fp32", threads=1)
    asking.encode_query("a first query")
    memory = resident_megabytes()
    encoder = open_encoder(name, precision=precision or "fp32", threads=1, for_building=True)
    quality, rate, times = [], 0.0, []
    for folder in arguments.collections:
        passages, queries, answers = load(folder, arguments.queries, arguments.passages)
        started = time.process_time()
        vectors = encoder.encode(passages)
        rate = len(passages) / (time.process_time() - started)
        found = []
        for query, right in zip(queries, answers, strict=True):
            started = time.process_time()
            vector = asking.encode_query(query)
            times.append(time.process_time() - started)
            order = np.argsort(-(vectors @ vector[0]), kind="stable")[:10].tolist()
            found.append(next((1 / n for n, row in enumerate(order, 1) if row in right), 0.0))
        quality.append(statistics.mean(found))
    files = (cache_folder() / "encoders" / encoder.fingerprint).iterdir()
    size = sum(file.stat().st_size for file in files) / 1e6
    print(
        json.dumps(
            {
                "quality": quality,
                "rate": rate,
                "query": statistics.median(times),
                "memory": memory,
                "size": size,
            }
        )
    )


def load(folder: Path, most: int, size: int) -> tuple[list[str], list[str], list[set[int]]]:
    """Passages, queries, and the numbers of the passages that answer each query.

    There are ``size`` passages, those that answer a query among them.
    """
    texts = {
        row["_id"]: "\n".join(part for part in (row.get("title"), row["text"]) if part)
        for row in records(folder / "corpus.jsonl")
    }
    queries = {row["_id"]: row["text"] for row in records(folder / "queries.jsonl")}
    judged = folder / "paragraphs.tsv"
    spans = judged.exists()
    right: dict[str, set[str]] = {}
    plain = {row["_id"]: row["text"] for row in records(folder / "corpus.jsonl")} if spans else {}
    passages: dict[str, str] = {} if spans else texts
    for row in table(judged if spans else folder / "qrels" / "test.tsv"):
        name = row["corpus-id"]
        if spans:
            start, end = int(row["start"]), int(row["end"])
            name = f"{name}:{start}"
            passages[name] = plain[row["corpus-id"]][start:end]
        if float(row.get("score") or 1) > 0:
            right.setdefault(row["query-id"], set()).add(name)
    step = max(1, len(right) // most)
    chosen = list(right)[::step][:most]
    needed = {name for query in chosen for name in right[query]}
    others = [name for name in passages if name not in needed][: max(0, size - len(needed))]
    passages = {name: text for name, text in passages.items() if name in needed | set(others)}
    numbers = {name: number for number, name in enumerate(passages)}
    answers = [{numbers[name] for name in right[query]} for query in chosen]
    return list(passages.values()), [queries[query] for query in chosen], answers


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


if __name__ == "__main__":
    main()
