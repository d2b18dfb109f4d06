"""One state of the keyword index, opened: its live passages and what BM25 must know of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from index.damage import parsing
from index.errors import SearchError
from index.keyword.bm25 import FIELDS
from index.keyword.forms import Forms, Written
from index.keyword.postings import Bytes, Integers, read_forms, read_places, read_postings
from index.keyword.terms import ANY, BESIDE
from index.types import Rows

if TYPE_CHECKING:
    from index.keyword.segments import MappedFile

Numbers = npt.NDArray[np.float64]
_NOTHING: Final[tuple[Rows, Integers]] = (np.empty(0, np.int64), np.empty(0, np.int64))

Reader = Callable[[Bytes, int], tuple[Integers, Integers]]


@dataclass(frozen=True, slots=True)
class FieldStatistics:
    """The lengths of one field over the live passages.

    ``lengths`` is by row and 0 where there is no such passage; ``count`` passages have the field
    at all, and ``average`` is over these.
    """

    lengths: Numbers
    count: int
    average: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A Whoosh segment, opened."""

    reader: Any
    file: MappedFile
    forms: Forms
    rows: Rows
    """The row of each document, -1 where it is deleted."""

    def read(self, term: str, field: str, reader: Reader) -> tuple[Rows, Integers]:
        """What ``reader`` reads of ``term`` in ``field``, by live row instead of document."""
        offset = self._offset(term, field)
        return _NOTHING if offset is None else self._live(*reader(self.file, offset))

    def _offset(self, term: str, field: str) -> int | None:
        """Where the postings of a term begin; None where it does not stand in the field."""
        from whoosh.reading import TermNotFound

        try:
            return int(self.reader.term_info(field, term).extent()[0])
        except TermNotFound:
            return None

    def _live(self, documents: Integers, numbers: Integers) -> tuple[Rows, Integers]:
        rows = self.rows[documents]
        live = rows >= 0
        return rows[live], numbers[live]

    def holds(self, term: str) -> bool:
        """Whether any passage has the term."""
        return self.forms.holds(term)

    def places(self, written: Written, field: str) -> tuple[Rows, Integers]:
        """The live row and the position of each occurrence of a word in the form it has."""
        code = self.forms.code(written)
        offset = None if code is None else self._offset(written.term, field)
        if offset is None:
            return _NOTHING
        documents, positions, codes = read_forms(self.file, offset)
        same = codes == code
        return self._live(documents[same], positions[same])

    def rows_written(self, term: str, forms: Collection[str], field: str) -> Rows:
        """The live rows that hold a term in one of ``forms``."""
        offset = self._offset(term, field)
        if offset is None:
            return _NOTHING[0]
        every = self.forms.of(term)
        wanted = [code for code, form in enumerate(every) if form in forms]
        if len(wanted) == len(every):
            rows = self.rows[read_postings(self.file, offset)[0]]
        else:
            documents, _, codes = read_forms(self.file, offset)
            rows = self.rows[documents[np.isin(codes, wanted)]]
        return rows[rows >= 0]


class Snapshot:
    """The keyword index in ``folder`` as it is now; safe to share between threads.

    All that it counts is live, so it is the same after any additions and deletions as for an
    index built afresh from what is left.

    ``rows`` is how many rows there may be, where that is known.

    :raises IndexDamagedError: where the files are missing or are not what was written.
    """

    def __init__(self, folder: Path, rows: int | None = None) -> None:
        self._folder = folder
        self._rows = rows
        self._closed = False
        with self._reading():
            self._open()

    def _open(self) -> None:
        from index.keyword import segments

        storage = segments.Storage(str(self._folder))
        toc = segments.read_toc(storage).segments
        self.segments: list[Segment] = []
        for segment in toc:
            rows = segments.column(storage, segment, "row")
            if self._rows is not None and int(rows.max(initial=-1)) >= self._rows:
                raise ValueError("a row that there is not")
            rows[list(segment.deleted_docs())] = -1
            file = segments.postings(storage, segment)
            forms = Forms(segments.forms_path(storage, segment))
            self.segments.append(Segment(segments.reader(storage, segment), file, forms, rows))
        highest = max((int(s.rows.max(initial=-1)) for s in self.segments), default=-1)
        self.size = 1 + highest if self._rows is None else self._rows
        """How many rows there are, those without a passage included."""
        self.count = sum(int((s.rows >= 0).sum()) for s in self.segments)
        """The number of live passages."""
        self.fields: dict[str, FieldStatistics] = {}
        for field in FIELDS:
            lengths = np.zeros(self.size)
            for segment, opened in zip(toc, self.segments, strict=True):
                live = opened.rows >= 0
                column = segments.column(storage, segment, f"{field}_length")
                lengths[opened.rows[live]] = column[live]
            count = int(np.count_nonzero(lengths))
            average = float(lengths.sum()) / max(1, count)
            self.fields[field] = FieldStatistics(lengths, count, average)

    def postings(self, expression: str, field: str) -> tuple[Rows, Integers]:
        """The live rows that hold a term in ``field``, and how often; ascending.

        Of terms joined by ``terms.ANY`` a row counts the one that it holds most often, of two
        joined by ``terms.BESIDE`` how often they stand side by side.
        """
        found = [self._postings(term, field) for term in expression.split(ANY)]
        if len(found) == 1:
            return found[0]
        rows, counts = _concatenated(found)
        order = np.lexsort((-counts, rows))
        rows, counts = rows[order], counts[order]
        first = np.ones(len(rows), dtype=np.bool_)
        first[1:] = rows[1:] != rows[:-1]
        return rows[first], counts[first]

    def _postings(self, term: str, field: str) -> tuple[Rows, Integers]:
        if BESIDE in term:
            one, other = (self.places(part, field) for part in term.split(BESIDE))
            ends = np.intersect1d(
                (one[0] << 32 | one[1]) + 1, other[0] << 32 | other[1], assume_unique=True
            )
            return np.unique(ends >> 32, return_counts=True)
        rows, counts = self._read(term, field, read_postings)
        ascending = np.argsort(rows)
        return rows[ascending], counts[ascending]

    def holds(self, term: str) -> bool:
        """Whether any passage holds ``term``, or one that was deleted since."""
        with self._reading():
            return any(segment.holds(term) for segment in self.segments)

    def may_hold(self, expression: str) -> bool:
        """Whether any passage may hold an expression, as ``postings`` takes it.

        To know that none does takes a tenth of the time of looking for its postings.
        """
        return BESIDE in expression or any(map(self.holds, expression.split(ANY)))

    def frequency(self, expression: str) -> int:
        """How many live rows hold an expression, as ``postings`` takes it, in any field."""
        if not self.may_hold(expression):
            return 0
        fields = [field for field in FIELDS if self.fields[field].count]
        found = [self.postings(expression, field)[0] for field in fields]
        return len(np.unique(np.concatenate(found))) if any(map(len, found)) else 0

    def places(self, term: str, field: str) -> tuple[Rows, Integers]:
        """The row and the position of each occurrence of ``term`` in ``field``, in any order."""
        return self._read(term, field, read_places)

    def written_places(self, written: Written, field: str) -> tuple[Rows, Integers]:
        """As ``places``, of a term in one of its forms only."""
        if not self.fields[field].count:
            return _NOTHING
        with self._reading():
            return _concatenated([segment.places(written, field) for segment in self.segments])

    def rows_written(self, term: str, forms: Collection[str], field: str) -> Rows:
        """The rows that hold ``term`` in ``field`` in one of ``forms``, in any order."""
        if not self.fields[field].count:
            return _NOTHING[0]
        with self._reading():
            return np.concatenate(
                [_NOTHING[0], *(one.rows_written(term, forms, field) for one in self.segments)]
            )

    def forms(self) -> Iterator[Forms]:
        """The written words of each segment."""
        with self._reading():
            for segment in self.segments:
                yield segment.forms

    def _read(self, term: str, field: str, reader: Reader) -> tuple[Rows, Integers]:
        with self._reading():
            return _concatenated([segment.read(term, field, reader) for segment in self.segments])

    @contextmanager
    def _reading(self) -> Iterator[None]:
        if self._closed:
            raise SearchError(f"The index in {self._folder} has been closed: open it again")
        with parsing(self._folder):
            yield

    def close(self) -> None:
        """Let go of the files."""
        self._closed = True
        for segment in self.segments:
            segment.reader.close()
            segment.file.close()


def _concatenated(found: Sequence[tuple[Rows, Integers]]) -> tuple[Rows, Integers]:
    if len(found) == 1:
        return found[0]
    nothing = np.empty(0, np.int64)
    return (
        np.concatenate([nothing, *(rows for rows, _ in found)]),
        np.concatenate([nothing, *(numbers for _, numbers in found)]),
    )
