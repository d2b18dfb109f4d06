"""What the keyword index must find: the formula by hand, and Whoosh's own search."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from index.keyword.bm25 import BM25, FIELDS, idf, normalized, saturation
from index.keyword.snapshot import Snapshot
from index.types import Rows

Fields = tuple[str, str, str, str]


def by_hand(
    passages: Mapping[int, Fields], words: Sequence[str], parameters: BM25
) -> dict[int, float]:
    """BM25F written out over the words themselves, which no stemmer here changes alone."""
    counts = {
        row: {name: Counter(text.split()) for name, text in zip(FIELDS, fields, strict=True)}
        for row, fields in passages.items()
    }
    scores: dict[int, float] = {}
    for word, times in Counter(words).items():
        holding = [row for row, c in counts.items() if any(c[name][word] for name in FIELDS)]
        for row in holding:
            tf = 0.0
            for name in FIELDS:
                lengths = [c[name].total() for c in counts.values() if c[name]]
                if counts[row][name][word]:
                    relative = counts[row][name].total() / (sum(lengths) / len(lengths))
                    norm = 1 - parameters.b + parameters.b * relative
                    tf += getattr(parameters, name) * counts[row][name][word] / norm
            rarity = math.log(1 + (len(counts) - len(holding) + 0.5) / (len(holding) + 0.5))
            share = rarity * tf / (tf + parameters.k1)
            scores[row] = scores.get(row, 0) + (1 + math.log(times)) * share
    return scores


def whoosh_search(snapshot: Snapshot, query: str, parameters: BM25) -> list[tuple[int, float]]:
    """What Whoosh's own matchers find in the bodies, scored by the same formula."""
    from whoosh.query import Or, Term
    from whoosh.scoring import BaseScorer, WeightingModel
    from whoosh.searching import Searcher

    from index.keyword.analysis import analyze

    statistics = snapshot.fields["body"]

    class Scorer(BaseScorer):  # type: ignore[misc]
        def __init__(self, held: Rows, frequency: int) -> None:
            self.held = held
            self.idf = idf(snapshot.count, frequency)

        def score(self, matcher: Any) -> float:
            length = float(statistics.lengths[self.held[matcher.id()]])
            tf = normalized(float(matcher.weight()), length, statistics.average, parameters.b)
            return self.idf * saturation(tf, parameters.k1)

    class Model(WeightingModel):  # type: ignore[misc]
        held: Rows

        def scorer(self, _: Any, field: str, term: bytes, **__: object) -> Scorer:
            return Scorer(self.held, len(snapshot.postings(term.decode(), field)[0]))

    found: list[tuple[int, float]] = []
    for segment in snapshot.segments:
        model = Model()
        model.held = segment.rows
        words = Counter(analyze(query)).items()
        wanted = Or([Term("body", term, 1 + math.log(times)) for term, times in words])
        hits = Searcher(segment.reader, weighting=model).search(wanted, limit=None)
        found += [(int(segment.rows[hit.docnum]), float(np.float32(hit.score))) for hit in hits]
    return sorted(found, key=lambda hit: (-round(hit[1], 6), hit[0]))
