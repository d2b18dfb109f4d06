import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article.dates import iso_date
from index.article.language import detect_language, language_code
from index.readers import read
from index.readers.metadata import declared, host
from index.readers.sources import SourceFile
from index.types import Document, Value


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024-03-01T09:00:00Z", "2024-03-01T09:00:00+00:00"),
        ("2024-03-01 23:30:00-05:00", "2024-03-01T23:30:00-05:00"),
        ("20240301", "2024-03-01"),
        ("1 March 2024", "2024-03-01"),
        ("March 1, 2024", "2024-03-01"),
        ("March 1, 2024, 5.30 pm", "2024-03-01T17:30:00"),
        ("Fri, 01 Mar 2024 09:00:00 GMT", "2024-03-01T09:00:00+00:00"),
        ("26-FEB-1987 15:01:01.79", "1987-02-26T15:01:01"),
        ("3. Mai 2021", "2021-05-03"),
        ("12 mai 2020", "2020-05-12"),
        ("31/12/2023", "2023-12-31"),
        ("1709283600", "2024-03-01T09:00:00+00:00"),
        ("1709283600000", "2024-03-01T09:00:00+00:00"),
    ],
)
def test_a_date_is_read_into_iso_8601(raw: str, expected: str) -> None:
    assert iso_date(raw) == expected


@pytest.mark.parametrize(
    "raw", ["", "2024", "March 2024", "yesterday", "2 days ago", "2024-02-30", "x" * 500, "5 May"]
)
def test_what_is_no_full_date_is_no_date(raw: str) -> None:
    assert iso_date(raw) == ""


def test_the_language_decides_between_day_and_month() -> None:
    assert iso_date("10/11/2012", "fr") == "2012-11-10"
    assert iso_date("10/11/2012", "en") == "2012-10-11"


@pytest.mark.parametrize(
    ("tag", "code"),
    [("en", "en"), ("EN-gb", "en"), ("pt_BR", "pt"), ("english", ""), ("", ""), ("e1", "")],
)
def test_a_language_tag_is_cut_to_its_code(tag: str, code: str) -> None:
    assert language_code(tag) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The minister said on Monday that the bridge over the river would not be rebuilt.", "en"),
        ("Die Ministerin sagte am Montag, dass die Brücke nicht wieder aufgebaut werde.", "de"),
        ("Le ministre a déclaré lundi que le pont sur la rivière ne serait pas reconstruit.", "fr"),
        ("Правительство обсудило вопрос о поддержке промышленности, сказал министр.", "ru"),
        ("Too short to tell.", ""),
        ("Shr 23 cts vs 18 cts Net 509,144 vs 277,834 Revs 2,258,341 vs 1,328,634", ""),
    ],
)
def test_a_language_is_detected_or_left_open(text: str, code: str) -> None:
    assert detect_language(text) == code


def test_the_host_of_a_url_is_the_site() -> None:
    assert host("https://www.example.org:80/news") == "example.org"
    assert host("http://[broken") == ""
    assert host("") == ""


def test_fields_are_known_by_several_names_whatever_their_case() -> None:
    said = declared(
        {
            "Headline": "A  bridge\nfalls",
            "BYLINE": ["Ann Lee", "Bo Ek"],
            "date": "2024-03-01",
            "summary": "Nobody was hurt",
            "Canonical": "https://example.org/a",
            "site": {"@type": "Organization", "name": "The Ledger"},
            "lang": "en",
        }
    )
    assert (said.title, said.author, said.published) == (
        "A bridge falls",
        "Ann Lee, Bo Ek",
        "2024-03-01",
    )
    assert (said.standfirst, said.url) == ("Nobody was hurt", "https://example.org/a")
    assert (said.source, said.language) == ("The Ledger", "en")
    assert said.other == {}


def test_the_first_name_wins_and_the_rest_is_other() -> None:
    said = declared(
        {
            "date": "2024",
            "published": "2023",
            "tags": ["a", 1],
            "n": 3,
            "x": None,
            "y": {"z": [True]},
        }
    )
    assert said.published == "2023"
    assert said.other == {"date": "2024", "tags": ["a", 1], "n": 3, "y": '{"z":[true]}'}


def test_what_is_declared_keeps_its_type() -> None:
    fields = {
        "words": 4, "share": 0.5, "draft": False, "tags": ["a", "b, c", None, ""], "desk": ["home"],
        "people": [{"name": "Ann Lee"}, {"name": "Bo Ek"}], "order": 10**20, "none": [],
        "pairs": [[1, 2]], "odd": float("inf"),
    }  # fmt: skip
    said = declared(fields)
    assert said.other == {
        "words": 4, "share": 0.5, "draft": False, "tags": ["a", "b, c"], "desk": ["home"],
        "people": ["Ann Lee", "Bo Ek"], "order": str(10**20), "pairs": "[[1,2]]", "odd": "Infinity",
    }  # fmt: skip
    assert type(said.other["draft"]) is bool


def test_a_date_of_toml_is_text(tmp_path: Path) -> None:
    text = "+++\ntitle = 'Lamps out'\ndate = 2021-05-03\nseen = 2021-06-01\n+++\nThe lamps went.\n"
    (tmp_path / "a.md").write_text(text)
    (found,) = read(SourceFile(tmp_path / "a.md", "a.md", 0, 0))
    assert isinstance(found, Document)
    assert (found.published, found.metadata) == ("2021-05-03", {"seen": "2021-06-01"})


@given(
    st.dictionaries(
        st.text(max_size=9),
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
            max_leaves=6,
        ),
    )
)
@settings(max_examples=100)
def test_every_value_becomes_text_or_a_plain_value(fields: dict[str, object]) -> None:
    said = declared(fields)
    for text in (said.title, said.author, said.published, *said.other):
        assert text.encode().decode() == text
    for held in said.other.values():
        for value in held if isinstance(held, list) else [held]:
            assert isinstance(value, Value)
            assert json.loads(json.dumps(value, allow_nan=False)) == value
            assert str(value).encode().decode() == str(value)


def test_the_other_files_of_a_folder_tell_the_day_from_the_month(tmp_path: Path) -> None:
    def published(name: str, day_first: bool | None = None) -> str:
        file = SourceFile(tmp_path / name, name, 0, 0, day_first=day_first)
        (found,) = read(file)
        assert isinstance(found, Document)
        return found.published

    for folder, other in (("british", "25/12/1998"), ("american", "12/25/1998")):
        (tmp_path / folder).mkdir()
        for name, day in (("a.txt", "04/07/1998"), ("b.txt", other)):
            text = f"Lamps out\n\nPublished: {day}\n\nThe lamps went out at dusk.\n"
            (tmp_path / folder / name).write_text(text)
    assert published("british/a.txt") == "1998-07-04"
    assert published("american/a.txt") == "1998-04-07"
    assert published("american/a.txt", day_first=True) == "1998-07-04"
