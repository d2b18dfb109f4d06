"""What an index withstands, and what a change to it costs.

    python -m benchmarks.robustness [--kills 500] [--parts 10] [--corruptions 1000]
        [--archives 1000] [--sources 400] [--queries 100000] [--formats 100] [--passages 100000]
        [--seed 0]

Every command that writes is killed at random moments and operations, and runs out of disk at every
tenth of its way; files of every format cannot be opened for a moment; indexes and archives are
corrupted at random, indexes also with checksums that fit; hostile files are built; queries are made
of anything. Each index is looked at afterwards as the tests do it: nothing may be lost, nothing
run, and nothing end in a traceback. Then single articles are added to, changed in and removed from
a larger index. A count of 0 leaves a part out: ``--passages`` and ``--kills`` take longest.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks.corpus import write_synthetic
from benchmarks.robustness import scene as _scene  # puts the tests' tools on the path
from benchmarks.robustness.accidents import full_disks, kills, passing_errors
from benchmarks.robustness.hostile import archives, corruptions, sources
from benchmarks.robustness.queries import queries
from benchmarks.timing import ROOT, load, machine, run, say

SEARCH: Final = Path(sys.executable).with_name("search")


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what an index withstands.")
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--parts", type=int, default=10, help="of each command with a full disk")
    parser.add_argument("--corruptions", type=int, default=1_000)
    parser.add_argument("--archives", type=int, default=1_000)
    parser.add_argument("--sources", type=int, default=400)
    parser.add_argument("--first", type=int, default=0, help="hostile source to begin with")
    parser.add_argument("--queries", type=int, default=100_000)
    parser.add_argument("--formats", type=int, default=100, help="whose files fail for a moment")
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=0, help="another one makes other accidents")
    arguments = parser.parse_args()
    print(f"{machine()}; load average {load()}")
    with tempfile.TemporaryDirectory() as name, _scene.Worker() as worker:
        # A command that is killed at each of its operations is the same with fewer articles.
        small = _scene.Scene(Path(name) / "small", worker, arguments.seed, notes=12)
        scene = _scene.Scene(Path(name) / "usual", worker, arguments.seed)
        for part, count in (
            (kills, arguments.kills),
            (full_disks, arguments.parts),
            (corruptions, arguments.corruptions),
            (archives, arguments.archives),
            (partial(sources, first=arguments.first), arguments.sources),
            (queries, arguments.queries),
            (passing_errors, arguments.formats),
        ):
            if count:
                _print(part(small if part in (kills, full_disks) else scene, count))
        if arguments.passages:
            _print(changes(scene.folder / "large", arguments.passages))


def _print(lines: Iterator[str]) -> None:
    for line in lines:
        print(line, flush=True)


def changes(folder: Path, passages: int) -> Iterator[str]:
    """A full build, then one article added, changed and removed by the installed command."""
    say(f"building {passages:,} passages")
    articles = folder / "articles"
    articles.mkdir(parents=True)
    write_synthetic(ROOT / "seeds", passages, articles / "corpus.jsonl")
    built = run([SEARCH, "build", articles, "--index", folder / "index"])
    yield f"full build of {passages:,} passages: {built.wall:.1f} s"
    article = articles / "one.txt"
    for what, text in (
        ("add", "One\nThe herring talks in Karsova ended at dawn with a treaty on nets.\n"),
        ("change", "One\nThe herring talks in Karsova ended at noon without a treaty.\n"),
        ("remove", ""),
    ):
        article.write_text(text) if text else article.unlink()
        done = run([SEARCH, "build", "--json", "--index", folder / "index"])
        report = json.loads(done.output)
        reused = 100 * (1 - report["encoded"] / report["passages"])
        yield f"{what} one article: {done.wall:.2f} s, {reused:.3f} % of embeddings reused"


if __name__ == "__main__":
    main()
