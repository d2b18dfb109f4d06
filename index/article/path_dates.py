"""The date that stands in the path of a file or in a URL; pure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

from index.article.dates import iso_date

_DAY = re.compile(
    r"(?<!\d)((?:1[5-9]|20)\d{2})(?:([-_./])(\d{1,2})\2(\d{1,2})|([01]\d)([0-3]\d))(?!\d)"
)
_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})([-_.])(\d{1,2})\2((?:1[5-9]|20)\d{2})(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|\.)?[ _-](?:(?:de|of)[ _-])?[^\W\d_]{3,12}\.?,?[ _-](?:de[ _-])?"
    r"(?:1[5-9]|20)\d{2}(?!\d)"
    r"|(?<![^\W\d_])[^\W\d_]{3,12}\.?[ _-]\d{1,2}(?:st|nd|rd|th)?,?[ _-](?:1[5-9]|20)\d{2}(?!\d)"
)


def date_in_path(path: str) -> str:
    """Return the last date (ISO 8601) in ``path``, e.g. 2016-05-18 or 20160518; empty without.

    The parts of a date may be folders: 2016/05/18. In the name itself the day may stand first
    (18.05.2016; 18-05-2016 where the other number can be no day), and the month by its name.
    """
    found = ""
    for match in _DAY.finditer(path):
        found = _iso(match[1], match[3] or match[5], match[4] or match[6]) or found
    if found:
        return found
    name = path.rsplit("/", 1)[-1]
    for match in _DAY_FIRST.finditer(name):
        first, second = match[1], match[3]
        if match[2] == "." or int(first) > 12:
            found = _iso(match[4], second, first) or found
        elif int(second) > 12:
            found = _iso(match[4], first, second) or found
    for match in _NAMED.finditer(name):
        found = iso_date(re.sub(r"[_-]", " ", match[0])) or found
    return found


def _iso(year: str, month: str, day: str) -> str:
    with suppress(ValueError):
        return date(int(year), int(month), int(day)).isoformat()
    return ""
