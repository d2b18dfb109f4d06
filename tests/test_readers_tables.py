"""Tables of articles: CSV and its dialects."""

import csv
import io
from pathlib import Path

import pytest
from formats import read_bytes
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.decode import tidy
from index.readers.loading import RECORD_BYTES
from index.types import Document, Problem

BROKEN = "no text in a field named text, body or content"


CSV = """\
id,title,text,desk
1,Bridge falls,"The bridge fell,
at dawn.",home

2,Ferry,A ferry will run.,travel
"""


def test_rows_of_a_table_are_read_as_records(tmp_path: Path) -> None:
    first, second = read_bytes(tmp_path, "a.csv", CSV.encode())
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.title) == ("a.csv#1", "Bridge falls")
    assert first.text == "The bridge fell,\nat dawn."
    assert first.metadata == {"desk": "home"}
    assert {block.line for block in first.blocks} == {2}
    assert second.id == "a.csv#2"
    assert {block.line for block in second.blocks} == {5}


@pytest.mark.parametrize(
    "data",
    [
        b"id\ttext\n1\tThe bridge fell.\n",
        b"id;text\n1;The bridge fell.\n",
        b"id|text\n1|The bridge fell.\n",
        b"id,Text\r\n1,The bridge fell.\r\n",
        b"\n\nid,text\n1,The bridge fell.\n",
        "id,text\n1,The bridge fell.\n".encode("utf-8-sig"),
        "id,text\n1,The bridge fell.\n".encode("utf-16"),
        "id,text\n1,The bridge fell.\n".encode("utf-16-le"),
    ],
)
def test_delimiters_and_encodings_of_tables_are_found(tmp_path: Path, data: bytes) -> None:
    (found,) = read_bytes(tmp_path, "a.tsv", data)
    assert isinstance(found, Document)
    assert (found.id, found.text) == ("a.tsv#1", "The bridge fell.")


def test_a_table_in_windows_1252_is_read(tmp_path: Path) -> None:
    (found,) = read_bytes(tmp_path, "a.csv", 'text\n"“It’s £5m,” he said."\n'.encode("cp1252"))
    assert isinstance(found, Document)
    assert found.text == "“It’s £5m,” he said."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1", "number of fields: 1, of columns: 2"),
        ("1,", BROKEN),
        ("0,Again.", "the id 0 occurs before; give each record its own"),
    ],
)
def test_a_broken_row_is_a_problem_and_the_next_is_read(
    tmp_path: Path, row: str, reason: str
) -> None:
    data = f"id,text\n0,The bridge fell.\n{row}\n9,At dawn.\n"
    one, problem, other = read_bytes(tmp_path, "a.csv", data.encode())
    assert isinstance(one, Document)
    assert problem == Problem("a.csv", reason, 3)
    assert isinstance(other, Document)
    assert {block.line for block in other.blocks} == {4}


def test_a_table_without_a_column_of_text_is_one_problem(tmp_path: Path) -> None:
    reason = "no column is named text; name it so in the first row"
    data = b"a,b\n1,2\n3,4\n"
    assert read_bytes(tmp_path, "a.csv", data) == [Problem("a.csv", reason, 1)]


def test_a_row_past_the_limit_is_a_problem(tmp_path: Path) -> None:
    data = b"id,text\n1," + b"x" * RECORD_BYTES + b"\n2,At dawn.\n"
    problem, found = read_bytes(tmp_path, "a.csv", data)
    assert problem == Problem("a.csv", "a line longer than 8 MiB", 2)
    assert isinstance(found, Document)
    assert found.id == "a.csv#2"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\n \n", "nothing but white space"),
        (b"id,text\n\n", "no rows under the names of the columns"),
        (bytes(range(256)), "binary data, not text"),
    ],
)
def test_a_table_without_rows_is_a_problem(tmp_path: Path, data: bytes, reason: str) -> None:
    assert read_bytes(tmp_path, "a.csv", data) == [Problem("a.csv", reason)]


def test_nul_bytes_in_a_table_do_no_harm(tmp_path: Path) -> None:
    data = b"id,text\n" + b"1,The bridge fell at dawn on Monday when nobody\0was on it.\n"
    (found,) = read_bytes(tmp_path, "a.csv", data)
    assert isinstance(found, Document)
    assert found.text == "The bridge fell at dawn on Monday when nobody was on it."


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(
    lambda text: tidy(text).strip()
)


@given(st.lists(TEXTS, max_size=5))
@settings(max_examples=60, deadline=None)
def test_what_was_written_as_csv_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerows([["id", "text"], *enumerate(texts)])
    data = stream.getvalue().encode()
    found = read_bytes(tmp_path_factory.getbasetemp(), "h.csv", data)
    shown = [one.text if isinstance(one, Document) else one.reason for one in found]
    assert shown == ([tidy(text) for text in texts] or ["no rows under the names of the columns"])


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        ("sep=;\nid;text\n1;It went, at last.\n", ["It went, at last."]),
        ('id, text\n1, "It went, at last."\n', ["It went, at last."]),
        ('id,text\n1,"It \\"went\\", at last."\n', ['It "went", at last.']),
        (
            'id,text\n1,"It went\n2,Nobody wept.\n3,"Not ""one"", they say."\n',
            ["It went", "Nobody wept.", 'Not "one", they say.'],
        ),
        (
            'id,text\n1,It went.\n2,"Nobody wept\n3,Not one.\n',
            ["It went.", "Nobody wept", "Not one."],
        ),
        (
            'id,text\n1,"It went.\nAt last."\n2,Nobody wept.\n',
            ["It went.\nAt last.", "Nobody wept."],
        ),
        ('id,text\n1,"It "went" at last"\n', ['It went" at last"']),
    ],
)
def test_tables_are_read_as_people_and_programs_write_them(
    tmp_path: Path, data: str, texts: list[str]
) -> None:
    found = read_bytes(tmp_path, "a.csv", data.encode())
    assert [one.text if isinstance(one, Document) else one.reason for one in found] == texts


def test_a_table_too_wide_for_articles_is_a_problem(tmp_path: Path) -> None:
    data = ("text" + ",a" * 20_000 + "\nx\n").encode()
    assert read_bytes(tmp_path, "a.csv", data) == [Problem("a.csv", "more than 10,000 columns", 1)]


@pytest.mark.parametrize(
    ("row", "text", "reason"),
    [
        ("1,It went,2025-01-03,,", "It went", ""),
        ("1,It went", "It went", "number of fields: 2, of columns: 3"),
        ("1,It went, at last,2025-01-03", "It went, at last", "number of fields: 4, of columns: 3"),
    ],
)
def test_a_ragged_row_that_has_a_text_is_read_and_said(
    tmp_path: Path, row: str, text: str, reason: str
) -> None:
    data = f"id,text,date\n0,The bridge fell.,2025-01-02\n{row}\n"
    _, found, *problems = read_bytes(tmp_path, "a.csv", data.encode())
    assert isinstance(found, Document)
    assert found.text == text
    assert found.published == ("2025-01-03" if "2025" in row else "")
    said = [(one.reason.split(";")[0], one.line) for one in problems if isinstance(one, Problem)]
    assert said == ([(reason, 3)] if reason else [])


def test_a_blank_name_at_the_end_of_the_first_row_is_no_column(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.csv", b"id,text,\n1,It went.\n2,At last.,\n")
    assert [one.text for one in found if isinstance(one, Document)] == ["It went.", "At last."]
    assert len(found) == 2


@pytest.mark.parametrize("below", ["after the storm,2025-01-02", "after\nthe storm,2025-01-02"])
def test_a_row_whose_text_breaks_off_without_quotation_marks_goes_on(
    tmp_path: Path, below: str
) -> None:
    data = f"id,text,date\n1,It went\n{below}\n2,At last.,2025-01-03\n"
    one, other = read_bytes(tmp_path, "a.csv", data.encode())
    assert isinstance(one, Document)
    assert isinstance(other, Document)
    assert one.text.split() == "It went after the storm".split()
    assert (one.published, other.text) == ("2025-01-02", "At last.")


def test_rows_that_each_lack_a_field_are_rows(tmp_path: Path) -> None:
    said = "The barge waits above the lock at Tarn, and nobody knows until when, they say."
    data = f"id,text,date\n1,{said}\n2,{said}\n".replace(", and", " and").replace(", they", " they")
    found = read_bytes(tmp_path, "a.csv", data.encode())
    assert sum(isinstance(one, Document) for one in found) == 2
