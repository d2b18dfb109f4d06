"""Whoosh's codec, with the blocks of ``postings`` in the place of its pickles."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from typing import Any

import numpy as np

from index.keyword.packing import PostingList
from index.keyword.postings import read_block, read_counts, read_positions

with warnings.catch_warnings():
    # Whoosh 2.7.4 is older than the warnings that its source provokes when it is compiled.
    warnings.simplefilter("ignore")
    from whoosh.codec import whoosh3
    from whoosh.fields import FieldType
    from whoosh.formats import Format
    from whoosh.system import pack_ushort


class Codec(whoosh3.W3Codec):  # type: ignore[misc]
    """Whoosh's third codec but for posting lists, which are written whole.

    Their blocks are four times as long as Whoosh's own, so that reading them is NumPy's work.
    """

    length_stats = False  # lengths are kept exactly, in columns

    def field_writer(self, storage: Any, segment: whoosh3.W3Segment) -> FieldWriter:
        """A writer of the posting lists of a segment."""
        return FieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Format, term: Any = None, scorer: Any = None
    ) -> _LeafMatcher:
        """A matcher over one posting list."""
        offset, length = terminfo.extent()
        return _LeafMatcher(dbfile, offset, length, format_, term=term, scorer=scorer)


class AnalysedText(FieldType):  # type: ignore[misc]
    """A field whose posting lists are given whole to the ``FieldWriter``."""

    def __init__(self) -> None:
        super().__init__(_Positions(), None)


class _Positions(Format):  # type: ignore[misc]
    """The value of a posting is the list of its positions, which a block stores by itself."""

    posting_size = -1

    def decode_positions(self, value: list[int]) -> list[int]:
        return value

    def decode_frequency(self, value: list[int]) -> int:
        return len(value)


class FieldWriter(whoosh3.W3FieldWriter):  # type: ignore[misc]
    """Writes the posting lists of one segment, field after field."""

    def add_field(self, name: str, lists: Iterable[tuple[str, PostingList]]) -> None:
        """Write the posting list of each term of a field, in the order of the terms.

        The fields come in the order of their names.
        """
        self.start_field(name, AnalysedText())
        for term, packed in lists:
            info = whoosh3.W3TermInfo(
                weight=packed.occurrences,
                df=packed.documents,
                maxweight=packed.highest_count,
                minid=packed.first,
                maxid=packed.last,
            )
            info.set_extent(self._postfile.tell(), len(packed.content))
            self._postfile.write(packed.content)
            self._tindex.add(pack_ushort(self._fieldid) + term.encode(), info.to_bytes())
        self.finish_field()


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
