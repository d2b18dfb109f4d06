"""Which languages are written in which script; pure."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import Final

ONE_LANGUAGE: Final = {
    "thai": "th",
    "lao": "lo",
    "khmer": "km",
    "myanmar": "my",
    "hangul": "ko",
    "greek": "el",
    "hebrew": "he",
    "armenian": "hy",
    "georgian": "ka",
    "tamil": "ta",
    "telugu": "te",
    "kannada": "kn",
    "malayalam": "ml",
    "gujarati": "gu",
    "gurmukhi": "pa",
    "oriya": "or",
    "sinhala": "si",
    "ethiopic": "am",
    "tibetan": "bo",
}
"""Scripts that nearly all articles in are of one language."""

_SEVERAL: Final = {
    "cyrillic": "ru uk be bg sr mk kk ky mn tg uz tt bs".split(),
    "arabic": "ar fa ur ps ku ug sd".split(),
    "devanagari": "hi mr ne sa".split(),
    "bengali": "bn as".split(),
    "chinese": "zh ja".split(),
}
_LANGUAGES: Final = {script: {code} for script, code in ONE_LANGUAGE.items()} | {
    script: set(codes) for script, codes in _SEVERAL.items()
}
_ELSEWHERE: Final = frozenset().union(*_LANGUAGES.values()) - {"sr", "bs", "uz", "ku"}
"""Languages that are not written in Latin letters."""

_SAMPLE = 300
_SAME = {"cjk": "chinese", "hiragana": "chinese", "katakana": "chinese", "bopomofo": "chinese"}


def script_of(text: str) -> str:
    """The script of most letters at the beginning of a text, as Unicode names it in lower case.

    Chinese characters and kana are ``"chinese"``; a text without letters has none.
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        return "latin" if any(map(str.isalpha, sample)) else ""
    found = Counter(map(_script, filter(str.isalpha, sample)))
    return found.most_common(1)[0][0] if found else ""


def is_written_in(language: str, script: str) -> bool:
    """Whether articles in a language are written in a script; ``""`` fits every one."""
    if script == "latin":
        return language not in _ELSEWHERE
    return not script or language in _LANGUAGES.get(script, ())


def count_chinese_and_kana(text: str) -> tuple[int, int]:
    """How many Chinese characters and how many kana a text holds."""
    kana = sum("\u3041" <= char <= "\u30ff" for char in text)
    return sum("\u3400" <= char <= "\u9fff" for char in text), kana


@lru_cache(maxsize=8192)
def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0].lower()
    return _SAME.get(name, name)
