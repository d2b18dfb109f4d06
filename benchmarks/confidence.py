"""How far the confidence that a search shows can be believed, by real searches.

    python -m benchmarks.confidence scifact nfcorpus cranfield fnc1-news squad-articles xquad-de

Each argument is a folder in BEIR's layout. The tables, in this order:

- each collection asked its own questions and those of the others: how often nothing is above the
  line (lost), and how often something is that should not be (false alarms);
- its own questions where what answers was taken out of the results;
- what is said in each tenth, and what is seen;
- small folders: some articles of a collection, asked questions that they answer and others;
- half of a collection's articles, asked the questions of both halves.

Questions are taken as plain words. The constants come from ``benchmarks/confidence_fit.py``.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np

import index
from search.evaluation.beir import Dataset, read, record_of
from search.evaluation.evaluate import cached
from search.evaluation.paragraphs import Stretch, read_paragraphs
from search.ranking.confidence import MIN_CONFIDENCE
from search.results.view import View
from search.searcher import Searcher
from search.types import Hit

LINES = (0.3, MIN_CONFIDENCE, 0.5)
OWN, OTHERS, HALF = 300, 100, 250
"""How many questions are asked at most: of a collection itself, of each other, of a half."""
SIZES = (10, 50, 200)
SEED = 7
MEDICINE = {"scifact", "nfcorpus"}
WORLD = {"squad-articles", "fnc1-news"}
"""Near subjects: both write about the world. Medicine is written about in both of these."""
ENGLISH = {*MEDICINE, *WORLD, "cranfield"}
PASSAGES = View(grouped=False)


class Asked(NamedTuple):
    """The highest confidence for a question of ``asker``, and that where its answers are out."""

    collection: str
    asker: str
    best: float
    without: float | None = None

    @property
    def kind(self) -> str:
        """Whose question it is: ``own``, or how near the other collection's subject is."""
        pair = {self.collection, self.asker}
        if len(pair) == 1:
            return "own"
        if pair == MEDICINE or (self.asker in MEDICINE and self.collection in WORLD):
            return "related"
        return "near" if pair == WORLD else "far"


class Judged(NamedTuple):
    """A collection with what answers each question: articles, or stretches of them."""

    data: Dataset
    stretches: Mapping[str, Sequence[Stretch]]

    def answers(self, query: str, hit: Hit) -> bool:
        """Whether what is shown is what judgements name."""
        record = record_of(hit.document.id)
        if query not in self.stretches:
            return self.data.qrels[query].get(record, 0) > 0
        return any(
            record == one.document and hit.passage.start < one.end and one.start < hit.passage.end
            for one in self.stretches[query]
        )

    def articles(self, query: str) -> set[str]:
        """The records that answer a query."""
        return {record for record, grade in self.data.qrels[query].items() if grade > 0}


def main() -> None:
    parser = argparse.ArgumentParser(description="Print how far confidence can be believed.")
    parser.add_argument("collections", nargs="+", type=Path)
    folders = parser.parse_args().collections
    sets = {f.resolve().name: Judged(read(f), read_paragraphs(f)) for f in folders}
    english = {name: one for name, one in sets.items() if name in ENGLISH}
    asked = [one for name in english for one in ask_all(name, english)]
    show(matrix(asked, list(english)))
    show(by_line(asked))
    show(tenths(asked))
    show(small_folders(english))
    show(halves(sets))


def show(rows: Iterable[Sequence[str]]) -> None:
    """Print a table in Markdown, its first row the head."""
    for number, cells in enumerate(rows):
        print(f"| {' | '.join(cells)} |", flush=True)
        if not number:
            print("|---" * len(cells) + "|")
    print()


def ask_all(name: str, sets: Mapping[str, Judged]) -> Iterator[Asked]:
    """A collection asked its own questions, and those of the others."""
    place = cached(sets[name].data.corpus.parent)
    index.build([sets[name].data.corpus], place)
    with Searcher.open(place) as searcher:
        for asker, one in sets.items():
            own = asker == name
            for query in drawn(one.data.queries, OWN if own else OTHERS):
                hits = searcher.search(one.data.queries[query], 30, view=PASSAGES, plain=True).hits
                wrong = [hit for hit in hits if own and not one.answers(query, hit)]
                yield Asked(name, asker, best(hits), best(wrong) if own else None)


def drawn(queries: Collection[str], count: int) -> list[str]:
    every = sorted(queries)
    return every if len(every) <= count else Random(SEED).sample(every, count)


def best(hits: Sequence[Hit]) -> float:
    return max((hit.confidence or 0.0 for hit in hits), default=0.0)


def above(confidences: Sequence[float], line: float = MIN_CONFIDENCE) -> float:
    return float(np.mean(np.array(confidences) >= line))


def matrix(asked: Sequence[Asked], names: Sequence[str]) -> Iterator[list[str]]:
    yield ["asked of", "lost", *names, "answers taken out"]
    for name in names:
        own = [one for one in asked if one.collection == one.asker == name]
        cells = [name, f"{1 - above([one.best for one in own]):.1%}"]
        for other in names:
            some = [one.best for one in asked if (one.collection, one.asker) == (name, other)]
            cells.append("" if other == name else f"{above(some):.1%}")
        yield [*cells, f"{above([one.without or 0.0 for one in own]):.0%}"]


def by_line(asked: Sequence[Asked]) -> Iterator[list[str]]:
    """Means over collections, of pairs where these are near, far or related."""
    yield ["", *(f"{line}" for line in LINES)]
    yield ["lost", *(f"{1 - mean(asked, 'own', line):.1%}" for line in LINES)]
    but = [one for one in asked if one.collection != "nfcorpus"]
    yield ["lost, without NFCorpus", *(f"{1 - mean(but, 'own', line):.1%}" for line in LINES)]
    for kind in ("near", "far", "related"):
        yield [f"false alarms, {kind}", *(f"{mean(asked, kind, line):.1%}" for line in LINES)]


def mean(asked: Sequence[Asked], kind: str, line: float) -> float:
    shares = {
        name: above(
            [one.best for one in asked if one.collection == name and one.kind == kind], line
        )
        for name in {one.collection for one in asked if one.kind == kind}
    }
    return float(np.mean([*shares.values()]))


def tenths(asked: Sequence[Asked]) -> Iterator[list[str]]:
    """Of each collection half of the weight goes to its own questions, half to others'."""
    known = [one for one in asked if one.kind != "related"]
    groups = [(one.collection, one.kind == "own") for one in known]
    weights = np.array([1 / groups.count(group) for group in groups])
    said = np.array([one.best for one in known])
    good = np.array([one.kind == "own" for one in known], dtype=float)
    rows: list[list[str]] = [["said"], ["seen"], ["questions"]]
    for low, high in pairwise(np.linspace(0, 1, 11)):
        inside = (said >= low) & ((said < high) | (high == 1))
        if inside.any():
            rows[0].append(f"{np.average(said[inside], weights=weights[inside]):.2f}")
            rows[1].append(f"{np.average(good[inside], weights=weights[inside]):.2f}")
            rows[2].append(str(inside.sum()))
    yield from rows


def small_folders(sets: Mapping[str, Judged]) -> Iterator[list[str]]:
    """Articles drawn at random; each question is answered by one of them, or of another subject."""
    yield ["", "lost", "false alarms"]
    for name, one in sets.items():
        if name == "nfcorpus" or one.stretches:
            continue
        foreign = {
            query: other.data.queries[query]
            for asker, other in sets.items()
            if Asked(name, asker, 0.0).kind == "far"
            for query in drawn(other.data.queries, OTHERS)
        }
        for size in SIZES:
            random = Random(SEED)
            queries = random.sample(sorted(one.data.queries), min(size, 100))
            right = {random.choice(sorted(one.articles(query))) for query in queries}
            rest = [record for record in records(one.data.corpus) if record not in right]
            inside = right | {*random.sample(rest, max(0, size - len(right)))}
            asked = [one.data.queries[query] for query in queries]
            good, bad = confidences(one.data.corpus, inside, asked, [*foreign.values()])
            yield [f"{size} articles of {name}", f"{1 - above(good):.1%}", f"{above(bad):.1%}"]


def halves(sets: Mapping[str, Judged]) -> Iterator[list[str]]:
    """Half of the articles; questions that they answer, and those that only the others do.

    Records whose ids differ only behind a ``#`` are of one article.
    """
    yield ["half of", "lost", f"unanswerable above {MIN_CONFIDENCE}", "at .95 or more"]
    for name, one in sets.items():
        every = records(one.data.corpus)
        articles = sorted({record.partition("#")[0] for record in every})
        half = {*Random(SEED).sample(articles, len(articles) // 2)}
        inside = {record for record in every if record.partition("#")[0] in half}
        have: list[str] = []
        lack: list[str] = []
        for query in sorted(one.data.queries):
            right = one.articles(query)
            if right <= inside or not right & inside:
                (have if right <= inside else lack).append(one.data.queries[query])
        random = Random(SEED)
        asked = [random.sample(some, min(HALF, len(some))) for some in (have, lack)]
        good, bad = confidences(one.data.corpus, inside, *asked)
        cells = (f"{1 - above(good):.1%}", f"{above(bad):.1%}", f"{above(bad, 0.95):.1%}")
        yield [name, *cells]


def records(corpus: Path) -> list[str]:
    with corpus.open(encoding="utf-8") as lines:
        return [json.loads(line)["_id"] for line in lines]


def confidences(
    corpus: Path, inside: Collection[str], *queries: Sequence[str]
) -> Iterator[list[float]]:
    """The highest confidence for each query of each list, asked of those articles alone."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with corpus.open(encoding="utf-8") as lines:
            kept = [line for line in lines if json.loads(line)["_id"] in inside]
        (folder / "corpus.jsonl").write_text("".join(kept), encoding="utf-8")
        index.build([folder / "corpus.jsonl"], folder / "index")
        with Searcher.open(folder / "index") as searcher:
            for some in queries:
                yield [best(searcher.search(query, plain=True).hits) for query in some]


if __name__ == "__main__":
    main()
