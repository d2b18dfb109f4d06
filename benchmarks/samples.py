"""What a collection would answer if it were smaller: a few of its articles, drawn at random.

Passages keep their vectors; how rare a word is, is counted anew in the articles of the sample.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.evidence import Answer, chance
from index.encoder import open_encoder
from index.keyword.analysis import analyze
from index.keyword.bm25 import idf
from index.keyword.function_words import content_terms
from index.keyword.terms import alternatives
from index.types import Background
from search.evaluation.beir import Dataset, record_of
from search.query_encoder import encoded
from search.ranking.confidence import POWER, READ
from search.ranking.fusion import standard
from search.searcher import Searcher

SIZES = (1, 10, 100)
SEED = 7
Numbers = npt.NDArray[np.float64]


def sampled(
    searcher: Searcher, name: str, own: Dataset, queries: Sequence[tuple[str, bool]]
) -> Iterator[Answer]:
    """Ask every query of an own sample of each size; that of an answerable one has an answer."""
    random = np.random.default_rng(SEED)
    encoder = open_encoder()
    engine = searcher.engine
    ids, vectors = engine.sample(engine.manifest.counts.passages)
    passages = [text.passage for text in engine.read(ids)]
    numbers = {one: n for n, one in enumerate(dict.fromkeys(p.document_id for p in passages))}
    article = np.array([numbers[passage.document_id] for passage in passages])
    by_name = {record_of(one): number for one, number in numbers.items()}
    judged = {
        own.queries[query]: [by_name[d] for d, grade in found.items() if grade > 0 and d in by_name]
        for query, found in own.qrels.items()
    }
    words = [set(analyze(f"{p.title} {p.heading} {p.text}")) for p in passages]
    for text, good in queries:
        if good and not judged[text]:
            continue
        asked = encoded(encoder, text)
        vector, reading = asked.vector, asked.reading
        cosines = (vectors @ vector[0]).astype(np.float64)
        terms = [set(alternatives(term)) for term in content_terms(text, ("en",))]
        for size in SIZES:
            chosen = random.choice(len(numbers), min(size, len(numbers)), replace=False)
            if good and not np.isin(judged[text], chosen).any():
                chosen[0] = random.choice(judged[text])
            rows = np.flatnonzero(np.isin(article, chosen))
            holds = np.array(
                [[not words[row].isdisjoint(term) for term in terms] for row in rows], dtype=bool
            )
            coverage, known = _coverage(holds, article[rows])
            best = np.argsort(-(cosines[rows] + coverage), kind="stable")[:10]
            background = Background(float(cosines[rows].mean()), float(cosines[rows].std()))
            deviations = standard(cosines[rows].astype(np.float32), background)
            logarithm = np.full(len(rows), chance(len(rows)))
            columns = [min(1.0, READ * reading) * cosines[rows], coverage, deviations, logarithm]
            yield Answer(name, size, good, np.stack(columns, axis=1)[best], known)


def _coverage(
    holds: npt.NDArray[np.bool_], article: npt.NDArray[np.int64]
) -> tuple[Numbers, float]:
    """As ``Found.coverage`` and ``Found.known``; ``holds`` says which terms each passage has."""
    articles = np.unique(article)
    frequency = np.stack([holds[article == one].any(axis=0) for one in articles]).sum(axis=0)
    weights = np.array([idf(len(articles), int(each)) for each in frequency])
    raised = weights**POWER
    share: Numbers = holds @ raised / (raised.sum() or 1.0)
    return share, float(weights[frequency > 0].sum() / (weights.sum() or 1.0))
