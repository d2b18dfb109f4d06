"""What a shard knows of its articles: the values of their fields, and who meets a condition."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from index.query.conditions import (
    Among,
    Condition,
    Dated,
    Every,
    OneOf,
    Without,
)
from index.query.dates import days_of
from index.query.fields import ALIASES
from index.types import Document, Value

STANDARD = ("id", "path", "folder", "title", "author", "published", "url", "source", "language")
PERIODS = {"year": 4, "month": 7, "day": 10}


def names_of(documents: Sequence[Document]) -> list[str]:
    """The fields that conditions on these articles may be on."""
    declared = {name for document in documents for name in document.metadata}
    return [*STANDARD, *sorted(declared - {*STANDARD})]


def first_day(document: Document) -> int:
    return days_of(document.published[:10])[0] if document.published else 0


def meets(document: Document, number: int, condition: Condition) -> bool:
    match condition:
        case Dated(first, last):
            if not document.published:
                return False
            begin, end = days_of(document.published[:10])
            return begin >= first and end <= last
        case Among(numbers):
            return number in numbers
        case Without(inner):
            return not meets(document, number, inner)
        case OneOf(each):
            return any(meets(document, number, one) for one in each)
        case Every(each):
            return all(meets(document, number, one) for one in each)
    return any(condition.accepts(value) for value in _values(document, condition.column))


def tallied(documents: Sequence[Document], field: str) -> Counter[Value]:
    """How many of these articles have each value of a field, ``""`` where they have none."""
    each = (set(_counted(document, field)) or {""} for document in documents)
    return Counter(value for values in each for value in values)


def _counted(document: Document, field: str) -> Iterator[Value]:
    if field not in PERIODS:
        declared = {name.lower(): name for name in document.metadata}
        name = ALIASES.get(field.lower()) or declared.get(field.lower(), field.lower())
        yield from _values(document, name)
    elif day := first_day(document):
        yield date.fromordinal(day).isoformat()[: PERIODS[field]]


def _values(document: Document, column: str) -> list[Value]:
    if column == "folder":
        held: object = document.path.rpartition("/")[0]
    elif column in STANDARD:
        held = getattr(document, column)
    else:
        held = document.metadata.get(column, "")
    values = held if isinstance(held, list | tuple) else [held]
    return [value for value in values if isinstance(value, Value) and value != ""]
