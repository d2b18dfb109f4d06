"""The speed table: what was measured, beside the figure to reach.

    python -m benchmarks.speed [CORPUS] [--passages 20000] [--large] [--out benchmarks/SPEED.md]

CORPUS is a ``corpus.jsonl`` in the layout of BEIR; each of its paragraphs is indexed as an
article of its own. Without one, a corpus is drawn from the words of the sample articles. Every
figure comes from fresh processes of the installed command. ``--large`` adds ten times as many
passages for the warm query, and the memory of building five times as many; it takes half an hour.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.corpus import headlines, write_passages, write_synthetic
from benchmarks.table import Row, heading, write
from benchmarks.tasks import QUERY
from benchmarks.timing import ROOT, disk_usage, percentile, repeated, run, say

SEARCH: Final = Path(sys.executable).with_name("search")
PEERS: Final = ROOT / "benchmarks" / ".peers" / "bin" / "python"
TASKS: Final = (sys.executable, "-m", "benchmarks.tasks")
QUERIES: Final = 300
BATCH: Final = 1_000
BUILDS: Final = 3


@dataclass(frozen=True, slots=True)
class Bench:
    """Where the texts and the indexes of a run lie."""

    corpus: Path
    passages: int
    runs: int
    folder: Path

    @property
    def index(self) -> Path:
        """The index of ``passages`` passages that most rows ask."""
        return self.folder / "index"

    def write_sources(self, passages: int, copies: int = 1) -> Path:
        """A file of articles, each of one paragraph, to be indexed."""
        target = self.folder / f"passages-{passages}-{copies}.jsonl"
        write_passages(self.corpus, passages, target, copies)
        return target

    def queries(self, count: int = QUERIES) -> Path:
        """Headlines of the corpus, a line each."""
        target = self.folder / f"queries-{count}.txt"
        target.write_text("\n".join(headlines(self.corpus, count)), encoding="utf-8")
        return target


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the speed table.")
    parser.add_argument("corpus", type=Path, nargs="?")
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=9, help="processes that a median is taken of")
    parser.add_argument("--large", action="store_true", help="the rows that take half an hour")
    parser.add_argument("--out", type=Path, help="write the table to this file too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        corpus, texts = arguments.corpus, "a news corpus"
        if corpus is None:
            texts = "words of the sample articles, drawn at random"
            corpus = Path(name) / "corpus.jsonl"
            write_synthetic(ROOT / "seeds", arguments.passages, corpus)
        bench = Bench(corpus.resolve(), arguments.passages, arguments.runs, Path(name))
        page = [*heading(texts), *map(str, rows(bench, arguments.large))]
    print("\n".join(page))
    if arguments.out:
        write(page, arguments.out)


def rows(bench: Bench, large: bool) -> Iterator[Row]:
    yield from build(bench)
    yield from cold(bench)
    yield from warm(bench, bench.index, f"{bench.passages:,}", p50=6, p95=12)
    yield fusion(bench)
    yield from filters(bench, bench.index, f"{bench.passages:,}")
    yield batch(bench)
    yield unchanged(bench)
    yield from keyword(bench)
    yield from encoding(bench)
    if large:
        yield from warm(
            bench, enlarged(bench), f"{10 * bench.passages:,} (copies, jittered)", p50=12
        )
        yield from filters(bench, bench.folder / "copies", f"{10 * bench.passages:,}")
        yield memory_of_building(bench)


def build(bench: Bench) -> Iterator[Row]:
    """The whole build beside opening the encoder and encoding the same texts in one call.

    Both in turn, since a machine's pace changes within minutes; the middle ratio counts.
    """
    say("building, with an encoder that is exported already")
    run([SEARCH, "build", ROOT / "seeds", "--index", bench.folder / "first"])
    sources = bench.write_sources(bench.passages)
    pairs = []
    for turn in range(BUILDS):
        say(f"build {turn + 1} of {BUILDS}, then encoding alone")
        shutil.rmtree(bench.index, ignore_errors=True)
        built = run([SEARCH, "build", sources, "--index", bench.index, "--keep-boilerplate"])
        pairs.append((built, run([*TASKS, "encode", bench.index])))
    pairs.sort(key=lambda pair: pair[0].wall / pair[1].wall)
    ratios = [built.wall / alone.wall for built, alone in pairs]
    middle = ratios[BUILDS // 2]
    built, alone = pairs[BUILDS // 2]
    texts = json.loads(alone.output)["texts"]
    yield Row(
        f"whole build of {bench.passages:,} paragraphs against encoding alone",
        f"{built.wall:.1f} s against {alone.wall:.1f} s: {middle:.2f} times "
        f"({ratios[0]:.2f} to {ratios[-1]:.2f} in {BUILDS} turns; {built.cpu:.0f} s and "
        f"{alone.cpu:.0f} s of CPU; {texts / built.wall:,.0f} passages/s)",
        "≤ 1.15 times",
        middle <= 1.15,
    )
    size = disk_usage(bench.index)
    yield Row("its peak memory; the index on disk", f"{_mb(built.peak)}; {_mb(size)}")


def cold(bench: Bench) -> Iterator[Row]:
    say("cold queries")
    ours = repeated([SEARCH, "query", QUERY, "--index", bench.index], bench.runs)
    theirs = repeated([*TASKS, "cold", bench.index], max(1, bench.runs // 3))
    ratio = theirs.wall / ours.wall
    yield Row(
        f"cold `search query`, {bench.passages:,} passages",
        f"{ours.wall:.2f} s ({ours.cpu:.2f} s of CPU)",
        "≤ 0.5 s",
        ours.wall <= 0.5,
    )
    yield Row(
        "the same, encoded by sentence-transformers",
        f"{theirs.wall:.2f} s: {ratio:.1f} times as long",
        "≥ 12 times",
        ratio >= 12,
    )
    yield Row("its peak memory", _mb(ours.peak), "≤ 300 MB", ours.peak <= 300e6)
    say("help")
    shown = repeated([SEARCH, "--help"], bench.runs)
    yield Row("`search --help`, CPU", f"{shown.cpu:.2f} s", "≤ 0.15 s", shown.cpu <= 0.15)


def warm(
    bench: Bench, index: Path, passages: str, p50: float, p95: float | None = None
) -> Iterator[Row]:
    say(f"warm queries, {passages} passages")
    times = json.loads(run([*TASKS, "warm", index, bench.queries()]).output)
    for share, limit in ((0.5, p50), (0.95, p95)):
        took = 1000 * percentile(times, share)
        yield Row(
            f"warm hybrid query with encoding, {passages} passages, p{100 * share:.0f} "
            f"of {len(times)} headlines",
            f"{took:.1f} ms",
            f"≤ {limit} ms" if limit else "",
            took <= limit if limit else None,
        )


def fusion(bench: Bench) -> Row:
    say("fusion")
    times = json.loads(run([*TASKS, "fusion", bench.index, bench.queries()]).output)
    ranks, scores = (1000 * percentile(each, 0.5) for each in times)
    return Row(
        "the default ranking against reciprocal ranks, encoding left out, p50",
        f"{scores:.1f} ms against {ranks:.1f} ms",
        "< 2 ms more",
        scores - ranks < 2,
    )


def filters(bench: Bench, index: Path, passages: str) -> Iterator[Row]:
    say(f"filters, {passages} passages")
    times = json.loads(run([*TASKS, "filters", index, bench.queries()]).output)
    for name, ratio in times.items():
        yield Row(
            f"a query with `{name}` against the same without, {passages} passages, no encoding",
            f"{ratio:.2f} times",
            "≤ 1.3 times",
            ratio <= 1.3,
        )


def batch(bench: Bench) -> Row:
    say("a batch of queries")
    queries = bench.queries(BATCH)
    asked = len(queries.read_text(encoding="utf-8").splitlines())
    took = run([SEARCH, "batch", queries, "--index", bench.index])
    return Row(
        f"`search batch`, {asked:,} queries at {bench.passages:,} passages",
        f"{took.wall:.1f} s ({took.cpu:.1f} s of CPU)",
        "< 15 s",
        took.wall < 15,
    )


def unchanged(bench: Bench) -> Row:
    say("rebuilds with nothing changed")
    rebuilt = repeated([SEARCH, "build", "--index", bench.index], bench.runs)
    return Row(
        f"rebuild with nothing changed, {bench.passages:,} passages",
        f"{rebuilt.wall:.2f} s",
        "≤ 1.5 s",
        rebuilt.wall <= 1.5,
    )


def keyword(bench: Bench) -> Iterator[Row]:
    """From ``benchmarks.keyword_leg``; tantivy and bm25s where the peers are installed."""
    say("the keyword leg")
    python = PEERS if PEERS.exists() else sys.executable
    command = [python, "-m", "benchmarks.keyword_leg", bench.corpus, "--paragraphs", bench.passages]
    output = run([*map(str, command)]).output
    cells = [line.strip("| ").split(" | ") for line in output.splitlines() if line[:1] == "|"]
    p50 = {cell[0]: float(cell[1]) for cell in cells[2:]}
    whoosh = p50["Whoosh's searcher"]
    for state, least in (("nothing", 8), ("postings", 50)):
        ours = p50[f"ours, {state} kept"]
        yield Row(
            f"keyword leg, {state} kept, against Whoosh's own searcher, same ranking",
            f"{ours:.3f} ms against {whoosh:.3f} ms: {whoosh / ours:.0f} times faster",
            f"≥ {least} times",
            whoosh / ours >= least,
        )
    for engine, most in (("tantivy", 3), ("bm25s", None)):
        if engine in p50:
            ratio = p50["ours, postings kept"] / p50[engine]
            yield Row(
                f"keyword leg, postings kept, against {engine}",
                f"{p50['ours, postings kept']:.3f} ms against {p50[engine]:.3f} ms: "
                f"{ratio:.2f} times",
                f"≤ {most} times" if most else "",
                ratio <= most if most else None,
            )


def encoding(bench: Bench) -> Iterator[Row]:
    """From ``benchmarks.encoding``."""
    say("encoders")
    output = run([sys.executable, "-m", "benchmarks.encoding", str(bench.corpus)]).output
    lines = {line.split()[0]: line.split() for line in output.splitlines() if line.strip()}
    for precision, faster, alike in (("fp32", 2.2, 0.9999), ("int8", 4.0, 0.99)):
        _, rate, ratio, cosine, *_ = lines[precision]
        yield Row(
            f"encoding at {precision} against `SentenceTransformer.encode`",
            f"{rate} passages/s: {ratio} times, mean cosine {cosine}",
            f"≥ {faster} times, cosine ≥ {alike}",
            float(ratio) >= faster and float(cosine) >= alike,
        )


def enlarged(bench: Bench) -> Path:
    """An index of ten copies of every passage, each with a vector of its own."""
    say("building ten copies of every passage; their vectors are known")
    location = bench.folder / "copies"
    shutil.copytree(bench.index, location)
    sources = bench.write_sources(bench.passages, copies=10)
    run([*TASKS, "jitter", location, sources])
    return location


def memory_of_building(bench: Bench) -> Row:
    say("building five times as many passages")
    sources = bench.write_sources(5 * bench.passages)
    built = run([SEARCH, "build", sources, "--index", bench.folder / "large"])
    indexed = json.loads(
        run([SEARCH, "stats", "--json", "--index", bench.folder / "large"]).output
    )["passages"]
    return Row(
        f"peak memory of building {indexed:,} passages",
        f"{_mb(built.peak)} ({built.wall:.0f} s)",
        "≤ 1.5 GB",
        built.peak <= 1.5e9,
    )


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"


if __name__ == "__main__":
    main()
