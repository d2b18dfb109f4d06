"""The keyword leg: a Whoosh index of passages, asked and ranked by BM25."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Self

import numpy as np
import numpy.typing as npt

from index.keyword.analysis import analyze
from index.keyword.bm25 import BM25
from index.keyword.matching import Matching, RowSet, ScoredTerm
from index.keyword.scoring import Scorer
from index.keyword.snapshot import Snapshot
from index.types import Coverage, Ranking, Rows, Scores, TermScore

_CACHE: Final = 256 << 20
"""Bytes of impacts that an open index keeps."""


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
        scores, held = self._add_up(query_terms(text, tuple(languages)), parameters)
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
        scores = self.all_scores(text, languages=languages, parameters=parameters)
        found = np.zeros(len(rows), dtype=np.float32)
        known = (rows >= 0) & (rows < self._snapshot.size)
        found[known] = scores[rows[known]]
        return found

    def all_scores(self, text: str, *, languages: Sequence[str], parameters: BM25) -> Scores:
        """The score of every row, by the formula of ``search``; not to be changed."""
        return self._add_up(query_terms(text, tuple(languages)), parameters)[0]

    def explain(
        self, text: str, rows: Rows, *, languages: Sequence[str], parameters: BM25
    ) -> list[list[TermScore]]:
        """For each of ``rows`` what each term adds to its score, the largest share first."""
        terms = [ScoredTerm(term, parameters, 1.0) for term in query_terms(text, tuple(languages))]
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
        terms = query_terms(text, tuple(languages))
        return {term: self._scorer.impacts(term, parameters).idf for term in terms}

    def coverage(
        self, text: str, rows: Rows, *, languages: Sequence[str], parameters: BM25
    ) -> Coverage:
        """How much of ``text`` each row holds, in the language in which it holds most."""
        terms = [query_terms(text, (language,)) for language in languages]
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

    def _add_up(self, terms: tuple[str, ...], parameters: BM25) -> tuple[Scores, RowSet]:
        """The score of every row, and which rows hold any of ``terms``; not to be changed.

        The last answer is kept, since a query is asked for the best rows, for given ones and for
        the background in turn.
        """
        key = (terms, parameters)
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


@lru_cache(maxsize=256)
def query_terms(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The distinct terms of ``text`` in any of ``languages``."""
    return tuple(dict.fromkeys(term for language in languages for term in analyze(text, language)))


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
