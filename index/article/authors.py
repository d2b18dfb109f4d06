"""The people that a byline or a field names; pure."""

from __future__ import annotations

import re
from typing import Final

from index.article.byline import is_name

_BETWEEN: Final = re.compile(r"\s*;\s*|,\s+(?:and\s+)?|\s+(?:and|und|et|y|e|&)\s+")


def authors_in(text: str) -> list[str]:
    """Each of the people in ``text``; all of it where a part is no name of two words or more.

    So "Lee, Sam" is one person, and "Ministry of Health and Care" one author.
    """
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    return parts if len(parts) > 1 and all(map(is_name, parts)) else [text]
