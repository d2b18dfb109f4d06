"""The metadata columns of a generation, gathered from its articles."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import numpy as np

from index.article.authors import authors_in
from index.store.columns import STANDARD, Column
from index.types import Value

MOST_CHARACTERS: Final = 1_000
"""A declared text that is longer is no value to filter by, and is left out."""

MOST_FIELDS: Final = 1_000
"""Only so many declared fields become columns, those that come first."""


def gather(connection: sqlite3.Connection) -> tuple[dict[str, Column], int]:
    """The columns of the articles that have passages, and how many articles these are."""
    records = connection.execute(
        "SELECT id, path, '', title, author, published, url, source, language, metadata "
        "FROM document WHERE id IN (SELECT document FROM passage) ORDER BY id"
    ).fetchall()
    _, paths, *_, metadata = standard = list(zip(*records, strict=True)) or [()] * 10
    standard[STANDARD.index("folder")] = tuple(path.rpartition("/")[0] for path in paths)
    columns = {
        name: _column(_people(values) if name == "author" else _given(values))
        for name, values in zip(STANDARD, standard, strict=False)
    }
    entries: dict[str, list[tuple[int, Value]]] = {}
    for number, declared in enumerate(metadata):
        for name, value in _declared(json.loads(declared)) if declared != "{}" else ():
            if name in entries or len(entries) < MOST_FIELDS:
                entries.setdefault(name, []).append((number, value))
    return columns | {name: _column(entries[name]) for name in sorted(entries)}, len(records)


def _given(values: Iterable[str]) -> Iterator[tuple[int, Value]]:
    return ((number, value) for number, value in enumerate(values) if value)


def _people(values: Iterable[str]) -> Iterator[tuple[int, Value]]:
    """Each author of an article by itself, once."""
    for number, value in _given(values):
        yield from ((number, one) for one in dict.fromkeys(authors_in(str(value))))


def _column(entries: Iterable[tuple[int, Value]]) -> Column:
    known: dict[tuple[type, Value], int] = {}
    articles, codes = [], []
    for number, value in entries:
        articles.append(number)
        codes.append(known.setdefault((type(value), value), len(known)))
    values = tuple(value for _, value in known)
    return Column(np.array(articles, np.int32), np.array(codes, np.int32), values)


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
