"""How far the confidence of a result can be trusted, and where its constants come from.

    python -m benchmarks.confidence scifact nfcorpus cranfield fnc1-news > benchmarks/CONFIDENCE.md

Each argument is a folder in BEIR's layout. A collection answers its own queries and does not
answer those of the others, unless the two are ``RELATED``. No collection judges itself: constants
are fitted to all but one and measured on that one, each in turn. The sample articles in seeds/
are asked the queries of answerable.txt and off_topic.txt and are never fitted to.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt

import index
from index.encoder import open_encoder
from index.types import inner_products
from search.beir import read
from search.confidence import MEANING, MIN_CONFIDENCE, NOTHING, WORDS
from search.evaluate import cached
from search.fusion import standard
from search.searcher import Searcher

HERE = Path(__file__).parent
RELATED = {
    # Both are medicine; and a newspaper writes about that, too.
    ("scifact", "nfcorpus"),
    ("nfcorpus", "scifact"),
    ("fnc1-news", "scifact"),
    ("fnc1-news", "nfcorpus"),
}
LINES = (0.1, MIN_CONFIDENCE, 0.3, 0.5)
BINS = (0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0)
SHOWN = 10

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """The first results for one query: cosine, coverage and deviations from the background.

    ``evidence`` has shape (results, 3); ``good`` says whether the collection answers the query.
    """

    collection: str
    good: bool
    evidence: Numbers


KINDS: Mapping[str, tuple[str, ...]] = {
    "cosine² and coverage²": ("cosine2", "coverage2"),
    "cosine and coverage": ("cosine", "coverage"),
    "cosine² alone": ("cosine2",),
    "coverage² alone": ("coverage2",),
    "deviations from the background alone": ("deviations",),
    "cosine², coverage² and deviations": ("cosine2", "coverage2", "deviations"),
}


def features(answer: Answer, kind: str) -> Numbers:
    """What a model sees of the results of one query, shape (results, features)."""
    cosine, coverage, deviations = np.maximum(answer.evidence, 0).T
    known = {
        "cosine": cosine,
        "coverage": coverage,
        "cosine2": cosine**2,
        "coverage2": coverage**2,
        "deviations": deviations,
    }
    return np.stack([np.ones(len(cosine)), *(known[name] for name in KINDS[kind])], axis=1)


def ask(place: Path, name: str, queries: Iterable[tuple[str, bool]]) -> Iterator[Answer]:
    """Ask the index at ``place`` every query; the flag says whether it should have an answer."""
    encoder = open_encoder()
    with Searcher.open(place) as searcher:
        engine = searcher.engine
        for text, good in queries:
            rows = searcher.rank(text).rows[:SHOWN]
            vector = encoder.encode_query(text)
            cosines = inner_products(engine.vectors(rows), vector)
            deviations = standard(cosines, engine.vector_background(vector))
            coverage = engine.coverage(text, rows)
            yield Answer(name, good, np.stack([cosines, coverage, deviations], axis=1))


def fit(answers: Iterable[Answer], kind: str) -> Numbers:
    """Logistic regression on the first result of each query, by Newton's method.

    Each collection weighs the same, and so do queries with and without an answer in it.
    """
    answers = list(answers)
    x = np.stack([features(one, kind)[0] for one in answers])
    y = np.array([one.good for one in answers], dtype=np.float64)
    weights = balance(answers)
    found = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ found))
        curvature = (x * (weights * p * (1 - p))[:, None]).T @ x
        found = found + np.linalg.solve(curvature, x.T @ (weights * (y - p)))
    return found


def balance(answers: list[Answer]) -> Numbers:
    """A weight for each query, so that every collection's halves weigh the same."""
    groups = [(one.collection, one.good) for one in answers]
    sizes = Counter(groups)
    return np.array([1 / sizes[group] for group in groups])


def sure(constants: Numbers, answer: Answer, kind: str) -> Numbers:
    """The confidence of each result."""
    confidence: Numbers = 1 / (1 + np.exp(-features(answer, kind) @ constants))
    return confidence


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


def off_topic() -> list[tuple[str, bool]]:
    """The queries for the sample articles, with and without an answer in them."""
    named = {True: "answerable.txt", False: "off_topic.txt"}
    return [
        (line, good)
        for good, name in named.items()
        for line in (HERE / name).read_text(encoding="utf-8").splitlines()
    ]


def page(answers: Mapping[str, list[Answer]], seeds: list[Answer]) -> Iterator[str]:
    """The page, from what was asked of each collection and of the seeds."""
    kind = next(iter(KINDS))
    every = [one for own in answers.values() for one in own]
    held = {
        name: {k: fit((one for one in every if one.collection != name), k) for k in KINDS}
        for name in answers
    }
    final = fit(every, kind)
    shipped = np.array([NOTHING, MEANING, WORDS])
    yield "# Confidence\n"
    yield f"Made by `benchmarks/confidence.py` on {datetime.now(UTC):%Y-%m-%d} with the default"
    yield "encoder; its docstring says how. The line is a round number at which false alarms, by"
    yield "the mean over the collections, are below 5 %. The seeds had no part in the constants,"
    yield "but their queries were known when squares were chosen.\n"
    yield f"Fitted to all collections: {final.round(2).tolist()}; shipped: {shipped.tolist()}.\n"
    yield "## The line, each collection by the constants of the others\n"
    yield "Off-topic queries with a result above it / answerable queries without one:\n"
    rows = [
        [name, str(sum(not a.good for a in own)), str(sum(a.good for a in own))]
        + ["{:.1%} / {:.1%}".format(*errors(held[name][kind], own, x, kind)) for x in LINES]
        for name, own in answers.items()
    ]
    cells = ["{:.1%} / {:.1%}".format(*errors(shipped, seeds, x, kind)) for x in LINES]
    counts = [str(sum(not a.good for a in seeds)), str(sum(a.good for a in seeds))]
    rows.append(["seeds (shipped constants)", *counts, *cells])
    yield table(["", "off-topic", "answerable", *(f"line {x}" for x in LINES)], rows)
    false, lost = np.mean(
        [errors(held[name][kind], own, MIN_CONFIDENCE, kind) for name, own in answers.items()],
        axis=0,
    )
    yield f"\nMean over the collections at {MIN_CONFIDENCE}: {false:.1%} / {lost:.1%}."
    yield "\n## Reliability, each collection by the constants of the others\n"
    for name, own in answers.items():
        yield f"{name}:\n"
        header = ["confidence", "first results", "mean confidence", "share answerable"]
        yield table(header, list(reliability(held[name][kind], own, kind)))
        yield ""
    yield "## Other evidence: log loss, each collection by the constants of the others\n"
    losses = [
        [k, *(f"{loss(held[name][k], own, k):.3f}" for name, own in answers.items())] for k in KINDS
    ]
    yield table(["", *answers], losses)


def table(header: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


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
        answers[name] = list(ask(place, name, queries))
    with TemporaryDirectory() as folder:
        index.build([HERE.parent / "seeds"], Path(folder))
        seeds = list(ask(Path(folder), "seeds", off_topic()))
    print("\n".join(page(answers, seeds)))


if __name__ == "__main__":
    main()
