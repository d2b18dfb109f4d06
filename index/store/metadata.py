"""The metadata columns of a generation, gathered from its articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from index.store.columns import STANDARD, Column, Value

MOST_CHARACTERS: Final = 1_000
"""A declared text that is longer is no value to filter by, and is left out."""

MOST_FIELDS: Final = 1_000
"""Only so many declared fields become columns, those that come first."""


class _Growing:
    """A column while its entries arrive."""

    def __init__(self) -> None:
        self.articles: list[int] = []
        self.codes: list[int] = []
        self.known: dict[tuple[type, Value], int] = {}

    def add(self, article: int, value: Value) -> None:
        self.articles.append(article)
        self.codes.append(self.known.setdefault((type(value), value), len(self.known)))

    def column(self) -> Column:
        values = tuple(value for _, value in self.known)
        return Column(np.array(self.articles, np.int32), np.array(self.codes, np.int32), values)


def gather(connection: sqlite3.Connection) -> tuple[dict[str, Column], int]:
    """The columns of the articles that have passages, and how many articles these are."""
    columns = {name: _Growing() for name in STANDARD}
    count = 0
    for number, (metadata, *standard) in enumerate(
        connection.execute(
            "SELECT metadata, id, path, title, author, published, url, source, language "
            "FROM document WHERE id IN (SELECT document FROM passage) ORDER BY id"
        )
    ):
        count += 1
        id_, path, *others = standard
        values = (id_, path, path.rpartition("/")[0], *others)
        for name, value in zip(STANDARD, values, strict=True):
            if value:
                columns[name].add(number, value)
        if metadata != "{}":
            for name, one in _declared(json.loads(metadata)):
                if name not in columns and len(columns) < len(STANDARD) + MOST_FIELDS:
                    columns[name] = _Growing()
                if name in columns:
                    columns[name].add(number, one)
    declared = sorted(columns.keys() - set(STANDARD))
    return {name: columns[name].column() for name in (*STANDARD, *declared)}, count


def _declared(metadata: Mapping[str, Any]) -> Iterator[tuple[str, Value]]:
    """The values of the declared fields, each of a list by itself; our own names are not theirs."""
    for name, value in metadata.items():
        if name not in STANDARD:
            for one in _distinct(value if isinstance(value, list) else [value]):
                yield name, one


def _distinct(values: Iterable[Any]) -> Iterable[Value]:
    """Each of those plain values once that are not too long; ``True`` is not ``1``."""
    plain = (v for v in values if isinstance(v, Value) and len(str(v)) <= MOST_CHARACTERS)
    return {(type(value), value): value for value in plain if value != ""}.values()
