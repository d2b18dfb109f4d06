"""Fitting the ranking to an index: on half of some queries, believed only if the others agree.

Queries that are made of articles are not those that people ask, and what serves one kind of them
may be bad for another (benchmarks/TUNE.md). So each kind must gain for itself.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

import numpy as np

from index.encoder import Precision, open_encoder
from index.encoder.protocol import Encoder
from index.encoder.remembering import RememberingEncoder
from index.engine import Engine, default_setting, open_engine
from index.errors import QueryError, SearchError
from index.location import find_index
from index.pipeline import copy_without
from index.progress import Progress, Silent
from index.setting import Setting
from index.upkeep import set_ranking
from search.beir import Qrels, read_judgements
from search.evaluate import run
from search.fusion import VECTOR_WEIGHT
from search.hybrid import Ranker
from search.known_items import known_items
from search.measures import Estimate, Values, estimate, measure, trec_eval
from search.mode import Mode
from search.searcher import DEPTH, Searcher

MEASURE: Final = "nDCG@10"
"""What is made as high as can be."""

MADE: Final = 400
"""Queries that are made of the articles where nobody has judged any."""

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
"""What is tried for each number of a setting, one number after the other."""

_ROUNDS: Final = 2
_SEED: Final = 0


@dataclass(frozen=True, slots=True)
class Questions:
    """Queries by id, what answers each, the kinds that they are of, and what they can tell.

    ``telling`` names for a number of a setting the queries that can tell what it is worth, where
    not all can.
    """

    texts: Mapping[str, str]
    qrels: Qrels
    kinds: Mapping[str, frozenset[str]]
    telling: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Gain:
    """What a setting is worth over the queries of one kind that were not fitted to."""

    kind: str
    queries: int
    before: Estimate
    after: Estimate
    difference: Estimate

    @property
    def is_real(self) -> bool:
        """Whether there are enough queries, and the whole confidence interval lies above 0."""
        return self.queries >= LEAST // 3 and self.difference.low > 0


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was found: the setting before and after, and what it is worth for each kind of query.

    ``queries`` counts those that were fitted to, too. ``is_real`` says whether every kind of query
    gains, ``written`` whether the index is ranked by ``setting`` from now on.
    """

    queries: int
    former: Setting
    setting: Setting
    gains: tuple[Gain, ...]
    is_real: bool
    written: bool


def tune(
    location: str | Path | None = None,
    judgements: Path | None = None,
    split: str = "test",
    *,
    dry_run: bool = False,
    keep: int = 2,
    progress: Progress | None = None,
) -> Tuning:
    """Fit the vector leg's weight and the parameters of BM25F to the articles of an index.

    The queries are those of ``judgements``, a folder in BEIR's layout whose documents are named as
    the index names them, by id or by its end. Without one they are made of the articles, which
    are then searched without these words. Half of the queries, by chance, are fitted to. The
    setting is written into the index only if it is better on the other half for certain: if the
    95 % confidence interval of the gain lies above 0, for headlines and for quotes.

    :raises SearchError: where there are too few queries.
    :raises SourceError: where the judgements cannot be read.
    :raises MissingExtraError: where the library that measures is not installed.
    :raises IndexStateError: where there is no index, or it cannot be used as it is.
    """
    trec_eval()
    place = find_index(Path(location) if location is not None else None)
    progress = progress or Silent()
    with tempfile.TemporaryDirectory(prefix="tune-") as scratch, open_engine(place) as engine:
        if judgements is not None:
            asked, questions = place, _judged(engine, judgements, split, progress)
        else:
            asked = Path(scratch) / "index"
            questions = _made(engine, asked, progress)
        if len(questions.texts) < LEAST:
            raise SearchError(
                f"{len(questions.texts)} are too few queries to tune by, since it takes {LEAST} to "
                "tell a gain from chance: index more articles, or give --judgements"
            )
        manifest = engine.manifest
        former = manifest.ranking or default_setting(VECTOR_WEIGHT)
        precision = cast("Precision", manifest.precision)
        trial = _Trial(asked, open_encoder(manifest.model, precision=precision), questions)
        fitted, tested = _halves(list(questions.texts))
        setting = _fit(trial, former, fitted, progress)
        gains = tuple(_gains(trial, former, setting, tested))
    # A kind of which there is no query cannot say that it gains.
    is_real = len(gains) == len(questions.kinds) and all(gain.is_real for gain in gains)
    if is_real and not dry_run:
        set_ranking(setting, place, keep)
    return Tuning(len(questions.texts), former, setting, gains, is_real, is_real and not dry_run)


class _Trial:
    """Asks the questions of an index under one setting or another."""

    def __init__(self, place: Path, encoder: Encoder, questions: Questions) -> None:
        self._place = place
        self._encoder = RememberingEncoder(encoder)
        self.questions = questions

    def values(self, setting: Setting, ids: Sequence[str]) -> Values:
        """How well each of these queries is answered, from 0 to 1."""
        texts = {query: self.questions.texts[query] for query in ids}
        qrels = {query: self.questions.qrels[query] for query in ids}
        with open_engine(self._place, setting) as engine:
            searcher = Searcher(engine, self._encoder, Ranker(weight=setting.weight))
            found = run(searcher, texts, Mode.HYBRID, depth=DEPTH, name=str)
        return measure(qrels, found)[MEASURE]


def _fit(trial: _Trial, setting: Setting, ids: Sequence[str], progress: Progress) -> Setting:
    """The best setting that changing one number at a time leads to; the present one in a tie."""
    progress.start("fitting", _ROUNDS * sum(map(len, GRID.values())))
    for _ in range(_ROUNDS):
        before = setting
        for name, values in GRID.items():
            telling = trial.questions.telling.get(name)
            able = [query for query in ids if telling is None or query in telling]
            if len(able) >= LEAST // 2:
                setting = _best(trial, setting, name, values, able, progress)
            else:
                progress.advance("fitting", len(values))
        if setting == before:
            break
    return setting


def _best(
    trial: _Trial,
    setting: Setting,
    name: str,
    values: Sequence[float],
    ids: Sequence[str],
    progress: Progress,
) -> Setting:
    best, most = setting, float(trial.values(setting, ids).mean())
    for value in values:
        changed = replace(setting, **{name: value})
        if changed != setting and (mean := float(trial.values(changed, ids).mean())) > most:
            best, most = changed, mean
        progress.advance("fitting")
    return best


def _gains(
    trial: _Trial, former: Setting, setting: Setting, tested: Sequence[str]
) -> Iterator[Gain]:
    """What the setting is worth for each kind of the queries that were not fitted to."""
    for kind, members in trial.questions.kinds.items():
        ids = [query for query in tested if query in members]
        if ids:
            before, after = (trial.values(each, ids) for each in (former, setting))
            difference = estimate(after - before)
            yield Gain(kind, len(ids), estimate(before), estimate(after), difference)


def _halves(ids: list[str]) -> tuple[list[str], list[str]]:
    shuffled = [ids[place] for place in np.random.default_rng(_SEED).permutation(len(ids))]
    middle = len(ids) // 2
    return shuffled[:middle], shuffled[middle:]


def _made(engine: Engine, target: Path, progress: Progress) -> Questions:
    """Queries made of the articles; at ``target`` an index of them without these words."""
    made = known_items(engine, MADE, progress)
    items = {f"q{number}": item for number, item in enumerate(made)}
    if len(items) >= LEAST:
        words = {item.document_id: item.text for item in items.values()}
        copy_without(words, target, engine.location, progress)
    # Who has lost its headline is at a loss against those that have theirs: only quotes can tell
    # what a headline is worth, and they say nothing of subheads.
    quotes = frozenset(query for query, item in items.items() if item.is_quote)
    return Questions(
        texts={query: item.text for query, item in items.items()},
        qrels={query: {item.document_id: 1} for query, item in items.items()},
        kinds={"headlines": frozenset(items) - quotes, "quotes": quotes},
        telling={"title": quotes, "heading": frozenset()},
    )


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
    return Questions(
        texts={query: texts[query] for query in answered},
        qrels=answered,
        kinds={"judged queries": frozenset(answered)},
        telling={},
    )


def _resolved(engine: Engine, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """For each name that means one article of the index, that article's id."""
    for name in names:
        if engine.documents([name]):
            yield name, name
            continue
        for end in (f"#{name}", f"/{name}"):
            try:
                yield name, engine.resolve(end)[0]
            except QueryError:
                continue
            break
