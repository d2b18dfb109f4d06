"""What the confidence of a result can be judged by: the evidence for the answers to a query."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoder import open_encoder
from index.types import inner_products
from search.ranking.fusion import standard
from search.searcher import Searcher

SHOWN = 10

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """The first results for one query of a collection, or of so many articles of it; 0 for all.

    ``evidence`` has shape (results, 4): cosine, coverage, deviations from the background and the
    logarithm of the number of passages. ``good`` says whether the query has an answer.
    """

    collection: str
    articles: int
    good: bool
    evidence: Numbers


KINDS: Mapping[str, tuple[str, ...]] = {
    "cosine², coverage² and passages": ("cosine2", "coverage2", "passages"),
    "cosine² and coverage²": ("cosine2", "coverage2"),
    "cosine, coverage² and passages": ("cosine", "coverage2", "passages"),
    "cosine, coverage and passages": ("cosine", "coverage", "passages"),
    "cosine² alone": ("cosine2",),
    "coverage² alone": ("coverage2",),
    "deviations from the background alone": ("deviations",),
    "all, squared": ("cosine2", "coverage2", "passages", "deviations"),
}


def features(answer: Answer, kind: str) -> Numbers:
    """What a model sees of the results of one query, shape (results, features)."""
    cosine, coverage, deviations, passages = np.maximum(answer.evidence, 0).T
    known = {
        "cosine": cosine,
        "coverage": coverage,
        "cosine2": cosine**2,
        "coverage2": coverage**2,
        "deviations": deviations,
        "passages": passages,
    }
    return np.stack([np.ones(len(cosine)), *(known[name] for name in KINDS[kind])], axis=1)


def ask(searcher: Searcher, name: str, queries: Iterable[tuple[str, bool]]) -> Iterator[Answer]:
    """Ask an index every query; the flag says whether it should have an answer."""
    encoder = open_encoder()
    engine = searcher.engine
    for text, good in queries:
        rows = searcher.rank(text).rows[:SHOWN]
        vector = encoder.encode_query(text)
        cosines = inner_products(engine.vectors(rows), vector)
        deviations = standard(cosines, engine.vector_background(vector))
        coverage = engine.coverage(text, rows)
        chance = np.full(len(rows), math.log(engine.manifest.counts.passages))
        evidence = np.stack([cosines, coverage, deviations, chance], axis=1)
        yield Answer(name, 0, good, evidence)
