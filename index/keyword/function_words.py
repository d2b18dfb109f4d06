"""Words that say how a question is put, and not what it is about: what, is, the.

They stand nearly everywhere, or, in a collection that never asks, nearly nowhere; either way they
are no evidence. The lists are those of Snowball, as Whoosh carries them, and the words that
questions begin with, of which these lack many.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from index.keyword.characters import lower, unaccented
from index.keyword.question_words import BEGINNINGS, QUESTION_WORDS
from index.keyword.terms import ANY, QueryWord, query_words

SHORT_WORDS: Final = frozenset(
    """
    a ai al all am an and are as at au aux be but by can da de dem den der des des det di die do du
    ed een eh ein el em en er es est et for ge ha had has hat he her het hi him his i if ihr il im
    in is it its ja je la las le les lo los ma mais man me mir mit my na ne nei nem no nos not o of
    off on or os our out par per pour qui sa se she si sie so son su sur ta te that the they this to
    tu um un und una up us van ve via vi vom was we what who why will with wo you zu
    """.split()
)
"""Those that are written with few letters, of English, French, German, Spanish, Italian and their
like, which count as such in any text. Snowball's lists lack some (us, via), and together have words
that elsewhere are others (war, man)."""

_LISTED: Final = {"nb": "no", "nn": "no"}
"""Languages whose function words are listed under another code."""


@lru_cache(maxsize=64)
def function_words(languages: tuple[str, ...]) -> frozenset[str]:
    """The function words of ``languages``, with and without accents; none without a list.

    Without any language, those of all that have one.
    """
    from whoosh.lang.stopwords import stoplists

    listed = {
        lower(word)
        for name in (_LISTED.get(each, each) for each in languages or stoplists)
        for word in (*stoplists.get(name, ()), *QUESTION_WORDS.get(name, "").split())
    }
    return frozenset(listed | set(map(unaccented, listed)))


def is_put(words: Sequence[QueryWord], place: int, text: str, listed: frozenset[str]) -> bool:
    """Whether the word at ``place`` is one of ``listed``, and written as such.

    In capitals it may be a name (US, The Who), unless it begins a sentence; where another word in
    capitals follows, only a question word does: "Welcher Maler", and not "Will Smith".
    """
    word = words[place]
    if word.form not in listed and unaccented(word.form) not in listed:
        return False
    written = text[word.start : word.end]
    if written == written.lower():
        return True
    if place or len(words) < 2 or written[1:] != written[1:].lower():
        return False
    if word.form in BEGINNINGS:
        return True
    following = text[words[1].start : words[1].end]
    return following == following.lower()


def content_words(text: str, languages: tuple[str, ...]) -> list[QueryWord]:
    """The words of ``text`` without function words, unless it has no others."""
    words, listed = query_words(text, languages), function_words(languages)
    asked = [w for place, w in enumerate(words) if not is_put(words, place, text, listed)]
    return asked or list(words)


def content_terms(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Those words, distinct, each by ``ANY`` of its terms, whatever the corpus holds."""
    return tuple(dict.fromkeys(ANY.join(word.terms) for word in content_words(text, languages)))


def tells(word: QueryWord) -> bool:
    """Whether a word is another one without its capitals or signs: US, IT, C++.

    In other words capitals may be a matter of style, so that those of a query are only preferred.
    """
    return not word.exact.isupper() or word.exact.lower() in SHORT_WORDS
