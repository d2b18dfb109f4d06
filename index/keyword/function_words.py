"""Words that say how a question is put, and not what it is about: what, is, the.

They stand nearly everywhere, or, in a collection that never asks, nearly nowhere; either way they
are no evidence. The lists are those of Snowball, as Whoosh carries them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from index.keyword.characters import lower, unaccented
from index.keyword.terms import ANY, QueryWord, query_words


@lru_cache(maxsize=64)
def function_words(languages: tuple[str, ...]) -> frozenset[str]:
    """The function words of ``languages``, folded; none of a language without a list.

    Without any language, those of all that have one.
    """
    from whoosh.lang.stopwords import stoplists

    lists = [stoplists.get(name, ()) for name in languages] if languages else stoplists.values()
    return frozenset(unaccented(lower(word)) for words in lists for word in words)


def is_put(words: Sequence[QueryWord], place: int, text: str, listed: frozenset[str]) -> bool:
    """Whether the word at ``place`` is one of ``listed``, and written as such.

    In capitals it may be a name (US, The Who), unless it begins a sentence.
    """
    word = words[place]
    if word.form not in listed and unaccented(word.form) not in listed:
        return False
    written = text[word.start : word.end]
    if written == written.lower():
        return True
    if place or len(words) < 2 or written[1:] != written[1:].lower():
        return False
    following = text[words[1].start : words[1].end]
    return following == following.lower()


def content_terms(text: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """The distinct words of ``text``, each by ``ANY`` of its terms, whatever the corpus holds.

    Without function words, unless it has no others.
    """
    words, listed = query_words(text, languages), function_words(languages)
    asked = [w for place, w in enumerate(words) if not is_put(words, place, text, listed)]
    return tuple(dict.fromkeys(ANY.join(word.terms) for word in asked or words))
