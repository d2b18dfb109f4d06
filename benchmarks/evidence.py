"""What the confidence of a result can be judged by: the evidence for the answers to a query."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.encoder import open_encoder
from index.types import inner_products
from search.query_encoder import encoded
from search.question.mode import Mode
from search.question.retrieve import question, retrieve
from search.ranking.confidence import FEWEST, POWER, READ
from search.ranking.fusion import standard
from search.ranking.hybrid import DEFAULT
from search.searcher import DEPTH, Searcher

SHOWN = 10

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Answer:
    """The first results for one query of a collection, or of so many articles of it; 0 for all.

    ``evidence`` has shape (results, 4): the cosine as far as the encoder reads the query, coverage
    by idf², deviations from the background and the logarithm of the number of passages.
    ``good`` says whether the query has an answer, ``known`` the share of its words in the index.
    """

    collection: str
    articles: int
    good: bool
    evidence: Numbers
    known: float = 1.0


KINDS: Mapping[str, tuple[str, ...]] = {
    "as it is: cosine², both together, coverage⁴ and passages": (
        "cosine2",
        "together",
        "coverage4",
        "passages",
    ),
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
        "coverage4": coverage**4,
        "together": cosine * coverage,
        "deviations": deviations,
        "passages": passages,
    }
    return np.stack([np.ones(len(cosine)), *(known[name] for name in KINDS[kind])], axis=1)


def chance(passages: int) -> float:
    """The logarithm of the number of passages, as ``confidence`` takes it."""
    return math.log(max(passages, FEWEST))


def ask(searcher: Searcher, name: str, queries: Iterable[tuple[str, bool]]) -> Iterator[Answer]:
    """Ask an index every query; the flag says whether it should have an answer.

    ``NAME_MISSING``, the limit where a name stands in no article, is not applied.
    """
    encoder = open_encoder()
    engine = searcher.engine
    for text, good in queries:
        asked = retrieve(
            engine,
            lambda words: encoded(encoder, words),
            question(text, Mode.HYBRID, engine, by_words=True),
            DEPTH,
        )
        found, vector = asked.found, asked.vector
        if vector is None:
            continue
        places = DEFAULT.rank(found, vector, asked.reading).rows[:SHOWN]
        cosines = inner_products(found.vectors()[places], vector)
        deviations = standard(cosines, found.vector_background(vector))
        passages = np.full(len(places), chance(engine.manifest.counts.passages))
        columns = [
            min(1.0, READ * asked.reading) * cosines,
            found.coverage(POWER)[places],
            deviations,
            passages,
        ]
        yield Answer(name, 0, good, np.stack(columns, axis=1), found.known())
