"""What a word is found by: the stem of the word that it is a form of, by its language.

The word is looked up in a dictionary of forms, which knows the irregular ones. The stemmers are
Snowball's, and light ones for what it lacks; they take off endings that no dictionary lists.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from threading import Lock
from typing import Final

from index.keyword import dictionaries
from index.keyword.characters import lower, spelt_out, unaccented
from index.keyword.english import also, regular
from index.keyword.light_stemmers import LIGHT

_SNOWBALL: Final[Mapping[str, str]] = {
    "bs": "serbian",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hr": "serbian",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sk": "czech",
    "sl": "serbian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
STEMMED: Final = frozenset(_SNOWBALL) | frozenset(LIGHT) | dictionaries.LANGUAGES
"""The languages, as ISO 639-1 codes, whose forms of a word are told."""

_ROMANIAN: Final = str.maketrans("şţ", "șț")
_TURKISH: Final = str.maketrans("șț", "şţ")
_PERSIAN_PLURAL: Final = re.compile("(?<=..)هاي(?:[شمتي]|شان|مان|تان)?$")
"""As ``characters.lower`` writes it, with the possessives behind it, which Snowball leaves."""

_WITH_VOWELS_OF_ITS_OWN: Final = frozenset({"az", "et", "fi", "hu", "tr"})
"""Languages that write ä, ö and ü as ae, oe and ue in names alone, as others spell them."""

_LOCK: Final = Lock()
"""A stemmer of Snowball's may be used by one thread at a time."""


def stems(word: str, language: str) -> dict[str, str]:
    """The terms that ``word`` is found by, the first one the usual, each with its written form.

    There are several where the word is written in several ways: with its accents, without them
    (Beyoncé, Beyonce), or with others in their place (Müller, Mueller).
    """
    written = lower(word, language).replace(" ", "")
    bare = unaccented(written)
    if language == "en":
        found = {stem(regular(bare), "en"): bare}
        other = also(bare)
        if other:
            found.setdefault(stem(other, "en"), bare)
    else:
        base = lemma(word, language)
        found = {unaccented(stem(base or written, language)): bare}
        if base and language in LIGHT:  # where a form of one word is as often another word
            found.setdefault(unaccented(stem(written, language)), bare)
        if bare != written:  # whatever the dictionary takes the bare letters for
            found.setdefault(_found_by(unaccented(word), language), bare)
    if bare != written and (language not in _WITH_VOWELS_OF_ITS_OWN or word[:1].isupper()):
        spelt = spelt_out(written)
        if spelt != written:
            spelt = unaccented(spelt)
            found.setdefault(unaccented(stem(spelt, language)), spelt)
    return found


def _found_by(word: str, language: str) -> str:
    """What a word without accents is found by."""
    base = lemma(word, language) or lower(word, language).replace(" ", "")
    return unaccented(stem(base, language))


def lemma(word: str, language: str) -> str:
    """The word that ``word`` is a form of, in lower case; empty where no dictionary knows it."""
    known = dictionaries.dictionary(language)
    found = word if known is None else known.lemma(word)
    return "" if found == word else lower(found, language).replace(" ", "")


def stem(word: str, language: str) -> str:
    """The stem of a word in lower case; the word itself in a language without a stemmer."""
    return _stemmer(language)(word)


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str]:
    light = LIGHT.get(language)
    if light is not None:
        return light
    name = _SNOWBALL.get(language)
    if name is None:
        return str
    from Stemmer import Stemmer

    snowball = Stemmer(name, 0).stemWord
    letters = {"ro": _ROMANIAN, "tr": _TURKISH}.get(language)

    def stemmed(word: str) -> str:
        if language == "fa":
            word = _PERSIAN_PLURAL.sub("", word)
        with _LOCK:
            return snowball(word if letters is None else word.translate(letters)) or word

    return stemmed
