"""What an index withstands, and what a change to it costs.

    python -m benchmarks.robustness [--kills 200] [--corruptions 500] [--passages 100000]

Builds are killed at random moments and operations, and every file operation of one is made to
fail; indexes are corrupted at random, with checksums that do not fit and with some that do. Each
index is looked at afterwards as the tests do it. Then single articles are added to, changed in
and removed from a larger index. ``--passages 0`` leaves that out: to build it takes a while.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import index
from benchmarks.corpus import write_synthetic
from benchmarks.timing import ROOT, load, machine, run, say
from index.generation import generations
from search import Searcher

sys.path.insert(0, str(ROOT / "tests"))
from faults import Builder, Ending
from harm import Witness, disguise, harm, write_articles

SEARCH: Final = Path(sys.executable).with_name("search")
LIMITS: Final = [0, *(3 * 2**power for power in range(5, 17))]
"""Bytes past which no file can be written, where a full disk is simulated."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Print what an index withstands.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--corruptions", type=int, default=500)
    parser.add_argument("--passages", type=int, default=100_000)
    arguments = parser.parse_args()
    print(f"{machine()}; load average {load()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_articles(folder / "articles", notes=60)
        index.build([folder / "articles"], folder / "index")
        shutil.copytree(folder / "articles", folder / "changed")
        (folder / "changed/new.txt").write_text("Herring\nThe herring came back to the bay.\n")
        (folder / "changed/a.txt").unlink()
        index.build([folder / "articles/b.md"], folder / "other")
        with Builder() as builder:
            for line in kills(folder, builder, arguments.kills):
                print(line, flush=True)
            print(faults(folder, builder), flush=True)
        for line in corruptions(folder, arguments.corruptions):
            print(line, flush=True)
        if arguments.passages:
            for line in changes(folder / "large", arguments.passages):
                print(line, flush=True)


def kills(folder: Path, builder: Builder, count: int) -> Iterator[str]:
    """Half of them at a random operation, half after a random time."""
    say(f"{count} kills")
    chance = random.Random(0)
    operations = builder.build(copied(folder), folder / "changed", "kill", at=10**9).operations
    killed, survived, former = 0, 0, 0
    while killed < count:
        place = copied(folder)
        if killed % 2:
            ending = builder.build(place, folder / "changed", after=chance.uniform(0.01, 0.6))
        else:
            at = chance.randint(1, operations)
            ending = builder.build(place, folder / "changed", "kill", at=at)
        if not ending.signal:
            continue  # it had finished before its time came
        killed += 1
        former += generations.current_generation(place) == 1
        survived += is_whole(folder, place, builder)
    yield f"kills survived: {survived} of {killed} ({former} with the former generation current)"


def faults(folder: Path, builder: Builder) -> str:
    """Every file operation fails once with each error, and every write past each limit."""
    operations = builder.build(copied(folder), folder / "changed", "kill", at=10**9).operations
    accidents = [("file size", limit) for limit in LIMITS]
    for error in ("no space", "no permission"):
        accidents += [(error, at) for at in range(1, operations + 1)]
    say(f"{len(accidents)} faults")
    survived = 0
    for accident, at in accidents:
        place = copied(folder)
        ending = builder.build(place, folder / "changed", accident, at)
        survived += is_clear(ending) and is_whole(folder, place, builder)
    return f"faults injected: {len(accidents)}, survived: {survived}"


def corruptions(folder: Path, count: int) -> Iterator[str]:
    say(f"{count} corruptions, twice")
    detected, hidden, ends = 0, 0, Counter[str]()
    with Witness() as witness:
        for seed in range(count):
            place = copied(folder)
            _, path = harm(place, folder / "other", random.Random(seed))
            found = witness.look(place)
            named = str(path) in found.verify and "`search build --fresh`" in found.verify
            detected += named and not found.crash
            try:
                disguise(place)
            except index.SearchError:
                continue
            hidden += 1
            found = witness.look(place)
            ends["crash or hang" if found.crash else found.query.split(" ")[0].rstrip(":")] += 1
    yield f"corruptions detected, file and command named: {detected} of {count}"
    yield f"the same under checksums that fit: {hidden}, ending in {dict(ends)}"


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


def copied(folder: Path) -> Path:
    """A fresh copy of the index, in the place of the one before."""
    place = folder / "case"
    shutil.rmtree(place, ignore_errors=True)
    return Path(shutil.copytree(folder / "index", place))


def is_clear(ending: Ending) -> bool:
    """Whether a build that met with an accident ended well, or with one line."""
    return not ending.traceback and "\n" not in ending.error


def is_whole(folder: Path, place: Path, builder: Builder) -> bool:
    """Whether an index is the former or the new one to the last byte, and can be built on."""
    verified = index.verify(place)
    number = verified.manifest.generation
    with Searcher.open(place) as searcher:
        hits = searcher.search("herring grain", mode="keyword").hits
    found = {Path(hit.document.path).name for hit in hits} & {"a.txt", "new.txt"}
    if verified.damage or number not in (1, 2) or found != {["a.txt", "new.txt"][number - 1]}:
        return False
    again = builder.build(place, folder / "changed")
    return not again.error and not again.traceback and not list(place.glob("building-*"))


if __name__ == "__main__":
    main()
