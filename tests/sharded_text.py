"""The articles of one shard in one state: their words, vectors and fields, as slow as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from sharded_articles import first_day, names_of, tallied
from sharded_matching import Question

from index.keyword.analysis import tokens
from index.keyword.bm25 import FIELDS, idf
from index.keyword.terms import ANY
from index.query.conditions import Condition
from index.query.tree import Node, Words
from index.types import Document, Passage

_EVERY: Final = range(len(FIELDS))


class Texts:
    """``documents`` by id, ``passages`` by article and place; an article's ``numbers`` by id."""

    def __init__(
        self,
        documents: Sequence[Document],
        passages: Sequence[Mapping[str, Any]],
        numbers: Mapping[str, int],
        copies: Mapping[str, str],
    ) -> None:
        self._copies = copies
        self.documents = {document.id: document for document in documents}
        self.numbers = {document.id: numbers[document.id] for document in documents}
        self._held = passages
        self.passages: list[Passage] = [each["passage"] for each in passages]
        self.ids = [passage.id for passage in self.passages]
        dimension = len(passages[0]["vector"]) if passages else 0
        rows = np.array([each["vector"] for each in passages], dtype=np.float32)
        self.vectors = rows.reshape(len(passages), dimension)
        self.fields = [
            [
                tokens(text, each["language"])
                for text in (p.title, p.heading, p.text, each["author"])
            ]
            for p, each in zip(self.passages, passages, strict=True)
        ]
        self.counts = [[Counter(t.term for t in field) for field in each] for each in self.fields]
        self._lengths = np.array(
            [[1 + f[-1].position if f else 0 for f in each] for each in self.fields], dtype=float
        ).reshape(len(passages), len(FIELDS))
        self._filled = (self._lengths > 0).sum(axis=0)
        self._averages = self._lengths.sum(axis=0) / np.maximum(self._filled, 1)
        self._holding: dict[str, set[int]] = {}
        for number, counts in enumerate(self.counts):
            for term in {term for count in counts for term in count}:
                self._holding.setdefault(term, set()).add(number)

    def __len__(self) -> int:
        return len(self.passages)

    def question(
        self,
        root: Node | None,
        conditions: Sequence[Condition],
        languages: Sequence[str],
        *,
        by_passage: bool = False,
    ) -> Question:
        return Question(self, root, conditions, languages, by_passage=by_passage)

    def holders(self, expression: str) -> set[int]:
        """The passages in which a word stands, in any of its spellings."""
        each = [self._holding.get(term, set()) for term in expression.split(ANY)]
        return each[0] if len(each) == 1 else set().union(*each)

    def bm25(self, terms: Sequence[str], number: int) -> float:
        """What a plain engine would rank by: all fields in one, its own idf."""
        score = 0.0
        length = self._lengths[number].sum() / max(1.0, self._averages.sum())
        for term in terms:
            if number in (holders := self.holders(term)):
                held = sum(count_of(counts, term) for counts in self.counts[number])
                rarity = idf(len(self), len(holders))
                score += rarity * held / (held + 1.2 * (0.25 + 0.75 * length))
        return score

    def _articles_with(self, term: str) -> int:
        return len({self.passages[number].document_id for number in self.holders(term)})

    def described(self, numbers: Sequence[int], terms: Sequence[str]) -> dict[str, Any]:
        documents = [self.documents[self.passages[n].document_id] for n in numbers]
        return {
            "numbers": [*numbers],
            "ids": [self.ids[n] for n in numbers],
            "documents": [document.id for document in documents],
            "articles": [self.numbers[document.id] for document in documents],
            "stories": [self._copies.get(document.id, document.id) for document in documents],
            "days": [first_day(document) for document in documents],
            "counts": [
                [[count_of(self.counts[n][f], term) for n in numbers] for f in _EVERY]
                for term in terms
            ],
            "lengths": [[self._lengths[n][f] for n in numbers] for f in _EVERY],
            "total": self._lengths.sum(axis=0).tolist(),
            "filled": self._filled.tolist(),
            "size": len(self.documents),
            "frequencies": [self._articles_with(term) for term in terms],
            "vectors": [self.vectors[n].tolist() for n in numbers],
        }

    # What is counted

    def tally(
        self,
        root: Node | None,
        conditions: Sequence[Condition],
        languages: Sequence[str],
        near: list[int],
        fields: list[str],
        telling: list[str],
        **other: Any,
    ) -> dict[str, Any]:
        matching = self._matching(root, conditions, languages, telling, **other)
        listed = matching | self._numbered(near)
        documents = [self.documents[name] for name in sorted(listed)]
        counts = {field: dict(tallied(documents, field)) for field in fields}
        return {"matching": len(matching), "near": len(listed - matching), "counts": counts}

    def by_date(
        self,
        root: Node | None,
        conditions: Sequence[Condition],
        languages: Sequence[str],
        near: list[int],
        telling: list[str],
        count: int,
        newest_first: bool,
        **other: Any,
    ) -> list[list[Any]]:
        """The first ``count``: what they are ordered by, and their numbers."""
        listed = self._matching(root, conditions, languages, telling, **other)
        found = []
        for name in listed | self._numbered(near):
            day = first_day(self.documents[name])
            found.append([not day, -day if newest_first else day, name, self.numbers[name]])
        return sorted(found)[:count]

    def told(self, stories: list[str]) -> list[tuple[bool, int, str, str, int]]:
        """Who tells these stories: by the day, then by the name; with the first passage of each."""
        found = []
        for name, document in self.documents.items():
            numbers = [n for n, one in enumerate(self.passages) if one.document_id == name]
            story, day = self._copies.get(name, name), first_day(document)
            if numbers and story in stories:
                found.append((not day, day, name, story, numbers[0]))
        return found

    def _matching(
        self,
        root: Node | None,
        conditions: Sequence[Condition],
        languages: Sequence[str],
        telling: list[str],
        *,
        words: bool,
        by_passage: bool,
    ) -> set[str]:
        asked = self.question(root, conditions, languages, by_passage=by_passage)
        if not words:
            return set()
        if not isinstance(root, Words):
            return {self.passages[n].document_id for n in range(len(self)) if asked.finds(n)}
        held = [{self.passages[n].document_id for n in self.holders(term)} for term in telling]
        met = {self.passages[n].document_id for n in range(len(self)) if asked.meets(n)}
        return met.intersection(*held) if held else set()

    def _numbered(self, numbers: Sequence[int]) -> set[str]:
        return {name for name, number in self.numbers.items() if number in numbers}

    # What is read

    def read(self, numbers: list[int]) -> list[tuple[Passage, Document]]:
        passages = [self.passages[number] for number in numbers]
        return [(passage, self.documents[passage.document_id]) for passage in passages]

    def sample(self, count: int, seed: int) -> dict[str, Any]:
        chance = np.random.default_rng(seed)
        size = min(count, len(self))
        numbers = sorted(chance.choice(len(self), size, replace=False).tolist())
        return {
            "numbers": numbers,
            "counts": [[dict(one) for one in self.counts[n]] for n in numbers],
            "lengths": [self._lengths[n].tolist() for n in numbers],
            "vectors": [self.vectors[n].tolist() for n in numbers],
        }

    def describe(self) -> dict[str, Any]:
        with_passages = {passage.document_id for passage in self.passages}
        documents = [self.documents[name] for name in sorted(with_passages)]
        return {
            "passages": len(self),
            "tokens": sum(each["tokens"] for each in self._held),
            "unread": sum(each["unread"] for each in self._held),
            "fields": names_of(documents),
            "newest": max(map(first_day, documents), default=0),
        }

    def browse(self, ids: list[str] | None, passages: bool) -> list[Any]:
        """Articles, all of them where none is named, or the passages of some."""
        if passages:
            return [p for p in self.passages if ids is None or p.document_id in ids]
        return [d for name, d in self.documents.items() if ids is None or name in ids]


def count_of(counts: Mapping[str, int], expression: str) -> int:
    """How often the one of several spellings of a word stands there that does most often."""
    return max(counts.get(term, 0) for term in expression.split(ANY))
