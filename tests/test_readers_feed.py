from pathlib import Path

import pytest
from formats import article, blocks, read_bytes, reasons, texts

from index.types import Document

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>Tarn Beck Herald</title><link>https://herald.example/</link><language>en-gb</language>
<item>
 <title>Lock shut &amp; barges wait</title><link>https://herald.example/1</link>
 <guid isPermaLink="false">h-1</guid><pubDate>Tue, 04 Nov 2025 08:30:00 GMT</pubDate>
 <dc:creator>Zoë Ångström</dc:creator><category>Canal</category><category>Trade</category>
 <media:content url="a.jpg"><media:title>A picture</media:title></media:content>
 <description>Forty tons of gravel wait above the lock.</description>
 <content:encoded><![CDATA[<p>The lock was shut on Friday.</p><h2>Gravel</h2><p>A barge waits
 above&nbsp;it.</p><script>track()</script>]]></content:encoded>
</item>
<item><title>Second</title><link>https://herald.example/2</link>
 <description>&lt;p&gt;Only a description &amp;amp; no more.&lt;/p&gt;</description></item>
<item><title>Third has nothing but this title</title></item>
<item><link>https://herald.example/4</link></item>
</channel></rss>
"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Harzer Bote</title>
<author><name>Die Redaktion</name></author>
<entry><title type="html">Die &lt;em&gt;Schleuse&lt;/em&gt;</title><id>urn:1</id>
<link rel="self" href="https://bote.example/self"/><link href="https://bote.example/1"/>
<updated>2025-11-05T10:00:00Z</updated><published>2025-11-04T10:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Die Schleuse wurde am Freitag
<b>geschlossen</b>, und kein Schiff kam durch.</p></div></content></entry>
<entry><title>Zwei</title><id>urn:2</id><author><name>A. Beyer</name></author>
<content type="text">3 &lt; 4 und sonst nichts.</content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Old Feed</title></channel>
<item><title>From 1999</title><link>https://old.example/1</link><dc:date>1999-05-03</dc:date>
<description>An item of the first kind of feed.</description></item></rdf:RDF>"""


def test_an_item_of_rss_is_an_article(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.rss", RSS)
    first, second, third = (one for one in found if isinstance(one, Document))
    assert first.id == "a.rss#h-1"
    assert first.title == "Lock shut & barges wait"
    assert first.author == "Zoë Ångström"
    assert first.published == "2025-11-04T08:30:00+00:00"
    assert (first.url, first.source) == ("https://herald.example/1", "Tarn Beck Herald")
    assert (first.language, first.metadata["category"]) == ("en", ["Canal", "Trade"])
    assert [(kind, text) for _, kind, text in blocks(first)] == [
        ("title", "Lock shut & barges wait"),
        ("paragraph", "The lock was shut on Friday."),
        ("heading", "Gravel"),
        ("paragraph", "A barge waits above it."),
    ]
    assert {one.line for one in first.blocks} == {5}
    assert second.id == "a.rss#https://herald.example/2"
    assert texts(second) == ["Only a description & no more."]
    assert texts(third) == ["Third has nothing but this title"]
    assert reasons(found) == ["a.rss:17: an item without text"]


@pytest.mark.parametrize("name", ["a.atom", "a.xml", "export"])
def test_an_entry_of_atom_is_an_article(tmp_path: Path, name: str) -> None:
    first, second = read_bytes(tmp_path, name, ATOM)
    assert isinstance(first, Document)
    assert isinstance(second, Document)
    assert (first.id, first.title) == (f"{name}#urn:1", "Die Schleuse")
    assert (first.url, first.source) == ("https://bote.example/1", "Harzer Bote")
    assert (first.published, first.language) == ("2025-11-04T10:00:00+00:00", "de")
    assert (first.author, second.author) == ("Die Redaktion", "A. Beyer")
    assert texts(first) == ["Die Schleuse wurde am Freitag geschlossen, und kein Schiff kam durch."]
    assert texts(second) == ["3 < 4 und sonst nichts."]


def test_an_item_of_the_first_rss_is_an_article(tmp_path: Path) -> None:
    found = article(tmp_path, "a.rdf", RDF)
    assert (found.title, found.published, found.source) == ("From 1999", "1999-05-03", "Old Feed")


def test_xml_that_is_a_page_is_read_as_one(tmp_path: Path) -> None:
    page = (
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><body><article><p>The lock '
        "at Tarn was shut on Friday, and a barge waits above it, the keeper said.</p></article>"
        "</body></html>"
    )
    assert texts(article(tmp_path, "a.xml", page))[0].startswith("The lock at Tarn")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("<config><a>1</a></config>", "passed over: XML of another kind (config), no feed"),
        ("<rss><channel><title>x</title></channel></rss>", "a feed without an item"),
        ("plain text", "not XML, or broken"),
        (
            '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><rss><item>'
            "<title>&b;</title></item></rss>",
            "declares entities",
        ),
        (
            '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss><item><title>&a;</title>'
            "</item></rss>",
            "declares entities",
        ),
    ],
)
def test_other_xml_is_a_problem(tmp_path: Path, data: str, said: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        (reason,) = reasons(read_bytes(tmp_path, "a.xml", data.encode(encoding)))
        assert said in reason


def test_an_item_that_speaks_of_its_film_alone_has_that_text(tmp_path: Path) -> None:
    said = "The lock is shown from above.\nA barge waits &amp; nobody comes."
    media = f"<media:group><media:title>Film</media:title><media:description>{said}"
    entry = f"<entry><title>The lock</title>{media}</media:description></media:group></entry>"
    spaces = 'xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
    found = article(tmp_path, "a.xml", f"<feed {spaces}>{entry}</feed>")
    assert texts(found) == ["The lock is shown from above.\nA barge waits & nobody comes."]
    assert found.title == "The lock"
