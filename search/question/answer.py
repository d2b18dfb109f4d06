"""What was found for a question, and how sure each candidate is by itself."""

from __future__ import annotations

from typing import NamedTuple

from index.engines.protocol import Engine, Found
from index.query import Query
from index.types import Ranking, Vectors, inner_products
from search.question.mode import Mode
from search.question.unknown_words import names
from search.ranking.choose_ranker import is_packaged
from search.ranking.confidence import OTHER, POWER, Numbers, confidence, doubted
from search.ranking.hybrid import Ranker


class Asked(NamedTuple):
    """A query and what was found for it; ``vector`` is None where only words were asked.

    ``reading`` is the share of the query that the encoder reads, from 0 to 1.
    Where it is not ``sure``, confidence means nothing: the vector is not that of a query.
    """

    query: Query
    mode: Mode
    vector: Vectors | None
    found: Found
    note: str = ""
    reading: float = 1.0
    sure: bool = True


def unsure(engine: Engine, asked: Asked) -> str:
    """Why nobody can say how sure a result is; empty where that can be said."""
    if not asked.sure:
        return "what is asked is an article, not a question"
    if asked.vector is None:
        return "words alone were asked, and their scores say nothing of it"
    if not asked.query.is_plain or not asked.query.words:
        return "the query says itself what matches"
    if not is_packaged(engine.manifest.fingerprint["encoder"]):
        return OTHER.format(engine.manifest.model)
    return ""


def confidences(engine: Engine, asked: Asked) -> Numbers | None:
    """How sure each candidate is by itself; None where that is not known."""
    if asked.vector is None or unsure(engine, asked):
        return None
    found, passages = asked.found, engine.manifest.counts.passages
    cosines = inner_products(found.vectors(), asked.vector)
    sure = confidence(cosines, found.coverage(POWER), passages, asked.reading, found.known())
    missing = names(found.unknown(), asked.query.text)
    return doubted(sure, cosines, asked.reading) if missing else sure


def ranking(ranker: Ranker, asked: Asked) -> Ranking:
    """The order of what was found, in the mode that was asked for."""
    if asked.vector is None:
        return asked.found.keyword
    if asked.mode is Mode.VECTOR:
        return asked.found.nearest
    return ranker.rank(asked.found, asked.vector, asked.reading)
