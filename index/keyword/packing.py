"""Posting lists as bytes: the blocks that ``postings`` reads, of many terms at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.keyword.postings import HEADER, POSITION_BITS, UNSIGNED

BLOCK: Final = 512
"""Documents of a block: so many that to read one is NumPy's work."""

_POSITION: Final = np.uint32((1 << POSITION_BITS) - 1)

Numbers = npt.NDArray[np.integer[Any]]


class PostingList(NamedTuple):
    """A posting list as bytes, and what the index of terms says of it.

    ``first`` and ``last`` are documents; ``highest_count`` is how often one holds the term at most.
    """

    content: bytes
    documents: int
    occurrences: int
    first: int
    last: int
    highest_count: int


def pack_lists(
    terms: Numbers, documents: Numbers, occurrences: Numbers, block: int = BLOCK
) -> Iterator[tuple[int, PostingList]]:
    """The posting list of each term, ascending.

    The arrays have a number for each occurrence: those of a term stand together, among them those
    of a document, and both ascend.
    """
    if not len(terms):
        return
    postings = np.flatnonzero(_differs(terms) | _differs(documents))
    lists = np.flatnonzero(_differs(terms[postings]))
    sizes = np.diff(lists, append=len(postings))
    within = np.arange(len(postings)) - np.repeat(lists, sizes)
    blocks = np.flatnonzero(within % block == 0)
    held = documents[postings].astype(np.int64)
    counts = np.diff(postings, append=len(terms))
    packed = _pack_blocks(held, counts, occurrences, blocks, within == np.repeat(sizes, sizes) - 1)
    of_list = np.searchsorted(blocks, np.append(lists, len(postings))).tolist()
    yield from zip(
        terms[postings[lists]].tolist(),
        map(
            PostingList,
            (b"".join(packed[a:b]) for a, b in pairwise(of_list)),
            sizes.tolist(),
            np.add.reduceat(counts, lists).tolist(),
            held[lists].tolist(),
            held[lists + sizes - 1].tolist(),
            np.maximum.reduceat(counts, lists).tolist(),
        ),
        strict=True,
    )


def _pack_blocks(
    held: Numbers,
    counts: Numbers,
    occurrences: Numbers,
    blocks: Numbers,
    ends: npt.NDArray[np.bool_],
) -> list[bytes]:
    """The bytes of each block, which begin at ``blocks`` among the postings."""
    gaps = np.diff(held, prepend=0)
    gaps[blocks] = held[blocks]
    last = np.append(blocks[1:], len(held)) - 1
    positions = np.add.reduceat(counts, blocks)
    first = np.cumsum(positions) - positions
    columns = [
        _narrow(gaps, blocks),
        _narrow(counts, blocks),
        _narrow(occurrences & _POSITION, first),
        _narrow(occurrences >> POSITION_BITS, first, leave_out_zeros=True),
    ]
    headers = zip(
        ends[last].tolist(),
        (last - blocks + 1).tolist(),
        held[last].tolist(),
        np.maximum.reduceat(counts, blocks).tolist(),
        positions.tolist(),
        *(widths for widths, _ in columns),
        strict=True,
    )
    parts = zip(*(content for _, content in columns), strict=True)
    return [HEADER.pack(*head) + b"".join(four) for head, four in zip(headers, parts, strict=True)]


def _narrow(
    numbers: Numbers, starts: Numbers, *, leave_out_zeros: bool = False
) -> tuple[list[int], list[bytes]]:
    """For each part of ``numbers`` the bytes that one takes, and all of them as bytes."""
    highest = np.maximum.reduceat(numbers, starts)
    widths = np.select([highest < 1 << 8, highest < 1 << 16], [1, 2], 4)
    if leave_out_zeros:
        widths[highest == 0] = 0
    whole = {width: numbers.astype(code).tobytes() for width, code in UNSIGNED.items()}
    whole[0] = b""
    bounds = [*starts.tolist(), len(numbers)]
    each = zip(widths.tolist(), pairwise(bounds), strict=True)
    return widths.tolist(), [whole[width][a * width : b * width] for width, (a, b) in each]


def _differs(numbers: Numbers) -> npt.NDArray[np.bool_]:
    """Where a number is another than the one before it, which the first always is."""
    return np.concatenate([[True], numbers[1:] != numbers[:-1]])
