"""Tables that were written as JSON by columns, or as rows without names; pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from index.readers.field_names import holds_text

Fields = Mapping[str, object]


def rows(value: Fields) -> list[Fields]:
    """The records of a table; empty where ``value`` is none, or has no column with a text.

    What pandas writes: ``{"title": {"0": ...}, "text": {"0": ...}}``, the same with lists, and
    ``{"columns": ["title", "text"], "data": [[...], ...]}``.
    """
    names = value.get("columns")
    data = value.get("data") or value.get("rows")
    if isinstance(names, list) and isinstance(data, list):
        columns = [str(name) for name in names]
        if holds_text(columns):
            return [dict(zip(columns, row, strict=False)) for row in data if isinstance(row, list)]
        return []
    if len(value) > 1 and holds_text(value):
        return list(_by_columns(value))
    return []


def _by_columns(value: Fields) -> Iterator[Fields]:
    columns = list(value.values())
    if all(isinstance(column, dict) for column in columns):
        keys = list(columns[0])  # type: ignore[call-overload]
        if keys and all(column.keys() == columns[0].keys() for column in columns):  # type: ignore[attr-defined]
            for key in keys:
                yield {name: column[key] for name, column in value.items()}  # type: ignore[index]
