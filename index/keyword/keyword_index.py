"""The keyword leg: a Whoosh index of passages, asked and ranked by BM25."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from index.bounded_cache import BoundedCache
from index.keyword.answer import KeywordAnswer
from index.keyword.bm25 import BM25, repeated
from index.keyword.expressions import Expressions
from index.keyword.function_words import SHORT_WORDS
from index.keyword.leaf_matching import Leaves, RowSet, ScoredTerm, none
from index.keyword.lexicon import Lexicon
from index.keyword.lookup import Lookup, check_cost
from index.keyword.matching import Matching
from index.keyword.scoring import Scorer
from index.keyword.snapshot import Snapshot
from index.keyword.spelling import Spelling
from index.query.tree import Filter, Query, Words
from index.types import Rows, Scores


@dataclass(frozen=True, slots=True)
class Limited:
    """What limits a query besides its words: ``rows``, and what a filter inside it ``filtered``.

    What is excluded is ``widened`` first, as in ``Matching``.
    """

    rows: RowSet | None = None
    filtered: Callable[[Filter], RowSet] | None = None
    widened: Callable[[RowSet], RowSet] | None = None


_CACHE: Final = 256 << 20
"""Bytes of impacts that an open index keeps."""

_LEAVES: Final = 4
"""A fourth of that is for what leaves of queries match."""


class KeywordIndex:
    """A snapshot of the Whoosh index in ``folder``; safe to share between threads.

    All statistics count live passages only, so an index scores the same after any additions and
    deletions as one built afresh from what is left. ``documents`` holds the number of each row's
    article (see ``Scorer``); ``memory`` is how many bytes of scored postings are kept for the
    queries to come, and a fourth as much of what their leaves match.

    :raises IndexNotFoundError: where there is no keyword index in ``folder``.
    :raises IndexDamagedError: where its files are not what was written.
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
        self._expressions = Expressions(self._snapshot)
        self._lexicon = Lexicon(self._snapshot)
        self._leaves = Leaves(
            self._snapshot,
            self._scorer,
            self._expressions,
            self._lexicon,
            BoundedCache(memory // _LEAVES),
        )
        self._spelling = Spelling(self._snapshot, self._expressions, self._lexicon)

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

    def answer(
        self,
        query: Query,
        languages: Sequence[str],
        parameters: BM25,
        limited: Limited | None = None,
    ) -> KeywordAnswer:
        """What the leg says of every passage; each word is stemmed in each of ``languages``.

        Words alone match where any of them stands, and one that is repeated counts for more. Where
        there are operators, what matches is scored by all words of the query that it holds and that
        are not excluded.

        :raises QueryError: where the query asks for too much.
        """
        known = tuple(languages)
        limited = limited or Limited()
        limits = limited.rows
        if query.root is None:
            terms, matched = [], none(self._snapshot) if limits is None else limits
        elif isinstance(query.root, Words):
            text = query.root.text
            plain = self._expressions.counted(text, known)
            terms = [ScoredTerm(term, parameters, repeated(n)) for term, n in plain.items()]
            exact = self._expressions.preferred(text, known)
            terms += [ScoredTerm(term, parameters, 1.0) for term in exact]
            matched = None
        else:
            check_cost(query.root)
            lookup = Lookup(self._leaves, known, parameters, limited.filtered)
            matching = Matching(lookup, limited.widened)
            found, insisted = matching.read(query.root)
            matched = none(self._snapshot) if found is None else found
            if insisted is not None:
                limits = insisted if limits is None else insisted & limits
            if found is None and limited.rows is not None and limits is not None:
                matched = limits  # Nothing is looked for: what is not excluded is found.
            terms = list(lookup.terms)
        scores, held = self._scores(terms)
        if limits is not None:
            held &= limits
        if matched is not None:
            if limits is not None:
                matched = matched & limits
            scores[~matched] = 0.0
        return KeywordAnswer(
            query=query,
            wanted=self._expressions.of(query.words, known),
            parameters=parameters,
            terms=terms,
            scores=scores,
            matched=held if matched is None else matched,
            limits=limits,
            scorer=self._scorer,
            expressions=self._expressions,
            spelling=self._spelling,
            languages=known,
        )

    def holding(self, words: str, languages: Sequence[str], parameters: BM25) -> list[Rows]:
        """For each of ``words`` the rows that have it, without articles, prepositions and the like.

        Where there are no others, these count as well.
        """
        each = words.split()
        telling = [word for word in each if word.lower() not in SHORT_WORDS] or each
        impacts = (
            self._scorer.impacts(expression, parameters)
            for expression in self._expressions.of(" ".join(telling), tuple(languages))
        )
        return [one.rows[: one.held] for one in impacts]

    def _scores(self, terms: Sequence[ScoredTerm]) -> tuple[Scores, RowSet]:
        """The sum of what each row gets for ``terms``, and which rows hold any of them."""
        scores = np.zeros(self._snapshot.size, dtype=np.float32)
        held = none(self._snapshot)
        for term, parameters, boost in terms:
            impacts = self._scorer.impacts(term, parameters)
            scores[impacts.rows] += (
                impacts.scores if boost == 1.0 else np.float32(boost) * impacts.scores
            )
            held[impacts.rows[: impacts.held]] = True
        return scores, held
