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


class Retrieved(NamedTuple):
    """A query and what was found for it; ``vector`` is None where words alone were looked for.

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


def unsure(engine: Engine, retrieved: Retrieved) -> str:
    """Why nobody can say how sure a result is; empty where that can be said."""
    if not retrieved.sure:
        return "what was asked is an article, not a question"
    if retrieved.vector is None:
        return "words alone were asked for, and their scores say nothing of it"
    if not retrieved.query.is_plain or not retrieved.query.words:
        return "the query says itself what matches"
    if not is_packaged(engine.manifest.fingerprint["encoder"]):
        return OTHER.format(engine.manifest.model)
    return ""


def confidences(engine: Engine, retrieved: Retrieved) -> Numbers | None:
    """How sure each candidate is by itself; None where that is not known."""
    if retrieved.vector is None or unsure(engine, retrieved):
        return None
    found, passages = retrieved.found, engine.manifest.counts.passages
    cosines = inner_products(found.vectors(), retrieved.vector)
    sure = confidence(cosines, found.coverage(POWER), passages, retrieved.reading, found.known())
    missing = names(found.unknown(), retrieved.query.text)
    return doubted(sure, cosines, retrieved.reading) if missing else sure


def ranking(ranker: Ranker, retrieved: Retrieved) -> Ranking:
    """The order of what was found, in the mode of the question."""
    if retrieved.vector is None:
        return retrieved.found.keyword
    if retrieved.mode is Mode.VECTOR:
        return retrieved.found.nearest
    return ranker.rank(retrieved.found, retrieved.vector, retrieved.reading)
