"""The keyword leg: a Whoosh index of passages, ranked by BM25."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from index.analysis import analyze, positions
from index.local.bm25 import BM25
from index.local.scoring import Scorer
from index.local.snapshot import Snapshot, reading
from index.local.structured import Matching, RowSet, ScoredTerm
from index.types import Coverage, Ranking, Rows, Scores, TermScore

__all__ = ["BM25", "KeywordIndex", "KeywordWriter"]

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

    def small_segments(self, most: int) -> Rows:
        """Past ``most`` segments the rows of the smaller half of them, free ones included.

        To delete and add them makes these segments one.
        """
        from index.local import segments

        ascending = sorted(self._writer.segments, key=lambda segment: segment.doc_count())
        small = ascending[: len(ascending) // 2] if len(ascending) > most else []
        rows = [segments.column(self._storage, segment, "row") for segment in small]
        return np.concatenate([np.empty(0, np.int64), *rows])

    def commit(self) -> None:
        """Publish the additions and deletions; segments without a live passage go."""
        self._open = False
        self._writer.commit(mergetype=lambda _, segments: [s for s in segments if s.doc_count()])


class KeywordIndex:
    """A snapshot of the Whoosh index in ``folder``; safe to share between threads.

    All statistics count live passages only, so an index scores the same after any additions and
    deletions as one built afresh from what is left. ``documents`` holds the number
    of each row's article (see ``Scorer``); ``memory`` is how many bytes of scored postings are kept
    for the queries to come.

    Raises:
        IndexNotFoundError: there is no keyword index in ``folder``.
        IndexDamagedError: its files are not what was written.
    """

    def __init__(
        self,
        folder: Path,
        documents: npt.NDArray[np.int32] | None = None,
        *,
        memory: int = _CACHE,
    ) -> None:
        self._snapshot = Snapshot(folder, None if documents is None else len(documents))
        self._scorer = Scorer(self._snapshot, documents, memory)
        self._last: tuple[tuple[tuple[str, ...], BM25], Scores, RowSet] | None = None

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
        scores, held = self._add_up(query_terms(text, languages), parameters)
        if allowed is not None:
            held = held & self._mask(allowed)
        rows = np.flatnonzero(held)
        return best(rows, scores[rows], depth, order)

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
            impacts = self._scorer.impacts(scored.term, scored.parameters)
            scores[impacts.rows] += np.float32(scored.boost) * impacts.scores
        return best(rows, scores[rows], depth, order)

    def required(self, text: str, *, languages: Sequence[str], parameters: BM25) -> Rows | None:
        """The rows to which a query in the query language limits every result; None if to none.

        Raises:
            QueryError: the query asks for too much.
        """
        return Matching(self._snapshot, languages, parameters).required(text)

    def scores(
        self, text: str, rows: Rows, *, languages: Sequence[str], parameters: BM25
    ) -> Scores:
        """The score of each of ``rows``, by the formula of ``search``.

        A row that holds no word scores by those of its article, and 0 if there are none.
        """
        scores, _ = self._add_up(query_terms(text, languages), parameters)
        found = np.zeros(len(rows), dtype=np.float32)
        known = (rows >= 0) & (rows < self._snapshot.size)
        found[known] = scores[rows[known]]
        return found

    def explain(
        self, text: str, rows: Rows, *, languages: Sequence[str], parameters: BM25
    ) -> list[list[TermScore]]:
        """For each of ``rows`` what each term adds to its score, the largest share first."""
        terms = [ScoredTerm(term, parameters, 1.0) for term in query_terms(text, languages)]
        return self._shares(terms, rows)

    def explain_structured(
        self, text: str, rows: Rows, *, languages: Sequence[str], parameters: BM25
    ) -> list[list[TermScore]]:
        """As ``explain``, for ``search_structured``: nothing for a row that does not match."""
        matching = Matching(self._snapshot, languages, parameters)
        matches = np.isin(rows, matching.match(text))
        shares = iter(self._shares(list(matching.terms), rows[matches]))
        return [next(shares) if matched else [] for matched in matches.tolist()]

    def weights(self, text: str, *, languages: Sequence[str], parameters: BM25) -> dict[str, float]:
        """The idf of each term of ``text``."""
        terms = query_terms(text, languages)
        return {term: self._scorer.impacts(term, parameters).idf for term in terms}

    def coverage(
        self, text: str, rows: Rows, *, languages: Sequence[str], parameters: BM25
    ) -> Coverage:
        """How much of ``text`` each row holds, in the language in which it holds most."""
        terms = [set(analyze(text, language)) for language in languages]
        shares = [self._scorer.coverage(each, rows, parameters) for each in terms]
        best_shares: Coverage = np.maximum.reduce(shares)
        return best_shares

    def _shares(self, terms: Sequence[ScoredTerm], rows: Rows) -> list[list[TermScore]]:
        shares: list[list[TermScore]] = [[] for _ in rows]
        for scored in terms:
            term, parameters = scored.term, scored.parameters
            impacts = self._scorer.impacts(term, parameters)
            scores = _by_row(impacts.rows, impacts.scores)
            parts = {f: _by_row(*part) for f, part in self._scorer.parts(term, parameters).items()}
            for share, row in zip(shares, rows.tolist(), strict=True):
                held = {field: part[row] for field, part in parts.items() if row in part}
                for field, part in held.items():
                    score = scored.boost * scores[row] * part / sum(held.values())
                    share.append(TermScore(term, field, score))
        return [sorted(share, key=lambda s: -s.score) for share in shares]

    def _mask(self, rows: Rows) -> npt.NDArray[np.bool_]:
        mask = np.zeros(self._snapshot.size, dtype=np.bool_)
        mask[rows[rows < self._snapshot.size]] = True
        return mask

    def _add_up(self, terms: Sequence[str], parameters: BM25) -> tuple[Scores, RowSet]:
        """The score of every row, and which rows hold any of ``terms``; not to be changed.

        The last answer is kept, since a query is asked for the best rows, for given ones and for
        the background in turn.
        """
        key = (tuple(terms), parameters)
        last = self._last
        if last is not None and last[0] == key:
            return last[1], last[2]
        scores = np.zeros(self._snapshot.size, dtype=np.float32)
        held = np.zeros(self._snapshot.size, dtype=np.bool_)
        for term in terms:
            impacts = self._scorer.impacts(term, parameters)
            scores[impacts.rows] += impacts.scores
            held[impacts.rows[: impacts.held]] = True
        self._last = (key, scores, held)
        return scores, held


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
