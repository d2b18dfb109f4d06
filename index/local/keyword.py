"""The keyword leg: a Whoosh index of passages, ranked by BM25."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from index.analysis import analyze, positions
from index.local.bm25 import BM25, FIELDS, idf, normalized, saturation
from index.local.impacts import ImpactCache, Impacts
from index.local.snapshot import Snapshot, reading
from index.local.structured import Matching
from index.types import Ranking, Rows, Scores

__all__ = ["BM25", "KeywordIndex", "KeywordWriter", "TermScore"]

_MEMORY: Final = 256
"""Megabytes of postings that a writer keeps before it sorts them through files."""

_CACHE: Final = 256 << 20
"""Bytes of impacts that an open index keeps."""


class KeywordWriter:
    """Adds passages to the Whoosh index in ``folder``, or deletes them from it.

    ``fresh`` starts an empty index; otherwise the additions become one new segment, and the
    files of the older segments are never written to, so they may be hard links. Nothing is seen
    by readers before ``commit``, which leaving the ``with`` block without an error calls.

    Raises:
        IndexDamagedError: the index to be continued is missing or is not what was written.
    """

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        from index.local import segments

        self._storage = segments.Storage(str(folder))
        if fresh:
            folder.mkdir(parents=True, exist_ok=True)
            segments.create(self._storage)
        with reading(folder):
            self._writer = segments.writer(self._storage, limitmb=_MEMORY)
        self._open = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._open:
            return
        if kind is None:
            self.commit()
        else:
            self._open = False
            self._writer.cancel()

    def add(self, row: int, *, title: str, heading: str, body: str, language: str) -> None:
        """Index one passage under ``row``, which no live passage may have."""
        fields = {"title": title, "heading": heading, "body": body}
        values: dict[str, object] = {"row": row}
        for field, text in fields.items():
            terms = positions(text, language)
            values[field] = terms
            values[f"{field}_length"] = sum(map(len, terms.values()))
        self._writer.add_document(**values)

    def delete(self, rows: Rows) -> None:
        """Delete the passages with these rows, as far as they were committed before."""
        from index.local import segments

        for segment in self._writer.segments:
            held = segments.column(self._storage, segment, "row")
            for document in np.flatnonzero(np.isin(held, rows)).tolist():
                segment.delete_document(document)

    def commit(self) -> None:
        """Publish the additions and deletions; segments without a live passage go."""
        self._open = False
        self._writer.commit(mergetype=lambda _, segments: [s for s in segments if s.doc_count()])


class TermScore(NamedTuple):
    """What one term adds to a passage's score through one field."""

    term: str
    field: str
    score: float


class KeywordIndex:
    """A snapshot of the Whoosh index in ``folder``; safe to share between threads.

    All statistics count live passages only, so an index scores the same after any additions and
    deletions as one built afresh from what is left. ``memory`` is how many bytes of scored postings
    are kept for the queries to come.

    Raises:
        IndexNotFoundError: there is no keyword index in ``folder``.
        IndexDamagedError: its files are not what was written.
    """

    def __init__(self, folder: Path, *, memory: int = _CACHE) -> None:
        self._snapshot = Snapshot(folder)
        self._impacts = ImpactCache(memory)
        self._buffers: list[Scores] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; the index cannot be asked any more."""
        self._snapshot.close()

    @property
    def doc_count(self) -> int:
        """The number of live passages."""
        return self._snapshot.count

    def document_frequency(self, term: str) -> int:
        """The number of live passages that hold ``term``, as ``analyze`` gives it, anywhere."""
        return len(self._impacts_of(term, BM25()).rows)

    def search(
        self,
        text: str,
        *,
        depth: int,
        languages: Sequence[str],
        parameters: BM25,
        allowed: Rows | None = None,
        order: npt.NDArray[np.int32] | None = None,
    ) -> Ranking:
        """The ``depth`` passages that score highest for any of the words of ``text``.

        Each word is stemmed in each of ``languages``. Only rows of ``allowed``, where given, are
        ranked. Equal scores stand by ascending ``order[row]``, without it by ascending row.
        """
        buffer = self._buffer()
        touched = self._add_up(query_terms(text, languages), parameters, buffer)
        scores = buffer[touched]
        buffer[touched] = 0
        self._buffers.append(buffer)
        if allowed is not None:
            kept = self._mask(allowed)[touched]
            touched, scores = touched[kept], scores[kept]
        return best(touched, scores, depth, order)

    def search_structured(
        self,
        text: str,
        *,
        depth: int,
        languages: Sequence[str],
        parameters: BM25,
        allowed: Rows | None = None,
        order: npt.NDArray[np.int32] | None = None,
    ) -> Ranking:
        """As ``search``, where ``text`` is in the query language of ``structured``.

        What matches is scored by all words of the query that it holds and that are not excluded.

        Raises:
            QueryError: the query says nothing to look for, or asks for too much.
        """
        matching = Matching(self._snapshot, languages, parameters)
        rows = matching.match(text)
        if allowed is not None:
            rows = rows[self._mask(allowed)[rows]]
        scores = np.zeros(self._snapshot.size, dtype=np.float32)
        for scored in matching.terms:
            impacts = self._impacts_of(scored.term, scored.parameters)
            scores[impacts.rows] += np.float32(scored.boost) * impacts.scores
        return best(rows, scores[rows], depth, order)

    def scores(
        self, text: str, rows: Rows, *, languages: Sequence[str], parameters: BM25
    ) -> Scores:
        """The score that ``search`` gives each of ``rows``; 0 where no word occurs."""
        buffer = self._buffer()
        touched = self._add_up(query_terms(text, languages), parameters, buffer)
        known = (rows >= 0) & (rows < self._snapshot.size)
        scores = np.where(known, buffer[np.where(known, rows, 0)], np.float32(0))
        buffer[touched] = 0
        self._buffers.append(buffer)
        return scores

    def explain(
        self, text: str, rows: Rows, *, languages: Sequence[str], parameters: BM25
    ) -> list[list[TermScore]]:
        """For each of ``rows`` what each term adds to its score, the largest share first."""
        shares: list[list[TermScore]] = [[] for _ in rows]
        for term in query_terms(text, languages):
            scores = _by_row(*self._impacts_of(term, parameters))
            parts = {f: _by_row(*self._occurrences(term, f, parameters)) for f in FIELDS}
            for share, row in zip(shares, rows.tolist(), strict=True):
                held = {field: part[row] for field, part in parts.items() if row in part}
                for field, part in held.items():
                    score = scores[row] * part / sum(held.values())
                    share.append(TermScore(term, field, score))
        return [sorted(share, key=lambda s: -s.score) for share in shares]

    def _buffer(self) -> Scores:
        """An array of zeros, one for each row; whoever gives it back has cleaned it."""
        try:
            return self._buffers.pop()
        except IndexError:
            return np.zeros(max(1, self._snapshot.size), dtype=np.float32)

    def _mask(self, rows: Rows) -> npt.NDArray[np.bool_]:
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        mask[rows[rows < self._snapshot.size]] = True
        return mask

    def _add_up(self, terms: Iterable[str], parameters: BM25, buffer: Scores) -> Rows:
        """Add the impacts of ``terms`` to ``buffer``; the distinct rows that received any."""
        touched: list[Rows] = []
        for term in terms:
            rows, impacts = self._impacts_of(term, parameters)
            before = buffer[rows]
            touched.append(rows[before == 0] if touched else rows)
            buffer[rows] = before + impacts
        return np.concatenate(touched) if touched else np.empty(0, dtype=np.int64)

    def _impacts_of(self, term: str, parameters: BM25) -> Impacts:
        impacts = self._impacts.get((term, parameters))
        if impacts is None:
            fields = [self._occurrences(term, field, parameters) for field in FIELDS]
            rows, place = np.unique(np.concatenate([r for r, _ in fields]), return_inverse=True)
            occurrences = np.zeros(len(rows))
            np.add.at(occurrences, place, np.concatenate([o for _, o in fields]))
            rarity = idf(self._snapshot.count, len(rows))
            scores = rarity * saturation(occurrences, parameters.k1)
            impacts = Impacts(rows, scores.astype(np.float32))
            self._impacts.put((term, parameters), impacts)
        return impacts

    def _occurrences(
        self, term: str, field: str, parameters: BM25
    ) -> tuple[Rows, npt.NDArray[np.float64]]:
        """The rows that hold ``term`` in a field, and the field's part of their tf′."""
        weight = parameters.weight(field)
        if not weight:
            return np.empty(0, np.int64), np.empty(0)
        rows, counts = self._snapshot.postings(term, field)
        statistics = self._snapshot.fields[field]
        lengths = statistics.lengths[rows]
        return rows, weight * normalized(
            counts.astype(np.float64), lengths, statistics.average, parameters.b
        )


def _by_row(rows: Rows, numbers: npt.NDArray[Any]) -> dict[int, float]:
    return dict(zip(rows.tolist(), numbers.tolist(), strict=True))


def query_terms(text: str, languages: Sequence[str]) -> list[str]:
    """The distinct terms of ``text`` in any of ``languages``."""
    return list(dict.fromkeys(term for language in languages for term in analyze(text, language)))


def best(
    rows: Rows, scores: Scores, depth: int, order: npt.NDArray[np.int32] | None = None
) -> Ranking:
    """The ``depth`` highest of ``scores`` and their rows, equal ones by ``order[row]`` or row."""
    if len(rows) > depth > 0:
        least = np.partition(scores, -depth)[-depth]
        kept = scores >= least
        rows, scores = rows[kept], scores[kept]
    ranked = np.lexsort((rows if order is None else order[rows], -scores))[: max(0, depth)]
    return Ranking(rows[ranked], scores[ranked])
