"""What a collection would answer if it were smaller: a few of its articles, drawn at random.

Passages keep their vectors; how rare a word is, is counted anew in the articles of the sample.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from benchmarks.evidence import Answer
from index.encoder import open_encoder
from index.keyword.analysis import analyze
from index.types import Background
from search.evaluation.beir import Dataset
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
    passages = engine.passages(np.arange(engine.manifest.counts.rows))
    vectors = engine.vectors(np.arange(len(passages)))
    ids = {one: n for n, one in enumerate(dict.fromkeys(p.document_id for p in passages))}
    article = np.array([ids[passage.document_id] for passage in passages])
    by_name = {one.partition("#")[2]: number for one, number in ids.items()}
    judged = {
        own.queries[query]: [by_name[d] for d, grade in found.items() if grade > 0 and d in by_name]
        for query, found in own.qrels.items()
    }
    words = [set(analyze(f"{p.title} {p.heading} {p.text}")) for p in passages]
    for text, good in queries:
        if good and not judged[text]:
            continue
        cosines = (vectors @ encoder.encode_query(text)[0]).astype(np.float64)
        terms = sorted(set(analyze(text)))
        for size in SIZES:
            chosen = random.choice(len(ids), size, replace=False)
            if good and not np.isin(judged[text], chosen).any():
                chosen[0] = random.choice(judged[text])
            rows = np.flatnonzero(np.isin(article, chosen))
            holds = np.array([[term in words[row] for term in terms] for row in rows])
            coverage = _coverage(holds, article[rows])
            best = np.argsort(-(cosines[rows] + coverage), kind="stable")[:10]
            background = Background(float(cosines[rows].mean()), float(cosines[rows].std()))
            deviations = standard(cosines[rows].astype(np.float32), background)
            chance = np.full(len(rows), math.log(len(rows)))
            evidence = np.stack([cosines[rows], coverage, deviations, chance], axis=1)
            yield Answer(name, size, good, evidence[best])


def _coverage(holds: npt.NDArray[np.bool_], article: npt.NDArray[np.int64]) -> Numbers:
    """As ``Engine.coverage``, of passages of which ``holds`` says which terms they have."""
    articles = np.unique(article)
    frequency = np.stack([holds[article == one].any(axis=0) for one in articles]).sum(axis=0)
    idf = np.log(1 + (len(articles) - frequency + 0.5) / (frequency + 0.5))
    share: Numbers = holds @ idf / (idf.sum() or 1.0)
    return share
