import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import read
from index.readers.decode import tidy
from index.readers.loading import RECORD_BYTES
from index.readers.sources import SourceFile
from index.types import BlockKind, Document, Problem

BROKEN = "no text in a field named text, body or content"


def read_bytes(tmp_path: Path, name: str, data: bytes) -> list[Document | Problem]:
    (tmp_path / name).write_bytes(data)
    return list(read(SourceFile(tmp_path / name, name, 0, 0)))


def read_rows(tmp_path: Path, *rows: object) -> list[Document | Problem]:
    text = "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    return read_bytes(tmp_path, "a.jsonl", text.encode())


def test_beir_records_are_read_as_they_are(tmp_path: Path) -> None:
    text = "The bridge fell at dawn.\n\nNobody was on it."
    first, second = read_rows(
        tmp_path,
        {"_id": "d1", "title": "Bridge falls", "text": text, "metadata": {}},
        {"_id": "d2", "title": "Ferry", "text": "A ferry will run."},
    )
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.title, first.text) == ("a.jsonl#d1", "Bridge falls", text)
    assert first.path == "a.jsonl"
    assert first.source == ""
    assert [first.text[block.start : block.end] for block in first.blocks] == text.split("\n\n")
    assert {block.line for block in first.blocks} == {1}
    assert {block.line for block in second.blocks} == {2}


def test_fields_have_several_names_and_the_rest_is_metadata(tmp_path: Path) -> None:
    (found,) = read_rows(
        tmp_path,
        {
            "ID": 7,
            "Headline": "Bridge falls",
            "Body": "The bridge fell.\r\nAt dawn.",
            "Summary": "Nobody was hurt",
            "byline": "Ann Lee",
            "date": "3 May 2021",
            "url": "https://www.example.org/b",
            "lang": "en",
            "words": 4,
            "draft": False,
            "tags": ["a", "b"],
            "place": {"river": "Aln"},
            "none": None,
        },
    )
    assert isinstance(found, Document)
    assert (found.id, found.title, found.author) == ("a.jsonl#7", "Bridge falls", "Ann Lee")
    assert found.text == "The bridge fell.\nAt dawn."
    assert (found.standfirst, found.published) == ("Nobody was hurt", "2021-05-03")
    assert (found.source, found.language) == ("example.org", "en")
    assert found.metadata == {
        "words": "4",
        "draft": "false",
        "tags": "a, b",
        "place": '{"river":"Aln"}',
    }


def test_a_record_without_an_id_has_its_line_number(tmp_path: Path) -> None:
    found = read_rows(tmp_path, "", {"text": "The bridge fell."}, "", {"text": "At dawn."})
    assert [one.id for one in found if isinstance(one, Document)] == ["a.jsonl#2", "a.jsonl#4"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ('{"text": ', "invalid JSON at column 9: Expecting value"),
        ("[1, 2]", 'not a JSON object such as {"title": "...", "text": "..."}'),
        ('"text"', 'not a JSON object such as {"title": "...", "text": "..."}'),
        ("[" * 100_000, "invalid JSON: nested too deeply or a number too long"),
        ('{"n": ' + "9" * 5_000 + "}", "invalid JSON: nested too deeply or a number too long"),
        ('{"text": " \\n"}', BROKEN),
        ('{"text": null}', BROKEN),
        (
            '{"_id": "first", "text": "Again."}',
            "the id first occurs before; give each record its own",
        ),
    ],
)
def test_a_broken_line_is_a_problem_and_the_next_is_read(
    tmp_path: Path, row: str, reason: str
) -> None:
    first = {"_id": "first", "text": "The bridge fell."}
    last = {"_id": "last", "text": "At dawn."}
    one, problem, other = read_rows(tmp_path, first, row, last)
    assert isinstance(one, Document)
    assert problem == Problem("a.jsonl", reason, 2)
    assert isinstance(other, Document)


def test_a_line_past_the_limit_is_a_problem(tmp_path: Path) -> None:
    long = b'{"text": "' + b"x" * RECORD_BYTES + b'"}\n'
    problem, found = read_bytes(tmp_path, "a.jsonl", long + b'{"text": "At dawn."}')
    assert problem == Problem("a.jsonl", "a line longer than 8 MiB", 1)
    assert isinstance(found, Document)
    assert found.id == "a.jsonl#2"


def test_json_in_another_encoding_is_read_and_a_stray_byte_is_all_that_is_lost(
    tmp_path: Path,
) -> None:
    latin = '{"text": "Le café de la gare était fermé, a dit le gérant."}\n'.encode("latin-1")
    stray = '{"text": "Le café était fermé \udce9."}\n'.encode("utf-8", "surrogateescape")
    first, second, problem = read_bytes(tmp_path, "a.jsonl", latin + stray)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert first.text == "Le café de la gare était fermé, a dit le gérant."
    assert second.text == "Le café était fermé \ufffd."
    reason = "a character is lost (shown as \ufffd), the rest is read"
    assert problem == Problem("a.jsonl", reason, 2)


def test_a_byte_order_mark_and_escapes_do_no_harm(tmp_path: Path) -> None:
    data = '{"text": "a\\u0000b \\ud800 \\ud83d\\ude00"}\n'.encode("utf-8-sig")
    found, _ = read_bytes(tmp_path, "a.jsonl", data)
    assert isinstance(found, Document)
    assert found.text == "a b \ufffd 😀"
    assert len(found.content_hash) == 64


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_an_empty_file_is_a_problem(tmp_path: Path, name: str) -> None:
    assert read_bytes(tmp_path, name, b"") == [Problem(name, "the file is empty")]


def test_white_space_alone_is_a_problem(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "a.ndjson", b"\n \n") == [
        Problem("a.ndjson", "nothing but white space")
    ]


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
        ("1,2,3", "number of fields: 3, of columns: 2"),
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


def test_a_late_line_in_windows_1252_is_read(tmp_path: Path) -> None:
    rows = b"id,text\n" + b"".join(b"%d,The bridge fell.\n" % n for n in range(5_000))
    *_, last = read_bytes(tmp_path, "a.csv", rows + "x,It’s £5m.\n".encode("cp1252"))
    assert isinstance(last, Document)
    assert last.text == "It’s £5m."


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


def document_of(tmp_path: Path, row: object) -> Document:
    (found,) = read_rows(tmp_path, row)
    assert isinstance(found, Document)
    return found


def test_schema_org_names_and_authors_that_are_objects_are_known(tmp_path: Path) -> None:
    found = document_of(
        tmp_path,
        {
            "@type": "NewsArticle",
            "headline": "Lighthouse sold",
            "articleBody": "The lighthouse went for a crown.",
            "datePublished": "1998-04-07T09:00:00Z",
            "author": [{"@type": "Person", "name": "Ida Moe"}, {"first": "Bo", "last": "Ek"}],
            "publisher": {"@type": "Organization", "name": "The Packet"},
            "inLanguage": "en",
        },
    )
    assert (found.title, found.author, found.source) == (
        "Lighthouse sold",
        "Ida Moe, Bo Ek",
        "The Packet",
    )
    assert (found.published, found.language) == ("1998-04-07T09:00:00+00:00", "en")
    assert found.text == "The lighthouse went for a crown."


@pytest.mark.parametrize(
    "body",
    [
        ["The lighthouse went.", "Nobody wept."],
        [{"type": "p", "text": "The lighthouse went."}, {"type": "p", "text": "Nobody wept."}],
        {"rendered": "<p>The light<b>house</b> went.</p>\n<p>Nobody&nbsp;wept.</p>"},
        "<div>The lighthouse went.<br/><br/></div>Nobody wept.<!-- ad --><script>x()</script>",
    ],
)
def test_a_text_may_be_paragraphs_or_html(tmp_path: Path, body: object) -> None:
    found = document_of(tmp_path, {"title": "Sale", "body": body})
    assert [found.text[b.start : b.end] for b in found.blocks] == [
        "The lighthouse went.",
        "Nobody wept.",
    ]


def test_what_looks_like_a_tag_in_plain_words_stays(tmp_path: Path) -> None:
    text = "Where a < b and c > d, <name> stands for AT&T or R&D; tags are not."
    assert document_of(tmp_path, {"text": text}).text == text


def test_a_record_may_lie_in_an_envelope(tmp_path: Path) -> None:
    found = document_of(tmp_path, {"_id": "7", "_source": {"title": "Sale", "text": "It went."}})
    assert (found.id, found.title, found.text) == ("a.jsonl#7", "Sale", "It went.")


def test_a_title_alone_is_an_article(tmp_path: Path) -> None:
    found = document_of(tmp_path, {"title": "Herring up 3.5 at close"})
    assert found.text == found.title == "Herring up 3.5 at close"
    assert [block.kind for block in found.blocks] == [BlockKind.PARAGRAPH]


def test_a_flag_is_no_date_and_a_full_date_wins(tmp_path: Path) -> None:
    rows = {"text": "It went.", "published": True, "date": "1998-04", "date_text": "7 April 1998"}
    found = document_of(tmp_path, rows)
    assert found.published == "1998-04-07"
    assert found.metadata == {"published": "true", "date": "1998-04"}
    assert document_of(tmp_path, {"text": "It went.", "date": "1998-04"}).published == "1998-04"


def test_the_other_dates_of_a_file_tell_the_day_from_the_month(tmp_path: Path) -> None:
    rows = [{"text": "It went.", "date": day} for day in ("04/07/1998", "25/12/1998")]
    first, _ = read_rows(tmp_path, *rows)
    assert isinstance(first, Document)
    assert first.published == "1998-07-04"


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
