"""Whoosh's codec, with the blocks of ``postings`` in the place of its pickles."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from index.keyword.postings import pack_block, read_block, read_counts, read_positions

with warnings.catch_warnings():
    # Whoosh 2.7.4 is older than the warnings that its source provokes when it is compiled.
    warnings.simplefilter("ignore")
    from whoosh.codec import whoosh3
    from whoosh.fields import FieldType
    from whoosh.formats import Format


class Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's third codec but for the insides of a posting block.

    Its blocks are four times as long as Whoosh's own, so that reading them is NumPy's work.
    """

    length_stats = False  # lengths are kept exactly, in columns

    def __init__(self) -> None:
        super().__init__(blocklimit=512)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:
        """A writer of posting lists; there are no term vectors, so ``byteids`` is False."""
        return _PostingsWriter(dbfile, self._blocklimit, byteids)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Format, term: Any = None, scorer: Any = None
    ) -> _LeafMatcher:
        """A matcher over one posting list."""
        offset, length = terminfo.extent()
        return _LeafMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class AnalysedText(FieldType):  # type: ignore[misc]
    """A field whose value is analysed already: a mapping of each term to its occurrences."""

    def __init__(self) -> None:
        super().__init__(_Positions(), None)

    def index(
        self, value: Mapping[str, Sequence[int]], **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Each term as bytes, its frequency, its weight, and its occurrences packed."""
        for term, positions in value.items():
            count = len(positions)
            yield term.encode(), count, float(count), struct.pack(f"<{count}I", *positions)


class _Positions(Format):  # type: ignore[misc]
    """The value of a posting is the list of its positions, which a block stores by itself."""

    posting_size = -1

    def decode_positions(self, value: list[int]) -> list[int]:
        return value

    def decode_frequency(self, value: list[int]) -> int:
        return len(value)


class _PostingsWriter(whoosh3.W3PostingsWriter):  # type: ignore[misc]
    def _write_block(self, last: bool = False) -> None:
        self._terminfo.add_block(self)
        self._postfile.write(
            pack_block(
                self._ids,
                self._weights,
                b"".join(self._values),
                last=last,
            )
        )
        self._blockcount += 1
        self._new_block()


class _LeafMatcher(whoosh3.W3LeafMatcher):  # type: ignore[misc]
    def _read_header(self) -> None:
        self._baseoffset = self._startoffset

    def _goto(self, position: int) -> None:
        block = read_block(self._postfile, position)
        self._block = block
        self._ids: Any = None
        self._weights: Any = None
        self._values: Any = None
        self._i = 0
        self._lastblock = block.last
        self._nextoffset = block.end
        self._blocklength = block.size
        self._maxid = block.last_id
        self._maxweight = float(block.highest_count)

    def _read_ids(self) -> None:
        ids, counts = read_counts(self._postfile, self._block)
        self._ids, self._weights = ids.tolist(), counts.tolist()

    _read_weights = _read_ids

    def _read_values(self) -> None:
        _, counts = read_counts(self._postfile, self._block)
        positions = read_positions(self._postfile, self._block)
        self._values = [part.tolist() for part in np.split(positions, np.cumsum(counts)[:-1])]
