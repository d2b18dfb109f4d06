"""From the answers of all shards to what was found: the candidates, their counts, the sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

import numpy as np
from sharded_text import count_of

from index.engines.protocol import Articles, Copies, Request, Tally
from index.engines.remote_found import RemoteFound, TermCounts
from index.keyword.bm25 import BM25, idf
from index.types import Ranking, Vectors

LEAST_DEVIATION: Final = 1 / 50


def merged(
    answers: Sequence[Any],
    sample: Sequence[Any],
    request: Request,
    terms: Sequence[str],
    languages: Sequence[Sequence[str]],
    parameters: BM25,
    dimension: int,
    passages: int,
    count: Callable[[Articles, Sequence[str]], Tally],
    list_by_date: Callable[[Articles, int, int, bool], Articles],
    list_copies: Callable[[list[tuple[str, str]], int], list[Copies]],
) -> RemoteFound:
    """The candidates of all shards, the best of each leg first."""
    counts, vectors = _together(answers, terms, dimension)
    ids = [(n, number) for n, answer in enumerate(answers) for number in answer["numbers"]]
    articles = [number for answer in answers for number in answer["articles"]]
    documents = [name for answer in answers for name in answer["documents"]]
    days = [day for answer in answers for day in answer["days"]]
    stories = [story for answer in answers for story in answer["stories"]]
    told = {story: number for number, story in enumerate(dict.fromkeys(stories))}
    matched = np.array([m for answer in answers for m in answer["matched"]], dtype=bool)
    names = [name for answer in answers for name in answer["ids"]]
    by_words = [
        place
        for start, answer in _starts(answers)
        for place in range(start, start + answer["keyword"])
    ]
    scores = counts.scores(parameters)
    words = sorted(by_words, key=lambda p: (-scores[p], names[p]))[: request.depth]
    near: list[int] = []
    cosines = np.zeros(len(names), dtype=np.float32)
    if request.vector is not None:
        cosines = vectors @ request.vector[0]
        first = {name: place for place, name in reversed(list(enumerate(names)))}
        near = sorted(first.values(), key=lambda p: (-cosines[p], names[p]))[: request.depth]
    held = {names[place] for place in words}
    order = [*words, *(place for place in near if names[place] not in held)]
    place_of = {names[place]: number for number, place in enumerate(order)}
    sampled, drawn = _of_sample(sample, answers, terms, dimension)
    candidates = {ids[place] for place in order}
    at = [(shard, number) for shard, part in enumerate(sample) for number in part["numbers"]]
    return RemoteFound(
        ids=[ids[place] for place in order],
        articles=np.array([articles[place] for place in order], dtype=np.int64),
        document_ids=[documents[place] for place in order],
        first_days=np.array([days[place] for place in order], dtype=np.int32),
        told=np.array([told[stories[place]] for place in order], dtype=np.int64),
        count=count,
        list_by_date=list_by_date,
        list_copies=lambda places, most: list_copies(
            [(documents[order[p]], stories[order[p]]) for p in places.tolist()], most
        ),
        keyword=Ranking(np.arange(len(words)), scores[words]),
        nearest=Ranking(
            np.array([place_of[names[p]] for p in near], dtype=np.int64), cosines[near]
        ),
        counts=TermCounts(
            tuple(terms),
            counts.counts[:, :, order],
            counts.lengths[:, order],
            counts.averages[:, order],
            counts.idf[:, order],
        ),
        sampled=sampled,
        matched=matched[order],
        candidates=vectors[order],
        sample=drawn,
        elsewhere=np.array([one not in candidates for one in at], dtype=bool),
        passages=passages,
        parameters=parameters,
        languages=languages,
        least_deviation=LEAST_DEVIATION,
    )


def _starts(answers: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    ends = np.cumsum([0, *(len(answer["ids"]) for answer in answers)]).tolist()
    for answer, (start, _) in zip(answers, pairwise(ends), strict=True):
        yield start, answer


def _of_sample(
    sample: Sequence[Any], answers: Sequence[Any], terms: Sequence[str], dimension: int
) -> tuple[TermCounts, Vectors]:
    """What the sample that was fetched once says of these terms, by the statistics of all shards."""
    described = [
        answer
        | {
            "ids": part["numbers"],
            "counts": [
                [[count_of(c[f], t) for c in part["counts"]] for f in range(4)] for t in terms
            ],
            "lengths": np.array(part["lengths"]).T.tolist(),
            "vectors": part["vectors"],
        }
        for part, answer in zip(sample, answers, strict=True)
    ]
    return _together(described, terms, dimension)


def _together(
    answers: Sequence[Any], terms: Sequence[str], dimension: int
) -> tuple[TermCounts, Vectors]:
    sizes = [len(answer["ids"]) for answer in answers]
    total = sum(sizes)
    counts = np.concatenate(
        [
            np.array(a["counts"], dtype=float).reshape(len(terms), 4, n)
            for a, n in zip(answers, sizes, strict=True)
        ],
        axis=2,
    )
    lengths = np.concatenate(
        [
            np.array(a["lengths"], dtype=float).reshape(4, n)
            for a, n in zip(answers, sizes, strict=True)
        ],
        axis=1,
    )
    filled = np.maximum(np.sum([a["filled"] for a in answers], axis=0), 1)
    average = np.sum([a["total"] for a in answers], axis=0) / filled
    averages = np.repeat(average.reshape(-1, 1), total, axis=1)
    size = sum(a["size"] for a in answers)
    frequencies = [sum(each) for each in zip(*(a["frequencies"] for a in answers), strict=True)]
    rarity = np.array([idf(size, each) for each in frequencies]).reshape(-1, 1)
    rarity = np.repeat(rarity, total, axis=1)
    vectors = [vector for answer in answers for vector in answer["vectors"]]
    matrix = np.array(vectors, dtype=np.float32).reshape(total, dimension)
    return TermCounts(tuple(terms), counts, lengths, averages, rarity), matrix
