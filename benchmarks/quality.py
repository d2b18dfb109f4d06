"""How good the ranking is, and what each part of it is worth.

    python -m benchmarks.quality scifact nfcorpus cranfield fnc1-news > benchmarks/QUALITY.md

Each argument is a folder in BEIR's layout; where it has ``paragraphs.tsv``, the paragraphs that are
shown are measured too. Every choice is also made by leaving one out: on all collections but one,
then measured on that one, each in turn. ``--brief`` prints the modes and their peers alone.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np

import index
from benchmarks.analyses import TERMS, VECTORS, analysis_as, reindexed
from benchmarks.fusions import ByDeviation, ByMaximum, MinMax
from index.encoder import open_encoder
from index.encoder.protocol import Encoder
from index.encoder.query_cache import CachingEncoder
from index.engines.local.engine import LocalEngine
from index.keyword.bm25 import BM25
from search.evaluation.beir import Dataset, read
from search.evaluation.evaluate import cached, run
from search.evaluation.measures import Estimate, Run, Values, estimate, measure
from search.evaluation.paragraphs import measure_paragraphs, read_paragraphs
from search.question.mode import Mode
from search.ranking.fusion import Fusion
from search.ranking.hybrid import Ranker
from search.searcher import Searcher

WEIGHTS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9)
PACKAGES = ("numpy", "faiss-cpu", "whoosh", "onnxruntime", "pytrec_eval-terrier")

NOTES = """\
## Tried and left out

Measured once while choosing, on the same four collections; no row above depends on them.

- A weight that changes with the query. Rarity, coverage, exact tokens, number of words, and how far
  each leg stands out were tried one by one, linear in the weight. Chosen on three collections, the
  best of them gained .0006 on the fourth, most nothing, and some lost up to .004. Standard scores
  adapt already: a word that stands in few passages deviates far from the background, and weighs
  more.
- Keyword scores divided by what the query could score at most, not by the best score: the same
  without feedback, and with it a worse choice when left out (.5742 on average, against .5770).
- Adding an article's further passages to the score of its best one (.03 to .2 of the second, or of
  the next three): better on NFCorpus, worse elsewhere, .002 to .011 on average.
- Feedback from distinct articles instead of passages: .001 worse on average, .003 better on news.
- The mean of all of an article's passages as context of the vector leg, instead of its opening:
  .003 worse on news, the same elsewhere.
"""


@dataclass(frozen=True)
class Variant:
    """A way of ranking; the default one is what the program does."""

    mode: Mode = Mode.HYBRID
    ranker: Ranker = field(default_factory=Ranker)
    parameters: BM25 = field(default_factory=BM25)
    depth: int = 1000
    analysis: str = ""


class Bench:
    """The collections, indexed, and all that was measured on them."""

    def __init__(self, folders: Sequence[Path], indexes: Path | None, scratch: Path) -> None:
        self.datasets: list[Dataset] = [read(folder) for folder in folders]
        self.paragraphs = [read_paragraphs(folder) for folder in folders]
        self._places: dict[str, list[Path]] = {"": []}
        self._scratch = scratch
        for folder in folders:
            place = indexes / folder.name if indexes else cached(folder)
            index.build([folder / "corpus.jsonl"], place)
            self._places[""].append(place)
        self._encoders = [CachingEncoder(open_encoder()) for _ in folders]
        self._known: dict[Variant, list[dict[str, Values]]] = {}

    def __call__(self, variant: Variant, name: str = "nDCG@10") -> list[float]:
        """A measure of each collection."""
        return [float(values[name].mean()) for values in self.values(variant)]

    def interval(self, variant: Variant) -> list[str]:
        """The nDCG@10 of each collection with its confidence interval."""
        estimates = [estimate(values["nDCG@10"]) for values in self.values(variant)]
        return [f"{e.mean:.3f} ({e.low:.3f}–{e.high:.3f})" for e in estimates]

    def values(self, variant: Variant) -> list[dict[str, Values]]:
        """All measures of each collection, query by query."""
        if variant not in self._known:
            self._known[variant] = [
                measure(dataset.qrels, self._run(variant, dataset, place, encoder))
                for dataset, place, encoder in zip(
                    self.datasets, self._indexes(variant.analysis), self._encoders, strict=True
                )
            ]
            print(variant, np.round(self(variant), 4), file=sys.stderr, flush=True)
        return self._known[variant]

    def shown(self, variant: Variant) -> list[dict[str, Estimate]]:
        """How early the right paragraph comes in each collection that has judged paragraphs."""
        measured = []
        for place, dataset, judged, encoder in zip(
            self._indexes(""), self.datasets, self.paragraphs, self._encoders, strict=True
        ):
            if judged:
                with LocalEngine(place, variant.parameters) as engine:
                    searcher = Searcher(engine, encoder, variant.ranker)
                    measured.append(
                        measure_paragraphs(searcher, dataset.queries, judged, variant.mode)
                    )
        return measured

    def _run(self, variant: Variant, dataset: Dataset, place: Path, encoder: Encoder) -> Run:
        with analysis_as(variant.analysis), LocalEngine(place, variant.parameters) as engine:
            searcher = Searcher(engine, encoder, variant.ranker)
            return run(searcher, dataset.queries, variant.mode, depth=variant.depth)

    def _indexes(self, analysis: str) -> list[Path]:
        """The indexes of the collections whose terms are made in that way."""
        if analysis not in self._places:
            self._places[analysis] = [
                reindexed(place, data.corpus, analysis, self._scratch / analysis / data.name)
                for place, data in zip(self._places[""], self.datasets, strict=True)
            ]
        return self._places[analysis]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what each part of the ranking is worth.")
    parser.add_argument("collections", type=Path, nargs="+")
    parser.add_argument("--indexes", type=Path, help="where their indexes are or will be")
    parser.add_argument("--brief", action="store_true", help="the modes and their peers alone")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        bench = Bench(arguments.collections, arguments.indexes, Path(name))
        for line in page(bench, brief=arguments.brief):
            print(line, flush=True)


def page(bench: Bench, *, brief: bool = False) -> Iterator[str]:
    names = [dataset.name for dataset in bench.datasets]
    yield "# Quality of the ranking\n"
    yield f"Measured on {datetime.now(UTC).date()} with " + ", ".join(
        f"{package} {version(package)}" for package in PACKAGES
    )
    yield "and the default encoder (all-MiniLM-L6-v2, fp32); made by `benchmarks/quality.py`."
    yield "nDCG@10 unless it says otherwise; passages are folded to documents by the best passage;"
    yield "queries that find nothing count as 0.\n"
    yield from overall(bench, names)
    if brief:
        return
    yield from ablation(bench, names)
    yield from left_out(bench, names)
    yield f"\n{NOTES.rstrip()}"


def overall(bench: Bench, names: Sequence[str]) -> Iterator[str]:
    """The modes, and beside them what a plain recipe makes of the same passages."""
    compared = {
        **{mode.value: Variant(mode=mode) for mode in (Mode.KEYWORD, Mode.VECTOR, Mode.HYBRID)},
        "peer: min-max of each leg's list, .5": Variant(ranker=MinMax()),
        "peer: RRF, k = 60": Variant(ranker=Ranker(fusion=Fusion.RRF)),
    }
    yield "## The three modes and two peers, with 95 % confidence intervals\n"
    yield from head("", names)
    for name, variant in compared.items():
        yield row(name, bench.interval(variant))
    yield "\nRecall@100:\n"
    yield from head("", [*names, "mean"])
    for name, variant in compared.items():
        yield row(name, figures(bench(variant, "Recall@100")))
    judged = [name for name, some in zip(names, bench.paragraphs, strict=True) if some]
    if judged:
        yield "\nThe right paragraph, where it is known, among 100 passages of each leg:\n"
        columns = [f"{name}, {what}" for name in judged for what in ("MRR@10", "first")]
        yield from head("", columns)
        for name, variant in compared.items():
            estimates = [one[what] for one in bench.shown(variant) for what in ("MRR@10", "first")]
            yield row(name, [f"{e.mean:.4f} ({e.low:.3f}–{e.high:.3f})" for e in estimates])


def ablation(bench: Bench, names: Sequence[str]) -> Iterator[str]:
    plain = Ranker(feedback=0)
    hybrids = {
        "**as it is**": Variant(),
        "RRF, k = 60": Variant(ranker=Ranker(fusion=Fusion.RRF)),
        "theoretical minimum, .7 (TM2C2), no feedback": Variant(ranker=ByMaximum(weight=0.7)),
        "theoretical minimum, .8, no feedback": Variant(ranker=ByMaximum(weight=0.8)),
        "min-max of each leg's list, .5, no feedback": Variant(ranker=MinMax(weight=0.5)),
        "min-max of each leg's list, .7, no feedback": Variant(ranker=MinMax(weight=0.7)),
        "deviations among the candidates, .5, no feedback": Variant(ranker=ByDeviation(weight=0.5)),
        "deviations among the candidates, .7, no feedback": Variant(ranker=ByDeviation(weight=0.7)),
        "no feedback": Variant(ranker=plain),
        "feedback from 1 passage": Variant(ranker=replace(plain, feedback=1)),
        "feedback from 3": Variant(ranker=replace(plain, feedback=3)),
        "feedback from 5": Variant(ranker=replace(plain, feedback=5)),
        "no context": Variant(parameters=BM25(context=0)),
        **{f"{n} passages of each leg": Variant(depth=n) for n in (30, 100, 300)},
        **{name: Variant(analysis=name) for name in (*TERMS, *VECTORS)},
    }
    yield "\n## Hybrid, one part changed at a time\n"
    yield from head("", [*names, "mean"])
    for name, variant in hybrids.items():
        yield row(name, figures(bench(variant)))
    yield "\n## Keyword leg, one part changed at a time\n"
    yield from head("", [*names, "mean"])
    for name, parameters in keyword_variants().items():
        yield row(name, figures(bench(Variant(mode=Mode.KEYWORD, parameters=parameters))))
    for name in TERMS:
        yield row(name, figures(bench(Variant(mode=Mode.KEYWORD, analysis=name))))
    yield "\n## Vector leg, one part changed\n"
    yield from head("", [*names, "mean"])
    for name in ("", *VECTORS):
        shown = figures(bench(Variant(mode=Mode.VECTOR, analysis=name)))
        yield row(name or "**as it is**", shown)


def keyword_variants() -> dict[str, BM25]:
    return {
        "**as it is**": BM25(),
        "one field, no context": BM25(title=1, heading=1, context=0),
        "one field": BM25(title=1, heading=1),
        **{f"title {n}": BM25(title=n) for n in (0.0, 2.0, 5.0)},
        "heading 3": BM25(heading=3),
        **{f"context {n}": BM25(context=n) for n in (0.0, 0.3, 0.7)},
        **{f"k1 = {n}": BM25(k1=n) for n in (0.9, 1.5, 2.0)},
        **{f"b = {n}": BM25(b=n) for n in (0.4, 0.6, 0.9)},
    }


def left_out(bench: Bench, names: Sequence[str]) -> Iterator[str]:
    """Choices made without the collection that they are measured on."""
    weights = [Variant(ranker=Ranker(weight=w)) for w in WEIGHTS]
    yield "\n## The weight of the vector leg\n"
    yield from head("weight", [*names, "mean"])
    for weight, variant in zip(WEIGHTS, weights, strict=True):
        yield row(f"{weight}", figures(bench(variant)))
    yield "\n## Leaving one collection out\n"
    yield "What is chosen on the other collections, measured on the one that was left out.\n"
    yield from head("chosen", [*names, "mean"])
    grids = {
        "weight": weights,
        "feedback": [Variant(ranker=Ranker(feedback=n)) for n in (0, 1, 2, 3, 5)],
        "title": [Variant(parameters=BM25(title=n)) for n in (1.0, 2.0, 3.0, 5.0)],
        "context": [Variant(parameters=BM25(context=n)) for n in (0.0, 0.3, 0.5, 0.7)],
        "k1": [Variant(parameters=BM25(k1=n)) for n in (0.9, 1.2, 1.5, 2.0)],
        "b": [Variant(parameters=BM25(b=n)) for n in (0.4, 0.6, 0.75, 0.9)],
    }
    for name, grid in grids.items():
        yield row(name, figures(chosen_elsewhere(bench, grid)))
    yield row("**as it is**", figures(bench(Variant())))
    oracle = np.max([bench(variant) for variant in weights], axis=0)
    yield row("the best weight of each (an oracle)", figures(oracle))
    legs = [bench(Variant(mode=mode)) for mode in (Mode.KEYWORD, Mode.VECTOR)]
    better = np.max(legs, axis=0)
    yield row("the better leg", figures(better))
    for name, ours in (("left out", chosen_elsewhere(bench, weights)), ("as is", bench(Variant()))):
        shares = (np.array(ours) - better) / (oracle - better)
        cells = [f"{share:.0%}" for share in shares]
        yield row(f"share of the oracle's gain, weight {name}", [*cells, f"{shares.mean():.0%}"])


def chosen_elsewhere(bench: Bench, grid: Sequence[Variant]) -> list[float]:
    """For each collection the figure of the variant that is best on the others."""
    table = np.array([bench(variant) for variant in grid])
    others = table.sum(axis=1, keepdims=True) - table
    return [float(table[best, place]) for place, best in enumerate(others.argmax(axis=0))]


def head(first: str, names: Sequence[str]) -> Iterator[str]:
    yield row(first, names)
    yield "|---" * (len(names) + 1) + "|"


def row(name: str, cells: Iterable[str]) -> str:
    return f"| {name} | " + " | ".join(cells) + " |"


def figures(numbers: Iterable[float]) -> list[str]:
    each = list(numbers)
    return [f"{number:.4f}" for number in [*each, float(np.mean(each))]]


if __name__ == "__main__":
    main()
