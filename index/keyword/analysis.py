"""Text to terms: the one analysis behind the keyword index, its queries and its highlights.

A word is case-folded, stemmed by its language (Snowball), and freed of the accents of the Latin
and Greek alphabets; no stop words are removed. ``U.S.`` and ``us`` are one term, a possessive
``'s``, the commas of ``1,200`` and the ``s`` of ``1990s`` are dropped, and a compound of letters
and digits is found in one piece and in parts: ``S-400`` gives ``s``, ``400`` and ``s400``.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

VERSION: Final = "1"
"""Changes whenever the same text may give other terms, so that old indexes are not mixed."""

_LETTER: Final = r"(?:[^\W_]|[\u0300-\u036f])"
_WORD: Final = re.compile(
    rf"""
      [\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]             # Han and kana: no spaces to cut at
    | (?<!{_LETTER})[^\W\d_](?:\.[^\W\d_])+(?!{_LETTER})\.?  # U.S.
    | \d+(?:[.,]\d+)+                                       # 1,200 and 3.5
    | {_LETTER}+(?:['’ʼ]{_LETTER}+)*                        # word, Iran's, don't
      (?:[-‐‑]{_LETTER}+(?:['’ʼ]{_LETTER}+)*)*              # arms-control, KX-417
    """,
    re.VERBOSE,
)
_PART: Final = re.compile(r"[^-‐‑]+")
_POSSESSIVE: Final = re.compile(r"['’ʼ][sS]$")
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_PLURAL: Final = re.compile(r"(?<=\d)['’ʼ]?[sS]$")
_LETTER_AND_DIGIT: Final = re.compile(r"(?=.*\d).*[^\W\d]")
_MARK: Final = re.compile(r"[.'’ʼ‐‑-]")
_ELIDING: Final = frozenset({"fr", "it", "ca"})
"""Languages in which an apostrophe parts two words: ``l'Iran``."""

_LIGATURES: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
_LONGEST: Final = 64
"""Characters kept of one term; what is longer is no word."""


class Token(NamedTuple):
    """A term and where it comes from: ``text[start:end]``.

    ``position`` counts words from 0; the parts of a compound have positions of their own, and
    the joined form shares that of the last part.
    """

    term: str
    start: int
    end: int
    position: int


class _Piece(NamedTuple):
    """A term of one word, with its offsets in the word and its place among the parts."""

    term: str
    start: int
    end: int
    part: int


def analyze(text: str, language: str = "en") -> list[str]:
    """The terms of ``text`` in reading order, repeated as often as they occur.

    ``language`` is an ISO 639-1 code; one without a stemmer leaves words unstemmed.
    """
    return [piece.term for word in _WORD.findall(text) for piece in _pieces(word, language)]


def tokens(text: str, language: str = "en") -> list[Token]:
    """The same terms as ``analyze`` gives, with their offsets in ``text``."""
    return list(_tokens(text, language))


def positions(text: str, language: str = "en") -> dict[str, list[int]]:
    """For each term of ``text`` the positions at which it stands, ascending."""
    found: dict[str, list[int]] = {}
    position = 0
    for word in _WORD.findall(text):
        part = 0
        for term, _, _, part in _pieces(word, language):
            found.setdefault(term, []).append(position + part)
        position += part + 1
    return found


def fold(text: str) -> str:
    """``text`` in lower case and without the accents of Latin and Greek letters."""
    text = unicodedata.normalize("NFKC", text).casefold()
    if text.isascii():
        return text
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(character):
            base = character
        elif base < "\u0400":
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LIGATURES)


def _tokens(text: str, language: str) -> Iterator[Token]:
    position = 0
    for match in _WORD.finditer(text):
        part = 0
        for term, start, end, part in _pieces(match.group(), language):
            yield Token(term, match.start() + start, match.start() + end, position + part)
        position += part + 1


@lru_cache(maxsize=1 << 16)
def _pieces(word: str, language: str) -> tuple[_Piece, ...]:
    """The terms of one match of ``_WORD``."""
    if _THOUSANDS.fullmatch(word):
        return (_Piece(word.replace(",", ""), 0, len(word), 0),)
    pieces: list[_Piece] = []
    for match in _PART.finditer(word):
        start = match.start()
        for section in _sections(match.group(), language):
            term = _term(section, language)
            if term:
                pieces.append(_Piece(term, start, start + len(section), len(pieces)))
            start += len(section) + 1
    if len(pieces) > 1 and _LETTER_AND_DIGIT.match(word):
        joined = fold(_bare(word))[:_LONGEST]
        pieces.append(_Piece(joined, 0, len(word), len(pieces) - 1))
    return tuple(pieces)


def _sections(part: str, language: str) -> list[str]:
    """A part of a compound, cut at its apostrophes where the language elides."""
    return re.split("['’ʼ]", part) if language in _ELIDING else [part]


def _bare(word: str) -> str:
    """``word`` without its possessive or the plural of a number, and without marks inside."""
    word = _PLURAL.sub("", _POSSESSIVE.sub("", word))
    return word if word[:1].isdigit() else _MARK.sub("", word)


def _term(word: str, language: str) -> str:
    word = unicodedata.normalize("NFKC", _bare(word)).casefold()[:_LONGEST]
    return fold(_stemmer(language)(word))


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str]:
    with warnings.catch_warnings():
        # Whoosh 2.7.4 is older than the warnings that its source provokes when it is compiled.
        warnings.simplefilter("ignore")
        from whoosh.lang.snowball import classes
    stemmer = classes.get(language)
    return stemmer().stem if stemmer else str
