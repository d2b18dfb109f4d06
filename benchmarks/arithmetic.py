"""How much arithmetic encoding takes, and how much of it one core can do.

    python -m benchmarks.arithmetic CORPUS [--passages 1000]

Counts the multiplications and additions of the default encoder's matrix products (6 layers of 384
dimensions), times a plain product of two matrices on one thread, and says how many passages a
second that would be if nothing else had to be done.
"""

from __future__ import annotations

import argparse
import itertools
import os
import time
from pathlib import Path
from typing import Final

os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy as np

from benchmarks.corpus import paragraphs
from index.encoder import open_encoder

LAYERS: Final = 6
WIDTH: Final = 384
SPECIAL: Final = 2
"""Tokens that stand before and behind every text."""

SIZE: Final = 2048
ROUNDS: Final = 30


def main() -> None:
    parser = argparse.ArgumentParser(description="Compare encoding with the processor's limit.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--passages", type=int, default=1000)
    arguments = parser.parse_args()
    texts = list(itertools.islice(paragraphs(arguments.corpus), arguments.passages))
    encoder = open_encoder(threads=1, for_building=True)
    tokens = encoder.tokenizer.counts(texts) + SPECIAL
    # Four square matrices and two of four times the width; then scores and sums of attention.
    linear = 2 * LAYERS * (4 * WIDTH * WIDTH + 2 * WIDTH * 4 * WIDTH) * tokens
    attention = 2 * LAYERS * 2 * WIDTH * tokens.astype(np.float64) ** 2
    work = float((linear + attention).mean())
    most = product_speed()
    encoder.encode(texts[:50])
    began = time.perf_counter()
    encoder.encode(texts)
    rate = len(texts) / (time.perf_counter() - began)
    print(f"{tokens.mean():.1f} tokens and {work / 1e9:.2f} GFLOP a passage")
    print(
        f"product of matrices on one core: {most / 1e9:.0f} GFLOP/s, {most / work:.0f} passages/s"
    )
    print(f"encoder on one core: {rate:.0f} passages/s, {rate * work / most:.0%} of that")


def product_speed() -> float:
    """Floating-point operations a second of one thread that multiplies two square matrices."""
    left, right = np.random.default_rng(0).random((2, SIZE, SIZE), dtype=np.float32)
    best = np.inf
    for _ in range(ROUNDS):
        began = time.perf_counter()
        left @ right
        best = min(best, time.perf_counter() - began)
    return 2 * SIZE**3 / best


if __name__ == "__main__":
    main()
