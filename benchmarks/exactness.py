"""Whether the one article with a name, a number or an id is found by it.

    python -m benchmarks.exactness seeds nfcorpus/corpus.jsonl > benchmarks/EXACTNESS.md

Each argument is what ``search build`` takes. From each corpus, up to 40 texts of each kind that
stand in one article are drawn, whichever of their letters are capital, and asked alone and inside
questions. Counted are those for which the keyword leg ranks that article first, and how often each
mode does, and has it among ten. What hybrid has not first goes to stderr.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

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

QUESTIONS: Final = {
    "en": (
        "{}",
        "What is {}?",
        "what is known about {} and where does it come from",
        "who said something about {} last year",
        "tell me why {} was so important for the people of that time",
        "please find the article in which {} is mentioned",
    ),
    "de": (
        "{}",
        "Was ist {}?",
        "was weiß man über {} und woher kommt es",
        "wer sagte im letzten Jahr etwas über {}",
        "sag mir warum {} für die Menschen jener Zeit so wichtig war",
        "bitte finde den Artikel in dem {} erwähnt wird",
    ),
}
DRAWN: Final = 40
SEED: Final = 5

Drawn = tuple[str, str, str]
"""A kind, a text of it, and the id of the one document in which it stands."""


class Asked(NamedTuple):
    """What was asked, and the ranks of its document in two modes; 0 if it is not among ten."""

    kind: str
    question: str
    hybrid: int
    vector: int


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
    """What stands in one document, whichever letters are capital, evenly drawn."""
    chance = random.Random(SEED)
    folded = [text.casefold() for text in documents.values()]
    for kind, pattern in KINDS.items():
        where: dict[str, set[str]] = defaultdict(set)
        for name, text in documents.items():
            for match in re.finditer(pattern, text):
                where[match.group()].add(name)
        single = sorted(text for text, names in where.items() if len(names) == 1)
        chance.shuffle(single)
        once = (text for text in single if stands_once(text.casefold(), folded))
        for text in islice(once, DRAWN):
            yield kind, text, next(iter(where[text]))


def stands_once(text: str, folded: list[str]) -> bool:
    """Whether a text stands in just one of these, as words of its own."""
    words = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
    return sum(text in one and words.search(one) is not None for one in folded) == 1


def place_of(searcher: Searcher, query: str, document: str, mode: Mode) -> int:
    """The rank of a document among the first ten results; 0 if it is not there."""
    hits = searcher.search(query, top_k=10, mode=mode, plain=True)
    return next((hit.rank for hit in hits if hit.document.id == document), 0)


def ranks(searcher: Searcher, asked: Iterable[Drawn], questions: Sequence[str]) -> Iterator[Asked]:
    """The ranks in two modes of what the keyword leg has first."""
    for kind, text, document in asked:
        for question in questions:
            query = question.format(text)
            if place_of(searcher, query, document, Mode.KEYWORD) == 1:
                hybrid, vector = (
                    place_of(searcher, query, document, mode) for mode in (Mode.HYBRID, Mode.VECTOR)
                )
                if hybrid != 1:
                    print(f"{kind}: {query}: {hybrid or 'not in ten'}", file=sys.stderr)
                yield Asked(kind, question, hybrid, vector)


def rows(found: Sequence[Asked]) -> Iterator[list[str]]:
    """For each question, and for each kind, how many are asked, first, and among ten."""
    for by in ("question", "kind"):
        groups: dict[str, list[Asked]] = defaultdict(list)
        for one in found:
            groups[getattr(one, by)].append(one)
        for name, some in groups.items():
            yield [name.format("…"), str(len(some)), *shares(some)]


def shares(found: Sequence[Asked]) -> Iterator[str]:
    """For both modes how often the article is first, and how often among ten."""
    for places in ([one.hybrid for one in found], [one.vector for one in found]):
        for good in (sum(place == 1 for place in places), sum(place > 0 for place in places)):
            yield f"{good / len(found):.1%}"


def table(header: list[str], lines: list[list[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(line)} |" for line in [header, ["---"] * len(header), *lines])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", type=Path)
    parser.add_argument("--indexes", type=Path, help="a folder of indexes, each named so")
    parser.add_argument("--language", choices=QUESTIONS, default="en", help="of the questions")
    arguments = parser.parse_args()
    print("# Exact words\n")
    print(f"Made by `benchmarks/exactness.py` on {datetime.now(UTC):%Y-%m-%d}; its docstring says")
    print("how. Counted are queries for which the keyword leg ranks the one article first.")
    header = ["", "queries", "hybrid first", "in ten", "vector first", "in ten"]
    for corpus in arguments.corpora:
        name = corpus.resolve().name if corpus.is_dir() else corpus.resolve().parent.name
        with TemporaryDirectory() as scratch:
            place = arguments.indexes / name if arguments.indexes else Path(scratch)
            index.build([corpus], place)
            with Searcher.open(place) as searcher:
                asked = drawn(texts(searcher))
                found = list(ranks(searcher, asked, QUESTIONS[arguments.language]))
        print(f"\n## {name}\n")
        print(table(header, list(rows(found))), flush=True)


if __name__ == "__main__":
    main()
