"""What a word of letters is found by, and one that is made of several; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

from index.keyword.camel import humps, is_camel
from index.keyword.characters import HYPHENS, fold
from index.keyword.compounds import parts
from index.keyword.dictionaries import COMPOUNDING
from index.keyword.money import WORDS as MAGNITUDES
from index.keyword.percent import PERCENT, is_percent
from index.keyword.stemming import stems

_LONGEST: Final = 64
"""Characters kept of one term; what is longer is no word."""

_ELIDING: Final = frozenset({"fr", "it", "ca", "oc"})
"""Languages in which an apostrophe parts two words: ``l'Iran``."""

_APOSTROPHE: Final = "'’ʼ‘"
_POSSESSIVE: Final = re.compile(f"[{_APOSTROPHE}][sS]$")
_PLURAL: Final = re.compile(f"(?<=\\d)[{_APOSTROPHE}]?[sS]$")
_MARK: Final = re.compile(f'[.{_APOSTROPHE}"״׳{HYPHENS}*:·_&\\s#]')
_SUFFIXED: Final = re.compile(f"([^\\W\\d_]{{3,}})[{_APOSTROPHE}][^\\W\\d_]{{1,7}}")
_PART: Final = re.compile(f"[^{HYPHENS}]+")
_RUNS: Final = re.compile(r"\d+|[^\W\d_]+")
_DECADE: Final = re.compile(r"\d+[sS]")


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


def plain_pieces(word: str, language: str, start: int = 0, part: int = 0) -> list[Piece]:
    """What a word of letters alone is found by: its stems, and what it is made of."""
    end = start + len(word)
    found = {
        term[:_LONGEST]: Piece(term[:_LONGEST], form[:_LONGEST], start, end, part, part)
        for term, form in stems(word[:_LONGEST], language).items()
    }
    if is_percent([*found, *(piece.form for piece in found.values())]):
        found[PERCENT] = Piece(PERCENT, PERCENT, start, end, part, part)
    if language in COMPOUNDING and found:
        whole = next(iter(found.values())).form
        for within in parts(word, language):
            term = next(iter(stems(within, language)))
            found.setdefault(term, Piece(term, whole, start, end, part, part, asked=False))
    return list(found.values())


def part_pieces(section: str, start: int, part: int, language: str) -> list[Piece]:
    """What one part of a word is found by."""
    bare = without_marks(section)
    end = start + len(section)
    if not bare:
        return []
    found = [
        piece._replace(end=end)
        for piece in plain_pieces(MAGNITUDES.get(bare.lower(), bare), language, start, part)
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


def joined_pieces(word: str, end: int, last: int, language: str) -> list[Piece]:
    """A word of several parts in one piece."""
    bare = without_marks(word)[:_LONGEST]
    if any(character.isdigit() for character in bare):
        form = fold(bare)
        return [Piece(form, form, 0, end, 0, last)]
    return [Piece(term, form, 0, end, 0, last) for term, form in stems(bare, language).items()]


def compound_pieces(word: str, sections: list[tuple[str, int]], language: str) -> list[Piece]:
    """The parts of a word, each with its place, and behind them the word in one."""
    found = [
        piece
        for part, (section, start) in enumerate(sections)
        for piece in part_pieces(section, start, part, language)
    ]
    last = max((piece.part for piece in found), default=0)
    if language in _ELIDING and re.search(f"[{_APOSTROPHE}]", word):
        # A query for l'Iran asks for Iran.
        return [p._replace(asked=word[p.end : p.end + 1] not in tuple(_APOSTROPHE)) for p in found]
    if last and not all(section.isdecimal() for section, _ in sections):
        found += joined_pieces(word, len(word), last, language)
    return found


def sections_of(word: str, language: str) -> Iterator[tuple[str, int]]:
    """The parts of a compound: at its hyphens, at the apostrophe of an article, at its digits."""
    for match in _PART.finditer(word):
        start = match.start()
        eliding = language in _ELIDING
        found = re.split(f"[{_APOSTROPHE}]", match.group()) if eliding else [match.group()]
        for part in found:
            if _mixed(part):
                runs = [(run.group(), run.start()) for run in _RUNS.finditer(part)]
            elif is_camel(part):
                runs = humps(part)
            else:
                runs = [(part, 0)]
            yield from ((run, start + at) for run, at in runs)
            start += len(part) + 1


def without_marks(word: str) -> str:
    """``word`` without its possessive or the plural of a number, and without marks inside."""
    return _MARK.sub("", _PLURAL.sub("", _POSSESSIVE.sub("", word)))


def _inside(section: str) -> str:
    """The word that has an ending on it: Ankara in Ankara'da, MP in MPs; else empty."""
    if section[-1] == "s" and section[:-1].isupper() and len(section) > 2:
        return section[:-1]
    suffixed = _SUFFIXED.fullmatch(section)
    if suffixed and section[0].isupper() and not _POSSESSIVE.search(section):
        return suffixed[1]
    return ""


def _mixed(part: str) -> bool:
    """Whether letters and digits meet in ``part``, as they do in 120mm but not in 1990s."""
    if part.isalpha() or part.isdecimal() or _DECADE.fullmatch(part):
        return False
    return any(c.isdecimal() for c in part) and any(c.isalpha() for c in part)
