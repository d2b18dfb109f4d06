"""A small engine of several shards that stands where a cluster would.

Nothing but bytes passes between a shard and who asks it, and a shard knows only its own articles:
its idf, its average lengths, its candidates by plain BM25. It is the other side of the contract
that the embedded engine keeps, and as slow and as plain as can be.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final, Self

import numpy as np
from sharded_answers import merged
from sharded_articles import PERIODS, STANDARD
from sharded_shard import Shard
from sharded_wire import packed, unpacked

from index.engines.protocol import (
    Articles,
    Catalogue,
    Copies,
    Found,
    Ids,
    Request,
    Sample,
    Tally,
    Text,
)
from index.errors import QueryError
from index.generation.manifest import Manifest
from index.keyword.bm25 import BM25
from index.keyword.function_words import SHORT_WORDS, content_terms
from index.query.fields import ALIASES
from index.types import BlockKind, Document, Passage, Problem, Value, Vectors

SAMPLE: Final = 1000


class Cluster:
    """The shards, and the one number that says which state of them is published."""

    def __init__(self, shards: int) -> None:
        self.shards = [Shard(number, shards) for number in range(shards)]
        self._states: dict[int, bytes] = {}
        self.published = 0

    def ask(self, shard: int, verb: str, **message: Any) -> Any:
        return unpacked(self.shards[shard].call(packed({"verb": verb, **message})))

    def ask_all(self, verb: str, **message: Any) -> list[Any]:
        return [self.ask(number, verb, **message) for number in range(len(self.shards))]

    def shard_of(self, document_id: str) -> int:
        return sum(document_id.encode()) % len(self.shards)

    def state(self, number: int) -> dict[str, Any]:
        """What was published under a number: the manifest's text, the builder's documents."""
        found: dict[str, Any] = unpacked(self._states[number])
        return found

    def publish(self, before: int, state: Mapping[str, Any]) -> None:
        """Compare and set: the next state becomes the published one, unless it has changed."""
        if self.published != before:
            raise RuntimeError("another writer has published")
        self._states[before + 1] = packed(state)
        self.published = before + 1

    def forget(self, before: int) -> None:
        for number in [number for number in self._states if number < before]:
            del self._states[number]
        self.ask_all("purge", before=before)


class ShardedEngine:
    """See ``index.engines.protocol.Engine``; an id is a shard's number and a passage's there."""

    def __init__(self, cluster: Cluster, parameters: BM25) -> None:
        self.location = f"{len(cluster.shards)} shards"
        self.round_trips = 0
        self._cluster = cluster
        self._parameters = parameters
        self._state = cluster.published
        state = cluster.state(self._state)
        self._manifest = Manifest.from_json(state["manifest"], self.location)
        self._problems: list[Problem] = state["problems"]
        known = self._ask_all("describe")
        self._fields = list(dict.fromkeys(name for each in known for name in each["fields"]))
        self._newest: int = max(each["newest"] for each in known)
        share = SAMPLE // len(cluster.shards)
        self._sampled = self._ask_all("sample", count=share, seed=0)

    @property
    def manifest(self) -> Manifest:
        return self._manifest

    @cached_property
    def catalogue(self) -> Catalogue:
        return ShardedCatalogue(self._cluster, self._state, self._problems)

    @property
    def fields(self) -> Collection[str]:
        return self._fields

    def newest(self) -> int:
        return self._newest

    def ask(self, requests: Sequence[Request]) -> list[Found]:
        self.round_trips += 1
        return [self._ask(request) for request in requests]

    def _ask(self, request: Request) -> Found:
        if request.vector is not None and request.vector.shape != (1, self._manifest.dimension):
            raise QueryError(f"The vectors have {self._manifest.dimension} dimensions")
        words, known = request.query.words, self._manifest.languages
        languages = [content_terms(words, (language,)) for language in known]
        terms = list(dict.fromkeys(term for each in languages for term in each))
        asked = {
            "root": request.query.root,
            "conditions": request.conditions,
            "languages": list(known),
            "words": request.words,
            "by_passage": request.by_passage,
        }
        vector = None if request.vector is None else request.vector[0].tolist()
        answers = self._ask_all("ask", **asked, terms=terms, vector=vector, depth=request.depth)
        each = words.split()
        rare = [word for word in each if word.lower() not in SHORT_WORDS] or each
        asked["telling"] = list(content_terms(" ".join(rare), tuple(known)))
        found = merged(
            answers,
            self._sampled,
            request,
            terms,
            languages,
            self._parameters,
            self._manifest.dimension,
            self._manifest.counts.passages,
            lambda near, fields: self._tally(asked, near, fields),
            lambda *which: self._by_date(asked, *which),
            self._copies,
        )
        listed = sum(answer["keyword"] for answer in answers)
        complete = request.words and request.query.is_plain and listed < request.depth
        return replace(found, text=words, codes=tuple(known), complete=complete)

    def _tally(self, asked: Mapping[str, Any], near: Articles, fields: Sequence[str]) -> Tally:
        self.round_trips += 1
        for field in fields:
            names = {*PERIODS, *ALIASES, *STANDARD, *(name.lower() for name in self._fields)}
            if field.lower() not in names:
                raise QueryError(
                    f"There is no field {field} to count by: there are {sorted(names)}"
                )
        answers = self._ask_all("tally", **asked, near=near.tolist(), fields=list(fields))
        counts: dict[str, dict[Value, int]] = {}
        for field in fields:
            together: Counter[Value] = Counter()
            for answer in answers:
                together.update(answer["counts"][field])
            without = together.pop("", 0)
            order = sorted(together.items(), key=lambda item: (-item[1], str(item[0])))
            counts[field] = dict(sorted(together.items()) if field in PERIODS else order)
            if without:
                counts[field][""] = without
        matching, also = (sum(answer[name] for answer in answers) for name in ("matching", "near"))
        return Tally(matching, also, counts)

    def _by_date(
        self, asked: Mapping[str, Any], near: Articles, start: int, count: int, newest_first: bool
    ) -> Articles:
        self.round_trips += 1
        wanted = {"near": near.tolist(), "count": start + count, "newest_first": newest_first}
        found = heapq.merge(*self._ask_all("by_date", **asked, **wanted))
        return np.array([one[-1] for one in found][start : start + count], dtype=np.int64)

    def _copies(self, articles: list[tuple[str, str]], most: int) -> list[Copies]:
        """Of articles and their stories."""
        self.round_trips += 1
        answers = self._ask_all("told", stories=sorted({story for _, story in articles}))
        told = sorted((*each, n) for n, answer in enumerate(answers) for each in answer)
        found = [
            [(n, number) for _, _, name, other, number, n in told if other == story and name != own]
            for own, story in articles
        ]
        return [Copies(len(each), each[:most]) for each in found]

    def read(self, ids: Ids) -> list[Text]:
        self.round_trips += 1
        wanted: dict[int, list[int]] = {}
        for shard, number in ids:  # type: ignore[misc]
            wanted.setdefault(shard, []).append(number)
        known: dict[tuple[int, int], Text] = {}
        for shard, numbers in wanted.items():
            read = self._cluster.ask(shard, "read", state=self._state, numbers=numbers)
            texts = (Text(*each) for each in read)
            known.update(zip(((shard, number) for number in numbers), texts, strict=True))
        return [known[each] for each in ids]  # type: ignore[index]

    def sample(self, count: int, seed: int = 0) -> Sample:
        share = math.ceil(count / len(self._cluster.shards))
        answers = self._ask_all("sample", count=share, seed=seed)
        ids = [(n, number) for n, answer in enumerate(answers) for number in answer["numbers"]]
        rows = [vector for answer in answers for vector in answer["vectors"]]
        vectors: Vectors = np.array(rows[:count], dtype=np.float32)
        return Sample(ids[:count], vectors)

    def newer(self) -> Self | None:
        if self._cluster.published == self._state:
            return None
        return type(self)(self._cluster, self._parameters)

    def close(self) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask_all(self, verb: str, **message: Any) -> list[Any]:
        return self._cluster.ask_all(verb, state=self._state, **message)


class ShardedCatalogue:
    """See ``index.engines.protocol.Catalogue``."""

    def __init__(self, cluster: Cluster, state: int, problems: list[Problem]) -> None:
        self._cluster = cluster
        self._state = state
        self._problems = problems

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        return {document.id: document for document in self._browse(list(ids))}

    def passages_of(self, document_id: str) -> list[Passage]:
        return self._browse([document_id], passages=True)

    def resolve(self, name: str) -> tuple[str, str | None]:
        if name in self.documents([name]):
            return name, None
        passages = [p for p in self._browse(None, passages=True) if p.id == name]
        if passages:
            return passages[0].document_id, name
        found = sorted(d.id for d in self._browse(None) if d.id.endswith(name))
        if len(found) != 1:
            raise QueryError(f"{name} means {len(found)} articles", place=name)
        return found[0], None

    def marked(self) -> Iterator[Document]:
        documents: list[Document] = sorted(self._browse(None), key=lambda d: d.id)
        for document in documents:
            if any(block.kind is BlockKind.BOILERPLATE for block in document.blocks):
                yield document

    def problems(self) -> list[Problem]:
        return [replace(problem) for problem in self._problems]

    def _browse(self, ids: list[str] | None, *, passages: bool = False) -> list[Any]:
        asked = {"state": self._state, "ids": ids, "passages": passages}
        return [one for each in self._cluster.ask_all("browse", **asked) for one in each]
