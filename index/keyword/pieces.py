"""What one word is found by: its parts, its other spellings, its capitals; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.keyword.camel import humps, is_camel
from index.keyword.characters import fold, lower
from index.keyword.compounds import parts, with_half_of
from index.keyword.dictionaries import COMPOUNDING
from index.keyword.money import SIGNS, sum_of
from index.keyword.money import WORDS as MAGNITUDES
from index.keyword.numbers import fraction, number
from index.keyword.segmentation import characters, words
from index.keyword.stemming import stems
from index.keyword.words import HAN, HANGUL, KANA, UNSPACED

_LONGEST: Final = 64
"""Characters kept of one term; what is longer is no word."""

_ELIDING: Final = frozenset({"fr", "it", "ca", "oc"})
"""Languages in which an apostrophe parts two words: ``l'Iran``."""

_COLONS: Final = frozenset({"fi", "sv"})
"""Languages in which a colon stands before the ending of an abbreviation: ``EU:n``."""

_BEHIND_LATIN: Final = "\u0250"

_APOSTROPHE: Final = "'’ʼ‘"
_POSSESSIVE: Final = re.compile(f"[{_APOSTROPHE}][sS]$")
_PLURAL: Final = re.compile(f"(?<=\\d)[{_APOSTROPHE}]?[sS]$")
_MARK: Final = re.compile(f'[.{_APOSTROPHE}"״׳‐‑\\-*:·_&\\s#]')
_SUFFIXED: Final = re.compile(f"([^\\W\\d_]{{3,}})[{_APOSTROPHE}][^\\W\\d_]{{1,7}}")
_PART: Final = re.compile("[^-‐‑]+")
_RUNS: Final = re.compile(r"\d+|[^\W\d_]+")
_ORDINAL: Final = re.compile(r"\d+(?:st|nd|rd|th|[sS])", re.IGNORECASE)
_GENDER: Final = re.compile(r"(.+?)(?:[*:·_]|/-?)(in(?:nen)?)$")
_BOTH: Final = re.compile(r"(.+?)((?:·[^\W\d_]{1,5}){1,2})")
_CASE: Final = re.compile(r"([^\W\d_]+):([^\W\d_]{1,4})")
_HOUR: Final = re.compile(r"(\d+)([ap]\.m\.?)")
_SUSPENDED: Final = re.compile(r"(.+)-\s(\S+)\s(.+)")


class Piece(NamedTuple):
    """A term of one word: its offsets in it, and the first and the last of the parts it covers.

    ``form`` is how that is written, folded and not stemmed; what is not ``asked`` for a query
    leaves to the other terms of the same letters.
    """

    term: str
    form: str
    start: int
    end: int
    first: int
    part: int
    asked: bool = True


def pieces(word: str, language: str) -> list[Piece]:
    """The terms of one word of ``words_in``, by their ends; what covers several parts last."""
    first = word[0]
    plain = word.isalpha() and word[1:].islower() and max(word) < _BEHIND_LATIN
    if plain and (len(word) > 3 or word.lower() not in MAGNITUDES):
        return _plain(word, language)  # what is commonest, without a look at anything else
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


def _plain(word: str, language: str, start: int = 0, part: int = 0) -> list[Piece]:
    """What a word of letters alone is found by: its stems, and what it is made of."""
    end = start + len(word)
    found = {
        term[:_LONGEST]: Piece(term[:_LONGEST], form[:_LONGEST], start, end, part, part)
        for term, form in stems(word[:_LONGEST], language).items()
    }
    if language in COMPOUNDING and found:
        whole = next(iter(found.values())).form
        for within in parts(word, language):
            term = next(iter(stems(within, language)))
            found.setdefault(term, Piece(term, whole, start, end, part, part, asked=False))
    return list(found.values())


def _spaced(word: str, language: str) -> list[Piece]:
    size = len(word)
    if word[0] in SIGNS or word[-1] in SIGNS:
        return _money(word, language)
    if not word.isalpha() and (word[0].isdigit() or not word.isascii()):
        spellings = fraction(word) or (None if word.isalnum() else number(word))
        if spellings is not None:
            return [Piece(s.term, s.term, s.start, s.end, s.first, s.last) for s in spellings]
    if word[0] in "§." or word.endswith(("++", "#")):
        return _named(word, language)
    suspended = _SUSPENDED.fullmatch(word)
    if suspended:
        return _shared(suspended, language)
    gender = _GENDER.match(word)
    if gender:
        whole = gender[1] + gender[2]
        return [*_one(gender[1], 0, 0, language), *_joined(whole, size, 0, language)]
    both = _BOTH.fullmatch(word)
    if both:
        whole = both[1] + ("s" if both[2].endswith("s") else "")
        return [piece._replace(end=size) for piece in _one(whole, 0, 0, language)]
    case = _CASE.fullmatch(word)
    if case:
        ending = [] if language in _COLONS else _one(case[2], case.start(2), 1, language)
        return [*_one(case[1], 0, 0, language), *ending]
    hour = _HOUR.fullmatch(word)
    if hour:
        return _compound(word, [(hour[1], 0), (hour[2], hour.start(2))], language)
    if word[0] == "#":
        return _compound(word, humps(word), language)
    if "&" in word:
        sections = [(m.group(), m.start()) for m in re.finditer("[^&]+", word)]
        parts = [piece for n, (s, at) in enumerate(sections) for piece in _one(s, at, n, language)]
        term = fold(word)
        return [*parts, Piece(term, term, 0, size, 0, len(sections) - 1)]
    if "." in word and not word[0].isdigit():
        return _abbreviation(word, language)
    return _compound(word, list(_sections(word, language)), language)


def _money(word: str, language: str) -> list[Piece]:
    """£3m: three, and million."""
    found = sum_of(word)
    if found is None:
        return []
    amount = pieces(word[found.start : found.end], language)
    place = 1 + max(piece.part for piece in amount)
    return [
        *(p._replace(start=p.start + found.start, end=p.end + found.start) for p in amount),
        *(
            Piece(term, form, found.unit, found.last, place, place)
            for term, form in stems(found.counted, language).items()
        ),
    ]


def _shared(match: re.Match[str], language: str) -> list[Piece]:
    """Words that share their second half: Strom- und Gaspreise are Strompreise too."""
    found: list[Piece] = []
    for group, word in enumerate(match.groups(), 1):
        at, place = match.start(group), 1 + max((piece.part for piece in found), default=-1)
        found += [
            piece._replace(
                start=piece.start + at,
                end=piece.end + at,
                first=piece.first + place,
                part=piece.part + place,
            )
            for piece in pieces(word, language)
        ]
    first, _, last = match.groups()
    hyphened = re.split("[-‐‑]", last)[1:]
    whole = first + hyphened[-1] if hyphened else with_half_of(first, last, language)
    if whole:
        found += _joined(whole, match.end(), max(piece.part for piece in found), language)
    return found


def _compound(word: str, sections: list[tuple[str, int]], language: str) -> list[Piece]:
    """The parts of a word, and behind them the word in one."""
    found = [
        piece
        for part, (section, start) in enumerate(sections)
        for piece in _one(section, start, part, language)
    ]
    last = max((piece.part for piece in found), default=0)
    if language in _ELIDING and re.search(f"[{_APOSTROPHE}]", word):
        # A query for l'Iran asks for Iran.
        return [p._replace(asked=word[p.end : p.end + 1] not in tuple(_APOSTROPHE)) for p in found]
    if last and not all(section.isdecimal() for section, _ in sections):
        found += _joined(word, len(word), last, language)
    return found


def _one(section: str, start: int, part: int, language: str) -> list[Piece]:
    """What one part of a word is found by."""
    bare = _bare(section)
    end = start + len(section)
    if not bare:
        return []
    found = [
        piece._replace(end=end)
        for piece in _plain(MAGNITUDES.get(bare.lower(), bare), language, start, part)
    ]
    other = _inside(section)
    if other:
        known = {piece.term for piece in found}
        found += [
            Piece(term, form, start, end, part, part)
            for term, form in stems(other, language).items()
            if term not in known
        ]
    capitals = unicodedata.normalize("NFKC", other or bare)
    if 2 <= len(capitals) <= 5 and capitals.isupper() and capitals.isalpha():
        found.append(Piece(capitals, capitals, start, end, part, part))
    return found


def _inside(section: str) -> str:
    """The word that has an ending on it: Ankara in Ankara'da, MP in MPs."""
    if section[-1] == "s" and section[:-1].isupper() and len(section) > 2:
        return section[:-1]
    suffixed = _SUFFIXED.fullmatch(section)
    if suffixed and section[0].isupper() and not _POSSESSIVE.search(section):
        return suffixed[1]
    return ""


def _joined(word: str, end: int, last: int, language: str) -> list[Piece]:
    """A compound in one piece."""
    bare = _bare(word)[:_LONGEST]
    if any(character.isdigit() for character in bare):
        form = fold(bare)
        return [Piece(form, form, 0, end, 0, last)]
    return [Piece(term, form, 0, end, 0, last) for term, form in stems(bare, language).items()]


def _sections(word: str, language: str) -> Iterator[tuple[str, int]]:
    """The parts of a compound: at its hyphens, at the apostrophe of an article, at its digits."""
    for match in _PART.finditer(word):
        start = match.start()
        eliding = language in _ELIDING
        parts = re.split(f"[{_APOSTROPHE}]", match.group()) if eliding else [match.group()]
        for part in parts:
            if _mixed(part):
                runs = [(run.group(), run.start()) for run in _RUNS.finditer(part)]
            elif is_camel(part):
                runs = humps(part)
            else:
                runs = [(part, 0)]
            yield from ((run, start + at) for run, at in runs)
            start += len(part) + 1


def _mixed(part: str) -> bool:
    """Whether letters and digits meet in ``part``, as they do in 120mm but not in 1990s."""
    if part.isalpha() or part.isdecimal() or _ORDINAL.fullmatch(part):
        return False
    return any(c.isdecimal() for c in part) and any(c.isalpha() for c in part)


def _bare(word: str) -> str:
    """``word`` without its possessive or the plural of a number, and without marks inside."""
    word = _PLURAL.sub("", _POSSESSIVE.sub("", word))
    return _MARK.sub("", word)


def _abbreviation(word: str, language: str) -> list[Piece]:
    """U.S. and Ph.D. in one, the initials of J. K. besides; parts, where it is none."""
    sections = [(m.group(), m.start()) for m in re.finditer(r"[^.\s]+", word)]
    if min(len(section) for section, _ in sections) > 1 and not word.isupper():
        return _compound(word, sections, language)
    whole = "".join(section for section, _ in sections)
    last = len(sections) - 1 if any(map(str.isspace, word)) else 0
    found = [piece for n, (s, at) in enumerate(sections) for piece in _one(s, at, n, language)]
    terms = stems(whole, language) | {fold(whole): fold(whole)}
    joined = [Piece(term, form, 0, len(word), 0, last) for term, form in terms.items()]
    if whole.isupper():
        joined.append(Piece(whole, whole, 0, len(word), 0, last))
    return [*(found if last else []), *joined]


def _named(word: str, language: str) -> list[Piece]:
    """C++, C#, .NET and §, as they are written; without their marks too, where that is a word."""
    term = lower(word)
    base = _MARK.sub("", word).rstrip("+")
    found = _one(base, word.index(base), 0, language) if len(base) > 1 else []
    return [*found, Piece(term, term, 0, len(word), 0, 0)]
