"""Shapes of files in the formats beside text, Markdown, HTML, tables and PDF."""

from __future__ import annotations

from collections.abc import Callable

Shape = Callable[[int], bytes]


def _repeated(piece: bytes, before: bytes = b"", after: bytes = b"") -> Shape:
    return lambda size: before + piece * (size // len(piece)) + after


def _numbered(piece: str, before: str = "", after: str = "") -> Shape:
    def make(size: int) -> bytes:
        count = size // len(piece)
        body = "".join(piece.replace("{n}", str(n)) for n in range(count))
        return (before + body + after).encode()

    return make


_MAIL = "From: a@example.org\nSubject: The lamp\nDate: Tue, 5 Mar 2024 08:30:00 +0000\n"
_CELLS = b"<table><tr><td><p>It went out.</p><p>It was dark.</p>"
_PROSE = "The keepers of the lamp had gone to bed long before it went out {n}, it was said.\n\n"

SHAPES: dict[str, tuple[str, Shape]] = {
    "html: tables in tables": ("a.html", _repeated(_CELLS)),
    "html: tables of layout": (
        "a.html",
        _repeated(b"<table><tr><td>" + b"It went out at dusk.<br>" * 20 + b"</td></tr></table>"),
    ),
    "html: one cell of many parts": (
        "a.html",
        _numbered("<p>It went out {n} times.</p>", "<table><tr><td>", "</td></tr></table>"),
    ),
    "html: elements called menus": ("a.html", _repeated(b'<div class="nav"><p>It went out.</p>')),
    "html: forms in forms": ("a.html", _repeated(b"<form><p>It went out at dusk, they said.</p>")),
    "html: short items": ("a.html", _numbered("<li>Lamp {n}</li>", "<h1>Lamps</h1><ul>", "</ul>")),
    "html: one word in many places": ("a.html", _repeated(b"<p>lamp</p><p>the lamp lamp</p>")),
    "html: quotations": (
        "a.html",
        _numbered("<blockquote>The lamp went out {n} times, they said.</blockquote>"),
    ),
    "html: parts of a title": ("a.html", _repeated(b" | lamp", b"<title>", b"</title><p>It.</p>")),
    "html: linked data": (
        "a.html",
        _repeated(
            b'{"@id": "a", "url": "b"}, ',
            b'<script type="application/ld+json">{"@type": "Article", ',
            b"}</script><p>It went out.</p>",
        ),
    ),
    "markdown: boxes": ("a.md", _repeated(b"::: note It\n!!! tip\n> [!note] a\n[^1]: b ^c\n")),
    "markdown: colons": ("a.md", _repeated(b":")),
    "markdown: open notes": ("a.md", _repeated(b"[^[!{:")),
    "markdown: exports": ("a.mdx", _repeated(b"export const a = {\n}\n", b"# Lamp\n\nIt.\n\n")),
    "markdown: lines as front matter": ("a.md", _numbered("name{n}: value\n")),
    "markdown: per cents": ("a.md", _repeated(b"% a\n b\n")),
    "text: labels": ("a.txt", _repeated(b"Title: a\nAuthor: b\n\n")),
    "text: escaped line ends": ("a.jsonl", _repeated(b"\\\\n", b'{"text": "', b'"}')),
    "text: UTF-16": ("a.txt", lambda n: _numbered(_PROSE)(n // 2).decode().encode("utf-16-le")),
    "json: nested blocks": ("a.json", _repeated(b'{"children": [', b'{"title": "a", "body": [')),
    "json: many blocks": (
        "a.json",
        _numbered('{"data": {"text": "It {n}."}},', '{"title": "a", "blocks": [', "{}]}"),
    ),
    "json: columns": (
        "a.json",
        _numbered('"{n}": "It.",', '{"title": {"a": 1}, "text": {', '"a": 1}}'),
    ),
    "rst: titles": ("a.rst", _numbered("Lamp {n}\n=======\n\nIt went out.\n\n")),
    "rst: open marks": ("a.rst", _repeated(b"*a `b |c ")),
    "org: headings": ("a.org", _numbered("* Lamp {n} :tag:\nIt went out.\n")),
    "org: open marks": ("a.org", _repeated(b"*a /b =c [[d")),
    "subtitles: cues": ("a.srt", _numbered("{n}\n00:00:01,000 --> 00:00:02,000\nIt went.\n\n")),
    "subtitles: open tags": ("a.vtt", _repeated(b"<v ", b"WEBVTT\n\n00:01.000 --> 00:02.000\n")),
    "mail: a text": ("a.eml", _numbered(_PROSE, f"{_MAIL}\n")),
    "mail: quotations": ("a.eml", _repeated(b"> " * 30 + b"It went out.\n", f"{_MAIL}\n".encode())),
    "mail: headers": ("a.eml", _numbered("X-Lamp-{n}: out\n", _MAIL, "\nIt went out.\n")),
    "mailbox: messages": (
        "a.mbox",
        _numbered(f"From a Tue Mar 5 08:30:00 2024\n{_MAIL}\nIt {{n}}.\n\n"),
    ),
    "feed: items": (
        "a.rss",
        _numbered(
            "<item><title>Lamp {n}</title><description>It.</description></item>", "<rss>", "</rss>"
        ),
    ),
    "rtf: paragraphs": ("a.rtf", _numbered("It went out {n}.\\par ", "{\\rtf1 ", "}")),
    "rtf: groups": ("a.rtf", _repeated(b"{\\b a", b"{\\rtf1 ")),
}
