"""The words of texts as the keyword index stores them: by term, where it stands and in what form.

An occurrence is one number: the position in the lower 20 bits, and above them the code of the form
in which the term is written there. A code is the place of the form among those of its term, as the
segment has met them; the code of the last one also stands for all that come after it.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from index.keyword.analysis import in_capitals, pieces_of, quiet_pieces_of
from index.keyword.forms import in_parts
from index.keyword.packing import PostingList, pack_lists
from index.keyword.postings import POSITION_BITS
from index.keyword.word_pieces import Piece
from index.keyword.words import words_in

_POSITIONS: Final = 1 << POSITION_BITS
_LAST_CODE: Final = (1 << (32 - POSITION_BITS)) - 1
_KEPT: Final = 1 << 17
"""Distinct words that are looked up without being analysed again."""
_AT_ONCE: Final = 1 << 20
"""Occurrences that are packed at once: some 40 MB."""

_Entry = tuple[tuple[tuple[int, int], ...], int]
"""The number of each term of a word, with its occurrence in a text that begins with the word; how
many parts the word has."""


class _Columns(NamedTuple):
    """Every occurrence in one field: the number of its term, its document, and what it is."""

    terms: array[int]
    documents: array[int]
    occurrences: array[int]


class Occurrences:
    """The words of many texts, by field; ``forms`` are those of each term, in the order of codes.

    An occurrence takes 12 bytes of memory.
    """

    def __init__(self) -> None:
        self.forms: dict[str, dict[str, int]] = {}
        self.size = 0
        self._numbers: dict[str, int] = {}
        self._fields: dict[str, _Columns] = {}
        self._known: dict[tuple[str, bool], dict[str, _Entry]] = {}

    def add(self, field: str, document: int, text: str, language: str) -> int:
        """Add the text of a field of a document, and count its words.

        The documents of a field come in ascending order, each once. What stands behind the first
        million words is left out.
        """
        columns = self._fields.setdefault(field, _Columns(array("I"), array("I"), array("I")))
        add_term, add_occurrence = columns.terms.append, columns.occurrences.append
        position = 0
        for line in text.split("\n"):
            capitals = in_capitals(line)
            known = self._known.setdefault((language, capitals), {})
            for word in words_in(line).findall(line):
                entry = known.get(word)
                if entry is None:
                    entry = self._analysed(word, language, capitals=capitals)
                    if len(known) < _KEPT:
                        known[word] = entry
                terms, parts = entry
                for term, occurrence in terms:
                    add_term(term)
                    add_occurrence(position + occurrence)
                position += parts
            if position >= _POSITIONS - (1 << 10):
                break
        added = len(columns.terms) - len(columns.documents)
        columns.documents.extend(array("I", [document]) * added)
        self.size += added
        return position

    def fields(self) -> list[str]:
        """The fields in which there is a word, sorted."""
        return sorted(name for name, columns in self._fields.items() if columns.terms)

    def lists(self, field: str) -> Iterator[tuple[str, PostingList]]:
        """The posting list of each term of a field, in the order of the terms."""
        ordered = sorted(self._numbers)  # by code points, which is the order of UTF-8
        rank = np.empty(len(ordered), dtype=np.uint32)
        rank[[self._numbers[term] for term in ordered]] = np.arange(len(ordered), dtype=np.uint32)
        columns = [np.frombuffer(column, dtype=np.uintc) for column in self._fields[field]]
        terms, documents, occurrences = rank[columns[0]], *columns[1:]
        order = np.argsort(terms, kind="stable")
        ends = np.cumsum(np.bincount(terms, minlength=len(ordered)))
        first = 0
        while first < len(ordered):
            start = int(ends[first - 1]) if first else 0
            behind = max(first + 1, int(np.searchsorted(ends, start + _AT_ONCE)))
            some = order[start : int(ends[behind - 1])]
            for term, packed in pack_lists(terms[some], documents[some], occurrences[some]):
                yield ordered[term], packed
            first = behind

    def _analysed(self, word: str, language: str, *, capitals: bool) -> _Entry:
        look = quiet_pieces_of if capitals else pieces_of
        pieces, parts = look(word, language)
        return tuple((self._number(piece.term), self._occurrence(piece)) for piece in pieces), parts

    def _number(self, term: str) -> int:
        return self._numbers.setdefault(term, len(self._numbers))

    def _occurrence(self, piece: Piece) -> int:
        forms = self.forms.setdefault(piece.term, {})
        form = in_parts(piece.form, 1 + piece.part - piece.first)
        code = forms.get(form, _LAST_CODE)
        if code == _LAST_CODE and len(forms) < _LAST_CODE:
            code = forms[form] = len(forms)
        return piece.part | code << POSITION_BITS
