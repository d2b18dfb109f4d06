"""What a query means to the vector leg: its words without the query language; pure."""

from __future__ import annotations

import re
from typing import Final

from index.syntax import CURLY, is_structured

_UNWANTED: Final = re.compile(
    r"""(?:(?<!\S)-|(?<!\S)NOT\s+)(?:\w+:)?(?:"[^"]*"|\([^()]*\)|\S+)""", re.VERBOSE
)
_OPERATORS: Final = re.compile(
    r"""
      (?<!\S)(?:AND|OR|NOT)(?!\S)     # this AND that
    | (?<!\S)\+                       # +must
    | \b(?:title|heading|body):       # title:word
    | ~\d?(?:/\d)?                    # misspeled~2
    | \^\d+                           # twice^2
    | [*"()]                          # nego*, "a phrase", (a group)
    """,
    re.VERBOSE,
)


def meaning(query: str) -> str:
    """The words of a query, without operators and without what it excludes.

    A query in plain words is returned as it is.
    """
    if not is_structured(query):
        return query
    wanted = _UNWANTED.sub(" ", query.translate(CURLY))
    return " ".join(_OPERATORS.sub(" ", wanted).split())
