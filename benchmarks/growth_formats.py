"""Shapes of files in the formats beside text, Markdown, HTML, tables and PDF."""

from __future__ import annotations

from benchmarks.growth_shapes import Shape, numbered, repeated

_MAIL = "From: a@example.org\nSubject: The lamp\nDate: Tue, 5 Mar 2024 08:30:00 +0000\n"
_CELLS = b"<table><tr><td><p>It went out.</p><p>It was dark.</p>"
_PROSE = "The keepers of the lamp had gone to bed long before it went out {n}, it was said.\n\n"

SHAPES: dict[str, tuple[str, Shape]] = {
    "html: tables in tables": ("a.html", repeated(_CELLS)),
    "html: tables of layout": (
        "a.html",
        repeated(b"<table><tr><td>" + b"It went out at dusk.<br>" * 20 + b"</td></tr></table>"),
    ),
    "html: one cell of many parts": (
        "a.html",
        numbered("<p>It went out {n} times.</p>", "<table><tr><td>", "</td></tr></table>"),
    ),
    "html: elements called menus": ("a.html", repeated(b'<div class="nav"><p>It went out.</p>')),
    "html: forms in forms": ("a.html", repeated(b"<form><p>It went out at dusk, they said.</p>")),
    "html: short items": ("a.html", numbered("<li>Lamp {n}</li>", "<h1>Lamps</h1><ul>", "</ul>")),
    "html: one word in many places": ("a.html", repeated(b"<p>lamp</p><p>the lamp lamp</p>")),
    "html: quotations": (
        "a.html",
        numbered("<blockquote>The lamp went out {n} times, they said.</blockquote>"),
    ),
    "html: parts of a title": ("a.html", repeated(b" | lamp", b"<title>", b"</title><p>It.</p>")),
    "html: linked data of names": (
        "a.html",
        repeated(
            b'{"@id": "a", "url": "b"}, ',
            b'<script type="application/ld+json">{"@type": "Article", ',
            b"}</script><p>It went out.</p>",
        ),
    ),
    "markdown: boxes": ("a.md", repeated(b"::: note It\n!!! tip\n> [!note] a\n[^1]: b ^c\n")),
    "markdown: colons": ("a.md", repeated(b":")),
    "markdown: open notes": ("a.md", repeated(b"[^[!{:")),
    "markdown: exports": ("a.mdx", repeated(b"export const a = {\n}\n", b"# Lamp\n\nIt.\n\n")),
    "markdown: lines as front matter": ("a.md", numbered("name{n}: value\n")),
    "markdown: per cents": ("a.md", repeated(b"% a\n b\n")),
    "text: labels": ("a.txt", repeated(b"Title: a\nAuthor: b\n\n")),
    "text: escaped line ends": ("a.jsonl", repeated(b"\\\\n", b'{"text": "', b'"}')),
    "text: UTF-16": ("a.txt", lambda n: numbered(_PROSE)(n // 2).decode().encode("utf-16-le")),
    "json: nested blocks": ("a.json", repeated(b'{"children": [', b'{"title": "a", "body": [')),
    "json: many blocks": (
        "a.json",
        numbered('{"data": {"text": "It {n}."}},', '{"title": "a", "blocks": [', "{}]}"),
    ),
    "json: columns": (
        "a.json",
        numbered('"{n}": "It.",', '{"title": {"a": 1}, "text": {', '"a": 1}}'),
    ),
    "rst: titles": ("a.rst", numbered("Lamp {n}\n=======\n\nIt went out.\n\n")),
    "rst: open marks": ("a.rst", repeated(b"*a `b |c ")),
    "org: headings with tags": ("a.org", numbered("* Lamp {n} :tag:\nIt went out.\n")),
    "org: open marks": ("a.org", repeated(b"*a /b =c [[d")),
    "subtitles: cues": ("a.srt", numbered("{n}\n00:00:01,000 --> 00:00:02,000\nIt went.\n\n")),
    "subtitles: open tags": ("a.vtt", repeated(b"<v ", b"WEBVTT\n\n00:01.000 --> 00:02.000\n")),
    "mail: a text": ("a.eml", numbered(_PROSE, f"{_MAIL}\n")),
    "mail: quotations": ("a.eml", repeated(b"> " * 30 + b"It went out.\n", f"{_MAIL}\n".encode())),
    "rtf: paragraphs": ("a.rtf", numbered("It went out {n}.\\par ", "{\\rtf1 ", "}")),
    "rtf: groups of words": ("a.rtf", repeated(b"{\\b a", b"{\\rtf1 ")),
}
