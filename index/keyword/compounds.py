"""Words that are made of others, taken apart by a dictionary: Zeitungsverkäufer.

A compound is cut in two, and each half again. Of several cuts that the dictionary allows, the one
with the longest second half is taken: Stau-becken and not Staub-ecken. A short word that is itself
in the dictionary stays whole: Transport is no Tran-sport.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final

from index.keyword.characters import lower
from index.keyword.dictionaries import COMPOUNDING, Dictionary, dictionary

_SHORTEST: Final = 9
_SHORTEST_LISTED: Final = 10
"""Letters of a word that is taken apart, and of one that the dictionary has."""

_HALF: Final = 4
_SHORT_HALF: Final = 3
"""Letters of each half, without what joins them, and of the first half of a word not listed."""

_JOINTS: Final[Mapping[str, tuple[str, ...]]] = {
    "da": ("", "s", "e"),
    "de": ("", "s", "es", "n", "en", "er"),
    "nb": ("", "s", "e"),
    "nl": ("", "s", "e", "en"),
    "nn": ("", "s", "e"),
    "no": ("", "s", "e"),
    "sv": ("", "s"),
}
"""What may stand between two halves."""

_NO_FIRST: Final = frozenset(
    """
    auf aus bei durch ein eins gegen her heraus hin hinter innen mit miss nach nieder ober rück
    über um un unter ur ver vor vors weg wider wieder zu zusammen zwischen
    achter door mede onder over tegen voor
    efter för fore fram over etter mellom mellem under upp utan
    """.split()
)
_NO_SECOND: Final = frozenset(
    """
    chen enden faches halte heit iker innen ionen isch ische ischen ismus keit lungen ration reich
    rien schaft schaften schafts stag sten tein tung tungen ungen
    heden schap ingen ning ningen
    """.split()
)
"""Prefixes and endings that are words of their own as well."""


@lru_cache(maxsize=1 << 15)
def parts(word: str, language: str) -> tuple[str, ...]:
    """The words that ``word`` is made of, smallest ones too; none where it is no compound."""
    if language not in COMPOUNDING or len(word) < _SHORTEST or not word.isalpha():
        return ()
    known = dictionary(language)
    if known is None:
        return ()
    base = known.lemma(word)
    listed = base != word or _is_word(_small(word, language), known, language)
    if listed and len(base) < _SHORTEST_LISTED:
        return ()
    halves = _halves(_small(base, language), known, language, _HALF if listed else _SHORT_HALF)
    return tuple(part for half in halves for part in (half, *parts(half, language)))


def _halves(word: str, known: Dictionary, language: str, shortest: int) -> tuple[str, ...]:
    for place in range(shortest, len(word) - _HALF + 1):
        second = word[place:]
        if second in _NO_SECOND or _noun(second, language) not in known:
            continue
        for first in _firsts(word[:place], language, shortest):
            if first not in _NO_FIRST and _may_begin(first, known, language):
                return _noun(first, language), _noun(second, language)
    return ()


def with_half_of(first: str, word: str, language: str) -> str:
    """What ``first`` and the second half of ``word`` make: Ein- und Ausfuhr is Einfuhr.

    Empty where ``word`` has no halves.
    """
    known = dictionary(language) if language in COMPOUNDING else None
    if known is None:
        return ""
    small, start = _small(word, language), _small(first, language)
    tails = [small[place:] for place in range(2, len(small) - 3)]
    words = [tail for tail in tails if _is_word(start + tail, known, language)]
    behind_prefix = [tail for tail in words if small.removesuffix(tail) in _NO_FIRST]
    halves = _halves(small, known, language, _SHORT_HALF)[1:]
    return next((first + tail.lower() for tail in (*behind_prefix, *halves, *words)), "")


def _firsts(half: str, language: str, shortest: int) -> Iterator[str]:
    if half in _NO_FIRST:
        return
    for joint in _JOINTS[language]:
        if half.endswith(joint) and len(half) - len(joint) >= shortest:
            yield half[: len(half) - len(joint)]
    if language == "de":
        yield f"{half}e"  # Schul-haus
    if language == "sv" and half[-1] in "uo":  # gatu-kontor, kyrko-gård
        yield f"{half[:-1]}a"


def _may_begin(word: str, known: Dictionary, language: str) -> bool:
    """Whether a word is a noun, or a longer one of another kind: Fahr-plan would be Fahrp-lan."""
    if _noun(word, language) in known:
        return True
    return len(word) > _HALF and word in known


def _is_word(word: str, known: Dictionary, language: str) -> bool:
    return word in known or _noun(word, language) in known


def _small(word: str, language: str) -> str:
    """``word`` in lower case, with its ß: dictionaries have Straße and no Strasse."""
    return "ß".join(lower(part, language) for part in word.split("ß"))


def _noun(word: str, language: str) -> str:
    return word.capitalize() if language == "de" else word
