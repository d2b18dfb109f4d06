"""The query language taken off a query: what it means, or the words that it is made of; pure."""

from __future__ import annotations

import re
from typing import Final

from index.query.syntax import CURLY, is_structured

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

_MARKS: Final = re.compile(r'["*~^?:+]|(?<!\w)-')
_NAMES: Final = re.compile(r"(?<!\S)(?:AND|OR|NOT)(?!\S)")


def meaning(query: str) -> str:
    """The words of a query, without operators and without what it excludes.

    A query in plain words is returned as it is.
    """
    if not is_structured(query):
        return query
    wanted = _UNWANTED.sub(" ", query.translate(CURLY))
    return " ".join(_OPERATORS.sub(" ", wanted).split())


def plain_words(text: str) -> str:
    """``text`` as a query of plain words, whatever marks of the query language stand in it.

    A headline that quotes somebody then asks for what it says, not for that very phrase alone.
    A text in plain words is returned as it is.
    """
    if not is_structured(text):
        return text
    unmarked = _MARKS.sub(" ", text.translate(CURLY))
    return " ".join(_NAMES.sub(lambda name: name.group().lower(), unmarked).split())
