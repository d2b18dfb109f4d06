"""What to say where a question finds nothing because of a filter that no article meets."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from index.engines.protocol import Engine, Request
from index.query import Query
from index.query.conditions import (
    Between,
    Condition,
    Dated,
    Every,
    Identified,
    Named,
    OneOf,
    Without,
    folded,
)
from index.types import Value

_FEW: Final = 8
"""Values of a field that are all named where none is near."""

_MOST: Final = 5000
"""The most frequent values of a field, among which the nearest is looked for."""

_CLOSE: Final = 0.7
_ANY: Final = Without(Identified(()))
_NOBODY: Final = np.empty(0, np.int64)


def unmet(engine: Engine, conditions: Sequence[Condition]) -> str:
    """Which of the conditions no article meets, in a line, with the nearest value there is.

    Empty where there are articles that meet them all.
    """
    single = [*_single(conditions)]
    if not single:
        return ""
    requests = [
        Request(Query("", None), None, 1, conditions=one)
        for one in ((_ANY,), tuple(single), *((one,) for one in single))
    ]
    every, together, *each = engine.ask(requests)
    if together.tally(_NOBODY).matching:
        return ""
    for condition, found in zip(single, each, strict=True):
        if not found.tally(_NOBODY).matching:
            named = _names(condition)
            values = every.tally(_NOBODY, [named[0].column]).counts if named else {}
            return _said(condition, named, next(iter(values.values()), ()))
    return "no article meets all of the filters"


def _single(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for one in conditions:
        if isinstance(one, Every):
            yield from _single(one.conditions)
        else:
            yield one


def _names(condition: Condition) -> list[Named]:
    """The words that a condition asks for in one field; none where it is of another kind."""
    parts = condition.conditions if isinstance(condition, OneOf) else (condition,)
    named: list[Named] = []
    for part in parts:
        if isinstance(part, OneOf):
            named += _names(part)
        elif isinstance(part, Named):
            named.append(part)
        elif not isinstance(part, Between):
            return []
    return named if len({one.column for one in named}) == 1 else []


def _said(condition: Condition, named: Sequence[Named], values: Iterable[Value]) -> str:
    if isinstance(condition, Dated):
        return "no article was published then"
    if not named:
        return "no article meets one of the filters"
    asked = " OR ".join(f'"{one.words}"' if " " in one.words else one.words for one in named)
    said = f"no article meets {named[0].column}:{asked if len(named) == 1 else f'({asked})'}"
    known = [str(value) for value in values if value != ""][:_MOST]
    if near := _nearest(named[0].words, known):
        return f"{said}; did you mean {near}?"
    return f"{said}; the values are {', '.join(known)}" if 0 < len(known) <= _FEW else said


def _nearest(words: str, values: Sequence[str]) -> str:
    """The value that has words most like these side by side; empty where none has."""
    count = max(1, len(words.split()))
    parts: dict[str, str] = {}
    for value in values:
        each = folded(value).split()
        for start in range(max(1, len(each) - count + 1)):
            parts.setdefault(" ".join(each[start : start + count]), value)
    close = difflib.get_close_matches(folded(words), parts, 1, _CLOSE)
    return parts[close[0]] if close else ""
