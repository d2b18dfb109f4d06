"""Measuring the three modes on a test collection."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import index
from index.progress import Progress
from search.evaluation.beir import Dataset, read, record_of
from search.evaluation.measures import (
    MEASURES,
    Difference,
    Estimate,
    Run,
    compare,
    estimate,
    measure,
    trec_eval,
)
from search.evaluation.paragraphs import measure_paragraphs, read_paragraphs
from search.question.mode import Mode
from search.ranking.hybrid import Ranker
from search.searcher import Searcher
from search.types import Ranked

DOCUMENTS: Final = 100
"""How many documents of each query are measured."""

_PASSAGES: Final = 1000
"""How many passages are asked of each leg, so that enough documents come together."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured: for each mode each measure, and hybrid beside the two legs.

    ``differences`` says of each leg how much better hybrid is than it; ``hybrid`` is the run.
    ``paragraphs`` are the measures of the passages that are shown, where judgements name them.
    """

    dataset: Dataset
    documents: int
    estimates: Mapping[Mode, Mapping[str, Estimate]]
    differences: Mapping[Mode, Mapping[str, Difference]]
    hybrid: Run
    paragraphs: Mapping[Mode, Mapping[str, Estimate]]


def evaluate(
    folder: Path,
    split: str = "test",
    location: Path | None = None,
    ranker: Ranker | None = None,
    progress: Progress | None = None,
) -> Evaluation:
    """Run the queries of a test collection in BEIR's layout in every mode, and measure.

    The index at ``location``, else one in the user's cache folder, is brought up to date first.
    A document is found where its best passage is. Queries without a relevant document are left
    out; one that finds nothing counts as 0.

    :raises SourceError: where the folder is not such a collection.
    :raises MissingExtraError: where the library that measures is not installed.
    """
    dataset = read(folder, split)
    trec_eval()
    report = index.build([dataset.corpus], location or cached(folder), progress=progress)
    with Searcher.open(report.location, ranker) as searcher:
        runs = {mode: run(searcher, dataset.queries, mode, progress) for mode in Mode}
        judged = read_paragraphs(folder)
        paragraphs = {
            mode: measure_paragraphs(searcher, dataset.queries, judged, mode)
            for mode in Mode
            if judged
        }
    values = {mode: measure(dataset.qrels, found) for mode, found in runs.items()}
    ours, legs = values[Mode.HYBRID], (Mode.KEYWORD, Mode.VECTOR)
    return Evaluation(
        dataset,
        report.manifest.counts.documents,
        {mode: {name: estimate(of[name]) for name in MEASURES} for mode, of in values.items()},
        {leg: {name: compare(ours[name], values[leg][name]) for name in MEASURES} for leg in legs},
        runs[Mode.HYBRID],
        paragraphs,
    )


def cached(folder: Path) -> Path:
    """Where the index of a test collection is kept between evaluations."""
    from index.private_files import cache_folder

    place = folder.resolve()
    digest = hashlib.sha256(str(place).encode()).hexdigest()[:12]
    return cache_folder() / "evaluate" / f"{place.name}-{digest}"


def run(
    searcher: Searcher,
    queries: Mapping[str, str],
    mode: Mode,
    progress: Progress | None = None,
    depth: int = _PASSAGES,
    name: Callable[[str], str] = record_of,
) -> dict[str, dict[str, float]]:
    """The documents found for each query with the scores of their best passages, best first.

    ``depth`` is how many passages each leg is asked for, ``name`` what a document is called in the
    run: the id of its record, unless told otherwise. The queries are taken as plain words:
    whoever wrote them did not know our query language.
    """
    documents = _Documents(searcher, name)
    if progress:
        progress.start(mode.value, len(queries))
    runs = {}
    for query_id, text in queries.items():
        runs[query_id] = documents.fold(searcher.rank(text, depth, mode, plain=True))
        if progress:
            progress.advance(mode.value)
    return runs


def trec_lines(hybrid: Run, tag: str = "lede-search") -> Iterable[str]:
    """A run in the format that trec_eval reads: query, Q0, document, rank, score and tag."""
    for query, found in hybrid.items():
        for rank, (document, score) in enumerate(found.items(), 1):
            yield f"{query} Q0 {document} {rank} {score!r} {tag}"


class _Documents:
    """Knows the documents of passages, and asks the engine only once for each."""

    def __init__(self, searcher: Searcher, name: Callable[[str], str]) -> None:
        self._engine = searcher.engine
        self._name = name
        self._known: dict[int, str] = {}

    def fold(self, ranked: Ranked) -> dict[str, float]:
        """The first documents of a ranking of passages, each with the score of its best one."""
        firsts = dict(zip(reversed(ranked.articles.tolist()), reversed(ranked.ids), strict=True))
        unknown = [article for article in firsts if article not in self._known]
        texts = self._engine.read([firsts[article] for article in unknown])
        for article, text in zip(unknown, texts, strict=True):
            self._known[article] = self._name(text.document.id)
        found: dict[str, float] = {}
        for article, score in zip(ranked.articles.tolist(), ranked.scores.tolist(), strict=True):
            if len(found) == DOCUMENTS:
                break
            found.setdefault(self._known[article], score)
        return found
