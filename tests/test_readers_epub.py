import io
import zipfile
from pathlib import Path

import pytest
from formats import article, blocks, read_bytes, reasons

from index.types import Document

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml"><body><nav><ol><li><a href="text/one.xhtml">'
    'The lock</a></li><li><a href="text/two%20b.xhtml#x">The barge</a></li></ol></nav></body></html>'
)


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f"<title>t</title></head><body>{body}</body></html>"
    )


def book(pages: dict[str, str], spine: list[str], *, opf: str = "") -> bytes:
    """A book of these pages; ``spine`` is their order, by the names before the dot."""
    items = "".join(
        f'<item id="{name.split(".")[0]}" href="text/{name.replace(" ", "%20")}" '
        'media-type="application/xhtml+xml"/>'
        for name in pages
    )
    refs = "".join(f'<itemref idref="{name}"/>' for name in spine)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        bundle.writestr("META-INF/container.xml", CONTAINER)
        bundle.writestr(
            "OPS/book.opf",
            opf
            or '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<metadata><dc:title>Letters from the canal</dc:title><dc:creator>Zoë Ångström</dc:creator>"
            "<dc:date>2025-11-04</dc:date><dc:language>en</dc:language>"
            "<dc:publisher>Tarn Press</dc:publisher></metadata><manifest>"
            '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
            f"{items}</manifest><spine>{refs}</spine></package>",
        )
        bundle.writestr("OPS/nav.xhtml", NAV)
        for name, body in pages.items():
            bundle.writestr(f"OPS/text/{name}", page(body))
    return stream.getvalue()


PAGES = {
    "two b.xhtml": "<p>A barge waits with forty tons of gravel.</p><h2>Below</h2><p>It waits.</p>",
    "one.xhtml": "<h1>The lock is shut</h1><p>The lock was shut on Friday.<a epub:type='noteref'>1</a></p>",
    "cover.xhtml": "<h1>Letters from the canal</h1><img src='a.jpg'/>",
}


def test_a_chapter_is_an_article_in_the_order_of_reading(tmp_path: Path) -> None:
    data = book(PAGES, ["cover", "nav", "one", "two b", "one"])
    for name in ("a.epub", "unnamed"):
        first, second = read_bytes(tmp_path, name, data)
        assert isinstance(first, Document)
        assert isinstance(second, Document)
        assert first.id == f"{name}#OPS/text/one.xhtml"
        assert (first.title, second.title) == ("The lock is shut", "The barge")
        assert first.author == second.author == "Zoë Ångström"
        assert (first.source, first.published) == ("Letters from the canal", "2025-11-04")
        assert first.metadata["publisher"] == "Tarn Press"
        assert blocks(first) == [
            (3, "title", "The lock is shut"),
            (3, "paragraph", "The lock was shut on Friday."),
        ]
        assert blocks(second)[1] == (4, "heading", "Below")


def test_a_book_of_one_chapter_is_one_article(tmp_path: Path) -> None:
    found = article(tmp_path, "a.epub", book(PAGES, ["cover", "one"]))
    assert (found.id, found.title) == ("a.epub", "Letters from the canal")
    assert found.source == "Tarn Press"


def test_a_chapter_that_is_missing_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    opf = (
        "<package><manifest><item id='a' href='text/one.xhtml'/><item id='b' href='gone.xhtml'/>"
        "</manifest><spine><itemref idref='a'/><itemref idref='b'/></spine></package>"
    )
    found = read_bytes(tmp_path, "a.epub", book(PAGES, [], opf=opf))
    assert reasons(found) == ["a.epub:2: OPS/gone.xhtml: the book has no such file"]
    assert [one.title for one in found if isinstance(one, Document)] == ["The lock is shut"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\3\4", "not an EPUB book"),
        (book({}, []), "a book without text"),
        (book(PAGES, [], opf="<!DOCTYPE a [<!ENTITY b 'c'>]><package/>"), "declares entities"),
    ],
)
def test_what_is_no_book_is_a_problem(tmp_path: Path, data: bytes, said: str) -> None:
    (reason,) = reasons(read_bytes(tmp_path, "a.epub", data))
    assert said in reason
