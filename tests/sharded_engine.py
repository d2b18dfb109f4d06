"""A small engine of several shards that stands where a cluster would.

Nothing but bytes passes between a shard and who asks it, and a shard knows only its own articles:
its idf, its average lengths, its candidates by plain BM25. It is the other side of the contract
that the embedded engine keeps, and as slow and as plain as can be.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from typing import Any, Self

import numpy as np

from index.engines.counted import CountedFound, TermCounts
from index.engines.protocol import Catalogue, Found, Ids, Request, Sample, Text
from index.errors import QueryError
from index.generation.manifest import Manifest
from index.keyword.analysis import tokens
from index.keyword.bm25 import BM25, FIELDS, idf
from index.keyword.function_words import content_terms
from index.keyword.terms import ANY
from index.query import parse
from index.query.tree import All, Either, Must, Node, Not, Phrase, Some, Word, Words
from index.types import Document, Passage, Problem, Ranking, Vectors

LEAST_DEVIATION = 1 / 50
SAMPLE = 1000


class Shard:
    """Some articles; ``call`` is its only door."""

    def __init__(self, passages: Sequence[tuple[Passage, str, str]], vectors: Vectors) -> None:
        self._passages = [passage for passage, _, _ in passages]
        self._vectors = vectors
        self._fields = [
            [tokens(text, language) for text in (p.title, p.heading, p.text, author)]
            for p, language, author in passages
        ]
        self._counts = [
            [Counter(token.term for token in field) for field in fields] for fields in self._fields
        ]
        self._lengths = np.array(
            [[1 + f[-1].position if f else 0 for f in fields] for fields in self._fields],
            dtype=float,
        )
        filled = np.maximum((self._lengths > 0).sum(axis=0), 1)
        self._averages = self._lengths.sum(axis=0) / filled
        self._holding: dict[str, set[int]] = {}

    def call(self, message: bytes) -> bytes:
        """One round trip: JSON there, JSON back."""
        asked = json.loads(message)
        answer = {"ask": self._ask, "read": self._read, "sample": self._sample}[asked.pop("verb")]
        return json.dumps(answer(**asked)).encode()

    def _ask(
        self, query: str, words: bool, terms: list[str], vector: list[float] | None, depth: int
    ) -> dict[str, Any]:
        # A query crosses the wire as text, which both sides parse alike.
        root = parse(query).root
        limited = [n for n in range(len(self._passages)) if self._allows(root, n)]
        matching = [n for n in limited if self._matches(root, n)] if words else []
        plain = {n: self._bm25(terms, n) for n in matching}
        best = sorted(matching, key=lambda n: (-plain[n], self._passages[n].id))[:depth]
        near: list[int] = []
        if vector is not None:
            cosines = self._vectors @ np.array(vector, dtype=np.float32)
            near = sorted(limited, key=lambda n: (-cosines[n], self._passages[n].id))[:depth]
        return self._described([*best, *near], terms) | {
            "matched": [self._matches(root, n) for n in (*best, *near)],
            "keyword": len(best),
        }

    def _described(self, numbers: list[int], terms: list[str]) -> dict[str, Any]:
        return {
            "numbers": numbers,
            "ids": [self._passages[n].id for n in numbers],
            "documents": [self._passages[n].document_id for n in numbers],
            "counts": [
                [[_count(self._counts[n][f], t) for n in numbers] for f in range(4)] for t in terms
            ],
            "lengths": [[self._lengths[n][f] for n in numbers] for f in range(4)],
            "averages": self._averages.tolist(),
            "idf": [idf(len(self._passages), self._frequency(term)) for term in terms],
            "vectors": [self._vectors[n].tolist() for n in numbers],
            "dimension": self._vectors.shape[1],
        }

    def _sample(self, count: int, seed: int) -> dict[str, Any]:
        chance = np.random.default_rng(seed)
        size = min(count, len(self._passages))
        numbers = sorted(chance.choice(len(self._passages), size, replace=False).tolist())
        return {
            "numbers": numbers,
            "counts": [self._counts[n] for n in numbers],
            "lengths": [self._lengths[n].tolist() for n in numbers],
            "vectors": [self._vectors[n].tolist() for n in numbers],
        }

    def _read(self, numbers: list[int]) -> list[dict[str, Any]]:
        return [asdict(self._passages[number]) for number in numbers]

    def _bm25(self, terms: list[str], number: int) -> float:
        """What a plain engine would rank by: the body alone, its own idf."""
        count = len(self._passages)
        score = 0.0
        for term in terms:
            held = sum(_count(counts, term) for counts in self._counts[number])
            length = self._lengths[number].sum() / max(1.0, self._averages.sum())
            score += (
                idf(count, self._frequency(term)) * held / (held + 1.2 * (0.25 + 0.75 * length))
            )
        return score

    def _frequency(self, expression: str) -> int:
        return len(self._holders(expression))

    def _holders(self, expression: str) -> set[int]:
        """The passages in which a word stands; looked for once."""
        if expression not in self._holding:
            self._holding[expression] = {
                number
                for number, counts in enumerate(self._counts)
                if any(_count(count, expression) for count in counts)
            }
        return self._holding[expression]

    def _matches(self, node: Node | None, number: int) -> bool:
        match node:
            case Words(text):
                words = content_terms(text, ("en",))
                return any(number in self._holders(term) for term in words)
            case Word(text):
                fields = self._named(node)
                return any(
                    self._counts[number][f][token.term]
                    for token in tokens(text, "en")
                    for f in fields
                )
            case Phrase():
                return any(_adjacent(self._fields[number][f], node.text) for f in self._named(node))
            case Must(part):
                return self._matches(part, number)
            case All(parts):
                wanted = [p for p in parts if not isinstance(p, Not)]
                return all(self._matches(p, number) for p in wanted) and self._spares(parts, number)
            case Either(parts) | Some(parts):
                must = [p for p in parts if isinstance(p, Must)]
                wanted = [p for p in parts if not isinstance(p, Not)]
                found = (
                    all(self._matches(p, number) for p in must)
                    if must
                    else any(self._matches(p, number) for p in wanted)
                )
                return found and self._spares(parts, number)
        if node is None or isinstance(node, Not):
            return False
        raise QueryError(f"A shard cannot look for {type(node).__name__.lower()}s")

    def _spares(self, parts: Sequence[Node], number: int) -> bool:
        return not any(isinstance(p, Not) and self._excludes(p, number) for p in parts)

    def _excludes(self, node: Not, number: int) -> bool:
        """Whether the passage stands in an article that has what no result may have."""
        article = self._passages[number].document_id
        return any(
            self._matches(node.part, other)
            for other, passage in enumerate(self._passages)
            if passage.document_id == article
        )

    def _allows(self, node: Node | None, number: int) -> bool:
        match node:
            case None | Words():
                return True
            case Word():
                return not node.field or self._matches(node, number)
            case Not():
                return not self._excludes(node, number)
            case Some(parts):
                return all(self._allows(part, number) for part in parts)
            case Either(parts):
                wanted = [p for p in parts if not isinstance(p, Not)]
                insists = all(_insists(p) for p in wanted) and wanted
                allowed = not insists or any(self._allows(p, number) for p in wanted)
                return bool(allowed) and self._spares(parts, number)
            case All(parts) if all(isinstance(p, Not) for p in parts):
                return self._spares(parts, number)
        return self._matches(node, number)

    @staticmethod
    def _named(node: Any) -> list[int]:
        name = getattr(node, "field", "")
        return [FIELDS.index(name)] if name else list(range(4))


def _insists(node: Node) -> bool:
    match node:
        case Words() | Word(field=""):
            return False
        case Some(parts):
            return any(map(_insists, parts))
        case Either(parts):
            return all(_insists(p) for p in parts)
    return True


def _adjacent(field: Sequence[Any], text: str) -> bool:
    words = tokens(text, "en")
    at = {(token.term, token.position) for token in field}
    return any(
        all((word.term, token.position + word.position - words[0].position) in at for word in words)
        for token in field
        if words and token.term == words[0].term
    )


class ShardedEngine:
    """See ``index.engines.protocol.Engine``; an id is a shard's number and a passage's there."""

    def __init__(
        self,
        manifest: Manifest,
        documents: Sequence[Document],
        passages: Mapping[str, Sequence[Passage]],
        vectors: Mapping[str, Vectors],
        shards: int,
        parameters: BM25,
    ) -> None:
        self.location = f"{shards} shards"
        self.manifest = manifest
        self.round_trips = 0
        self._parameters = parameters
        self._documents = {document.id: document for document in documents}
        self._shards = []
        for number in range(shards):
            chosen = [d for place, d in enumerate(documents) if place % shards == number]
            held = [(p, d.language, d.author) for d in chosen for p in passages.get(d.id, ())]
            matrix = np.array([vectors[p.id] for p, _, _ in held], dtype=np.float32)
            self._shards.append(Shard(held, matrix.reshape(len(held), manifest.dimension)))
        drawn = {"verb": "sample", "count": SAMPLE // shards, "seed": 0}
        self._sampled = [self._call(shard, drawn) for shard in self._shards]

    @property
    def catalogue(self) -> Catalogue:
        return _Catalogue(self._documents)

    def ask(self, requests: Sequence[Request]) -> list[Found]:
        self.round_trips += 1
        return [self._ask(request) for request in requests]

    def _ask(self, request: Request) -> Found:
        words = request.query.words
        languages = [content_terms(words, (language,)) for language in self.manifest.languages]
        terms = list(dict.fromkeys(term for each in languages for term in each))
        vector = None if request.vector is None else request.vector[0].tolist()
        message = {"verb": "ask", "query": request.query.text, "words": request.words}
        message |= {"terms": terms, "vector": vector, "depth": request.depth}
        answers = [self._call(shard, message) for shard in self._shards]
        found = _merged(answers, self._sampled, request, terms, languages, self._parameters)
        complete = request.words and all(a["keyword"] < request.depth for a in answers)
        codes = tuple(self.manifest.languages)
        return replace(found, text=words, codes=codes, complete=complete)

    @staticmethod
    def _call(shard: Shard, message: Mapping[str, Any]) -> Any:
        return json.loads(shard.call(json.dumps(message).encode()))

    def read(self, ids: Ids) -> list[Text]:
        self.round_trips += 1
        texts = []
        for shard, number in ids:  # type: ignore[misc]
            (record,) = self._call(self._shards[shard], {"verb": "read", "numbers": [number]})
            passage = Passage(**record)
            texts.append(Text(passage, self._documents[passage.document_id]))
        return texts

    def sample(self, count: int, seed: int = 0) -> Sample:
        share = math.ceil(count / len(self._shards))
        drawn = {"verb": "sample", "count": share, "seed": seed}
        answers = [self._call(shard, drawn) for shard in self._shards]
        ids = [(n, number) for n, answer in enumerate(answers) for number in answer["numbers"]]
        vectors = [vector for answer in answers for vector in answer["vectors"]]
        return Sample(ids[:count], np.array(vectors[:count], dtype=np.float32))

    def newer(self) -> Self | None:
        return None

    def close(self) -> None:
        self._shards = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Catalogue:
    """As much of ``Catalogue`` as the contract of queries needs."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        return {name: self._documents[name] for name in ids if name in self._documents}

    def passages_of(self, document_id: str) -> list[Passage]:
        raise QueryError(f"{document_id} is not listed here")

    def resolve(self, name: str) -> tuple[str, str | None]:
        raise QueryError(f"{name} is not listed here")

    def marked(self) -> Iterator[Document]:
        return iter(())

    def problems(self) -> list[Problem]:
        return []


def _merged(
    answers: Sequence[Any],
    sample: Sequence[Any],
    request: Request,
    terms: Sequence[str],
    languages: Sequence[Sequence[str]],
    parameters: BM25,
) -> CountedFound:
    """The candidates of all shards, the best of each leg first."""
    counts, ids, documents, vectors = _together(answers, terms)
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
    numbers = {document: n for n, document in enumerate(sorted(set(documents)))}
    sampled, drawn = _of_sample(sample, answers, terms)
    return CountedFound(
        ids=[ids[place] for place in order],
        articles=np.array([numbers[documents[place]] for place in order], dtype=np.int64),
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
        parameters=parameters,
        languages=languages,
        least_deviation=LEAST_DEVIATION,
    )


def _starts(answers: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    ends = np.cumsum([0, *(len(answer["ids"]) for answer in answers)]).tolist()
    for answer, (start, _) in zip(answers, pairwise(ends), strict=True):
        yield start, answer


def _count(counts: Mapping[str, int], expression: str) -> int:
    """How often the one of several spellings of a word stands there that does most often."""
    return max(counts.get(term, 0) for term in expression.split(ANY))


def _of_sample(
    sample: Sequence[Any], answers: Sequence[Any], terms: Sequence[str]
) -> tuple[TermCounts, Vectors]:
    """What the sample that was fetched once says of these terms, by the shards' own statistics."""
    described = [
        answer
        | {
            "ids": part["numbers"],
            "numbers": part["numbers"],
            "documents": [],
            "counts": [
                [[_count(c[f], t) for c in part["counts"]] for f in range(4)] for t in terms
            ],
            "lengths": np.array(part["lengths"]).T.tolist(),
            "vectors": part["vectors"],
        }
        for part, answer in zip(sample, answers, strict=True)
    ]
    counts, _, _, vectors = _together(described, terms)
    return counts, vectors


def _together(
    answers: Sequence[Any], terms: Sequence[str]
) -> tuple[TermCounts, list[tuple[int, int]], list[str], Vectors]:
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
    averages = np.repeat(np.array([a["averages"] for a in answers]).T, sizes, axis=1)
    rarity = np.repeat(
        np.array([a["idf"] for a in answers]).reshape(len(answers), -1).T, sizes, axis=1
    )
    vectors = [vector for answer in answers for vector in answer["vectors"]]
    ids = [(n, number) for n, answer in enumerate(answers) for number in answer["numbers"]]
    documents = [document for answer in answers for document in answer["documents"]]
    matrix = np.array(vectors, dtype=np.float32).reshape(total, answers[0]["dimension"])
    return TermCounts(tuple(terms), counts, lengths, averages, rarity), ids, documents, matrix
