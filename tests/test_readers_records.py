import json
from pathlib import Path

import pytest
from formats import read_bytes

from index.readers.loading import RECORD_BYTES
from index.types import BlockKind, Document, Problem

BROKEN = "no text in a field named text, body or content"


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
        "words": 4,
        "draft": False,
        "tags": ["a", "b"],
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


def test_a_late_line_in_windows_1252_is_read(tmp_path: Path) -> None:
    rows = b"id,text\n" + b"".join(b"%d,The bridge fell.\n" % n for n in range(5_000))
    *_, last = read_bytes(tmp_path, "a.csv", rows + "x,It’s £5m.\n".encode("cp1252"))
    assert isinstance(last, Document)
    assert last.text == "It’s £5m."


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
    assert found.metadata == {"published": True, "date": "1998-04"}
    assert document_of(tmp_path, {"text": "It went.", "date": "1998-04"}).published == "1998-04"


def test_the_other_dates_of_a_file_tell_the_day_from_the_month(tmp_path: Path) -> None:
    rows = [{"text": "It went.", "date": day} for day in ("04/07/1998", "25/12/1998")]
    first, _ = read_rows(tmp_path, *rows)
    assert isinstance(first, Document)
    assert first.published == "1998-07-04"
