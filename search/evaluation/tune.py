"""Fitting the ranking to an index by judged queries: half to fit, half to believe it.

Queries made of the articles' own headlines and sentences were tried in place of judged ones. What
they find would have cost 0.003 to 0.005 nDCG@10 on the judged queries of all four collections.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

import numpy as np

from index.encoder import Precision, open_indexed_encoder
from index.encoder.protocol import Encoder
from index.encoder.query_cache import CachingEncoder
from index.engines import default_parameters, open_engine
from index.engines.protocol import Engine
from index.errors import QueryError, SearchError
from index.generation.history import set_ranking
from index.generation.parameters import RankingParameters
from index.location import find_folder
from index.progress import Progress, Silent
from search.evaluation.beir import Qrels, read_judgements
from search.evaluation.evaluate import run
from search.evaluation.measures import Estimate, Values, estimate, measure, trec_eval
from search.question.mode import Mode
from search.ranking.choose_ranker import ranker_of
from search.ranking.fusion import VECTOR_WEIGHT
from search.searcher import DEPTH, Searcher

MEASURE: Final = "nDCG@10"
"""What is made as high as can be."""

LEAST: Final = 30
"""Queries below which a gain could not be told from chance."""

GRID: Final[Mapping[str, tuple[float, ...]]] = {
    "weight": (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95),
    "context": (0.0, 0.25, 0.5, 0.75),
    "title": (0.5, 1.0, 2.0, 3.0, 5.0),
    "heading": (0.5, 1.0, 2.0),
    "k1": (0.6, 0.9, 1.2, 1.6, 2.0),
    "b": (0.3, 0.5, 0.75, 0.9),
}
"""What is tried for each number, one after the other."""

_ROUNDS: Final = 2
_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Questions:
    """Queries by id, and what answers each."""

    texts: Mapping[str, str]
    qrels: Qrels


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was found: the parameters before and after, and what they are worth.

    ``queries`` counts all judged queries; ``before``, ``after`` and ``difference`` are over
    those that were not fitted to. ``is_real`` says whether the whole confidence interval of the
    gain lies above 0, ``written`` whether the index is ranked by ``fitted`` from now on.
    """

    queries: int
    former: RankingParameters
    fitted: RankingParameters
    before: Estimate
    after: Estimate
    difference: Estimate
    written: bool

    @property
    def is_real(self) -> bool:
        """Whether the whole confidence interval of the gain lies above 0."""
        return self.difference.low > 0


def tune(
    judgements: Path,
    location: str | Path | None = None,
    split: str = "test",
    *,
    dry_run: bool = False,
    keep: int = 2,
    progress: Progress | None = None,
) -> Tuning:
    """Fit the vector leg's weight and the parameters of BM25F to judged queries.

    ``judgements`` is a folder in BEIR's layout whose documents are named as the index names
    them, by id or by its end. Half of the queries, chosen at random, are fitted to. The result
    is written into the index only if it is better on the other half for certain: if the 95 %
    confidence interval of the gain lies above 0.

    :raises SearchError: where there are too few queries.
    :raises SourceError: where the judgements cannot be read.
    :raises MissingExtraError: where the library that measures is not installed.
    :raises IndexStateError: where there is no index, or it cannot be used as it is.
    """
    trec_eval()
    place = find_folder(Path(location) if location is not None else None)
    progress = progress or Silent()
    with open_engine(place) as engine:
        questions = _judged(engine, judgements, split, progress)
        manifest = engine.manifest
    if len(questions.texts) < LEAST:
        raise SearchError(
            f"{len(questions.texts)} are too few queries to tune by, since it takes {LEAST} to "
            "tell a gain from chance: judge more queries"
        )
    former = manifest.ranking or default_parameters(VECTOR_WEIGHT)
    encoder = open_indexed_encoder(
        manifest.model,
        manifest.fingerprint["encoder"],
        precision=cast("Precision", manifest.precision),
    )
    trial = _Trial(place, encoder, questions)
    fitted_to, tested = _halves(list(questions.texts))
    fitted = _fit(trial, former, fitted_to, progress)
    before, after = trial.values(former, tested), trial.values(fitted, tested)
    difference = estimate(after - before)
    written = difference.low > 0 and not dry_run
    if written:
        set_ranking(fitted, place, keep)
    queries = len(questions.texts)
    return Tuning(queries, former, fitted, estimate(before), estimate(after), difference, written)


class _Trial:
    """Asks the questions of an index that is ranked in one way or another."""

    def __init__(self, place: Path, encoder: Encoder, questions: Questions) -> None:
        self._place = place
        self._encoder = CachingEncoder(encoder)
        self._questions = questions

    def values(self, parameters: RankingParameters, ids: Sequence[str]) -> Values:
        """How well each of these queries is answered, from 0 to 1."""
        texts = {query: self._questions.texts[query] for query in ids}
        qrels = {query: self._questions.qrels[query] for query in ids}
        with open_engine(self._place, parameters) as engine:
            searcher = Searcher(
                engine, self._encoder, ranker_of(self._encoder.fingerprint, parameters.weight)
            )
            found = run(searcher, texts, Mode.HYBRID, depth=DEPTH, name=str)
        return measure(qrels, found)[MEASURE]


def _fit(
    trial: _Trial, parameters: RankingParameters, ids: Sequence[str], progress: Progress
) -> RankingParameters:
    """The best that changing one number at a time leads to; what there is in a tie."""
    progress.start("fitting", _ROUNDS * sum(map(len, GRID.values())))
    for _ in range(_ROUNDS):
        before = parameters
        for name, values in GRID.items():
            parameters = _best(trial, parameters, name, values, ids, progress)
        if parameters == before:
            break
    return parameters


def _best(
    trial: _Trial,
    parameters: RankingParameters,
    name: str,
    values: Sequence[float],
    ids: Sequence[str],
    progress: Progress,
) -> RankingParameters:
    best, most = parameters, float(trial.values(parameters, ids).mean())
    for value in values:
        changed = replace(parameters, **{name: value})
        if changed != parameters and (mean := float(trial.values(changed, ids).mean())) > most:
            best, most = changed, mean
        progress.advance("fitting")
    return best


def _halves(ids: list[str]) -> tuple[list[str], list[str]]:
    shuffled = [ids[place] for place in np.random.default_rng(_SEED).permutation(len(ids))]
    middle = len(ids) // 2
    return shuffled[:middle], shuffled[middle:]


def _judged(engine: Engine, folder: Path, split: str, progress: Progress) -> Questions:
    """The queries of a folder with an answer in the index, judged by the index's own ids."""
    texts, qrels = read_judgements(folder, split)
    names = sorted({name for grades in qrels.values() for name in grades})
    ids = dict(_resolved(engine, names))
    if len(ids) < len(names):
        missing = next(name for name in names if name not in ids)
        progress.notify(
            f"{len(names) - len(ids):,} of {len(names):,} judged articles are not in the index, "
            f"such as {missing}"
        )
    known = {
        query: {ids[name]: grade for name, grade in grades.items() if name in ids}
        for query, grades in qrels.items()
    }
    answered = {query: grades for query, grades in known.items() if max(grades.values(), default=0)}
    return Questions({query: texts[query] for query in answered}, answered)


def _resolved(engine: Engine, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """For each name that means one article of the index, that article's id."""
    for name in names:
        if engine.catalogue.documents([name]):
            yield name, name
            continue
        for end in (f"#{name}", f"/{name}"):
            try:
                yield name, engine.catalogue.resolve(end)[0]
            except QueryError:
                continue
            break
