"""Records as APIs, agencies, databases and exports lay them out."""

import csv
import io
import json
from pathlib import Path

import pytest

from index.readers import read
from index.readers.field_names import plain_name
from index.readers.sources import find
from index.types import Document, Problem

A = "The keeper of the weir says that the gates have not been greased since the flood."
B = "A diver went down on Thursday and came back with a bicycle, two boots and no answer."
TITLE = "Gates of the weir are stuck"
HTML = f"<p>{A}</p><p>{B}</p>"


def read_all(tmp_path: Path, name: str, data: str | bytes) -> list[Document | Problem]:
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    return [one for file in find([tmp_path / name], tmp_path) for one in read(file)]  # type: ignore[arg-type]


def documents(found: list[Document | Problem]) -> list[Document]:
    assert all(isinstance(one, Document) for one in found), found
    return [one for one in found if isinstance(one, Document)]


def text(document: Document) -> str:
    return " ".join(document.text.split())


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(
            {
                "@graph": [
                    {"@type": "WebSite", "name": "The Lock Gazette"},
                    {
                        "@type": "NewsArticle",
                        "headline": TITLE,
                        "articleBody": f"{A}\n\n{B}",
                        "author": [{"@type": "Person", "givenName": "Ann", "familyName": "Lee"}],
                        "datePublished": "2024-03-05T08:30:00Z",
                        "mainEntityOfPage": {"@id": "https://weir.example/gates"},
                    },
                ]
            },
            id="schema.org, a graph",
        ),
        pytest.param(
            {
                "@type": "BlogPosting",
                "name": TITLE,
                "text": f"{A}\n\n{B}",
                "author": {"name": "Ann Lee"},
                "dateCreated": "2024-03-05T08:30:00Z",
                "url": "https://weir.example/gates",
            },
            id="schema.org, a name for a headline",
        ),
        pytest.param(
            {
                "response": {
                    "results": [
                        {
                            "webTitle": TITLE,
                            "webUrl": "https://weir.example/gates",
                            "webPublicationDate": "2024-03-05T08:30:00Z",
                            "fields": {"bodyText": f"{A}\n\n{B}", "byline": "By Ann Lee"},
                        }
                    ]
                }
            },
            id="an envelope with the text, and names beside it",
        ),
        pytest.param(
            {
                "web_url": "https://weir.example/gates",
                "headline": {"main": TITLE, "kicker": None},
                "byline": {"original": "By Ann Lee", "person": []},
                "pub_date": "2024-03-05T08:30:00+0000",
                "lead_paragraph": A,
                "body": B,
            },
            id="objects for headline and byline",
        ),
        pytest.param(
            [
                {
                    "date": "2024-03-05T08:30:00Z",
                    "link": "https://weir.example/gates",
                    "title": {"rendered": TITLE},
                    "content": {"rendered": HTML, "protected": False},
                    "author_name": "Ann Lee",
                }
            ],
            id="rendered HTML in objects",
        ),
        pytest.param(
            {
                "title": TITLE,
                "body": HTML.replace("<", "&lt;").replace(">", "&gt;"),
                "author": {"profile": {"name": "Ann Lee"}},
                "published": {"$date": {"$numberLong": "1709627400000"}},
                "_id": {"$oid": "65e6d0"},
                "url": "https://weir.example/gates",
            },
            id="types of a database, escaped HTML",
        ),
        pytest.param(
            {
                "metadata": {"title": TITLE, "authors": [{"first": "Ann", "last": "Lee"}]},
                "abstract": [{"text": A}],
                "body_text": [{"text": B}],
                "publish time": "20240305083000",
                "URL": "https://weir.example/gates",
            },
            id="an abstract above the body",
        ),
        pytest.param(
            {
                "title": TITLE,
                "blocks": [
                    {"type": "paragraph", "data": {"text": A}},
                    {
                        "type": "paragraph",
                        "children": [{"text": B[:9]}, {"text": B[9:], "bold": True}],
                    },
                ],
                "Author-Name": "Ann Lee",
                "@timestamp": "2024-03-05T08:30:00Z",
                "pageUrl": "https://weir.example/gates",
            },
            id="the blocks of an editor",
        ),
        pytest.param(
            {
                "title_t": [TITLE],
                "text_txt_en": f"{A}\\n\\n{B}",
                "author_s": "Ann Lee",
                "date_dt": "2024-03-05T08:30:00Z",
                "url_s": "https://weir.example/gates",
            },
            id="types in the names, line ends escaped twice",
        ),
    ],
)
def test_a_record_is_read_however_it_is_laid_out(tmp_path: Path, value: object) -> None:
    (found,) = documents(read_all(tmp_path, "a.json", json.dumps(value)))
    assert found.title == TITLE
    assert text(found) == f"{A} {B}"
    assert found.author == "Ann Lee"
    assert found.published.startswith("2024-03-05T08:30:00")
    assert found.url == "https://weir.example/gates"


@pytest.mark.parametrize(
    ("names", "title"),
    [
        ("Titel;Autor;Datum;Text;Quelle", "Schütz klemmt"),
        ("titre;auteur;date;texte;source", "La vanne bloquée"),
        ("titulo;autor;fecha;contenido;fuente", "La compuerta"),
        ("标题;作者;日期;正文;来源", "水闸"),
        ("HEADLINE;AUTHOR NAME;PUBLISH DATE;ARTICLE TEXT;NEWSPAPER", TITLE),
    ],
)
def test_columns_are_named_in_many_languages(tmp_path: Path, names: str, title: str) -> None:
    row = f'{title};Ann Lee;2024-03-05;"{A}";Gazette'
    (found,) = documents(read_all(tmp_path, "a.csv", f"{names}\n{row}\n"))
    assert (found.title, found.author, found.published) == (title, "Ann Lee", "2024-03-05")
    assert (found.source, text(found)) == ("Gazette", A)


def table(delimiter: str = ",", quote: str = '"') -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, quotechar=quote, quoting=csv.QUOTE_ALL)
    writer.writerows([["title", "text"], [TITLE, A], ["Second", B]])
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(f'"sep=\t"\r\n{table(chr(9))}', id="a quoted line names the tab"),
        pytest.param(table(quote="'"), id="single quotes"),
        pytest.param(f"# exported on Monday\nThe weir\n\n{table()}", id="lines above the names"),
    ],
)
def test_dialects_of_tables_are_told(tmp_path: Path, data: str) -> None:
    found = documents(read_all(tmp_path, "a.csv", data))
    assert [(one.title, text(one)) for one in found] == [(TITLE, A), ("Second", B)]


def test_a_name_that_two_columns_have_loses_neither(tmp_path: Path) -> None:
    (found,) = documents(read_all(tmp_path, "a.csv", f'title,text,text\n{TITLE},"{A}","{B}"\n'))
    assert text(found) == A
    assert found.metadata == {"text 2": B}


ROWS = [{"title": TITLE, "text": A}, {"title": "Second", "text": B}]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", json.dumps({n: {str(i): r[n] for i, r in enumerate(ROWS)} for n in ROWS[0]})),
        (
            "a.json",
            json.dumps({"columns": list(ROWS[0]), "data": [list(row.values()) for row in ROWS]}),
        ),
        ("a.jsonl", json.dumps(ROWS)),
        ("a.jsonl", "\n".join(json.dumps(row, indent=1) for row in ROWS)),
        ("a.jsonl", "\n".join(map(json.dumps, ROWS)).encode("utf-16")),
    ],
)
def test_rows_are_found_in_json_of_many_layouts(
    tmp_path: Path, name: str, data: str | bytes
) -> None:
    found = documents(read_all(tmp_path, name, data))
    assert [(one.title, text(one)) for one in found] == [(TITLE, A), ("Second", B)]


def test_texts_alone_are_articles(tmp_path: Path) -> None:
    assert [text(one) for one in documents(read_all(tmp_path, "a.json", json.dumps([A, B])))] == [
        A,
        B,
    ]
    (one,) = documents(read_all(tmp_path, "b.jsonl", json.dumps(A)))
    assert text(one) == A


def test_a_summary_is_the_text_of_what_has_no_other(tmp_path: Path) -> None:
    value = {
        "title": "The Lock Gazette",
        "description": "News of the basin, every week and for nothing.",
        "items": [{"title": TITLE, "description": A, "content": None}, {"title": "Only this"}],
    }
    (found,) = documents(read_all(tmp_path, "a.json", json.dumps(value)))
    assert (found.title, text(found)) == (TITLE, A)


def test_names_are_compared_without_marks_and_types() -> None:
    names = "Publish Date", "publish-date", "publish_date", "publishDate", "publish_date_dt"
    assert {plain_name(name) for name in names} == {"publishdate"}
    assert plain_name("@") == "@"
