"""Measuring the unit that is shown, where judgements name it: a passage, not its document.

    paragraphs.tsv      query-id, corpus-id, start, end; tabs between them, with a header

``start`` and ``end`` are character offsets into the text of the document; a passage that overlaps
them is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from index.errors import SourceError
from search.evaluation.beir import record_of
from search.evaluation.measures import Estimate, Values, estimate
from search.question.mode import Mode
from search.searcher import Searcher

NAME: Final = "paragraphs.tsv"
DEPTH: Final = 100
"""How many passages each leg is asked for: as many as a search asks."""

CUT: Final = 10


class Stretch(NamedTuple):
    """A judged stretch of a document."""

    document: str
    start: int
    end: int


def read_paragraphs(folder: Path) -> dict[str, list[Stretch]]:
    """The judged stretches of each query; none where the folder names no paragraphs.

    :raises SourceError: where a line is not as it should be.
    """
    path = folder / NAME
    if not path.is_file():
        return {}
    found: dict[str, list[Stretch]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if number == 1 or not line.strip():
            continue
        try:
            query, document, start, end = line.split("\t")
            found.setdefault(query, []).append(Stretch(document, int(start), int(end)))
        except ValueError:
            raise SourceError(
                f"{path}:{number}: not a query, a document, a start and an end"
            ) from None
    return found


def reciprocal_rank(passages: Sequence[Stretch], judged: Sequence[Stretch]) -> float:
    """1 / the rank of the first of ``passages`` that overlaps one of ``judged``; 0 if none does."""
    for rank, passage in enumerate(passages[:CUT], 1):
        for right in judged:
            same = passage.document == right.document
            if same and passage.start < right.end and right.start < passage.end:
                return 1 / rank
    return 0.0


def measure_paragraphs(
    searcher: Searcher,
    queries: Mapping[str, str],
    judged: Mapping[str, Sequence[Stretch]],
    mode: Mode,
) -> dict[str, Estimate]:
    """How early the right passage comes: its MRR@10, and the share of queries that have it first.

    Queries are taken as plain words.
    """
    ranks: list[float] = []
    for query, stretches in judged.items():
        if query in queries:
            ranked = searcher.rank(queries[query], DEPTH, mode, plain=True)
            texts = searcher.engine.read(ranked.ids[:CUT])
            found = [
                Stretch(record_of(text.document.id), text.passage.start, text.passage.end)
                for text in texts
            ]
            ranks.append(reciprocal_rank(found, stretches))
    values: Values = np.array(ranks or [0.0])
    return {
        "MRR@10": estimate(values),
        "first": estimate((values == 1).astype(np.float64)),
    }
