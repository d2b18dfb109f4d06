"""Numbers with the ending of an ordinal: 20e and 20ème, 3.º and 3ª, 5:e; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

_ANYWHERE: Final = r"\.?[ºª]|st|nd|rd|th|i?[èe]mes?|i?[èe]res?"

_ENDINGS: Final[Mapping[str, str]] = {
    "es": "er|[rdtmvn][oa]",
    "fi": ":[aäns]{1,3}",
    "fr": "es?|ers?|res?|nde?s?",
    "it": "esim[oa]",
    "nl": "s?t?e|de",
    "pt": "[oa]",
    "sv": ":?[ae]|:[dt]je",
}
"""What else stands behind the number, by language."""

_NUMBER: Final = re.compile(r"\d{1,4}")


class Ordinal(NamedTuple):
    """A number, and one term for it with any of its endings."""

    number: str
    term: str


def ordinal(word: str, language: str) -> Ordinal | None:
    """The number of an ordinal in ``language``; None if ``word`` is none."""
    number = _NUMBER.match(word)
    if number is None or number.end() == len(word):
        return None
    endings = f"{_ANYWHERE}|{_ENDINGS.get(language, _ANYWHERE)}"
    if not re.fullmatch(endings, word[number.end() :].lower()):
        return None
    return Ordinal(number.group(), f"{number.group()}º")
