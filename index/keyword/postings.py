"""The posting blocks of the Whoosh index: NumPy arrays, where Whoosh would write pickles.

A posting list is a run of blocks. A block is a header; the ids of its documents, as differences
from the one before; how often each holds the term; where, for each as many positions as its count
says; and in what form, for each position the code of it (``occurrences``). The four arrays are
unsigned and little-endian, as narrow as their largest number; one of zeros alone is left out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamagedError

Integers = npt.NDArray[np.int64]

POSITION_BITS: Final = 20
"""Of an occurrence, which is a number of 32 bits: those above are the code of the form."""

HEADER: Final = struct.Struct("<?IIIIBBBB")
"""The fields of a ``Block`` behind the first."""

UNSIGNED: Final = {1: "<u1", 2: "<u2", 4: "<u4"}
"""The type of a number, by its bytes."""


class Bytes(Protocol):
    """A file that is read by position."""

    def get(self, position: int, length: int) -> bytes:
        """The ``length`` bytes at ``position``, fewer where the file ends before."""


@dataclass(frozen=True, slots=True)
class Block:
    """The header of a block.

    Its arrays start at ``start`` in the file; ``last`` says that no block follows; ``size`` and
    ``positions`` are the lengths of the arrays, and the widths the bytes of one number.
    """

    start: int
    last: bool
    size: int
    last_id: int
    highest_count: int
    positions: int
    id_width: int
    count_width: int
    position_width: int
    code_width: int

    @property
    def places(self) -> int:
        """Where the positions start in the file."""
        return self.start + self.size * (self.id_width + self.count_width)

    @property
    def codes(self) -> int:
        """Where the codes of the forms start in the file."""
        return self.places + self.positions * self.position_width

    @property
    def end(self) -> int:
        """Where the block ends in the file."""
        return self.codes + self.positions * self.code_width


def read_block(file: Bytes, offset: int) -> Block:
    """The header of the block at ``offset``.

    :raises IndexDamagedError: there is none.
    """
    header = file.get(offset, HEADER.size)
    if len(header) != HEADER.size or not (
        set(header[-4:-1]) <= UNSIGNED.keys() and (header[-1] == 0 or header[-1] in UNSIGNED)
    ):
        raise _damaged()
    return Block(offset + HEADER.size, *HEADER.unpack(header))


def read_counts(file: Bytes, block: Block) -> tuple[Integers, Integers]:
    """The documents of a block, ascending, and how often each holds the term."""
    split = block.size * block.id_width
    data = file.get(block.start, split + block.size * block.count_width)
    if len(data) != split + block.size * block.count_width:
        raise _damaged()
    gaps = np.frombuffer(data[:split], dtype=UNSIGNED[block.id_width])
    counts = np.frombuffer(data[split:], dtype=UNSIGNED[block.count_width])
    return np.cumsum(gaps, dtype=np.int64), counts.astype(np.int64)


def read_positions(file: Bytes, block: Block) -> Integers:
    """The positions of the term in the documents of a block, one document after the other."""
    return _numbers(file, block.places, block.positions, block.position_width)


def read_codes(file: Bytes, block: Block) -> Integers:
    """The code of the form at each of the positions of a block."""
    if not block.code_width:
        return np.zeros(block.positions, dtype=np.int64)
    return _numbers(file, block.codes, block.positions, block.code_width)


def read_postings(file: Bytes, offset: int) -> tuple[Integers, Integers]:
    """All documents of the posting list at ``offset``, ascending, and their counts.

    :raises IndexDamagedError: the bytes are no posting list.
    """
    arrays = [read_counts(file, block) for block in _blocks(file, offset)]
    if len(arrays) == 1:
        return arrays[0]
    return np.concatenate([a for a, _ in arrays]), np.concatenate([a for _, a in arrays])


def read_places(file: Bytes, offset: int) -> tuple[Integers, Integers]:
    """Every occurrence in the posting list at ``offset``: its document and its position.

    :raises IndexDamagedError: the bytes are no posting list.
    """
    blocks = list(_blocks(file, offset))
    return _each(file, blocks), np.concatenate([read_positions(file, b) for b in blocks])


def read_forms(file: Bytes, offset: int) -> tuple[Integers, Integers, Integers]:
    """Every occurrence as ``read_places`` gives it, and the code of its form.

    :raises IndexDamagedError: the bytes are no posting list.
    """
    blocks = list(_blocks(file, offset))
    positions = np.concatenate([read_positions(file, block) for block in blocks])
    codes = np.concatenate([read_codes(file, block) for block in blocks])
    return _each(file, blocks), positions, codes


def _each(file: Bytes, blocks: Sequence[Block]) -> Integers:
    """The document of every occurrence."""
    found = []
    for block in blocks:
        documents, counts = read_counts(file, block)
        if int(counts.sum()) != block.positions:
            raise _damaged()
        found.append(np.repeat(documents, counts))
    return np.concatenate(found)


def _blocks(file: Bytes, offset: int) -> Iterator[Block]:
    last = False
    while not last:
        block = read_block(file, offset)
        yield block
        offset, last = block.end, block.last


def _numbers(file: Bytes, start: int, count: int, width: int) -> Integers:
    data = file.get(start, count * width)
    if len(data) != count * width:
        raise _damaged()
    return np.frombuffer(data, dtype=UNSIGNED[width]).astype(np.int64)


def _damaged() -> IndexDamagedError:
    return IndexDamagedError("The keyword index has a damaged posting list")
