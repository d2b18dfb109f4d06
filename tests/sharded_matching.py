"""What a query means, worked out passage by passage: the other reading of the same tree."""

from __future__ import annotations

import fnmatch
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sharded_articles import meets, names_of

from index.errors import QueryError
from index.keyword.analysis import tokens
from index.keyword.bm25 import FIELDS
from index.keyword.function_words import content_terms
from index.query.conditions import Condition
from index.query.filters import condition
from index.query.tree import (
    All,
    Either,
    Filter,
    Must,
    Node,
    Not,
    Pattern,
    Phrase,
    Some,
    Word,
    Words,
)

if TYPE_CHECKING:
    from sharded_text import Texts

_content_terms = lru_cache(maxsize=64)(content_terms)


class Question:
    """A query and conditions, asked of the passages of a shard."""

    def __init__(
        self,
        texts: Texts,
        root: Node | None,
        conditions: Sequence[Condition],
        languages: Sequence[str],
        *,
        by_passage: bool,
    ) -> None:
        self._texts = texts
        self._root = root
        self._conditions = conditions
        self._languages = tuple(languages)
        self._by_passage = by_passage
        self._fields = names_of([*texts.documents.values()])

    def meets(self, number: int) -> bool:
        """Whether the passage's article meets the conditions."""
        return all(self._fits(number, each) for each in self._conditions)

    def allows(self, number: int) -> bool:
        """Whether a passage may be a result of either leg."""
        return self.meets(number) and self._allows(self._root, number)

    def finds(self, number: int) -> bool:
        """Whether a passage is a result of the keyword leg."""
        if not self.allows(number):
            return False
        nothing = self._root is None or not self._names(self._root)
        return bool(nothing and self._conditions) or self._matches(self._root, number)

    def _fits(self, number: int, wanted: Condition) -> bool:
        document = self._texts.documents[self._texts.passages[number].document_id]
        return meets(document, self._texts.numbers[document.id], wanted)

    def _names(self, node: Node) -> bool:
        """Whether it names anything to look for."""
        match node:
            case Not():
                return False
            case All(parts) | Either(parts) | Some(parts):
                return any(map(self._names, parts))
        return True

    def _matches(self, node: Node | None, number: int) -> bool:
        match node:
            case None | Not():
                return False
            case Words(text):
                words = _content_terms(text, self._languages)
                return any(number in self._texts.holders(term) for term in words)
            case Word(text):
                held = [self._texts.counts[number][f] for f in _named(node)]
                return any(
                    count[token.term]
                    for language in self._languages
                    for token in tokens(text, language)
                    for count in held
                )
            case Phrase(text):
                fields = [self._texts.fields[number][f] for f in _named(node)]
                return any(_adjacent(field, text) for field in fields)
            case Pattern(text):
                forms = (t.form for f in _named(node) for t in self._texts.fields[number][f])
                return any(fnmatch.fnmatchcase(form, text.lower()) for form in forms)
            case Filter():
                return self._fits(number, condition(node, self._fields))
            case Must(part):
                return self._matches(part, number)
            case All(parts):
                named = any(map(self._names, parts))
                return named and all(self._holds(part, number) for part in parts)
            case Either(parts):
                wanted = [part for part in parts if not isinstance(part, Not)]
                found = any(self._matches(part, number) for part in wanted)
                return found and self._spares(parts, number)
            case Some(parts):
                wanted = [part for part in parts if not isinstance(part, Not | Filter)]
                must = [part for part in parts if isinstance(part, Must)]
                found = (
                    all(self._matches(part, number) for part in must)
                    if must
                    else any(self._matches(part, number) for part in wanted or parts)
                )
                return found and all(self._allows(part, number) for part in parts)
        raise QueryError(f"A shard cannot look for {type(node).__name__.lower()}s")

    def _holds(self, node: Node, number: int) -> bool:
        matched = not self._names(node) or self._matches(node, number)
        return matched and self._allows(node, number)

    def _spares(self, parts: Sequence[Node], number: int) -> bool:
        return not any(isinstance(p, Not) and self._excludes(p, number) for p in parts)

    def _excludes(self, node: Not, number: int) -> bool:
        """Whether the passage, or another of its article, has what no result may have."""
        passages = self._texts.passages
        article = passages[number].document_id
        return any(
            self._matches(node.part, other)
            for other, passage in enumerate(passages)
            if other == number or (passage.document_id == article and not self._by_passage)
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
                wanted = [part for part in parts if not isinstance(part, Not)]
                insists = all(_insists(part) for part in wanted) and wanted
                allowed = not insists or any(self._allows(part, number) for part in wanted)
                return bool(allowed) and self._spares(parts, number)
            case All(parts) if all(isinstance(part, Not) for part in parts):
                return self._spares(parts, number)
        return self._matches(node, number)


def _named(node: Any) -> list[int]:
    return [FIELDS.index(node.field)] if node.field else list(range(len(FIELDS)))


def _insists(node: Node) -> bool:
    match node:
        case Words() | Word(field=""):
            return False
        case Some(parts):
            return any(map(_insists, parts))
        case Either(parts):
            return all(_insists(part) for part in parts)
    return True


def _adjacent(field: Sequence[Any], text: str) -> bool:
    words = tokens(text, "en")
    at = {(token.term, token.position) for token in field}
    return any(
        all((word.term, token.position + word.position - words[0].position) in at for word in words)
        for token in field
        if words and token.term == words[0].term
    )
