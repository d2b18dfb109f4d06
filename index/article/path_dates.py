"""The date that stands in the path of a file or in a URL; pure."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date

_DAY = re.compile(
    r"(?<!\d)((?:1[5-9]|20)\d{2})(?:([-_./])(\d{1,2})\2(\d{1,2})|([01]\d)([0-3]\d))(?!\d)"
)


def date_in_path(path: str) -> str:
    """Return the last date (ISO 8601) in ``path``, year first, e.g. 2016-05-18 or 20160518.

    Its parts may be folders: 2016/05/18. Empty where there is none.
    """
    found = ""
    for match in _DAY.finditer(path):
        with suppress(ValueError):
            month, day = match[3] or match[5], match[4] or match[6]
            found = date(int(match[1]), int(month), int(day)).isoformat()
    return found
