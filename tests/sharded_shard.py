"""A shard: some articles, and what it can say of them; nothing but bytes goes in and out.

Each article and each passage carries the numbers of the states that added and removed it, so a
reader of one state is not disturbed by the writer of the next, and publishing is one number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import numpy as np
from sharded_text import Texts
from sharded_wire import packed, unpacked

from index.query.conditions import Condition
from index.query.tree import Node
from index.types import Document

_NEVER: Final = 1 << 40


@dataclass(slots=True)
class Stored:
    """An article or a passage, and the states that it is a part of: ``added`` to ``removed``."""

    held: Any
    added: int
    removed: int = _NEVER

    def is_in(self, state: int) -> bool:
        return self.added <= state < self.removed


class Shard:
    """``call`` is its only door."""

    def __init__(self, number: int, shards: int) -> None:
        self._number = number
        self._shards = shards
        self._documents: list[Stored] = []
        self._passages: list[Stored] = []
        self._numbers: dict[str, int] = {}
        self._views: dict[int, Texts] = {}
        self._copies: dict[int, dict[str, str]] = {}
        self._free = count()

    def call(self, message: bytes) -> bytes:
        """One round trip."""
        asked = unpacked(message)
        verbs: dict[str, Callable[..., Any]] = {
            "add": self._add,
            "known": self._known,
            "vectors": self._vectors,
            "remove": self._remove,
            "documents": self._put_documents,
            "copies": self._put_copies,
            "discard": self._discard,
            "purge": self._purge,
            "ask": self._ask,
            "tally": lambda state, **m: self._view(state).tally(**m),
            "by_date": lambda state, **m: self._view(state).by_date(**m),
            "told": lambda state, **m: self._view(state).told(**m),
            "read": lambda state, **m: self._view(state).read(**m),
            "sample": lambda state, **m: self._view(state).sample(**m),
            "describe": lambda state: self._view(state).describe(),
            "browse": lambda state, **m: self._view(state).browse(**m),
        }
        return packed(verbs[asked.pop("verb")](**asked))

    # Writing

    def _add(self, state: int, passages: list[dict[str, Any]]) -> None:
        self._passages += [Stored(passage, state) for passage in passages]

    def _known(self, state: int, inputs: list[bytes]) -> list[bytes]:
        return sorted({p["input"] for p in self._inside(self._passages, state)} & {*inputs})

    def _vectors(self, inputs: list[bytes]) -> dict[bytes, list[float]]:
        wanted = {*inputs}
        return {
            p.held["input"]: p.held["vector"] for p in self._passages if p.held["input"] in wanted
        }

    def _remove(self, state: int, document: str | None, *, passages_only: bool) -> None:
        """Let an article, or all where none is named, be no part of a state."""
        for one in self._passages:
            if one.is_in(state) and document in (None, one.held["passage"].document_id):
                one.removed = state
        for one in self._documents if not passages_only else ():
            if one.is_in(state) and document in (None, one.held.id):
                one.removed = state

    def _put_documents(self, state: int, documents: list[Document]) -> None:
        for document in documents:
            for one in self._documents:
                if one.is_in(state) and one.held.id == document.id:
                    one.removed = state
            self._documents.append(Stored(document, state))

    def _put_copies(self, state: int, copies: dict[str, str]) -> None:
        self._copies[state] = copies

    def _discard(self, state: int) -> None:
        """Undo what a writer has left behind that never published."""
        for stored in (self._documents, self._passages):
            stored[:] = [one for one in stored if one.added <= state]
            for one in stored:
                one.removed = one.removed if one.removed <= state else _NEVER
        self._views = {number: view for number, view in self._views.items() if number <= state}

    def _purge(self, before: int) -> None:
        """Forget what is in no state from ``before`` on."""
        for stored in (self._documents, self._passages):
            stored[:] = [one for one in stored if one.removed > before]
        self._views = {number: view for number, view in self._views.items() if number >= before}

    # Asking

    def _ask(
        self,
        state: int,
        root: Node | None,
        words: bool,
        terms: list[str],
        languages: list[str],
        vector: list[float] | None,
        depth: int,
        conditions: tuple[Condition, ...],
        by_passage: bool,
    ) -> dict[str, Any]:
        texts = self._view(state)
        asked = texts.question(root, conditions, languages, by_passage=by_passage)
        limited = [n for n in range(len(texts)) if asked.allows(n)]
        matching = [n for n in limited if asked.finds(n)] if words else []
        plain = {n: texts.bm25(terms, n) for n in matching}
        best = sorted(matching, key=lambda n: (-plain[n], texts.ids[n]))[:depth]
        near: list[int] = []
        if vector is not None and len(texts):
            cosines = texts.vectors @ np.array(vector, dtype=np.float32)
            near = sorted(limited, key=lambda n: (-cosines[n], texts.ids[n]))[:depth]
        return texts.described([*best, *near], terms) | {
            "matched": [asked.finds(n) for n in (*best, *near)],
            "keyword": len(best),
        }

    def _view(self, state: int) -> Texts:
        if state not in self._views:
            documents = sorted(self._inside(self._documents, state), key=lambda d: d.id)
            for document in documents:
                number = next(self._free) if document.id not in self._numbers else 0
                self._numbers.setdefault(document.id, number * self._shards + self._number)
            passages = sorted(
                self._inside(self._passages, state),
                key=lambda p: (p["passage"].document_id, p["passage"].start),
            )
            copies = self._copies.get(state, {})
            self._views[state] = Texts(documents, passages, self._numbers, copies)
        return self._views[state]

    @staticmethod
    def _inside(stored: Iterable[Stored], state: int) -> list[Any]:
        return [one.held for one in stored if one.is_in(state)]
