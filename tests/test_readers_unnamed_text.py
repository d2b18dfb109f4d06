"""Records and tables whose texts stand under names that nobody knows, or under none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from formats import read_bytes
from hypothesis import given
from hypothesis import strategies as st

from index.readers.unnamed_text import columns, is_prose
from index.types import Document, Problem

ONE = "The lock at Tarn was shut on Friday, and a barge waits above it, the keeper said."
TWO = "Nobody at the mill had been told that the water would be gone by the next morning."
PAGE = (
    "<!DOCTYPE html><html><head><title>The lock | Echo</title></head><body>"
    "<nav><a href=/>Home</a> <a href=/n>News</a></nav>"
    f"<article><h1>The lock</h1><p>{ONE}</p><p>{TWO}</p></article></body></html>"
)


def documents(folder: Path, name: str, data: str) -> list[Document]:
    return [one for one in read_bytes(folder, name, data) if isinstance(one, Document)]


@pytest.mark.parametrize(
    ("data", "about"),
    [
        (
            f'1,"The lock","{ONE}",2025-01-02\n2,"The mill","{TWO}",2025-01-03\n',
            [("The lock", ONE, "2025-01-02"), ("The mill", TWO, "2025-01-03")],
        ),
        (f'"{ONE}"\n"{TWO}"\n', [("", ONE, ""), ("", TWO, "")]),
        (
            f'Opinie;Datum\n"{ONE}";02.01.2025\n"Fine.";13.01.2025\n"{TWO}";14.01.2025\n',
            [("", ONE, "2025-01-02"), ("", "Fine.", "2025-01-13"), ("", TWO, "2025-01-14")],
        ),
        (
            f"title\treview\nGood\t{ONE}\nBad\tNo.\nFair\t{TWO}\n",
            [("Good", ONE, ""), ("Bad", "No.", ""), ("Fair", TWO, "")],
        ),
    ],
)
def test_columns_are_told_by_what_they_hold(
    tmp_path: Path, data: str, about: list[tuple[str, str, str]]
) -> None:
    found = documents(tmp_path, "a.csv", data)
    assert [(one.title, one.text, one.published) for one in found] == about


@pytest.mark.parametrize("data", ["1,2.5\n2,2.6\n", "name,size\nx,1\ny,2\n", "a,b\n"])
def test_a_table_of_data_alone_is_no_article(tmp_path: Path, data: str) -> None:
    (found,) = read_bytes(tmp_path, "a.csv", data)
    assert isinstance(found, Problem)


@given(st.lists(st.lists(st.sampled_from([ONE, TWO, "a", "1", "", " b"]), max_size=4), max_size=6))
def test_a_name_for_each_column_or_none(rows: list[list[str]]) -> None:
    names, _ = columns(rows)
    assert not names or (len(names) == len(rows[0]) == len(set(names)))


@pytest.mark.parametrize(
    "record",
    [
        {"review": ONE, "reply": TWO, "stars": 5},
        {
            "title": "The lock",
            "notes": ONE,
            "more": TWO,
            "tags": "lock, barge, keeper, mill, water",
        },
        {"_id": 7, "sentences": f"{ONE}\n{TWO}"},
    ],
)
@pytest.mark.parametrize("suffix", [".jsonl", ".json"])
def test_prose_in_fields_of_any_name_is_the_text(
    tmp_path: Path, record: dict[str, object], suffix: str
) -> None:
    (found,) = documents(tmp_path, f"a{suffix}", json.dumps(record))
    assert found.text.split() == f"{ONE} {TWO}".split()


def test_a_field_of_prose_stays_one_where_it_is_short(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"title": "A", "review": text}) for text in (ONE, "No."))
    assert [one.text for one in documents(tmp_path, "a.jsonl", lines)] == [ONE, "No."]


def test_a_page_in_a_field_is_read_as_a_page(tmp_path: Path) -> None:
    record = {"url": "https://a.example/1", "html": PAGE}
    for name, data in (
        ("a.jsonl", json.dumps(record)),
        ("a.json", json.dumps([record])),
        ("a.csv", f'url,html\nhttps://a.example/1,"{PAGE}"\n'),
    ):
        (found,) = documents(tmp_path, name, data)
        assert (found.title, found.url) == ("The lock", "https://a.example/1")
        assert found.text == f"The lock\n\n{ONE}\n\n{TWO}"


def test_a_piece_of_a_page_and_markdown_in_a_field_are_text(tmp_path: Path) -> None:
    piece = {"html": f"<p>{ONE}</p><p>{TWO}</p>"}
    marked = {"markdown": f"# The lock\n\n{ONE.replace('Tarn', '**Tarn**')}\n\n- [{TWO}](/m)\n"}
    one, two = documents(tmp_path, "a.jsonl", f"{json.dumps(piece)}\n{json.dumps(marked)}")
    assert one.text == f"{ONE}\n\n{TWO}"
    assert (two.title, two.text) == ("The lock", f"The lock\n\n{ONE}\n\n{TWO}")


@pytest.mark.parametrize(
    "text",
    ["", "a b c", "x" * 200, "one, two, three, four, five, six, seven, eight, nine, ten, el"],
)
def test_what_is_no_prose(text: str) -> None:
    assert not is_prose(text)


@pytest.mark.parametrize(
    "text", [ONE, "水位が下がったので、昨日の夜は船が一隻も閘門を通れなかったと番人は言った。"]
)
def test_what_is_prose(text: str) -> None:
    assert is_prose(text)
