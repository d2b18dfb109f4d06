"""Articles that tell one story in nearly the same words: copies, rewrites, shortened ones; pure.

Two texts are copies where the longer one has nearly half of the runs of three words of the shorter
one: its containment (Broder, "On the resemblance and containment of documents", 1997), estimated
from the smallest hashes of the runs of each text. Runs that many articles have are the formulas of
a trade, in which one dividend is reported like the next: they count for less. And where the same
words stand around other figures, as in the bulletins of each day or match, it is a series and no
story: copies must share runs that hold a figure, too.
`benchmarks/copies.py` measures how well copies are told.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Document, Sketch

CONTAINED: Final = 0.45
"""The share of the shorter text's runs of words, by their weight, that copies have in common."""

FEW: Final = 10
"""Runs that more articles than these have weigh less: so many times less as there are more."""

SIZE: Final = 128
"""Hashes that stand for a text."""

SAME_FIGURES: Final = 0.25
"""The share of the runs with a figure, by their weight, that copies have in common at least."""

FIGURES: Final = 5
"""With fewer runs that hold a figure, figures tell nothing."""

_FEWEST: Final = 8
"""A text with fewer runs of words is too short to be told from another."""

_SHARED: Final = 3
"""Two texts of which fewer hashes are the same are not compared."""

_NEAR: Final = 0.1
"""The share of the shorter text's hashes from which on two texts are compared at all."""

_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_PARTED: Final = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
"""For each ASCII character itself or a blank: to part a text so is four times as fast."""

_FACTORS: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], dtype=np.uint64
)
_HIGHEST: Final = np.iinfo(np.uint32).max
_HALF: Final = np.uint64(32)
_ODD: Final = np.uint32(1)

Weights = npt.NDArray[np.float64]


def sketch(text: str) -> Sketch:
    """The smallest hashes of a text's runs of three words, at most ``SIZE``.

    Those of runs that hold a figure are odd.
    """
    text = text.lower()
    parts = text.translate(_PARTED).split() if text.isascii() else _WORD.findall(text)
    words = [zlib.crc32(word.encode()) for word in parts]
    if len(words) < _FEWEST + 2:
        return np.empty(0, dtype=np.uint32)
    figures = np.array([not word.isalpha() for word in parts], dtype=np.uint32)
    odd = figures[:-2] | figures[1:-1] | figures[2:]
    hashes = np.array(words, dtype=np.uint64)[:, np.newaxis] * _FACTORS
    runs = hashes[:-2, 0] ^ hashes[1:-1, 1] ^ hashes[2:, 2]
    runs = (runs ^ (runs >> np.uint64(29))) * _FACTORS[0]
    found = np.unique((runs >> _HALF).astype(np.uint32) & ~_ODD | odd)
    return found[:SIZE] if len(found) >= _FEWEST else np.empty(0, dtype=np.uint32)


def sketch_of(document: Document) -> Sketch:
    """That of an article, without what is left out of the search."""
    kept = [block for block in document.blocks if not block.reason]
    return sketch("\n".join(document.text[block.start : block.end] for block in kept))


def are_copies(one: Sketch, other: Sketch) -> bool:
    """Whether two texts are copies, by their sketches, where nothing is known of other texts."""
    return _are_copies(one, np.ones(len(one)), other, np.ones(len(other)))


def stories(sketches: Sequence[Sketch]) -> list[int]:
    """For each text the number of the one that stands for its story: itself, or a former one.

    A text is counted to the story of a former one that it is a copy of.
    """
    leaders = list(range(len(sketches)))
    if not sum(map(len, sketches)):
        return leaders
    hashes, holders = np.unique(np.concatenate(sketches), return_counts=True)
    weights = np.minimum(1.0, FEW / holders)

    def weighted(number: int) -> tuple[Sketch, Weights]:
        each = sketches[number]
        return each, weights[np.searchsorted(hashes, each)]

    for former, later in _neighbours(sketches):
        if leaders[later] == later and _are_copies(*weighted(former), *weighted(later)):
            leaders[later] = leaders[former]
    return leaders


def _are_copies(one: Sketch, weights: Weights, other: Sketch, others: Weights) -> bool:
    # Up to the lower of their ends both hold all hashes that there are.
    end = min(_end(one), _end(other))
    inside, within = one <= end, other <= end
    one, weights, other, others = one[inside], weights[inside], other[within], others[within]
    if len(other) < len(one):
        one, weights, other, others = other, others, one, weights
    shared = np.isin(one, other, assume_unique=True)
    if np.count_nonzero(shared) < _SHARED:
        return False
    if weights[shared].sum() < CONTAINED * weights.sum():
        return False
    odd, also_odd = one & _ODD == 1, other & _ODD == 1
    if min(np.count_nonzero(odd), np.count_nonzero(also_odd)) < FIGURES:
        return True
    figures = min(weights[odd].sum(), others[also_odd].sum())
    return bool(weights[shared & odd].sum() >= SAME_FIGURES * figures)


def _neighbours(sketches: Sequence[Sketch]) -> list[tuple[int, int]]:
    """The pairs of texts, the former first, that are neighbours among the holders of many hashes.

    They are in the order of the later one.
    """
    sizes = [len(each) for each in sketches]
    hashes = np.concatenate(sketches).astype(np.uint64)
    holders = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
    keys = np.sort(hashes << _HALF | holders)
    hashes, holders = keys >> _HALF, keys & np.uint64(_HIGHEST)
    same = hashes[1:] == hashes[:-1]
    pairs, counts = np.unique(holders[1:][same] << _HALF | holders[:-1][same], return_counts=True)
    former = (pairs & np.uint64(_HIGHEST)).astype(np.int64)
    later = (pairs >> _HALF).astype(np.int64)
    ends = np.array([_end(each) for each in sketches], dtype=np.float64)
    density = np.array(sizes) / (ends + 1)
    both = np.minimum(density[former], density[later]) * np.minimum(ends[former], ends[later])
    near = counts >= np.maximum(_SHARED, _NEAR * both)
    return list(zip(former[near].tolist(), later[near].tolist(), strict=True))


def _end(one: Sketch) -> int:
    return int(one[-1]) if len(one) == SIZE else _HIGHEST
