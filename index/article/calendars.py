"""Years of other calendars, made Gregorian; pure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

_BUDDHIST = 543
_BUDDHIST_YEARS = range(2400, 2700)
_BUDDHIST_LANGUAGES = frozenset(("th", "lo", "km", "my", "si"))

_LUNAR_YEARS = range(1343, 1501)
"""The years of the Umm al-Qura calendar that are tabulated, 1924 to 2077."""

_SOLAR_YEARS = range(1200, 1500)

_ERAS = {
    "明治": 1867,
    "大正": 1911,
    "昭和": 1925,
    "平成": 1988,
    "令和": 2018,
    "民國": 1911,
    "民国": 1911,
}
_ERA = re.compile(rf"({'|'.join(_ERAS)})\s?(\d{{1,3}}|元)\s?年")

_SOLAR_MONTHS = (
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند".split(),
    "حمل ثور جوزا سرطان اسد سنبله میزان عقرب قوس جدی دلو حوت".split(),  # in Afghanistan
)
_LUNAR_MONTHS = (
    "محرم|صفر|ربيع الأول|ربيع الثاني|جمادى الأولى|جمادى الآخرة|رجب|شعبان"
    "|رمضان|شوال|ذو القعدة|ذو الحجة",
    "محرم|صفر|ربیع الاول|ربیع الثانی|جمادی الاول|جمادی الثانی|رجب|شعبان"
    "|رمضان|شوال|ذوالقعدہ|ذوالحجہ",
    "muharram|safar|rabi al-awwal|rabi al-thani|jumada al-awwal|jumada al-thani|rajab|shaban"
    "|ramadan|shawwal|dhu al-qadah|dhu al-hijjah",
)
_SOLAR = {name: n for names in _SOLAR_MONTHS for n, name in enumerate(names, 1)}
_LUNAR = {name: n for names in _LUNAR_MONTHS for n, name in enumerate(names.split("|"), 1)}

MONTH_WORDS = frozenset(" ".join([*_SOLAR, *_LUNAR]).split())
"""The words that the names of Persian and Islamic months are made of."""


def solar_month(words: str) -> int:
    """Return the month, from 1, of the Persian calendar that ``words`` name, else 0."""
    return _SOLAR.get(words, 0)


def lunar_month(words: str) -> int:
    """Return the month, from 1, of the Islamic calendar that ``words`` name, else 0."""
    return _LUNAR.get(words, 0)


def without_era(text: str) -> str:
    """Write the years of Japanese and Taiwanese eras as Gregorian ones."""
    return _ERA.sub(lambda m: f"{_ERAS[m[1]] + (1 if m[2] == '元' else int(m[2]))}年", text)


def gregorian(year: int, month: int, day: int, language: str, names: str = "") -> date | None:
    """Return the day in the Gregorian calendar, or None where there is no such day.

    ``names`` says whose month it is: ``solar`` (Persian), ``lunar`` (Islamic), or nothing where
    it was a number or a name of the Gregorian year. Then the year tells: that of a Thai text
    past 2400 is Buddhist, that of a Persian text before 1500 Persian, that of an Arabic one
    Islamic.
    """
    from hijridate import Hijri
    from persiantools.jdatetime import JalaliDate

    with suppress(ValueError, OverflowError):
        if names == "solar" or (not names and language == "fa" and year in _SOLAR_YEARS):
            if year not in _SOLAR_YEARS:
                return None
            day_there: date = JalaliDate(year, month, day).to_gregorian()  # type: ignore[no-untyped-call]
            return day_there
        if names == "lunar" or (not names and language in ("ar", "ur") and year in _LUNAR_YEARS):
            if year not in _LUNAR_YEARS:
                return None
            moment = Hijri(year, month, day).to_gregorian()
            return date(moment.year, moment.month, moment.day)
        if language in _BUDDHIST_LANGUAGES and year in _BUDDHIST_YEARS:
            return date(year - _BUDDHIST, month, day)
        return date(year, month, day)
    return None
