"""What one word is found by: its parts, its other spellings, its capitals; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from index.keyword import persian
from index.keyword.camel import humps
from index.keyword.characters import HYPHENS, fold, lower
from index.keyword.compounds import with_half_of
from index.keyword.money import SIGNS, sum_of
from index.keyword.money import WORDS as MAGNITUDES
from index.keyword.numbers import fraction, number
from index.keyword.ordinals import ordinal
from index.keyword.percent import IN_TWO, PERCENT
from index.keyword.percent import SIGNS as PERCENT_SIGNS
from index.keyword.segmentation import characters, words
from index.keyword.stemming import stems
from index.keyword.word_pieces import (
    Piece,
    compound_pieces,
    joined_pieces,
    part_pieces,
    plain_pieces,
    sections_of,
    without_marks,
)
from index.keyword.words import HAN, HANGUL, KANA, UNSPACED

_COLONS: Final = frozenset({"fi", "sv"})
"""Languages in which a colon stands before the ending of a name: ``EU:n``."""

_BEHIND_LATIN: Final = "\u0250"

_GENDER: Final = re.compile(r"(.+?)(?:[*:·_]|/-?)(in(?:nen)?)$")
_BOTH: Final = re.compile(r"(.+?)((?:·[^\W\d_]{1,5}){1,2})")
_CASE: Final = re.compile(r"(.+):([^\W\d_]{1,4})")
_HOUR: Final = re.compile(r"(\d+)([ap]\.m\.?)")
_SUSPENDED: Final = re.compile(r"(.+)-\s(\S+)\s(.+)")


def pieces(word: str, language: str) -> list[Piece]:
    """The terms of one word of ``words_in``, by their ends; what covers several parts last."""
    first = word[0]
    letters = word.isalpha() and word[1:].islower() and max(word) < _BEHIND_LATIN
    if letters and (len(word) > 3 or word.lower() not in MAGNITUDES):
        return plain_pieces(word, language)  # what is commonest, without a look at anything else
    if first.isascii():
        found = _spaced(word, language)
    elif re.match(f"[{UNSPACED}]", first):
        found = [
            Piece(part.text, part.text, part.start, part.end, part.place, part.place)
            for part in words(word)
        ]
    elif re.match(f"[{HAN}{KANA}{HANGUL}]", first):
        found = [
            Piece(part.text, part.text, part.start, part.end, part.place, part.place, part.asked)
            for part in characters(word)
        ]
    else:
        found = _spaced(word, language)
    distinct: dict[tuple[str, int], Piece] = {}
    for piece in found:
        if piece.term:
            distinct.setdefault((piece.term, piece.part), piece)
    return list(distinct.values())


def _spaced(word: str, language: str) -> list[Piece]:
    size = len(word)
    if word[0] in PERCENT_SIGNS:
        return [Piece(PERCENT, PERCENT, 0, size, 0, 0)]
    if word[0] in SIGNS or word[-1] in SIGNS:
        return _money(word, language)
    if not word.isalpha() and (word[0].isdigit() or not word.isascii()):
        counted = ordinal(word, language)
        if counted:
            bare = Piece(counted.number, counted.number, 0, size, 0, 0, asked=False)
            return [Piece(counted.term, fold(word), 0, size, 0, 0), bare]
        spellings = fraction(word) or (None if word.isalnum() else number(word))
        if spellings is not None:
            return [Piece(s.term, s.term, s.start, s.end, s.first, s.last) for s in spellings]
    if word[0] in "§." or word.endswith(("++", "#")):
        return _named(word, language)
    if re.search(r"\s", word) and " ".join(word.lower().split()) in IN_TWO:
        return [Piece(PERCENT, fold("".join(word.split())), 0, size, 0, 0)]
    suspended = _SUSPENDED.fullmatch(word)
    if suspended:
        return _shared(suspended, language)
    gender = _GENDER.match(word)
    if gender:
        whole = gender[1] + gender[2]
        return [*part_pieces(gender[1], 0, 0, language), *joined_pieces(whole, size, 0, language)]
    both = _BOTH.fullmatch(word)
    if both:
        whole = both[1] + ("s" if both[2].endswith("s") else "")
        return [piece._replace(end=size) for piece in part_pieces(whole, 0, 0, language)]
    case = _CASE.fullmatch(word)
    if case:
        found = pieces(case[1], language)
        if language in _COLONS:
            return found
        return [*found, *part_pieces(case[2], case.start(2), 1 + _last(found), language)]
    hour = _HOUR.fullmatch(word)
    if hour:
        return compound_pieces(word, [(hour[1], 0), (hour[2], hour.start(2))], language)
    if word[0] == "#":
        return compound_pieces(word, humps(word), language)
    if "&" in word:
        return _with_and(word, language)
    if word[0] > "\u0600":
        return _beside(word, language)
    if "." in word and not word[0].isdigit():
        return _abbreviation(word, language)
    return compound_pieces(word, list(sections_of(word, language)), language)


def _last(found: Iterable[Piece]) -> int:
    return max((piece.part for piece in found), default=-1)


def _in_row(words_in_row: Iterable[re.Match[str]], language: str) -> list[Piece]:
    """What words are found by that stand one behind the other."""
    found: list[Piece] = []
    for word in words_in_row:
        at, place = word.start(), 1 + _last(found)
        found += [
            piece._replace(
                start=piece.start + at,
                end=piece.end + at,
                first=piece.first + place,
                part=piece.part + place,
            )
            for piece in pieces(word.group(), language)
        ]
    return found


def _money(word: str, language: str) -> list[Piece]:
    """£3m: three, and million."""
    found = sum_of(word)
    if found is None:
        return []
    amount = pieces(word[found.start : found.end], language)
    place = 1 + _last(amount)
    return [
        *(p._replace(start=p.start + found.start, end=p.end + found.start) for p in amount),
        *(
            Piece(term, form, found.unit, found.last, place, place)
            for term, form in stems(found.counted, language).items()
        ),
    ]


def _shared(match: re.Match[str], language: str) -> list[Piece]:
    """Words that share their second half: Strom- und Gaspreise are Strompreise too."""
    word, (first, _, last) = match.group(), match.groups()
    found = _in_row(re.finditer(r"\S+?(?=-\s|\s|$)", word), language)
    hyphened = re.split(f"[{HYPHENS}]", last)[1:]
    whole = first + hyphened[-1] if hyphened else with_half_of(first, last, language)
    if whole:
        found += joined_pieces(whole, match.end(), _last(found), language)
    return found


def _with_and(word: str, language: str) -> list[Piece]:
    """AT&T: its parts, both with the sign between them, and without it."""
    letters = list(re.finditer(r"[^&\s]+", word))
    found = [
        piece
        for place, part in enumerate(letters)
        for piece in part_pieces(part.group(), part.start(), place, language)
    ]
    last, signed = len(letters) - 1, fold("&".join(part.group() for part in letters))
    bare = signed.replace("&", "")
    return [
        *found,
        Piece(signed, signed, 0, len(word), 0, last),
        Piece(bare, bare, 0, len(word), 0, last, asked=False),
        Piece(bare.upper(), bare.upper(), 0, len(word), 0, last),
    ]


def _beside(word: str, language: str) -> list[Piece]:
    """Words of Persian with what stands beside them; in other languages each by itself."""
    if language == "fa":
        return compound_pieces(word, list(persian.words_of(word)), language)
    if re.search(r"\s", word):
        return _in_row(re.finditer(r"\S+", word), language)
    return compound_pieces(word, list(sections_of(word, language)), language)


def _abbreviation(word: str, language: str) -> list[Piece]:
    """U.S. and Ph.D. in one, the initials of J. K. besides; parts, where it is none."""
    parts = [(m.group(), m.start()) for m in re.finditer(r"[^.\s]+", word)]
    if min(len(part) for part, _ in parts) > 1 and not word.isupper():
        return compound_pieces(word, parts, language)
    whole = "".join(part for part, _ in parts)
    last = len(parts) - 1 if any(map(str.isspace, word)) else 0
    found = [piece for n, (s, at) in enumerate(parts) for piece in part_pieces(s, at, n, language)]
    terms = stems(whole, language) | {fold(whole): fold(whole)}
    in_one = [Piece(term, form, 0, len(word), 0, last) for term, form in terms.items()]
    if whole.isupper():
        in_one.append(Piece(whole, whole, 0, len(word), 0, last))
    return [*(found if last else []), *in_one]


def _named(word: str, language: str) -> list[Piece]:
    """C++, C#, .NET and §, as they are written; without their marks too, where that is a word."""
    term = lower(word)
    base = without_marks(word).rstrip("+")
    found = part_pieces(base, word.index(base), 0, language) if len(base) > 1 else []
    return [*found, Piece(term, term, 0, len(word), 0, 0)]
