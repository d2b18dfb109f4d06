"""The words of a text as the keyword index stores them: by term, where it stands and in what form.

An occurrence is one number: the position in the lower 20 bits, and above them the code of the form
in which the term is written there. A code is the place of the form among those of its term, as the
segment has met them; the code of the last one also stands for all that come after it.
"""

from __future__ import annotations

from typing import Final

from index.keyword.analysis import in_capitals, pieces_of, quiet_pieces_of
from index.keyword.forms import in_parts
from index.keyword.pieces import Piece
from index.keyword.words import words_in

POSITION_BITS: Final = 20
_POSITIONS: Final = 1 << POSITION_BITS
_LAST_CODE: Final = (1 << (32 - POSITION_BITS)) - 1
_KEPT: Final = 1 << 17
"""Distinct words that are looked up without being analysed again."""

_Entry = tuple[tuple[tuple[str, int], ...], int]
"""Each term of a word with its occurrence in a text that begins with it; how many parts it has."""


class Occurrences:
    """Counts the words of many texts; ``forms`` are those of each term, in the order of codes."""

    def __init__(self) -> None:
        self.forms: dict[str, dict[str, int]] = {}
        self._known: dict[tuple[str, bool], dict[str, _Entry]] = {}

    def of(self, text: str, language: str) -> tuple[dict[str, list[int]], int]:
        """The occurrences of each term of ``text``, ascending by position; how many words it has.

        What stands behind the first million words is left out.
        """
        found: dict[str, list[int]] = {}
        places_of = found.get
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
                    places = places_of(term)
                    if places is None:
                        found[term] = [position + occurrence]
                    else:
                        places.append(position + occurrence)
                position += parts
            if position >= _POSITIONS - (1 << 10):
                break
        return found, position

    def _analysed(self, word: str, language: str, *, capitals: bool) -> _Entry:
        look = quiet_pieces_of if capitals else pieces_of
        pieces, parts = look(word, language)
        return tuple((piece.term, self._occurrence(piece)) for piece in pieces), parts

    def _occurrence(self, piece: Piece) -> int:
        forms = self.forms.setdefault(piece.term, {})
        form = in_parts(piece.form, 1 + piece.part - piece.first)
        code = forms.get(form, _LAST_CODE)
        if code == _LAST_CODE and len(forms) < _LAST_CODE:
            code = forms[form] = len(forms)
        return piece.part | code << POSITION_BITS
