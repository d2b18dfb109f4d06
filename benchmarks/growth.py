"""How the time to read a file grows with its length: ``python -m benchmarks.growth``.

Each shape of each format is made at a length and at twice, four and eight times that; the
exponent is the slope of time over length on logarithmic scales, taken where the time is more than
noise. 1 is linear. ``--only NAME`` runs some, ``--most KIB`` sets the largest length.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import growth_formats
from benchmarks.growth_shapes import SHAPES, Shape
from index.readers import read
from index.readers.sources import SourceFile

_NOISE = 0.02
"""Seconds."""


def times(shape: Shape, name: str, sizes: list[int], folder: Path) -> Iterator[float]:
    """Seconds of computing to read the file at each size."""
    for size in sizes:
        path = folder / name
        path.write_bytes(shape(size))
        start = time.process_time()
        for _ in read(SourceFile(path, name, size, 0)):
            pass
        yield time.process_time() - start


def exponent(sizes: list[int], seconds: list[float]) -> float | None:
    """The slope over the largest sizes, of which the first takes more than noise."""
    points = [(s, t) for s, t in zip(sizes, seconds, strict=True) if t > _NOISE]
    if len(points) < 2:
        return None
    (first, quick), (last, slow) = points[max(0, len(points) - 3)], points[-1]
    return math.log(slow / quick) / math.log(last / first)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="shapes whose name holds this")
    parser.add_argument("--most", type=int, default=1024, help="KiB of the largest file")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    sizes = [chosen.most * 1024 // part for part in (8, 4, 2, 1)]
    print(f"{'shape':36}" + "".join(f"{size // 1024:>7}K" for size in sizes) + "  exponent")
    with tempfile.TemporaryDirectory() as folder:
        for warm in ("text: noise", "markdown: noise", "html: prose", "records: one of tags"):
            list(times(SHAPES[warm][1], SHAPES[warm][0], [4096], Path(folder)))
        for name, (file, shape) in (SHAPES | growth_formats.SHAPES).items():
            if chosen.only in name:
                seconds = list(times(shape, file, sizes, Path(folder)))
                slope = exponent(sizes, seconds)
                shown = "".join(f"{one:8.2f}" for one in seconds)
                print(f"{name:36}{shown}{'' if slope is None else f'{slope:10.2f}'}", flush=True)
                if chosen.json:
                    print(json.dumps({"shape": name, "seconds": seconds, "exponent": slope}))


if __name__ == "__main__":
    main()
