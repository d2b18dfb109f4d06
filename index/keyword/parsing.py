"""The query language as Whoosh parses it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final, TypeVar

from index.errors import QueryError
from index.query.syntax import CURLY

_LONGEST: Final = 2000
"""Characters in a query: far more than people type, and parsed in the blink of an eye."""

_FIELD: Final = r"(?P<text>title|heading|body):"

Answer = TypeVar("Answer")


def understood(text: str, ask: Callable[[Any], Answer]) -> Answer:
    """What ``ask`` makes of the tree of Whoosh queries that ``text`` is.

    Raises:
        QueryError: it is too long or too deep, or joins nothing.
    """
    if len(text) > _LONGEST:
        raise QueryError(
            f"The query has {len(text):,} characters, and {_LONGEST:,} at most can be "
            "understood: shorten it."
        )
    try:
        return ask(_parsed(text.translate(CURLY)))
    except RecursionError:
        raise QueryError("The query has too many parentheses: take some away.") from None


def _parsed(text: str) -> Any:
    try:
        return _parser().parse(text, normalize=False)
    except IndexError:  # What Whoosh makes of an operator that another one follows.
        raise QueryError(
            "AND, OR and NOT need words on both sides: write them small to search for them."
        ) from None


@lru_cache(maxsize=1)
def _parser() -> Any:
    with warnings.catch_warnings():
        # Whoosh 2.7.4 is older than the warnings that its source provokes when it is compiled.
        warnings.simplefilter("ignore")
        from whoosh.qparser import OrGroup, QueryParser, plugins
    return QueryParser(
        None,
        None,
        group=OrGroup,
        plugins=[
            plugins.WhitespacePlugin(),
            plugins.FieldsPlugin(_FIELD),
            plugins.WildcardPlugin(),
            plugins.PhrasePlugin(),
            plugins.FuzzyTermPlugin(),
            plugins.GroupPlugin(),
            plugins.PlusMinusPlugin(r"(?<![^\s(])\+", r"(?<![^\s(])-"),
            plugins.OperatorsPlugin(AndNot=None, AndMaybe=None, Require=None),
            plugins.BoostPlugin(),
        ],
    )
