from pathlib import Path

import pytest

from index.readers import read
from index.readers.sources import SourceFile
from index.types import Document, Problem

PAGE = """\
<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Bridge falls | The Ledger</title>
<meta name="author" content="Ann Lee">
<meta name="description" content="For search engines.">
<meta property="article:published_time" content="2021-05-03">
<meta property="og:site_name" content="The Ledger">
<link rel="canonical" href="https://www.example.org/bridge">
<script>var title = "Bridge falls";</script>
</head>
<body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article>
<h1>Bridge falls</h1>
<p class="article__standfirst">Nobody was hurt, and nobody will pay</p>
<p>
  The <a href="/aln">bridge over the Aln</a> fell at dawn on Monday,
  when nobody was on it &amp; few were awake to hear the noise that it made.
</p>
<h2>What now</h2>
<ul>
<li>A ferry will run until the end of the year, weather permitting.</li>
<li>A tunnel has been ruled out by the council on grounds of cost.</li>
</ul>
<blockquote><p>It was old, said the mayor, and it was tired, as we all are.</p></blockquote>
<table><tr><th>Year</th><th>Cost</th></tr><tr><td>1931</td><td>4m</td></tr></table>
<p>The inquiry opens in June and is expected to last for most of the summer.</p>
</article>
<footer>Copyright The Ledger</footer>
</body>
</html>
"""


def read_bytes(tmp_path: Path, data: bytes) -> list[Document | Problem]:
    (tmp_path / "a.html").write_bytes(data)
    return list(read(SourceFile(tmp_path / "a.html", "a.html", 0, 0)))


def read_one(tmp_path: Path, page: str) -> Document:
    (found,) = read_bytes(tmp_path, page.encode())
    assert isinstance(found, Document)
    return found


def blocks(document: Document) -> list[tuple[int, str, str]]:
    return [(b.line, b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def test_the_page_declares_the_article(tmp_path: Path) -> None:
    found = read_one(tmp_path, PAGE)
    assert (found.title, found.author) == ("Bridge falls", "Ann Lee")
    assert (found.published, found.language) == ("2021-05-03", "en")
    assert (found.url, found.source) == ("https://www.example.org/bridge", "The Ledger")
    assert found.standfirst == "Nobody was hurt, and nobody will pay"
    assert found.metadata == {"description": "For search engines."}


def test_the_main_content_keeps_its_structure_and_its_lines(tmp_path: Path) -> None:
    found = read_one(tmp_path, PAGE)
    assert blocks(found) == [
        (16, "title", "Bridge falls"),
        (17, "standfirst", "Nobody was hurt, and nobody will pay"),
        (
            19,
            "paragraph",
            "The bridge over the Aln fell at dawn on Monday, when nobody was on it & few were "
            "awake to hear the noise that it made.",
        ),
        (22, "heading", "What now"),
        (24, "paragraph", "A ferry will run until the end of the year, weather permitting."),
        (25, "paragraph", "A tunnel has been ruled out by the council on grounds of cost."),
        (27, "paragraph", "It was old, said the mayor, and it was tired, as we all are."),
        (28, "paragraph", "Year | Cost\n1931 | 4m"),
        (
            29,
            "paragraph",
            "The inquiry opens in June and is expected to last for most of the summer.",
        ),
    ]


def test_a_description_that_the_page_shows_is_the_standfirst(tmp_path: Path) -> None:
    page = PAGE.replace("For search engines.", "Nobody was hurt, and nobody will pay")
    found = read_one(tmp_path, page.replace(' class="article__standfirst"', ""))
    assert found.standfirst == "Nobody was hurt, and nobody will pay"
    assert blocks(found)[1][1] == "standfirst"
    assert found.metadata == {}


def test_a_description_that_the_page_does_not_show_is_none(tmp_path: Path) -> None:
    found = read_one(tmp_path, PAGE.replace(' class="article__standfirst"', ""))
    assert found.standfirst == ""
    assert blocks(found)[1][1] == "paragraph"


def test_a_second_h1_is_a_heading(tmp_path: Path) -> None:
    found = read_one(tmp_path, PAGE.replace("<h2>What now</h2>", "<h1>What now</h1>"))
    assert [text for _, kind, text in blocks(found) if kind == "title"] == ["Bridge falls"]
    assert (22, "heading", "What now") in blocks(found)


def test_the_declared_encoding_is_used(tmp_path: Path) -> None:
    page = PAGE.replace("utf-8", "windows-1251").replace("The inquiry opens", "Следствие откроется")
    (found,) = read_bytes(tmp_path, page.encode("windows-1251"))
    assert isinstance(found, Document)
    assert "Следствие откроется in June" in found.text


def test_xhtml_with_an_xml_declaration_is_read(tmp_path: Path) -> None:
    page = PAGE.replace("<!DOCTYPE html>", '<?xml version="1.0" encoding="utf-8"?>')
    assert read_one(tmp_path, page).title == "Bridge falls"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n ", "nothing but white space"),
        (b"<html></html>", "no article text found"),
        (b"<!-- nothing -->", "no article text found"),
        (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no article text found"),
        (bytes(range(256)), "binary data, not text"),
        (b"<div>" * 50_000 + b"word " * 100, "no article text found"),
        (
            b"<article>" + b"<p>Words, and more words.</p>" * 100_001,
            "more than 100,000 elements; this is no single article",
        ),
    ],
)
def test_what_is_no_article_is_a_problem(tmp_path: Path, data: bytes, reason: str) -> None:
    assert read_bytes(tmp_path, data) == [Problem("a.html", reason)]
