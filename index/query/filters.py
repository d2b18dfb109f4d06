"""Filters of a query, as people and programs write them, and the conditions that they are; pure."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from index.article.authors import authors_in
from index.errors import QueryError
from index.query.conditions import (
    FIRST_DAY,
    LAST_DAY,
    Between,
    Condition,
    Dated,
    Every,
    Named,
    OneOf,
    Without,
    days_in,
    number_in,
)
from index.query.dates import days_of
from index.query.fields import ALIASES, DATES, PERIODS, nearest
from index.query.tree import (
    TEXT_FIELDS,
    All,
    Either,
    Filter,
    Must,
    Node,
    Not,
    Query,
    Some,
    Word,
    Words,
    leaves,
)
from index.types import Value

MOST: Final = 50
"""Filters in a query: each is compared with all values of a field, for up to 10 ms."""

LONGEST: Final = 1_000
"""Characters of the value of a filter: a longer one is no name, and slow to read as a pattern."""

_COMPARISON: Final = re.compile(r"(>=|<=|>|<|=|)\s*(.*)", re.DOTALL)
_INITIAL: Final = re.compile(r"\b([^\W\d_])\.\s*")
_RANGE: Final = re.compile(r"(.*?)\.\.(.*)")
Text: TypeAlias = str | Sequence[str] | None


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions as a program writes them; None is no condition.

    ``since`` and ``until`` are dates or texts as short as ``2021``, both included. Of several
    values in a field one must hold; none does where the list of them is empty, and then no article
    is found. ``where`` holds other fields: a text, a number, a boolean, a date, or a comparison as
    text (``">500"``).
    """

    since: date | str | None = None
    until: date | str | None = None
    source: Text = None
    author: Text = None
    file: Text = None
    language: Text = None
    where: Mapping[str, Value | date | Sequence[Value | date] | None] = field(default_factory=dict)

    def conditions(self, columns: Collection[str]) -> tuple[Condition, ...]:
        """The same as conditions; ``columns`` are the fields that the index has.

        :raises QueryError: where a field does not exist, or a value means nothing for it.
        """
        given: list[tuple[str, Value | date | Sequence[Value | date] | None]] = [
            ("since", self.since),
            ("until", self.until),
            ("source", self.source),
            ("author", self.author),
            ("file", self.file),
            ("language", self.language),
            *self.where.items(),
        ]
        found = []
        for name, value in given:
            if value is not None:
                values = [value] if isinstance(value, Value | date) else [*value]
                each = [condition(Filter(name, str(one)), columns) for one in values]
                found.append(each[0] if len(each) == 1 else OneOf(tuple(each)))
        return tuple(found)


def condition(wanted: Filter, columns: Collection[str]) -> Condition:
    """What a filter means; ``columns`` are the fields that the index has.

    :raises QueryError: where the field does not exist or the value means nothing for it.
    """
    name, value = wanted.field.lower(), wanted.value.strip().rstrip(",;!")
    if len(value) > LONGEST:
        raise QueryError(
            f"The filter {wanted.field} has a value of {len(value):,} characters, and {LONGEST:,} "
            "at most can be compared: shorten it."
        )
    without = value.removeprefix("!=")
    if without.startswith("!="):
        raise QueryError(f"{wanted.field}:{value[:40]} means nothing: write != once.")
    if without != value:
        return Without(condition(Filter(wanted.field, without), columns))
    if name in DATES:
        return _dated(name, value)
    exact = {one.lower(): one for one in columns}
    column = ALIASES.get(name) or exact.get(name) or ("published" if name in PERIODS else None)
    if column is None or column in TEXT_FIELDS:
        raise QueryError(f"There is no field {wanted.field}: {nearest(name, columns)}")
    if column == "author":
        return _written_by(value)
    if column in ALIASES.values():
        return Named(column, value)
    return _published(value) if column == "published" else _compared(column, value)


def _written_by(value: str) -> Condition:
    """A condition on all the authors named; a name may have initials, or the surname first."""
    people = authors_in(value)
    if len(people) > 1:
        return Every(tuple(map(_written_by, people)))
    name = _INITIAL.sub(r"\1* ", value)
    surname, _, first = map(str.strip, name.partition(","))
    turned = f"{first} {surname}" if first and surname else ""
    as_said = Named("author", name)
    return OneOf((as_said, Named("author", turned))) if turned else as_said


def constraint(node: Node, columns: Collection[str]) -> Condition | None:
    """The condition that a part of a query is; None if it asks for words as well.

    :raises QueryError: as ``condition``.
    """
    match node:
        case Filter():
            return condition(node, columns)
        case Not(part):
            inner = constraint(part, columns)
            return None if inner is None else Without(inner)
        case Must(part):
            return constraint(part, columns)
        case All(parts) | Either(parts) | Some(parts):
            each = [constraint(part, columns) for part in parts]
            if any(one is None for one in each):
                return None
            kind = OneOf if isinstance(node, Either) else Every
            found = tuple(one for one in each if one is not None)
            return found[0] if len(found) == 1 else kind(found)
    return None


def separate(query: Query, columns: Collection[str]) -> tuple[Query, tuple[Condition, ...]]:
    """A query without the conditions that hold for all of it, and these.

    What is left of words and conditions side by side are plain words.

    :raises QueryError: as ``condition``.
    """
    root = query.root
    if root is not None and sum(isinstance(leaf, Filter) for leaf in leaves(root)) > MOST:
        raise QueryError(f"The query has more than {MOST} filters: take some away.")
    alone = None if root is None else constraint(root, columns)
    if alone is not None:
        return Query(query.text, None), (alone,)
    if not isinstance(root, Some | All):
        return query, ()
    each = [(part, constraint(part, columns)) for part in root.parts]
    found = tuple(one for _, one in each if one is not None)
    rest = tuple(part for part, one in each if one is None)
    if not found:
        return query, ()
    return Query(query.text, _rejoined(type(root), rest)), found


def _rejoined(kind: type[Some | All], parts: tuple[Node, ...]) -> Node:
    if kind is Some:
        words = [p.text for p in parts if isinstance(p, Word) and not p.field and p.boost == 1]
        if len(words) == len(parts):
            return Words(" ".join(words))
    if len(parts) == 1 and not isinstance(parts[0], Not):
        # What was joined to a filter by AND must still be there.
        return parts[0] if kind is Some else Must(parts[0])
    return kind(parts)


def _dated(name: str, value: str) -> Dated:
    span = _RANGE.fullmatch(value) if name in ("in", "on") else None
    if span:
        first = days_of(span[1])[0] if span[1] else FIRST_DAY
        return Dated(first, days_of(span[2])[1] if span[2] else LAST_DAY)
    first, last = days_of(value)
    if name in ("after", "since"):
        return Dated(first=first)
    if name == "before":
        return Dated(last=first - 1)
    return Dated(last=last) if name == "until" else Dated(first, last)


def _published(value: str) -> Condition:
    """A condition on the date of publication: within a date, compared with one, or that it has one.

    :raises QueryError: where the value is no date.
    """
    sign, text = _COMPARISON.fullmatch(value).groups()  # type: ignore[union-attr]
    if text == "*":
        return Dated()
    match sign:
        case ">":
            return Dated(first=days_of(text)[1] + 1)
        case "<":
            return _dated("before", text)
        case ">=":
            return _dated("since", text)
        case "<=":
            return _dated("until", text)
    return _dated("in", text)


def _compared(column: str, value: str) -> Condition:
    """A condition on a declared field: words, a number, a date, a comparison, or a range."""
    span = _RANGE.fullmatch(value)
    if span and (span[1] or span[2]):
        return _between(column, span[1], span[2])
    sign, text = _COMPARISON.fullmatch(value).groups()  # type: ignore[union-attr]
    ranges = _ranges(column, sign, text)
    if sign in ("", "="):
        return OneOf((*ranges, Named(column, text or "*")))
    if not ranges:
        raise QueryError(f"{column}:{value}: only numbers and dates can be compared")
    return OneOf(tuple(ranges))


def _between(column: str, low: str, high: str) -> Condition:
    """A range of numbers or of dates; one of its ends may be open."""
    above = _ranges(column, ">=", low) if low else [Between(column), Between(column, dates=True)]
    below = _ranges(column, "<=", high) if high else [Between(column), Between(column, dates=True)]
    found = [
        Between(column, one.low, two.high, one.dates)
        for one in above
        for two in below
        if one.dates == two.dates
    ]
    if not found:
        raise QueryError(f"{column}:{low}..{high} is no range of numbers or of dates")
    return OneOf(tuple(found))


def _ranges(column: str, sign: str, text: str) -> list[Between]:
    """Where a value must lie, as a number and as a date, as far as ``text`` is these."""
    number, days = number_in(text) if text else None, days_in(text)
    known: list[tuple[float, float, bool]] = []
    if number is not None:
        known.append((number, number, False))
    if days is not None:
        known.append((*days, True))
    found = []
    for low, high, dates in known:
        match sign:
            case ">":
                found.append(Between(column, math.nextafter(high, math.inf), dates=dates))
            case "<":
                found.append(Between(column, high=math.nextafter(low, -math.inf), dates=dates))
            case ">=":
                found.append(Between(column, low, dates=dates))
            case "<=":
                found.append(Between(column, high=high, dates=dates))
            case _:
                found.append(Between(column, low, high, dates))
    return found
