"""Articles that tell one story in nearly the same words: copies, rewrites, shortened ones; pure.

Two texts are copies where the shorter one has more than a third of its runs of three words from
the other (containment, Broder 1997). They are compared exactly: only few articles of a list are
near enough in meaning to be compared, so no sketch of them is needed. `benchmarks/copies.py`
measures it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from index.types import Document, Vectors

CONTAINED: Final = 0.35
"""The share of the shorter text's runs of words that makes two texts copies."""

NEAR: Final = 0.8
"""The cosine of the best passages of two articles from which on their texts are compared."""

MOST: Final = 32
"""Articles of a list whose texts are compared: each takes half a millisecond."""

_FEWEST: Final = 8
"""A text with fewer runs of words is too short to be told from another."""

_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")

_PARTED: Final = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
"""For each ASCII character itself or a blank: to part a text so is four times as fast."""

Runs = frozenset[tuple[str, str, str]]


def runs(text: str) -> Runs:
    """The runs of three words of a text, in lower case."""
    text = text.lower()
    words = text.translate(_PARTED).split() if text.isascii() else _WORD.findall(text)
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def runs_of(document: Document) -> Runs:
    """Those of an article, without what was left out of the search."""
    return runs("\n".join(document.text[b.start : b.end] for b in document.blocks if not b.reason))


def are_copies(one: Runs, other: Runs) -> bool:
    """Whether two texts are copies, by their runs of words."""
    shorter = min(len(one), len(other))
    return shorter >= _FEWEST and len(one & other) >= CONTAINED * shorter


def folded(
    vectors: Vectors, texts_of: Callable[[Sequence[int]], Sequence[Runs]]
) -> dict[int, list[int]]:
    """Articles by their places in a list, each with the places of its copies behind it.

    ``vectors`` are those of their best passages, of unit length; ``texts_of`` gives the runs of
    the articles at those places, and is asked once for the first ones that are near another.
    """
    near = vectors @ vectors.T >= NEAR
    np.fill_diagonal(near, False)
    compared = np.flatnonzero(near.any(axis=1))[:MOST].tolist()
    texts = dict(zip(compared, texts_of(compared) if compared else (), strict=True))
    kept: dict[int, list[int]] = {}
    for place in range(len(vectors)):
        before = np.flatnonzero(near[place, :place]).tolist() if place in texts else []
        first = next(
            (
                one
                for one in before
                if one in kept and one in texts and are_copies(texts[one], texts[place])
            ),
            None,
        )
        if first is None:
            kept[place] = []
        else:
            kept[first].append(place)
    return kept


def unit(vectors: Vectors) -> Vectors:
    """The vectors with the length 1, what is nothing left as it is."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), dtype=np.float32)
