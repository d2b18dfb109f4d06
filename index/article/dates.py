"""Dates as articles write them, made ISO 8601; pure."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

from index.article import calendars
from index.article.months import month_number

_LONGEST = 80

_E_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?"
    r"(?: (?:GMT|UTC|[+-]\d{4}))?"
)
_EPOCH = re.compile(r"(\d{10})(\d{3})?(?:\.\d{1,9})?")
_FOURTEEN_DIGITS = re.compile(r"((?:19|20)\d{6})(\d{6})")
_PARTIAL = re.compile(r"(\d{4})(?:[-/](0[1-9]|1[0-2]))?")

_CLOCK = re.compile(
    r"\b(?P<h>\d{1,2})\s?(?:[:.h：]\s?(?P<m>\d{2})(?::(?P<s>\d{2})(?:[.,]\d+)?)?\b|[時点时]\s?"
    r"(?:(?P<m2>\d{1,2})分)?"
    r"|(?=\s?[ap]\.?m\b))\s?(?P<half>[ap]\.?m\b\.?)?"
    r"\s?(?:(?:GMT|UTC)?(?P<offset>[+-]\d{2}:?\d{2})|(?P<zone>[A-Z]{1,4})\b)?",
    re.IGNORECASE,
)
_COLON_CLOCK = re.compile(r"\b\d{1,2}:\d{2}\b.*?(?=\b\d{4}\b|$)")
_ZONES = {"z": 0, "gmt": 0, "utc": 0, "bst": 1, "cet": 1, "cest": 2, "est": -5, "edt": -4}
_ZONES |= {"cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})\s?([./-])\s?(\d{1,2})\s?[./-]\s?(\d{4})(?!\d)")
_BY_MARKS = re.compile(r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日号號일]?")
_VIETNAMESE = re.compile(r"(\d{1,2})\s+(?:tháng|thg)\s+(\d{1,2})(?:,|\s+năm)?\s+(\d{4})", re.I)
_TOKEN = re.compile(r"\d+|[^\s\d,.:;/|()–—-]+")
_NUMBER_ENDS = frozenset("st nd rd th er ère º ª ste de".split())


def iso_date(
    raw: str, language: str = "", *, day_first: bool | None = None, partial: bool = False
) -> str:
    """Return a date, or a date and time, in ISO 8601; empty unless it has day, month and year.

    ``language`` (ISO 639-1) helps to read the names of months and tells the calendar. Of two
    numbers that could both be the month, ``day_first`` decides, and without it what is usual in
    that language: the month first in English with ``/`` or ``-``, the day elsewhere. With
    ``partial`` a year, or a year and a month, is a date too. Takes microseconds.
    """
    raw = " ".join(raw.split())
    if not raw or len(raw) > _LONGEST:
        return ""
    raw = calendars.without_era(_ascii_digits(raw))
    if whole := _FOURTEEN_DIGITS.fullmatch(raw):
        raw = f"{whole[1]}T{whole[2]}"
    if epoch := _EPOCH.fullmatch(raw):
        return datetime.fromtimestamp(int(epoch[1]), UTC).isoformat()
    if found := _standard(raw, language):
        return found
    day, rest = _day(raw, language, day_first)
    if day is None:
        return _month(raw, language) if partial else ""
    return _with_time(day, rest)


def is_ambiguous(raw: str) -> bool:
    """Whether two numbers in a date could both be the month."""
    match = _YEAR_LAST.search(raw)
    return match is not None and match[2] != "." and max(int(match[1]), int(match[3])) <= 12


def dated_day_first(text: str) -> int:
    """Count the dates such as 31/12/2023 in ``text``, less those such as 12/31/2023."""
    balance = 0
    for first, _, second, _ in _YEAR_LAST.findall(text):
        if int(first) > 12 >= int(second):
            balance += 1
        elif int(second) > 12 >= int(first):
            balance -= 1
    return balance


def _ascii_digits(raw: str) -> str:
    if raw.isascii():
        return raw
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in raw)


def _standard(raw: str, language: str) -> str:
    """Read ISO 8601 and e-mail dates."""
    with suppress(ValueError, OverflowError):
        if _E_MAIL.fullmatch(raw):
            return parsedate_to_datetime(raw).isoformat(timespec="seconds")
        if not raw[:4].isdigit() or len(raw) < 8:
            return ""
        moment = datetime.fromisoformat(raw)
        day = calendars.gregorian(moment.year, moment.month, moment.day, language)
        if day is None:
            return ""
        moment = datetime.combine(day, moment.timetz())
        return moment.isoformat(timespec="seconds") if set(raw) & set(":T") else day.isoformat()
    return ""


def _day(raw: str, language: str, day_first: bool | None) -> tuple[date | None, str]:
    """Return the first day in ``raw``, and what else ``raw`` holds."""
    for pattern in (_BY_MARKS, _YEAR_FIRST):
        if match := pattern.search(raw):
            day = calendars.gregorian(int(match[1]), int(match[2]), int(match[3]), language)
            return day, raw[: match.start()] + " " + raw[match.end() :]
    if match := _VIETNAMESE.search(raw):
        day = calendars.gregorian(int(match[3]), int(match[2]), int(match[1]), language)
        return day, raw[: match.start()] + " " + raw[match.end() :]
    if match := _YEAR_LAST.search(raw):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if day_first is None:
            day_first = match[2] == "." or language not in ("", "en")
        if first > 12 or (second <= 12 and day_first):
            first, second = second, first
        return (
            calendars.gregorian(year, first, second, language),
            raw[: match.start()] + " " + raw[match.end() :],
        )
    return _named_day(raw, language)


def _named_day(raw: str, language: str) -> tuple[date | None, str]:
    """Read a date with the name of its month: the numbers beside it are day and year."""
    whole = raw
    raw = _COLON_CLOCK.sub("", raw)
    tokens = list(_TOKEN.finditer(raw))
    for at, token in enumerate(tokens):
        if token[0].isdigit():
            continue
        month, names, last = _month_at(raw, tokens, at, language)
        if not month:
            continue
        before = [n for n in range(max(0, at - 3), at) if tokens[n][0].isdigit()][-1:]
        behind = [n for n in range(last + 1, min(last + 4, len(tokens))) if tokens[n][0].isdigit()]
        days = [n for n in (*before, *behind) if len(tokens[n][0]) <= 2]
        years = [n for n in (*behind, *_first_year(tokens, at)) if len(tokens[n][0]) == 4]
        if not days or not years:
            continue
        used = {*range(at, last + 1), days[0], years[0]}
        day = calendars.gregorian(
            int(tokens[years[0]][0]), month, int(tokens[days[0]][0]), language, names
        )
        clock = _COLON_CLOCK.search(whole)
        return day, clock[0] if clock else raw[max(tokens[n].end() for n in used) :]
    return None, raw


def _first_year(tokens: list[re.Match[str]], month: int) -> list[int]:
    """A year before the month, as in 2021. május 3. and 2021 May 3."""
    before = range(max(0, month - 2), month)
    return [n for n in before if len(tokens[n][0]) == 4 and tokens[n][0].isdigit()]


def _month_at(
    raw: str, tokens: list[re.Match[str]], at: int, language: str
) -> tuple[int, str, int]:
    """The month that begins at a token, whose month it is, and its last token."""
    for last in (at + 1, at):
        if last >= len(tokens):
            continue
        words = raw[tokens[at].start() : tokens[last].end()]
        for month, names in (
            (calendars.solar_month(words), "solar"),
            (calendars.lunar_month(words.casefold()), "lunar"),
            (_gregorian_month(words, language), ""),
        ):
            if month:
                return month, names, last
    return 0, "", at


@lru_cache(maxsize=4096)
def _gregorian_month(words: str, language: str) -> int:
    if len(words) > 24 or words.casefold() in _NUMBER_ENDS:
        return 0
    return month_number(words, language)


def _month(raw: str, language: str) -> str:
    """A year, or a year and a month."""
    if match := _PARTIAL.fullmatch(raw):
        return "-".join(filter(None, match.groups()))
    tokens = list(_TOKEN.finditer(raw))
    years = [token[0] for token in tokens if len(token[0]) == 4 and token[0].isdigit()]
    if len(years) != 1 or not 1 < len(tokens) < 4:
        return ""
    months = [_gregorian_month(token[0], language) for token in tokens if not token[0].isdigit()]
    found = [month for month in months if month]
    return f"{years[0]}-{found[0]:02}" if len(found) == 1 else ""


def _with_time(day: date, rest: str) -> str:
    clock = _CLOCK.search(rest)
    if clock is None:
        return day.isoformat()
    hour, minute = int(clock["h"]), int(clock["m"] or clock["m2"] or 0)
    half = (clock["half"] or "")[:1].lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    offset = clock["offset"] or ""
    if (zone := (clock["zone"] or "").lower()) in _ZONES:
        offset = f"{_ZONES[zone]:+03}:00"
    try:
        moment = f"{day.isoformat()}T{hour:02}:{minute:02}:{int(clock['s'] or 0):02}{offset}"
        return datetime.fromisoformat(moment).isoformat(timespec="seconds")
    except ValueError:
        return day.isoformat()
