"""Where the constants of a result's confidence come from, and what other evidence would bring.

    python -m benchmarks.confidence_fit scifact nfcorpus cranfield fnc1-news

Each argument is a folder in BEIR's layout. A collection answers its own queries and does not
answer those of the others, unless the two are ``RELATED``; samples of its articles likewise, unless
its answers are ``SCATTERED``. Queries are taken as plain words. No collection judges itself:
constants are fitted to all but one and measured on that one, each in turn. The articles in seeds/
are asked the queries of answerable.txt and off_topic.txt, and each by itself those of
paraphrases.txt and off_topic.txt; they are never fitted to.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

import index
from benchmarks.evidence import KINDS, Answer, ask, features
from benchmarks.samples import SIZES, sampled
from search.evaluation.beir import read
from search.evaluation.evaluate import cached
from search.ranking.confidence import (
    CHANCE,
    MEANING,
    MIN_CONFIDENCE,
    NOTHING,
    TOGETHER,
    WORDS,
    in_order,
)
from search.searcher import Searcher

HERE = Path(__file__).parent
SEEDS = HERE.parent / "seeds"
RELATED = {
    # Both are medicine; and a newspaper writes about that, too.
    ("scifact", "nfcorpus"),
    ("nfcorpus", "scifact"),
    ("fnc1-news", "scifact"),
    ("fnc1-news", "nfcorpus"),
}
SCATTERED = {"nfcorpus"}
"""Its judgements name articles that touch on a query, of which few answer it by themselves."""

LINES = (0.2, 0.3, MIN_CONFIDENCE, 0.5)
RIDGE = 1e-3
BINS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
INTRODUCTION = """# Where the constants of confidence come from

Made by `benchmarks/confidence_fit.py` on {today}, default encoder; its docstring says how. The
seeds had no part in the constants. Samples say what a small index does with the same queries; a
good match in other words has a cosine of .3 there, which among thousands of passages one has by
chance. So the number of passages is evidence. The shipped constants were fitted to queries of
nearer subjects and of names as well, and so differ from those fitted to this page's queries.
"""

Numbers = npt.NDArray[np.float64]


def fit(answers: Iterable[Answer], kind: str) -> Numbers:
    """Logistic regression on the first result of each query, by Newton's method.

    Each collection and sample weighs the same, and so do queries with and without an answer in it.
    A slight ridge keeps it finite where the two kinds of queries can be parted without error.
    """
    answers = list(answers)
    x = np.stack([features(one, kind)[0] for one in answers])
    y = np.array([one.good for one in answers], dtype=np.float64)
    weights = balance(answers)
    found = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ found))
        curvature = (x * (weights * p * (1 - p))[:, None]).T @ x + RIDGE * np.eye(x.shape[1])
        found = found + np.linalg.solve(curvature, x.T @ (weights * (y - p)) - RIDGE * found)
    return found


def balance(answers: list[Answer]) -> Numbers:
    """A weight for each query, so that the halves of every collection and sample weigh the same."""
    groups = [(one.collection, one.articles, one.good) for one in answers]
    sizes = Counter(groups)
    return np.array([1 / sizes[group] for group in groups])


def sure(constants: Numbers, answer: Answer, kind: str) -> Numbers:
    """The confidence of each result, in the order of the ranking."""
    each: Numbers = 1 / (1 + np.exp(-features(answer, kind) @ constants))
    return in_order(np.minimum(each, (1 + answer.known) / 2))


def loss(constants: Numbers, answers: list[Answer], kind: str) -> float:
    """The mean log loss of first results, both halves weighing the same."""
    p = np.array([sure(constants, one, kind)[0] for one in answers])
    good = np.array([one.good for one in answers])
    losses = -np.log(np.clip(np.where(good, p, 1 - p), 1e-9, 1))
    return float((losses[good].mean() + losses[~good].mean()) / 2)


def errors(
    constants: Numbers, answers: list[Answer], line: float, kind: str
) -> tuple[float, float]:
    """The shares of off-topic queries with a result above the line, and of others with none."""
    best = np.array([sure(constants, one, kind).max() for one in answers])
    good = np.array([one.good for one in answers])
    return float((best[~good] >= line).mean()), float((best[good] < line).mean())


def reliability(constants: Numbers, answers: list[Answer], kind: str) -> Iterator[list[str]]:
    """For each bin of confidence how often first results in it were for an answerable query."""
    p = np.array([sure(constants, one, kind)[0] for one in answers])
    good = np.array([one.good for one in answers])
    weights = balance(answers)
    for low, high in pairwise(BINS):
        inside = (p >= low) & ((p < high) | (high == 1))
        share, mean = "", ""
        if inside.any():
            mean = f"{np.average(p[inside], weights=weights[inside]):.2f}"
            share = f"{np.average(good[inside], weights=weights[inside]):.2f}"
        yield [f"{low:.2f} to {high:.2f}", str(inside.sum()), mean, share]


def lines(name: str) -> list[str]:
    """The lines of a file of queries."""
    return (HERE / name).read_text(encoding="utf-8").splitlines()


def ask_seeds() -> Iterator[Answer]:
    """Ask the articles in seeds/ together, and each by itself."""
    off_topic = [(line, False) for line in lines("off_topic.txt")]
    yield from _build_and_ask(
        SEEDS, 0, [(line, True) for line in lines("answerable.txt")], off_topic
    )
    paraphrases = defaultdict(list)
    for line in lines("paraphrases.txt"):
        file, _, query = line.partition("\t")
        paraphrases[file].append((query, True))
    for file, queries in paraphrases.items():
        yield from _build_and_ask(SEEDS / file, 1, queries, off_topic)


def _build_and_ask(
    source: Path, articles: int, *queries: list[tuple[str, bool]]
) -> Iterator[Answer]:
    with TemporaryDirectory() as folder:
        index.build([source], Path(folder))
        with Searcher.open(Path(folder)) as searcher:
            for answer in ask(searcher, "seeds", [query for some in queries for query in some]):
                yield replace(answer, articles=articles)


def page(answers: Mapping[str, list[Answer]], seeds: list[Answer]) -> Iterator[str]:
    """The page, from what was asked of each collection and of the seeds."""
    kind = next(iter(KINDS))
    every = [one for own in answers.values() for one in own]
    held = {
        name: {k: fit((one for one in every if one.collection != name), k) for k in KINDS}
        for name in answers
    }
    shipped = np.array([NOTHING, MEANING, TOGETHER, WORDS, CHANCE])
    whole = {name: of(own, 0) for name, own in answers.items()}
    yield INTRODUCTION.format(today=f"{datetime.now(UTC):%Y-%m-%d}")
    yield f"Fitted to all collections: {fit(every, kind).round(2).tolist()};"
    yield f"shipped: {shipped.tolist()}."
    yield "\n## The line, each collection by the constants of the others\n"
    yield "Off-topic queries with a result above it / answerable queries without one:\n"
    rows = [row(name, own, held[name][kind], kind) for name, own in whole.items()]
    rows.append(row("seeds (shipped constants)", of(seeds, 0), shipped, kind))
    for size in SIZES:
        about = f"{size} article{'s' if size > 1 else ''} of "
        some = {name: of(own, size) for name, own in answers.items()}
        rows += [
            row(about + name, own, held[name][kind], kind) for name, own in some.items() if own
        ]
    rows.append(row("1 article of seeds (shipped constants)", of(seeds, 1), shipped, kind))
    yield table(["", "off-topic", "answerable", *(f"line {x}" for x in LINES)], rows)
    false, lost = np.mean(
        [errors(held[name][kind], own, MIN_CONFIDENCE, kind) for name, own in whole.items()], axis=0
    )
    yield f"\nMean over the whole collections at {MIN_CONFIDENCE}: {false:.1%} / {lost:.1%}."
    yield "\n## Reliability, each collection by the constants of the others\n"
    for name, own in whole.items():
        yield f"{name}:\n"
        header = ["confidence", "first results", "mean confidence", "share answerable"]
        yield table(header, list(reliability(held[name][kind], own, kind)))
        yield ""
    yield "## Other evidence: log loss, each collection by the constants of the others\n"
    yield "The whole collection / samples of it:\n"
    losses = [
        [k, *(" / ".join(parted(held[name][k], own, k)) for name, own in answers.items())]
        for k in KINDS
    ]
    yield table(["", *answers], losses)


def of(answers: list[Answer], articles: int) -> list[Answer]:
    """The answers of so many articles; of all for 0."""
    return [one for one in answers if one.articles == articles]


def row(name: str, answers: list[Answer], constants: Numbers, kind: str) -> list[str]:
    """A row of the table of lines."""
    good = sum(one.good for one in answers)
    cells = ["{:.1%} / {:.1%}".format(*errors(constants, answers, x, kind)) for x in LINES]
    return [name, str(len(answers) - good), str(good), *cells]


def parted(constants: Numbers, answers: list[Answer], kind: str) -> Iterator[str]:
    """The log loss over the whole collection, and that over its samples if there are any."""
    for part in (of(answers, 0), [one for one in answers if one.articles]):
        if part:
            yield f"{loss(constants, part, kind):.3f}"


def table(header: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    found = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("collections", nargs="+", type=Path)
    parser.add_argument("--indexes", type=Path, help="a folder of indexes, each named so")
    arguments = parser.parse_args()
    sets = {folder.resolve().name: read(folder) for folder in arguments.collections}
    answers = {}
    for folder in arguments.collections:
        name = folder.resolve().name
        place = arguments.indexes / name if arguments.indexes else cached(folder)
        index.build([sets[name].corpus], place)
        queries = [
            (text, other == name)
            for other, dataset in sets.items()
            if (name, other) not in RELATED
            for text in dataset.queries.values()
        ]
        with Searcher.open(place) as searcher:
            answers[name] = list(ask(searcher, name, queries))
            if name not in SCATTERED:
                answers[name] += sampled(searcher, name, sets[name], queries)
    print("\n".join(page(answers, list(ask_seeds()))))


if __name__ == "__main__":
    main()
