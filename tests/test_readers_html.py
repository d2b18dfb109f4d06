import time
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


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:section" content="Politics">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"@type": "Person",'
        ' "name": "Ann Lee"}, "articleSection": ["Politics", "Home"]}</script>',
    ],
)
def test_a_page_declares_its_section_and_its_tags(tmp_path: Path, head: str) -> None:
    tags = '<meta property="article:tag" content="Rivers"><meta property="article:tag" content="A">'
    found = read_one(tmp_path, PAGE.replace("</head>", f"{head}{tags}</head>"))
    assert found.metadata["section"] == "Politics"
    assert found.metadata["tags"] == ["Rivers", "A"]


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


FILLER = (
    "The keepers of the lighthouse had gone to bed long before the lamp went out, it was said. "
)


def page(body: str, *, head: str = "<title>The lamp</title>", lang: str = "en") -> str:
    return f'<!DOCTYPE html><html lang="{lang}"><head>{head}</head><body>{body}</body></html>'


def texts(document: Document, *kinds: str) -> list[str]:
    return [text for _, kind, text in blocks(document) if not kinds or kind in kinds]


def test_text_between_elements_is_kept(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        page(
            f"<article><h1>The lamp</h1><p>{FILLER}</p><h2>A wick</h2>The wick is of cotton and "
            "was trimmed twice a night.<blockquote>It smoked, said the keeper's wife.<p>It always "
            f"did, she said.</p>Nobody asked her.</blockquote><div>First oil,<br>then gas.<br><br>"
            f"Now it is electric.<p>{FILLER}</p>And it is dark.</div></article>"
        ),
    )
    for text in (
        "The wick is of cotton and was trimmed twice a night.",
        "It smoked, said the keeper's wife.",
        "Nobody asked her.",
        "First oil,\nthen gas.",
        "Now it is electric.",
        "And it is dark.",
    ):
        assert text in texts(found, "paragraph")


def test_texts_of_an_item_and_of_a_cell_are_parted(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        page(
            f"<article><h1>The lamp</h1><p>{FILLER}</p><ul><li><h3>Wick</h3><p>It is made of "
            f"cotton.</p></li><li><h3>Oil</h3><p>It is made of whales.</p></li></ul><p>{FILLER}</p>"
            "<table><tr><td>Height<p>of the lamp</p></td><td>nine<div>feet</div></td></tr></table>"
            f"<p>{FILLER}</p></article>"
        ),
    )
    words = found.text.split()
    assert {"Wick", "Oil", "cotton.", "Height", "nine", "feet"} <= set(words)
    assert "Height of the lamp | nine feet" in texts(found)


def test_a_control_character_loses_nothing(tmp_path: Path) -> None:
    body = "".join(f"<p>Night {n}: {FILLER}\x0b\x01</p>" for n in range(4))
    found = read_one(tmp_path, page(f"<article><h1>The lamp</h1>{body}</article>"))
    assert len(texts(found, "paragraph")) == 4


def test_a_page_of_headings_and_loose_text_is_read(tmp_path: Path) -> None:
    found = read_one(tmp_path, page(f"<h1>The lamp</h1>{FILLER}<h2>The oil</h2>{FILLER * 2}"))
    assert found.title == "The lamp"
    assert "The oil" in texts(found, "heading")
    assert len(texts(found, "paragraph")) == 2


def test_a_late_h1_is_no_title(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        page(
            f"<article><h2>The lamp</h2><p>{FILLER}</p><p>Then: {FILLER}</p><h1>Give us a crown</h1>"
            f"<p>Last: {FILLER}</p></article>",
            head='<title>The lamp | The Packet</title><meta property="og:title" content="The lamp">',
        ),
    )
    assert found.title == "The lamp"


def test_captions_are_kept_as_boilerplate(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        page(
            f"<article><h1>The lamp</h1><p>First: {FILLER}</p><figure><img src='a.png'><figcaption>"
            f"The tower at dusk. Ida Moe</figcaption></figure><p>Then: {FILLER}</p></article>"
        ),
    )
    (caption,) = [block for block in found.blocks if block.kind.value == "boilerplate"]
    assert found.text[caption.start : caption.end] == "The tower at dusk. Ida Moe"
    assert caption.reason == "caption of a picture"


def test_code_and_lists_within_the_article_are_kept(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        page(
            f"<nav><a href='/'>Home</a></nav><main><h1>The lamp</h1><p>First: {FILLER}</p><div><pre>"
            f"lamp.light()\n  wick.trim()</pre></div><p>Then: {FILLER}</p><div class='related'><p>"
            f"<a href='/x'>Another lamp goes out in the north of the country</a></p></div>"
            f"<p>Last: {FILLER}</p></main>"
        ),
    )
    assert "lamp.light()\n  wick.trim()" in texts(found)
    assert "Another lamp" not in found.text


def test_the_text_tells_its_language_better_than_the_page(tmp_path: Path) -> None:
    german = "Die Wärter des Leuchtturms waren längst zu Bett gegangen, als die Lampe erlosch. "
    body = f"<article><h1>Die Lampe</h1><p>{german * 2}</p><p>Später: {german}</p></article>"
    assert read_one(tmp_path, page(body, lang="en")).language == "de"
    assert read_one(tmp_path, page(body, lang="de-AT")).language == "de"


def test_a_short_page_of_chinese_is_a_page(tmp_path: Path) -> None:
    found = read_one(
        tmp_path,
        page(
            "<nav><a href='/'>首页</a></nav><article><h1>灯塔熄灭</h1><p class='author'>文/李小红</p>"
            "<p>灯塔的灯在周二夜里熄灭了，守塔人早已睡下。</p><p>渔民说，他们是靠星星回港的。</p></article>",
            head="<title>灯塔熄灭</title>",
            lang="zh",
        ),
    )
    assert texts(found, "title") == ["灯塔熄灭"]
    assert texts(found, "paragraph") == [
        "灯塔的灯在周二夜里熄灭了，守塔人早已睡下。",
        "渔民说，他们是靠星星回港的。",
    ]
    assert found.author == "李小红"


def test_soft_hyphens_are_no_other_text(tmp_path: Path) -> None:
    body = f"<article><h1>The lamp</h1><p>A light&shy;house {FILLER}</p><p>Then: {FILLER}</p></article>"
    found = read_one(tmp_path, page(body))
    assert found.text.count("A lighthouse") == 1
    assert len(found.blocks) == 3


def test_very_many_attributes_cost_no_more_than_their_length(tmp_path: Path) -> None:
    many = " ".join(f'a{n}="<p {n}>"' for n in range(40_000))
    started = time.process_time()
    found = read_one(tmp_path, page(f"<article><h1>The lamp</h1><p {many}>{FILLER}</p></article>"))
    assert FILLER.strip() in found.text
    assert time.process_time() - started < 5
