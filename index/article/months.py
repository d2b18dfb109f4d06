"""The names of the months in the languages of the world, as CLDR has them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_NUKTA = re.compile("[\u093c\u09bc]")

_LOCALES = (
    "en de fr es it pt nl sv da nb nn fi is et lv lt pl cs sk hu sl hr bs sr sr_Latn mk bg ro ru "
    "uk be el tr az ca gl eu cy ga sq mt ar ar_SY ar_DZ fa he ur ps ku hi bn gu kn ml mr ne pa si "
    "ta te th lo km my vi id ms fil sw af am hy ka kk ky uz mn ja ko zh"
).split()

OTHER_FORMS = {
    "sept": 9,
    "märz": 3,
    "maerz": 3,
    "jänner": 1,
    "feber": 2,
    "setiembre": 9,
    "सितम्बर": 9,
    "अक्तूबर": 10,
    "नवम्बर": 11,
    "दिसम्बर": 12,
}
"""What newspapers write beside CLDR's forms."""


def month_number(words: str, language: str = "") -> int:
    """Return the month, from 1, that ``words`` name in ``language``, else in any language.

    0 where they name none, or where languages differ (*listopad* is October in Croatian and
    November in Polish). The first look beyond English and ``language`` costs half a second.
    """
    name = without_marks(words)
    if language in ("", "he"):
        name = name.removeprefix("ב")  # "in", written on to the month, which never begins so
    for own in filter(None, (language, "en")):
        for locale in _locales_of(own):
            if found := _names(locale).get(name):
                return found
    return _other_forms().get(name, 0) or _anywhere().get(name, 0)


def without_marks(name: str) -> str:
    """A name in lower case, without its dot and the marks that Hindi may leave out."""
    return _NUKTA.sub("", unicodedata.normalize("NFD", name.casefold())).rstrip(".")


def _locales_of(language: str) -> list[str]:
    language = "nb" if language == "no" else language
    return [locale for locale in _LOCALES if locale.partition("_")[0] == language]


@cache
def _names(locale: str) -> dict[str, int]:
    """The full and the short names, by themselves and in a date, in lower case without a dot."""
    from babel import Locale, UnknownLocaleError

    try:
        months = Locale.parse(locale).months
    except (UnknownLocaleError, ValueError):  # a Babel with fewer languages
        return {}
    return {
        without_marks(name).removeprefix("de ").removeprefix("d’"): number
        for use in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in months[use][width].items()
        if not name[:1].isdigit()
    }


@cache
def _other_forms() -> dict[str, int]:
    return {without_marks(name): number for name, number in OTHER_FORMS.items()}


@cache
def _anywhere() -> dict[str, int]:
    found: dict[str, int] = {}
    for locale in _LOCALES:
        for name, number in _names(locale).items():
            if found.setdefault(name, number) != number:
                found[name] = 0
    return found
