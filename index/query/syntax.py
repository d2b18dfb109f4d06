"""Whether a query is plain words or uses the query language; pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

CURLY: Final = str.maketrans("“”„‟", '""""')
"""Straightens the quotation marks that people paste."""

_STRUCTURE: Final = re.compile(
    r"""
      "[^"]*\w[^"]*"                                # "exact words"
    | \w\*  |  \*\w  |  \w\?\w                      # nego*, *control, wom?n
    | [^\W\d_]~(?:\d(?:/\d)?)?(?!\w)                # misspeled~2
    | (?<![^\s(])[+-](?:[^\W\d_]|["(])              # +must, -never
    | (?<=\S)\s+(?:AND|OR)\s+(?=\S)                 # this AND that
    | (?<![^\s(])NOT\s+(?=\S)                       # NOT that
    | (?<![^\s(])(?:title|heading|body):(?=[\w"(])  # title:word
    | [\w")]\^\d                                    # twice^2
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=256)
def is_structured(text: str) -> bool:
    """Whether ``text`` uses the query language, and is not just a question or a few words."""
    return _STRUCTURE.search(text.translate(CURLY)) is not None
