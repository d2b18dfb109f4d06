"""Text to terms: the one analysis behind the keyword index, its queries and its highlights.

What counts as the same word is listed, with examples, in ``docs/words.md``. A word may be found
by several terms: by what it is made of (``KX-417`` by ``kx``, ``417`` and ``kx417``), by other
spellings (``Müller`` by ``mueller``), and, if it is written in capitals, by these (``US``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from index.keyword.characters import fold as fold
from index.keyword.pieces import pieces
from index.keyword.word_pieces import Piece
from index.keyword.words import words_in

VERSION: Final = "6"
"""Changes whenever the same text may give other terms, so that old indexes are not mixed."""

_CASELESS: Final = "\u3000"
"""From here on stand Chinese, Japanese and Korean, among which Latin letters often are capitals."""


class Token(NamedTuple):
    """A term and where it comes from: ``text[start:end]``.

    ``position`` counts words from 0. The parts of a compound have positions of their own; a term
    for several of them has that of the last one, and ``first`` is that of the first.
    ``form`` is the word as it is written, folded and not stemmed; what is not ``asked`` for, a
    query leaves to the other terms of the same letters.
    """

    term: str
    start: int
    end: int
    position: int
    first: int
    form: str
    asked: bool = True


def analyze(text: str, language: str = "en") -> list[str]:
    """The terms of ``text`` in reading order, repeated as often as they occur.

    ``language`` is an ISO 639-1 code; one without a stemmer leaves words unstemmed.
    """
    return [piece.term for _, _, found in _words(text, language) for piece in found]


def tokens(text: str, language: str = "en") -> list[Token]:
    """The same terms as ``analyze`` gives, with their offsets in ``text``."""
    return [
        Token(
            piece.term,
            start + piece.start,
            start + piece.end,
            position + piece.part,
            position + piece.first,
            piece.form,
            piece.asked,
        )
        for start, position, found in _words(text, language)
        for piece in found
    ]


def positions(text: str, language: str = "en") -> dict[str, list[int]]:
    """For each term of ``text`` the positions at which it stands, ascending."""
    found: dict[str, list[int]] = {}
    for _, position, word in _words(text, language):
        for piece in word:
            found.setdefault(piece.term, []).append(position + piece.part)
    return found


def _words(text: str, language: str) -> Iterator[tuple[int, int, Sequence[Piece]]]:
    """Each word: its offset, the position of its first part, and what it is found by."""
    position = offset = 0
    for line in text.split("\n"):
        known = quiet_pieces_of if in_capitals(line) else pieces_of
        for match in words_in(line).finditer(line):
            found, parts = known(match.group(), language)
            yield offset + match.start(), position, found
            position += parts
        offset += len(line) + 1


def in_capitals(line: str) -> bool:
    """Whether a line is all in capitals, so that those of a word say nothing."""
    return line.isupper() and not _acronyms(line.split()) and max(line) < _CASELESS


def _acronyms(words: list[str]) -> bool:
    return len(words) <= 3 and all(len(word) <= 5 for word in words)


@lru_cache(maxsize=1 << 16)
def pieces_of(word: str, language: str) -> tuple[tuple[Piece, ...], int]:
    """What one word is found by, and how many positions it takes."""
    found = pieces(word, language)
    return tuple(found), 1 + max((piece.part for piece in found), default=-1)


@lru_cache(maxsize=1 << 12)
def quiet_pieces_of(word: str, language: str) -> tuple[tuple[Piece, ...], int]:
    """As ``pieces_of``, without the terms in capitals."""
    found, parts = pieces_of(word, language)
    return tuple(piece for piece in found if not piece.term.isupper()), parts
