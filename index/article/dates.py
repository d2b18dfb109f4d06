"""Dates as articles write them, made ISO 8601; pure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache

_LONGEST_DATE = 80
_CLOCK = re.compile(r"\d:\d\d|\d\s*[ap]\.?m\b", re.IGNORECASE)
_DATED = re.compile(r"\d{4}|\d\s?[/.-]\s?\d")
_E_MAIL_DATE = re.compile(
    r"(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d(?::\d\d)?"
    r"(?: (?:GMT|UTC|[+-]\d{4}))?"
)
_ENGLISH_DATES = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")
_EPOCH = re.compile(r"(\d{10})(\d{3})?")


def iso_date(raw: str, language: str = "") -> str:
    """Return a date, or a date and time, in ISO 8601; empty unless it has day, month and year.

    ``language`` (ISO 639-1) helps to read the names of months. Of two numbers that could both
    be the month, the order usual in that language decides.
    """
    raw = " ".join(raw.split())
    if not raw or len(raw) > _LONGEST_DATE or not _DATED.search(raw):
        return ""
    if epoch := _EPOCH.fullmatch(raw):
        return datetime.fromtimestamp(int(epoch[1]), UTC).isoformat()
    moment = _quick_date(raw) or _slow_date(raw, language)
    if moment is None:
        return ""
    if ":" in raw or _CLOCK.search(raw):
        return moment.isoformat(timespec="seconds")
    return moment.date().isoformat()


def _quick_date(raw: str) -> datetime | None:
    """Read ISO 8601, e-mail dates and English ones: microseconds, against milliseconds."""
    with suppress(ValueError):
        if _E_MAIL_DATE.fullmatch(raw):
            return parsedate_to_datetime(raw)
        return datetime.fromisoformat(raw)
    for form in _ENGLISH_DATES:
        with suppress(ValueError):
            return datetime.strptime(raw, form)
    return None


@lru_cache(maxsize=4096)
def _slow_date(raw: str, language: str) -> datetime | None:
    from dateparser import parse

    needed = {
        "REQUIRE_PARTS": ["day", "month", "year"],
        "PARSERS": ["absolute-time"],  # "two days ago" says nothing in a file
    }
    for languages in ([language], None) if language else (None,):
        try:
            moment: datetime | None = parse(raw, languages=languages, settings=needed)
        except (ValueError, OverflowError, RecursionError):  # a language it does not know, or junk
            continue
        if moment is not None:
            return moment
    return None
