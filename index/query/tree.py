"""The tree that a query is: parsed once, walked by everything that asks what it means; pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

TEXT_FIELDS: Final = ("title", "heading", "body")
"""The fields of a passage that a word may be looked for in; without one, in all of them."""

_WILDCARDS: Final = re.compile(r"[*?]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A run of plain words: each may be there, none must."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """One word, in ``field`` if one is named; what it adds to a score counts ``boost`` times."""

    text: str
    field: str = ""
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other, each at most ``slop`` words behind the one before."""

    text: str
    field: str = ""
    slop: int = 1
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Pattern:
    """A word in which ``*`` stands for any letters and ``?`` for one."""

    text: str
    field: str = ""
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """A word that may be misspelt in up to ``distance`` letters, 1 or 2."""

    text: str
    distance: int = 1
    field: str = ""
    boost: float = 1.0


@dataclass(frozen=True, slots=True)
class Filter:
    """What must hold of the article: ``value``, as it was typed, for one of its ``field``s."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Must:
    """What every result must match."""

    part: Node


@dataclass(frozen=True, slots=True)
class Not:
    """What no result may match."""

    part: Node


@dataclass(frozen=True, slots=True)
class All:
    """Parts joined by AND."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Parts joined by OR."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Parts that merely stand side by side: bare words may match, everything else must."""

    parts: tuple[Node, ...]


Leaf: TypeAlias = Words | Word | Phrase | Pattern | Fuzzy | Filter
Node: TypeAlias = Leaf | Must | Not | All | Either | Some


@dataclass(frozen=True, slots=True)
class Query:
    """A query, parsed.

    ``text`` is what was typed, ``root`` what it means: ``None`` if it holds nothing to look for.
    """

    text: str
    root: Node | None

    @property
    def is_plain(self) -> bool:
        """Whether it is a run of words without any operator."""
        return self.root is None or isinstance(self.root, Words)

    @property
    def whole_words(self) -> str:
        """The words that are wanted as they stand there: those of ``words`` without patterns."""
        leaves = (leaf for leaf in wanted(self.root) if not isinstance(leaf, Pattern | Fuzzy))
        return " ".join(filter(None, map(_text, leaves)))

    @property
    def words(self) -> str:
        """The words that are wanted, without operators and what is excluded: for the encoder."""
        return " ".join(filter(None, map(_text, wanted(self.root))))


def leaves(node: Node | None) -> Iterator[Leaf]:
    """All leaves of a tree in their order."""
    match node:
        case None:
            return
        case Must(part) | Not(part):
            yield from leaves(part)
        case All(parts) | Either(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case _:
            yield node


def boosted(node: Node, times: float) -> Node:
    """``node``, each of its words counting so many times as it did."""
    match node:
        case Must(part) | Not(part):
            return replace(node, part=boosted(part, times))
        case All(parts) | Either(parts) | Some(parts):
            return replace(node, parts=tuple(boosted(part, times) for part in parts))
        case Word() | Phrase() | Pattern() | Fuzzy():
            return replace(node, boost=node.boost * times)
    return node


def wanted(node: Node | None) -> Iterator[Leaf]:
    """The leaves of a tree in their order, but for those that are excluded."""
    match node:
        case None | Not():
            return
        case Must(part):
            yield from wanted(part)
        case All(parts) | Either(parts) | Some(parts):
            for part in parts:
                yield from wanted(part)
        case _:
            yield node


def _text(leaf: Leaf) -> str:
    match leaf:
        case Filter():
            return ""
        case Pattern(text):
            return " ".join(_WILDCARDS.sub(" ", text).split())
        case _:
            return leaf.text
