"""Light stemmers of the languages that Snowball lacks, or does less well than a short rule; pure.

All take a word in lower case, as ``characters.lower`` gives it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

# Arabic: light10 of Larkey, Ballesteros and Connell, "Light stemming for Arabic information
# retrieval" (2007), as Lucene has it.
_AR_PREFIXES: Final = ("ال", "وال", "بال", "كال", "فال", "لل", "و")
_AR_SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def arabic(word: str) -> str:
    """``word`` without its article, a conjunction before it, and the commonest endings."""
    for prefix in _AR_PREFIXES:
        left = 3 if prefix == "و" else 2
        if word.startswith(prefix) and len(word) >= len(prefix) + left:
            word = word[len(prefix) :]
            break
    for suffix in _AR_SUFFIXES:
        if word.endswith(suffix) and len(word) >= len(suffix) + 2:
            word = word[: -len(suffix)]
    return word


_UK_VOWEL: Final = re.compile("[аеєиіїоуюя]")
_UK_REFLEXIVE: Final = re.compile("(?:ся|сь)$")
_UK_ENDING: Final = re.compile(
    "(?:"
    "ування|юванням?|уванням?|івськ(?:ий|ого|ому|им|их|ими|а|ої|ій|у|ою|е|і)|"
    "увати|ювати|ували|ював|ював|увала|увало|ують|юють|ував|"
    "ості|істю|ість|"
    "ього|ьому|ьою|ими|іми|йми|ого|ому|ої|ою|ій|ий|їй|єю|ею|их|іх|їх|им|ім|їм|"
    "ами|ями|ові|еві|єві|ів|їв|ев|єв|ам|ям|ах|ях|ом|ем|єм|ей|"
    "(?:[аяиіу](?:ли|ла|ло|ти|в))|"
    "ать|ять|ить|іть|уть|ють|ешь|єте|ете|ите|имо|емо|ємо|"
    "а|я|о|е|є|и|і|ї|у|ю|ь|й)$"
)


def ukrainian(word: str) -> str:
    """``word`` without its longest ending behind the first vowel, and with о for і inside."""
    first = _UK_VOWEL.search(word)
    if first is None:
        return word
    head, tail = word[: first.end()], word[first.end() :]
    tail = _UK_ENDING.sub("", _UK_REFLEXIVE.sub("", tail))
    stem = (head + tail).removesuffix("ь")
    # ніч and ночі, міст and мосту: in a closed syllable stands і, in an open one о.
    return re.sub("і(?=[^аеєиіїоуюя]+$)", "о", stem) if len(stem) > 2 else stem


_HE_PREFIX: Final = re.compile("^(?:ו?(?:כש|ש|מ|ב|כ|ל)?ה?)(?=.{3})")
_HE_SUFFIX: Final = re.compile("(?<=..)(?:יות|ויות|ים|ות|יים|ה|ת|י)$")
_HE_FINAL: Final = str.maketrans("םןץףך", "מנצפכ")


def hebrew(word: str) -> str:
    """``word`` without the particles written on to it and without the commonest endings."""
    bare = _HE_PREFIX.sub("", word)
    return _HE_SUFFIX.sub("", bare).translate(_HE_FINAL)


_KO_PARTICLE: Final = re.compile(
    "(?<=..)(?:들$|들?(?:에서는|에서도|으로는|으로도|에게서|에서의|으로서|으로써|이라는|이라고|에서|에게|에는|에도|으로|"
    "까지|부터|보다|처럼|마다|조차|밖에|이나|이랑|라는|라고|로서|로써|께서|한테|만의|과의|와의|"
    "은|는|이|가|을|를|의|에|와|과|도|로|만|나|랑)$)"
)


def korean(word: str) -> str:
    """``word`` without the particle at its end, where two syllables are left."""
    return _KO_PARTICLE.sub("", word)


# Bulgarian: Savoy, "Searching strategies for the Bulgarian language" (2007), as Lucene has it.
_BG_ARTICLE: Final = re.compile("(?:(?<=....)ият|(?<=....)(?:ът|то|те|та|ия)|(?<=...)ят)$")
_BG_PLURAL: Final = (
    (re.compile("(?<=...)(?:овци|ове|ища)$"), ""),
    (re.compile("(?<=....)еве$"), "й"),
    (re.compile("(?<=....)ци$"), "к"),
    (re.compile("(?<=....)зи$"), "г"),
    (re.compile("(?<=...)е(.)и$"), r"я\1"),
    (re.compile("(?<=...)и$"), ""),
)


def bulgarian(word: str) -> str:
    """``word`` without its article and the endings of number and gender."""
    word = _BG_ARTICLE.sub("", word)
    for ending, other in _BG_PLURAL:
        if ending.search(word):
            word = ending.sub(other, word)
            break
    word = re.sub("(?<=..)[аоея]$", "", word)
    word = re.sub("(?<=...)ен$", "н", word)
    return re.sub("(?<=....)ъ(.)$", r"\1", word)


_LV_ENDING: Final = re.compile(
    "(?<=..)(?:aj(?:iem|ai|am|ām|os|ā)|iem|ais|ai|ei|[aāeēiīuū][ms]|ij|is|ie|[aeiouāēīūsš])$"
)
_LV_SOFT: Final = str.maketrans("ļņķģ", "lnkg")


def latvian(word: str) -> str:
    """``word`` without its longest ending, its last consonant hard."""
    return _LV_ENDING.sub("", word).translate(_LV_SOFT)


_BN_ENDING: Final = re.compile(
    "(?:গুলোর|গুলোকে|গুলোতে|গুলো|গুলির|গুলিকে|গুলি|দেরকে|দের|েরা|রা|টির|টিকে|টিতে|টি|টার|টাকে|টা|"
    "ের|কে|তে|য়ের|য়|র|ে)$"
)


def bengali(word: str) -> str:
    """``word`` without the endings of number and case, where two letters are left."""
    bare = _BN_ENDING.sub("", word)
    return bare if len(bare) > 1 else word


_TE_ENDING: Final = re.compile(
    "(?:ాలను|ాలకు|ాలలో|ాలు|ాన్ని|ానికి|ంలో|ంతో|ం|ులను|ులు|లను|లకు|లలో|లు|ను|ని|కు|కి|లో|తో|పై|ు|ి)$"
)


def telugu(word: str) -> str:
    """``word`` without the endings of number and case, where two letters are left."""
    bare = _TE_ENDING.sub("", word)
    return bare if len(bare) > 1 else word


# Urdu, its letters as ``characters.lower`` makes them one: heh and yeh are the Arabic ones.
_UR_ENDING: Final = re.compile("(?:يوں|ياں|يں|وں|ات|اي|[يا])$")


def urdu(word: str) -> str:
    """``word`` without the endings of number, gender and case, where two letters are left."""
    bare = _UR_ENDING.sub("", word)
    return bare if len(bare) > 1 else word


LIGHT: Final[Mapping[str, Callable[[str], str]]] = {
    "ar": arabic,
    "bg": bulgarian,
    "bn": bengali,
    "he": hebrew,
    "ko": korean,
    "lv": latvian,
    "mk": bulgarian,
    "te": telugu,
    "uk": ukrainian,
    "ur": urdu,
}
"""By ISO 639-1 code."""
