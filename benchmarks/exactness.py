"""Whether the one article with a name, a number or an id is found by it.

    python -m benchmarks.exactness seeds nfcorpus/corpus.jsonl > benchmarks/EXACTNESS.md

Each argument is what ``search build`` takes. From each corpus, up to 70 texts of each kind that
stand in one article are drawn, and asked alone and inside a question. Counted are those for which
the keyword leg ranks that article first, and how often each mode does, and has it among ten.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import index
from search.question.mode import Mode
from search.searcher import Searcher

KINDS: Final = {
    "full names": r"(?<=[a-z,] )[A-Z][a-z]{2,} [A-Z][a-z]{2,}\b(?![ -][A-Z])",
    "capitalised words": r"(?<=[a-z,] )[A-Z][a-z]{3,}\b",
    "hyphenated words": r"(?<![\w-])[A-Za-z][a-z]+(?:-[A-Za-z]+)+(?![\w-])",
    "abbreviations": r"(?<![\w-])[A-Z]{2,6}(?![\w-])",
    "numbers": r"(?<![\w.,-])\d[\d,.]*\d(?![\w,.-])",
    "ids": r"(?<![\w-])(?=[A-Z-]*\d)(?=[\d-]*[A-Z])[A-Z\d-]{3,}(?![\w-])",
}
"""What is drawn, and the pattern that finds it."""

QUESTIONS: Final = ("{}", "What is {}?", "what is known about {} and where does it come from")
DRAWN: Final = 70
SEED: Final = 5

Drawn = tuple[str, str, str]
"""A kind, a text of it, and the id of the one document in which it stands."""


def texts(searcher: Searcher) -> dict[str, str]:
    """The text of every document with its title, by id."""
    engine = searcher.engine
    found: dict[str, list[str]] = defaultdict(list)
    sample = engine.sample(engine.manifest.counts.passages)
    for text in engine.read(sample.ids):
        passage = text.passage
        found[text.document.id] += [passage.title, passage.heading, passage.text]
    return {name: "\n".join(parts) for name, parts in found.items()}


def drawn(documents: dict[str, str]) -> Iterator[Drawn]:
    """What stands in one document, evenly drawn."""
    chance = random.Random(SEED)
    for kind, pattern in KINDS.items():
        where: dict[str, set[str]] = defaultdict(set)
        for name, text in documents.items():
            for match in re.finditer(pattern, text):
                where[match.group()].add(name)
        single = sorted(text for text, names in where.items() if len(names) == 1)
        for text in chance.sample(single, min(DRAWN, len(single))):
            yield kind, text, next(iter(where[text]))


def place_of(searcher: Searcher, query: str, document: str, mode: Mode) -> int:
    """The rank of a document among the first ten results; 0 if it is not there."""
    hits = searcher.search(query, top_k=10, mode=mode, plain=True)
    return next((hit.rank for hit in hits if hit.document.id == document), 0)


def rows(searcher: Searcher, asked: Iterable[Drawn]) -> Iterator[list[str]]:
    """For each kind and question how many are asked, first, and among ten, in two modes."""
    by_kind: dict[str, list[Drawn]] = defaultdict(list)
    for one in asked:
        by_kind[one[0]].append(one)
    for question in QUESTIONS:
        for kind, some in by_kind.items():
            found: list[tuple[int, int]] = []
            for _, text, document in some:
                query = question.format(text)
                if place_of(searcher, query, document, Mode.KEYWORD) == 1:
                    modes = (Mode.HYBRID, Mode.VECTOR)
                    hybrid, vector = (place_of(searcher, query, document, m) for m in modes)
                    found.append((hybrid, vector))
            yield [question.format("…"), kind, str(len(found)), *shares(found)]


def shares(found: list[tuple[int, int]]) -> Iterator[str]:
    """For both modes how often the article is first, and how often among ten."""
    for mode in (0, 1):
        ranks = [one[mode] for one in found]
        for good in (sum(rank == 1 for rank in ranks), sum(rank > 0 for rank in ranks)):
            yield f"{good / len(ranks):.1%}" if ranks else ""


def table(header: list[str], lines: list[list[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(line)} |" for line in [header, ["---"] * len(header), *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--indexes", type=Path, help="a folder of indexes, each named so")
    arguments = parser.parse_args()
    print("# Exact words\n")
    print(f"Made by `benchmarks/exactness.py` on {datetime.now(UTC):%Y-%m-%d}; its docstring says")
    print("how. Counted are queries for which the keyword leg ranks the one article first.")
    header = ["query", "kind", "queries", "hybrid first", "in ten", "vector first", "in ten"]
    for corpus in arguments.corpora:
        name = corpus.resolve().name if corpus.is_dir() else corpus.resolve().parent.name
        with TemporaryDirectory() as scratch:
            place = arguments.indexes / name if arguments.indexes else Path(scratch)
            index.build([corpus], place)
            with Searcher.open(place) as searcher:
                print(f"\n## {name}\n")
                print(table(header, list(rows(searcher, drawn(texts(searcher))))))


if __name__ == "__main__":
    main()
