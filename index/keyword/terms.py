"""The words of a query, each with the terms that it may be found by; pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from index.keyword.analysis import Token, tokens
from index.keyword.characters import HYPHENS
from index.keyword.stemming import stems

ANY: Final = "|"
"""Between terms that are one word: the passages that hold any of them."""

BESIDE: Final = " "
"""Between terms that are one word written in two: the passages in which they stand side by side."""

_NAME: Final = re.compile(r"[+#]|^\.")
_HYPHEN: Final = re.compile(f"[{HYPHENS}]")
_WITHIN: Final = re.compile(f"[{HYPHENS}/\u2013]?")
_MULTIPLIERS: Final = frozenset({"thousand", "million", "billion", "trillion"})
_SHORTEST_PART: Final = 3
_SHORTEST_PARTED: Final = 7
"""Letters of a word that may be two, and of each of these."""


class QueryWord(NamedTuple):
    """A word of a query, ``text[start:end]``.

    ``terms`` are what it is found by: ``own`` are its own, ``whole`` those of the compound that it
    is a part of. ``form`` is how it is written, folded. ``exact`` is what tells it from another
    word of the same letters, where that is written: US, .NET; else empty.
    """

    start: int
    end: int
    form: str
    terms: tuple[str, ...]
    own: tuple[str, ...]
    whole: tuple[str, ...]
    exact: str


@lru_cache(maxsize=1024)
def query_words(text: str, languages: tuple[str, ...]) -> tuple[QueryWord, ...]:
    """The words of ``text``, stemmed in each of ``languages``, in their order.

    What a compound is found by in one piece is one of the terms of each of its parts.
    """
    found: dict[int, list[Token]] = {}
    for language in languages:
        analysed = tokens(text, language)
        starts = {token.position: token.start for token in reversed(analysed) if _single(token)}
        for token in analysed:
            if token.asked:
                for position in range(token.first, token.position + 1):
                    found.setdefault(starts.get(position, token.start), []).append(token)
    return tuple(_word(found[start]) for start in sorted(found))


def _single(token: Token) -> bool:
    return token.first == token.position


def _word(found: Sequence[Token]) -> QueryWord:
    first = next(filter(_single, found), found[0])
    named = [t.term for t in found if _NAME.search(t.term)]
    exact = named + [t.term for t in found if _single(t) and t.term.isupper()]
    terms = dict.fromkeys(token.term for token in found if token.term not in exact)
    return QueryWord(
        first.start,
        first.end,
        first.form,
        tuple(terms) or tuple(exact),
        tuple(dict.fromkeys(token.term for token in found if _single(token))),
        tuple(dict.fromkeys(token.term for token in found if not _single(token))),
        exact[0] if exact and terms else "",
    )


def joined(one: QueryWord, other: QueryWord, languages: Iterable[str]) -> tuple[str, ...]:
    """The terms of two words written in one: ceasefire for cease fire."""
    if not _may_join(one.form, other.form) or other.start != one.end + 1:
        return ()
    word = one.form + other.form
    return tuple(dict.fromkeys(term for each in languages for term in stems(word, each)))


def figure(one: QueryWord, other: QueryWord, text: str) -> bool:
    """Whether two words of ``text`` are one figure or id: $27bn, 27 billion, MH370, HC-0881."""
    if not any(character.isdigit() for character in one.form + other.form):
        return False
    between = text[one.end : other.start]
    return bool(_WITHIN.fullmatch(between)) or (between == " " and other.form in _MULTIPLIERS)


def as_one(one: QueryWord, other: QueryWord, text: str, languages: Collection[str]) -> bool:
    """Whether two words of ``text`` are written as a name or as one: Blue Fern, order-online.

    In German alone capitals say nothing, since every noun has one.
    """
    between = text[one.end : other.start]
    if _HYPHEN.fullmatch(between):
        return True
    capitals = all(text[word.start : word.end].istitle() for word in (one, other))
    return between == " " and capitals and {*languages} != {"de"}


def _may_join(one: str, other: str) -> bool:
    long = min(len(one), len(other)) >= _SHORTEST_PART
    return (long or one == "e") and one.isalpha() and other.isalpha() and one[0] < "\u3000"


def parted(
    word: QueryWord, languages: Iterable[str], known: Callable[[str], bool]
) -> Iterator[tuple[str, str]]:
    """The ``known`` terms of a word written in two, wherever that may be: cease and fire."""
    form = word.form
    if len(form) < _SHORTEST_PARTED or not form.isalpha() or not "a" <= form[0] < "\u0590":
        return
    for place in range(_SHORTEST_PART, len(form) - _SHORTEST_PART + 1):
        for language in languages:
            one = next(iter(stems(form[:place], language)))
            if known(one):
                other = next(iter(stems(form[place:], language)))
                if known(other):
                    yield one, other


def alternatives(expression: str) -> list[str]:
    """The terms that an expression of ``ANY`` and ``BESIDE`` is made of."""
    return re.split(r"[| ]", expression)
