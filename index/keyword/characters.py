"""Characters that stand for one another, made one; pure.

``lower`` keeps the accents of Latin letters, which stemmers need; ``fold`` takes them away too.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

IGNORED: Final = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
)
"""Soft hyphens, zero-width and direction marks, as a set of a regular expression."""

MARKS: Final = "".join(
    chr(code)
    for first, last in ((0x300, 0x1E00), (0x20D0, 0x2100), (0xA800, 0xAC00), (0xFE20, 0xFE30))
    for code in range(first, last)
    if unicodedata.category(chr(code)) in ("Mn", "Mc", "Me")
)
"""Accents, vowel and tone signs: what belongs to the letter before it, most of it no ``\\w``."""

HYPHENS: Final = "\\-\u2010\u2011\u2212\ufe63\uff0d"
"""Hyphens and minus signs, as a set of a regular expression."""

_SPELT_OUT: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "đ": "dj"}
)
_UNSPELT: Final = (("ae", "a"), ("oe", "o"), ("aa", "a"), ("dj", "d"))
_UNSPELT_U: Final = re.compile("(?<![aeq])ue")  # but Bauer, euer, Quelle

_DROPPED: Final = dict.fromkeys(
    code
    for part in ("\u00ad\u034f\u061c\u0640\u180e\ufeff", "\u200b\u200c\u200d\u200e\u200f")
    for code in map(ord, part)
) | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2060, 0x2070), *range(0xFE00, 0xFE10)])

_TURKIC: Final = frozenset({"tr", "az"})
_TURKISH: Final = str.maketrans({"I": "ı", "İ": "i"})

_LIGATURES: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h"}
)
_LETTERS: Final = str.maketrans(
    {
        "ё": "е",
        "ґ": "г",
        "ѓ": "г",
        "ѐ": "е",
        "ѝ": "и",
        # Arabic and Persian: alef, yeh, kaf, heh and teh marbuta; hamza's seats lose their mark.
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ے": "ي",
        "ک": "ك",
        "ة": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ۀ": "ه",
        # Malayalam: consonants without a vowel, in one sign or in two.
        "ൺ": "ണ്",
        "ൻ": "ന്",
        "ർ": "ര്",
        "ൽ": "ല്",
        "ൾ": "ള്",
        "ൿ": "ക്",
        # Devanagari and its relatives: the nasal sign with and without its moon.
        "ँ": "ं",
        "ঁ": "ং",
        "ઁ": "ં",
    }
)
_HAMZA: Final = re.compile("[\u0621\u0626\u0654]")
_SEATS: Final = (
    *(("ئو", "ؤو"), ("ءو", "ؤو")),  # مسئول, رءوس
    *(("مائة", "مئة"), ("مائه", "مئة"), ("مائت", "مئت")),  # a hundred, two hundred
    *(("يء", "ئ"), ("یء", "ئ")),  # شيء
)
_NASAL: Final = re.compile("ङ्(?=[क-घ])|ञ्(?=[च-झ])|ण्(?=[ट-ढ])|न्(?=[त-ध])|म्(?=[प-भ])")
"""Devanagari: a nasal before a consonant of its own place, which may be a dot instead."""

_NUKTA: Final = frozenset("\u093c\u09bc\u0a3c\u0abc\u0b3c\u0cbc")


_SIMPLE: Final = re.compile(
    "[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u012f\u0134-\u013e\u0141-\u0148\u014a-\u017e"
    "\u0410-\u044f]+"
)
"""Words of European and Russian letters, of which lower case is all that ``lower`` makes."""


def lower(text: str, language: str = "") -> str:
    """``text`` in lower case, each letter in its one form, and Latin letters with their accents.

    ``language`` matters for Turkish and Azeri, whose I is no i.
    """
    if language in _TURKIC:
        text = text.translate(_TURKISH)
    if text.isascii():
        return text.lower()
    if _SIMPLE.fullmatch(text):
        return text.casefold()
    kept: list[str] = []
    base = ""
    text = text.translate(_DROPPED)
    if _HAMZA.search(text):
        text = _with_one_hamza(text)
    for character in unicodedata.normalize("NFKD", text):
        if not unicodedata.combining(character):
            base = character
            if base > "\u00ff" and base.isdecimal():
                character = str(unicodedata.decimal(base))
        elif not _belongs(character, base):
            continue
        kept.append(character)
    composed = unicodedata.normalize("NFC", "".join(kept)).casefold().translate(_LETTERS)
    if "\u094d" in composed:
        composed = _NASAL.sub("\u0902", composed)
    if any(character >= "\u3400" for character in composed):
        composed = composed.translate(_simplified())
    return unicodedata.normalize("NFC", composed)


def unaccented(text: str) -> str:
    """``text``, as ``lower`` gives it, without the accents of Latin letters."""
    if text.isascii():
        return text
    if _SIMPLE.fullmatch(text):
        return text.translate(_bare_letters())
    return _unaccented(text)


@lru_cache(maxsize=1)
def _bare_letters() -> dict[int, str]:
    letters = map(chr, range(0xC0, 0x180))
    return {ord(letter): _unaccented(letter) for letter in letters if _SIMPLE.match(letter)}


def _unaccented(text: str) -> str:
    kept: list[str] = []
    base = ""
    for character in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(character):
            base = character
        elif base < "\u0370":
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_LIGATURES)


def fold(text: str) -> str:
    """``text`` in lower case, each letter in its one form and without accents."""
    return unaccented(lower(text))


def spelt_out(text: str) -> str:
    """``text`` as it is written where a keyboard lacks ä, ö, ü, å, ø and đ."""
    return text.translate(_SPELT_OUT)


def unspelt(text: str) -> str:
    """``text`` as if each ae, oe, ue, aa and dj in it were one of these letters, unaccented."""
    for two, one in _UNSPELT:
        text = text.replace(two, one)
    return _UNSPELT_U.sub("u", text)


def _belongs(mark: str, base: str) -> bool:
    """Whether ``mark`` makes another letter of ``base`` and is no sign of stress or of a vowel."""
    if mark in _NUKTA:
        return False
    if "\u0400" <= base < "\u0530":  # Cyrillic: й and ї are letters, á is a letter with its stress
        return mark in "\u0306\u0308"
    return not ("\u0370" <= base < "\u0400" or "\u0590" <= base < "\u08ff")  # Greek, Hebrew, Arabic


def _with_one_hamza(text: str) -> str:
    """Arabic with hamza on one seat where Egypt, Iran and the schoolbook have several."""
    text = unicodedata.normalize("NFC", text)
    for written, other in _SEATS:
        text = text.replace(written, other)
    return text


@lru_cache(maxsize=1)
def _simplified() -> dict[int, str]:
    """The simplified form of each traditional Chinese character, as OpenCC has it."""
    from opencc import OpenCC

    blocks = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
    characters = [chr(code) for first, last in blocks for code in range(first, last)]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = zip(characters, simplified, strict=True)
    return {ord(one): other for one, other in pairs if one != other}
