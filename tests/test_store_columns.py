from __future__ import annotations

import datetime
import json
import random
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from index.errors import IndexDamagedError
from index.generation import layout
from index.store.columns import (
    STANDARD,
    ArticleColumns,
    Column,
    day_range,
    write_columns,
)
from index.store.metadata import gather
from index.store.writer import StoreWriter
from index.types import Document, Passage

VALUES = st.one_of(
    st.text(max_size=5), st.integers(-3, 3), st.booleans(), st.sampled_from([0.5, 1.0])
)
FIELDS = st.dictionaries(
    st.sampled_from(["section", "year", "tags", "source", "naïve name"]),
    st.one_of(VALUES, st.lists(VALUES, max_size=3)),
    max_size=4,
)


def stored(path: Path, metadata: list[dict[str, Any]]) -> StoreWriter:
    store = StoreWriter(path)
    for number, fields in enumerate(metadata):
        name = f"{number:03}"
        published = f"2021-{number % 12 + 1:02}" if number % 3 else ""
        document = Document(
            name, f"f/{name}.txt", "x", (), source="A", published=published, metadata=fields
        )
        store.put_document(document, name, [])
        if number % 5 != 4:  # the others have no passage, and no number
            passage = Passage(f"{name}#p0", name, "x", 0, 1)
            store.put_passages(number, [passage], [b""], [(1, 0)])
    return store


@given(st.lists(FIELDS, max_size=12))
def test_columns_hold_what_was_declared_with_its_type(
    tmp_path_factory: pytest.TempPathFactory, metadata: list[dict[str, Any]]
) -> None:
    path = tmp_path_factory.mktemp("columns")
    with closing(stored(path / "db", metadata)) as store:
        store.write_columns(path / "columns.bin")
    columns = ArticleColumns(path / "columns.bin")
    kept = [fields for number, fields in enumerate(metadata) if number % 5 != 4]
    ids = [f"{number:03}" for number in range(len(metadata)) if number % 5 != 4]
    assert columns.count == len(kept)
    assert list(columns.column("id").values) == ids
    assert set(columns.names) >= set(STANDARD)
    for name in columns.names[len(STANDARD) :]:
        column = columns.column(name)
        found: list[set[tuple[type, object]]] = [set() for _ in kept]
        for article, code in zip(column.articles.tolist(), column.codes.tolist(), strict=True):
            found[article].add((type(column.values[code]), column.values[code]))
        expected = [
            {(type(v), v) for v in (f[name] if isinstance(f[name], list) else [f[name]]) if v != ""}
            if name in f
            else set()
            for f in kept
        ]
        assert found == expected
    for name in {
        name for fields in kept for name, value in fields.items() if value not in ("", [])
    }:
        if name != "source" and any(v != "" for f in kept for v in np.ravel([f.get(name, "")])):
            assert name in columns.names


@given(
    st.lists(st.lists(st.integers(0, 4), max_size=3, unique=True), min_size=1, max_size=9),
    st.lists(st.booleans(), min_size=5, max_size=5),
)
def test_a_filter_is_a_mask_and_a_facet_a_count(
    articles: list[list[int]], wanted: list[bool]
) -> None:
    entries = [(article, code) for article, codes in enumerate(articles) for code in codes]
    pairs = np.array(entries, np.int32).reshape(-1, 2)
    column = Column(pairs[:, 0], pairs[:, 1], tuple("abcde"))
    mask = column.having(np.array(wanted), len(articles))
    assert mask.tolist() == [any(wanted[code] for code in codes) for codes in articles]
    assert column.counts(mask).tolist() == [
        sum(code in codes for codes, one in zip(articles, mask, strict=True) if one)
        for code in range(5)
    ]
    assert column.counts().tolist() == [sum(c in codes for codes in articles) for c in range(5)]


@given(st.dates(), st.sampled_from(["", "T10:00:00Z", " 10:00"]))
def test_a_day_means_itself(day: datetime.date, time: str) -> None:
    assert day_range(f"{day.isoformat()}{time}") == (day.toordinal(), day.toordinal())


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-02", (2020, 2, 1), (2020, 2, 29)),
        ("1940", (1940, 1, 1), (1940, 12, 31)),
        ("2021-12", (2021, 12, 1), (2021, 12, 31)),
    ],
)
def test_a_part_of_a_date_means_all_its_days(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    days = tuple(datetime.date(*day).toordinal() for day in (first, last))
    assert day_range(text) == days


@pytest.mark.parametrize("text", ["", "soon", "2021-13", "2021-02-30", "0000", "-5", "9999-12-x"])
def test_what_is_no_date_means_no_day(text: str) -> None:
    assert day_range(text) == (0, 0)


def test_a_build_writes_the_columns_of_its_articles(tmp_path: Path) -> None:
    records = [
        {"_id": f"{n}", "title": f"Note {n}", "text": f"Rain on day {n}.", "date": f"2021-0{n}-03"}
        for n in range(1, 4)
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    report = index.build([tmp_path / "a.jsonl"], tmp_path / "index")
    folder = layout.generation_folder(tmp_path / "index", report.manifest.generation)
    columns = ArticleColumns(folder / layout.COLUMNS)
    assert columns.column("title").values == ("Note 1", "Note 2", "Note 3")
    first, last = columns.days
    assert [datetime.date.fromordinal(day).isoformat() for day in first.tolist()] == [
        "2021-01-03",
        "2021-02-03",
        "2021-03-03",
    ]
    assert (first == last).all()


def test_damaged_columns_end_in_one_error(tmp_path: Path) -> None:
    with closing(stored(tmp_path / "db", [{"year": 3}, {"tags": ["a", "b"]}])) as store:
        columns, count = gather(store._connection)
    write_columns(tmp_path / "columns.bin", columns, count)
    content = (tmp_path / "columns.bin").read_bytes()
    chance = random.Random(0)
    refused = 0
    for _ in range(300):
        changed = bytearray(content[: chance.randrange(len(content) + 1)] or b"x")
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        (tmp_path / "harmed").write_bytes(changed)
        try:
            read = ArticleColumns(tmp_path / "harmed")
            for name in read.names:
                read.column(name)
        except IndexDamagedError:
            refused += 1
    assert refused > 200
