"""Counts by the values of a field, as they are written; pure."""

from __future__ import annotations

from collections.abc import Mapping

from index.types import Value


def written(value: Value) -> str:
    """A value as text: booleans as JSON has them."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def by_field(counts: Mapping[str, Mapping[Value, int]]) -> dict[str, Mapping[Value, int]]:
    """For each field its counts, see ``counted_once``."""
    return {name: counted_once(values) for name, values in counts.items()}


def counted_once(counts: Mapping[Value, int]) -> Mapping[Value, int]:
    """``counts`` with values that are written alike as one, which is no text if one of them isn't.

    One article may say 1890 as a number and another as a text: a filter takes both alike.
    """
    alike: dict[str, Value] = {}
    for value in counts:
        name = written(value)
        if isinstance(alike.setdefault(name, value), str):
            alike[name] = value
    if len(alike) == len(counts):
        return counts
    found: dict[Value, int] = {}
    for value, count in counts.items():
        one = alike[written(value)]
        found[one] = found.get(one, 0) + count
    none = found.pop("", 0)
    ordered = dict(sorted(found.items(), key=lambda item: -item[1]))
    return ordered | {"": none} if none else ordered
