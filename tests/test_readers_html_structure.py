"""How pages of many makers are built, and that all of an article comes out of each."""

from pathlib import Path

import pytest

from index.readers import read
from index.readers.html import article
from index.readers.sources import SourceFile
from index.types import BlockKind, Document

A = "The keeper of the weir says that the gates have not been greased since the flood."
B = "A diver went down on Thursday and came back with a bicycle, two boots and no answer."
C = "Until the gates move again, barges wait in the upper basin and pay for each night."
D = "The province has promised a crane, which is to arrive by water in the first week of May."
TITLE = "Gates of the weir are stuck"


def read_page(tmp_path: Path, body: str, head: str = f"<title>{TITLE}</title>") -> Document:
    page = f'<html lang="en"><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (found,) = read(SourceFile(tmp_path / "a.html", "a.html", 0, 0))
    assert isinstance(found, Document), found
    return found


def shown(document: Document) -> list[str]:
    kinds = (BlockKind.HEADING, BlockKind.PARAGRAPH)
    return [document.text[b.start : b.end] for b in document.blocks if b.kind in kinds]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            f"<article><h1>{TITLE}</h1>{paragraphs(A)}<ul><li>Gates<div>Repair</div><div>Hire</div>"
            f"</li></ul>{paragraphs(B)}</article>",
            [A, "Gates", "Repair", "Hire", B],
            id="blocks in an item of a list",
        ),
        pytest.param(
            f"<article><h1>{TITLE}</h1><p>Set <code>gate=open</code> and wait for the <code>weir"
            f"</code> to answer before the tide turns.</p>{paragraphs(A, B)}</article>",
            ["Set gate=open and wait for the weir to answer before the tide turns.", A, B],
            id="code in a sentence",
        ),
        pytest.param(
            f"<article><h1>{TITLE}</h1>{paragraphs(A)}<figure><blockquote><p>{B}</p></blockquote>"
            f"</figure>{paragraphs(C)}</article>",
            [A, B, C],
            id="a quotation in a figure",
        ),
        pytest.param(
            f"<article><h1>{TITLE}</h1>{paragraphs(A, B)}<figure class='pullquote'><blockquote><p>"
            f"{B}</p></blockquote></figure>{paragraphs(C)}</article>",
            [A, B, C],
            id="a sentence shown twice",
        ),
        pytest.param(
            f"<article><h1>{TITLE}</h1>{paragraphs(A)}<dl><dt>-f</dt><dd>Run dry.</dd><dt>-n"
            f"</dt><dd>{B}</dd></dl>{paragraphs(C)}</article>",
            [A, "-f", "Run dry.", "-n", B, C],
            id="short definitions",
        ),
        pytest.param(
            f"<main><h1>{TITLE}</h1>{paragraphs(A, B)}<aside class='footnote-list'><aside "
            f"role='doc-footnote' class='footnote'><p>{C}</p></aside></aside></main>",
            [A, B, C],
            id="footnotes in an aside",
        ),
        pytest.param(
            f"<article><h1>{TITLE}<a class='headerlink' href='#x'>¶</a></h1>{paragraphs(A)}<h2>"
            f"Costs<a href='#c'>#</a></h2>{paragraphs(B)}<h2>Time<span class='mw-editsection'>[<a>"
            f"edit</a>]</span></h2>{paragraphs(C)}</article>",
            [A, "Costs", B, "Time", C],
            id="links to headings",
        ),
        pytest.param(
            f"<article><h1>{TITLE}</h1>{paragraphs(A)}<table class='highlight'><tr><td class='linenos'>"
            f"<pre>1\n2</pre></td><td><pre>open(gate)\nwait(9)</pre></td></tr></table>"
            f"{paragraphs(B)}</article>",
            [A, "open(gate)\nwait(9)", B],
            id="numbered lines of a program",
        ),
        pytest.param(
            "<table><tr><td><a href='/1'>Barges</a><br><a href='/2'>Locks</a></td>"
            f"<td><h1>{TITLE}</h1>{A} {B}<br><br>{C} {A}<p>{D}</td></tr></table>",
            [f"{A} {B}", f"{C} {A}", D],
            id="a page in a table",
        ),
        pytest.param(
            "<form id='aspnet'><div class='top-menu'><a href='/'>Barges</a></div>"
            f"<div class='wy-nav-content'><h1>{TITLE}</h1><dl><dt>Gate</dt><dd>It opens.</dd></dl>"
            f"{paragraphs(A, B, C)}</div></form>",
            ["Gate", "It opens.", A, B, C],
            id="a form around the page",
        ),
        pytest.param(
            f"<div class='post category-social tag-gallery'><h1>{TITLE}</h1>{paragraphs(A)}<dl><dt>"
            f"Gate</dt><dd>It opens.</dd></dl>{paragraphs(B, C)}</div>",
            [A, "Gate", "It opens.", B, C],
            id="a subject named as a share bar is",
        ),
    ],
)
def test_all_blocks_of_an_article_are_kept(tmp_path: Path, body: str, expected: list[str]) -> None:
    found = read_page(tmp_path, f"<nav><a href='/'>Mooring</a></nav>{body}")
    assert found.title == TITLE
    assert shown(found) == expected


def test_questions_that_open_on_a_click_are_read(tmp_path: Path) -> None:
    items = "".join(
        f"<div class='item'><button>More</button><div class='panel'>{text}</div></div>"
        for text in (A, B)
    )
    page = read_page(
        tmp_path, f"<h1>{TITLE}</h1>{items}<details><summary>When?</summary>{D}</details>"
    )
    assert {A, B, D, "When?"} <= set(shown(page))
    assert "More" not in page.text


def test_what_stands_for_frames_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        f"<html><head><title>{TITLE}</title></head><frameset cols='20%,80%'><frame src='m.html'>"
        f"<noframes><body><h1>{TITLE}</h1>{paragraphs(A, B)}</body></noframes></frameset></html>"
    )
    (found,) = read(SourceFile(tmp_path / "a.html", "a.html", 0, 0))
    assert isinstance(found, Document)
    assert shown(found) == [A, B]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        pytest.param(
            f"<title>The Lock Gazette | {TITLE}</title>",
            f"<h1>The Lock Gazette</h1><h2>{TITLE}</h2>",
            id="the site's name as first heading",
        ),
        pytest.param(
            f"<title>The Lock Gazette: {TITLE}</title>",
            f"<h1><a href='/'>The Lock Gazette</a></h1><h3>{TITLE}</h3>",
            id="the site's name with a colon",
        ),
        pytest.param(
            f"<title>{TITLE} - The Lock Gazette</title>",
            f"<div class='hed'>{TITLE}</div>",
            id="a heading that is none by its tag",
        ),
        pytest.param(
            f"<title>{TITLE}</title><meta property='og:title' content='{TITLE} | Gazette'>",
            f"<h1>{TITLE}</h1>",
            id="the site's name in og:title",
        ),
    ],
)
def test_a_title_is_what_the_page_and_its_head_both_say(
    tmp_path: Path, head: str, body: str
) -> None:
    appeal = "<div><h1>Give today</h1><p>Nobody else pays for the lamps on the lock.</p></div>"
    assert read_page(tmp_path, f"{body}{paragraphs(A, B, C)}{appeal}", head).title == TITLE


def test_a_headline_over_two_lines_is_whole(tmp_path: Path) -> None:
    body = f"<h1>Gates of the weir<br>stay stuck</h1>{paragraphs(A, B, C)}"
    page = read_page(tmp_path, body, "<title>Gates of the weir</title>")
    assert page.title == "Gates of the weir stay stuck"


def test_the_page_says_when_and_where(tmp_path: Path) -> None:
    script = (
        '{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Gates", '
        '"author": {"@type": "Person", "name": "Ann Lee", "url": "https://weir.example/ann"}, '
        '"datePublished": "2024-03-05T08:30:00+01:00", "url": "https://weir.example/gates"}'
    )
    head = f"<title>{TITLE}</title><script type='application/ld+json'>{script}</script>"
    page = read_page(tmp_path, f"<h1>{TITLE}</h1>{paragraphs(A, B, C)}", head)
    assert page.url == "https://weir.example/gates"
    assert page.published == "2024-03-05T08:30:00+01:00"


def test_a_description_that_stands_above_the_text_is_its_standfirst(tmp_path: Path) -> None:
    head = f"<title>{TITLE}</title><meta name='description' content='Nobody greased them'>"
    body = f"<h1>{TITLE}</h1><h3 class='subtitle'>Nobody greased them</h3>{paragraphs(A, B, C)}"
    assert read_page(tmp_path, body, head).standfirst == "Nobody greased them"


SAID = "The harbour reopened on Monday after the storm, said its keeper to all of us."
WHOLE = [f"On day {n} {SAID}" for n in range(4)]
LONG = "".join(f"<p>{said}</p>" for said in WHOLE)


@pytest.mark.parametrize(
    "box",
    [
        "<p>Next: <a rel=next href=n>Lamps</a>, Previous: <a rel=prev href=p>Boats</a></p>",
        "<div class='kg-signup-card'><h2>Read us</h2><p>Once a week by mail.</p><form></form></div>",
        "<div id=siteSub>From Packet, the free encyclopedia</div>",
    ],
)
def test_what_a_site_puts_around_its_text_is_none(box: str) -> None:
    text, _, _ = article(f"<html><body><h1>Storm</h1>{box}{LONG}{box}</body></html>")
    assert text.removeprefix("Storm").split() == " ".join(WHOLE).split()


def test_a_form_around_an_article_and_a_link_in_a_sentence_stay() -> None:
    linked = "<p>See the <a rel=next href=n>next</a> or <a rel=prev href=p>last</a> year.</p>"
    page = f"<div class='subscribers'>{LONG}{linked * 9}<form>{LONG}</form></div>"
    text, _, _ = article(f"<html><body><h1>Storm</h1>{page}</body></html>")
    assert text.count(SAID) >= 4


def test_parts_of_a_heading_are_parted() -> None:
    heading = "<h1><span class=k>On the coast</span><span class=t>Harbour opens</span></h1>"
    whole = "<h1><span class=k>Mac</span><span class=t>book and i</span><span>Phone</span></h1>"
    assert article(f"<html><body>{heading}{LONG}</body></html>")[2].title.endswith(
        "On the coast Harbour opens"
    )
    assert "book and iPhone" in article(f"<html><body>{whole}{LONG}</body></html>")[2].title


def test_a_short_line_between_others_of_the_same_element_is_kept() -> None:
    parts = "<br><br>".join([SAID, "<b>At sea</b>", f"{SAID} Really.", f"{SAID} Again."])
    cell = f"<table><tr><td><a href=/>Home</a></td><td>{parts}</td></tr></table>"
    text, _, _ = article(f"<html><body>{cell}</body></html>")
    assert "At sea" in text
