"""Files of every format in shapes that may cost more than their length: see ``growth``."""

from __future__ import annotations

import bz2
import gzip
import io
import random
import tarfile
import zlib
from collections.abc import Callable
from typing import Final

from benchmarks.robustness.makers import docx, epub, odt, zipped

Shape = Callable[[int], bytes]
"""Makes a file of about so many bytes."""

_PROSE = b"The keepers of the lamp had gone to bed long before it went out, it was said. "


def repeated(piece: bytes, before: bytes = b"", after: bytes = b"") -> Shape:
    return lambda size: before + piece * (size // len(piece)) + after


def numbered(piece: str, before: str = "", after: str = "") -> Shape:
    """The piece again and again, with another number in the place of ``{n}``."""

    def make(size: int) -> bytes:
        count = size // len(piece)
        return (
            before + "".join(piece.replace("{n}", str(n)) for n in range(count)) + after
        ).encode()

    return make


def noise(alphabet: str, before: str = "", after: str = "") -> Shape:
    def make(size: int) -> bytes:
        chance = random.Random(size)
        return (before + "".join(chance.choices(alphabet, k=size)) + after).encode()

    return make


def pdf(content: Shape) -> Shape:
    def make(size: int) -> bytes:
        packed = zlib.compress(content(size), 1)
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
            + packed
            + b"\nendstream",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        data = b"%PDF-1.4\n"
        places = []
        for number, part in enumerate(objects, 1):
            places.append(b"%010d 00000 n \n" % len(data))
            data += b"%d 0 obj\n" % number + part + b"\nendobj\n"
        return (
            data
            + b"xref\n0 6\n0000000000 65535 f \n"
            + b"".join(places)
            + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
        )

    return make


_ITEM: Final = "<item><title>Lamp {n}</title><description>It went out.</description></item>"
_HEAD: Final = b"From: a@example.org\nSubject: Lamps\n\n"
_MIXED: Final = b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n"
_QUOTED: Final = b"Content-Transfer-Encoding: quoted-printable\n\n"
_LETTER: Final = "From a@b Tue Nov  4 08:30:00 2025\nFrom: a\nSubject: {n}\n\nA lamp.\n\n"
_RECORD: Final = (
    b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/\r\n"
    b"Content-Type: text/plain\r\nContent-Length: 29\r\n\r\nThe lamp on the pier went out.\r\n\r\n"
)


def _unlike(size: int, form: str) -> str:
    """Pieces of text that no packing makes small: it is refused what packs too well."""
    chance = random.Random(size)
    pieces = ("".join(chance.choices("abcdefghij ", k=60)) for _ in range(size // 64))
    return "".join(form.format(piece) for piece in pieces)


def _row(size: int) -> str:
    cells = _unlike(size, "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>")
    return f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"


def _stairs(line: str) -> Shape:
    """Lines each of which stands further in, until they are too deep, again and again."""
    flight = "".join("   " * depth + line for depth in range(20)).encode()
    return lambda size: flight * (size // len(flight))


def _tar(size: int) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for number in range(size // 1024):
            entry = tarfile.TarInfo(f"{number}.txt")
            entry.size = 9
            archive.addfile(entry, io.BytesIO(b"The lamp."))
    return stream.getvalue()


_HTML = b"<html><body><article><h1>Lamps</h1><p>" + _PROSE * 4 + b"</p>"
_DATES = "1/2/3 {n} zqx 1998 wvu {n}/{n}"

SHAPES: dict[str, tuple[str, Shape]] = {
    "text: prose on lines": ("a.txt", repeated(_PROSE + b"\n")),
    "text: one line": ("a.txt", repeated(_PROSE)),
    "text: quotation marks": ("a.txt", repeated(b'"')),
    "text: hyphens at line ends": ("a.txt", repeated(b"lamps and light-\nhouses and light-\n")),
    "text: short lines": ("a.txt", repeated(b"a\n")),
    "text: datelines": ("a.txt", repeated(b"SALTMERE, MAY ")),
    "text: header lines": ("a.txt", numbered("HEADLINE: lamps {n}\n")),
    "text: capitals": ("a.txt", repeated(b"LAMPS GO OUT\n")),
    "text: bytes past ASCII": ("a.txt", repeated(b"caf\xe9 \xe9t\xe9 ")),
    "text: broken UTF-8": ("a.txt", repeated("né ".encode() + b"\xe9 ")),
    "text: noise": ("a.txt", noise("ab .\n-'\"“”:;,!?()é年")),
    "markdown: prose": ("a.md", repeated(b"# Lamps\n\n" + _PROSE + b"\n\n")),
    "markdown: one wide row": (
        "a.md",
        lambda n: b"|" + b"a|" * (n // 4) + b"\n|" + b"-|" * (n // 4),
    ),
    "markdown: rows": ("a.md", repeated(b"|a|b|\n", b"|a|b|\n|-|-|\n")),
    "markdown: quotation marks": ("a.md", repeated(b'"')),
    "markdown: nested quotations": ("a.md", repeated(b"> ")),
    "markdown: nested lists": ("a.md", repeated(b"- ")),
    "markdown: brackets": ("a.md", repeated(b"[a](")),
    "markdown: emphasis": ("a.md", repeated(b"*a **b ")),
    "markdown: code marks": ("a.md", numbered("`a``b{n}```c ")),
    "markdown: tags": ("a.md", repeated(b"<a <b ")),
    "markdown: comments": ("a.md", repeated(b"<!-- a ")),
    "markdown: template code": ("a.md", repeated(b"{% a {{ b {# c [[ d %% ")),
    "markdown: fences": ("a.md", numbered("```{n}\na\n~~~\n")),
    "markdown: references": ("a.md", numbered("[a{n}]: /x\n\n[a{n}] ")),
    "markdown: noise": ("a.md", noise("ab *_`[]()<>!#|\n-{}%&\\")),
    "front matter: nested lists": ("a.md", lambda n: b"---\nx: " + b"[" * n + b"\n---\nText.\n"),
    "front matter: dashes": (
        "a.md",
        lambda n: b"---\nx:\n " + b"- " * (n // 2) + b"\n---\nText.\n",
    ),
    "front matter: fields": ("a.md", numbered("a{n}: b\n", "---\n", "---\nText.\n")),
    "html: prose": ("a.html", repeated(b"<p>" + _PROSE + b"</p>", _HTML)),
    "html: other prose": ("a.html", numbered("<p>Lamp {n} of the coast went out at dusk.</p>")),
    "html: attributes": ("a.html", numbered(" a{n}=b", "<p", f">{_PROSE.decode() * 4}</p>")),
    "html: quoted attributes": (
        "a.html",
        numbered(" a{n}='<p>'", "<p", f">{_PROSE.decode() * 4}</p>"),
    ),
    "html: classes": ("a.html", repeated(b"related-", b"<p class='", b"'>" + _PROSE * 4)),
    "html: nested elements": ("a.html", repeated(b"<div><b>a ")),
    "html: spans": ("a.html", repeated(b"<span>a</span> ", _HTML)),
    "html: line breaks": ("a.html", repeated(b"a<br>", _HTML)),
    "html: links": ("a.html", repeated(b"<a href=/x>lamp</a> ", _HTML)),
    "html: lists": ("a.html", repeated(b"<ul><li>lamp", _HTML)),
    "html: one wide row": ("a.html", repeated(b"<td>a", _HTML + b"<table><tr>")),
    "html: rows": ("a.html", repeated(b"<tr><td>a<td>b", _HTML + b"<table>")),
    "html: entities": ("a.html", repeated(b"&amp;", _HTML)),
    "html: open tags": ("a.html", repeated(b"<", _HTML)),
    "html: open comments": ("a.html", repeated(b"<!-- ", _HTML)),
    "html: metadata": ("a.html", numbered("<meta name=author content='Ida {n}'>")),
    "html: linked data": ("a.html", repeated(b"[", _HTML + b"<script type='application/ld+json'>")),
    "html: noise": ("a.html", noise("ab <>/='\"&;p\n", "<p>")),
    "records: lines": ("a.jsonl", numbered('{"text": "Lamp {n} went out."}\n')),
    "records: one of lines": ("a.jsonl", repeated(b"lamp\\n", b'{"text": "', b'"}')),
    "records: one of words": ("a.jsonl", repeated(_PROSE, b'{"text": "', b'"}')),
    "records: one of lists": ("a.jsonl", repeated(b"[],", b'{"text": [', b'""]}')),
    "records: one of fields": ("a.jsonl", numbered('"a{n}": 1, ', "{", '"text": "a"}')),
    "records: one of tags": ("a.jsonl", repeated(b"<p>lamp &amp; ", b'{"text": "', b'"}')),
    "records: junk dates": (
        "a.jsonl",
        numbered(f'{{"text": "It went out.", "date": "{_DATES}"}}\n'),
    ),
    "table: rows": ("a.csv", numbered("{n},It went out.\n", "id,text\n")),
    "table: quotation marks": ("a.csv", repeated(b'"', b"id,text\n1,")),
    "table: open quotations": ("a.csv", numbered('{n},"It went out.\n', "id,text\n")),
    "table: one open quotation": ("a.csv", numbered("{n},It went out.\n", 'id,text\n0,"It\n')),
    "table: one wide row": ("a.csv", numbered("a{n},", "", "text\n1")),
    "table: one wide row below": ("a.csv", repeated(b"a,", b"id,text\n")),
    "pdf: lines": (
        "a.pdf",
        pdf(repeated(b"(It went out at dusk.) Tj 0 -14 Td\n", b"BT /F1 9 Tf 50 700 Td\n", b"ET")),
    ),
    "pdf: letters apart": (
        "a.pdf",
        pdf(repeated(b"(a) Tj 3 0 Td ", b"BT /F1 9 Tf 50 700 Td\n", b"ET")),
    ),
    "pdf: drawings": ("a.pdf", pdf(repeated(b"0 0 m 9 9 l S "))),
    "pdf: spaces": ("a.pdf", pdf(repeated(b" "))),
    "text: one word": ("a.txt", repeated(b"a")),
    "html: unclosed attribute": ("a.html", repeated(b"<p>", b"<p a='")),
    "html: sections": ("a.html", repeated(b"<![CDATA[<!--a--!>-->", _HTML)),
    "json: objects": ("a.json", numbered('{"text": "Lamp {n} went out."},', "[", "{}]")),
    "json: objects in objects": ("a.json", repeated(b'{"a":', b"", b"1")),
    "json: one after another": ("a.json", numbered('{"text": "Lamp {n} went out."}\n')),
    "feed: items": ("a.rss", numbered(_ITEM, "<rss><channel>", "</channel></rss>")),
    "feed: escaped tags": ("a.rss", repeated(b"&lt;div&gt;", b"<rss><channel><item><description>")),
    "feed: open items": ("a.rss", repeated(b"<item>", b"<rss><channel>")),
    "feed: attributes": (
        "a.rss",
        numbered(" a{n}='b'", "<rss", "><channel><item/></channel></rss>"),
    ),
    "mail: lines": ("a.eml", repeated(_PROSE + b"\n", _HEAD)),
    "mail: headers": ("a.eml", numbered("X-{n}: lamp\n", "From: a@b\nSubject: a\n", "\nLamps.")),
    "mail: folded header": ("a.eml", repeated(b" lamp\n", b"From: a@b\nSubject: a\n", b"\nLamps.")),
    "mail: encoded words": (
        "a.eml",
        repeated(b"=?utf-8?q?a?= ", b"Subject: ", b"\nFrom: a\n\nLamps."),
    ),
    "mail: parts": ("a.eml", repeated(b"--x\n\nlamp\n", _MIXED, b"--x--")),
    "mail: comments": ("a.eml", repeated(b"(", b"From: ", b"\nSubject: a\n\nLamps.")),
    "mail: quoted-printable": ("a.eml", repeated(b"=61=\n", _HEAD[:-1] + _QUOTED)),
    "mailbox: messages": ("a.mbox", numbered(_LETTER)),
    "mailbox: quoted lines": ("a.mbox", repeated(b">From a\n", _LETTER.encode())),
    "mhtml: parts": ("a.mhtml", repeated(b"--x\n\nlamp\n", _MIXED, b"--x--")),
    "transcript: cues": ("a.vtt", numbered("00:01.000 --> 00:02.000\nLamp {n}\n\n", "WEBVTT\n\n")),
    "transcript: tags": ("a.vtt", repeated(b"<c.a><v b>", b"WEBVTT\n\n00:01.000 --> 00:02.000\n")),
    "transcript: subtitles": ("a.srt", numbered("{n}\n00:00:01,000 --> 00:00:02,000\nLamp\n\n")),
    "rst: sections": ("a.rst", numbered("Lamp {n}\n==========\n\nIt went out.\n\n")),
    "rst: roles": ("a.rst", repeated(b"|a|_ `b`__ *c ")),
    "rst: directives": ("a.rst", repeated(b".. note::\n   lamp\n")),
    "rst: nested directives": ("a.rst", _stairs(".. note::\n")),
    "org: headings": ("a.org", repeated(b"* lamp\n** light\n")),
    "org: drawers": ("a.org", repeated(b":PROPERTIES:\n")),
    "rtf: groups": ("a.rtf", repeated(b"{", b"{\\rtf1 ")),
    "rtf: words": ("a.rtf", repeated(b"\\par lamp ", b"{\\rtf1 ", b"}")),
    "rtf: signs": ("a.rtf", repeated(b"\\u-1?\\'ff", b"{\\rtf1 ", b"}")),
    "docx: paragraphs": (
        "a.docx",
        lambda n: docx(_unlike(n, "<w:p><w:r><w:t>{}</w:t></w:r></w:p>")),
    ),
    "docx: runs": (
        "a.docx",
        lambda n: docx(f"<w:p>{_unlike(n, '<w:r><w:t>{}</w:t></w:r>')}</w:p>"),
    ),
    "docx: cells": ("a.docx", lambda n: docx(_row(n))),
    "odt: paragraphs": ("a.odt", lambda n: odt(_unlike(n, "<text:p>{}</text:p>"))),
    "odt: spans": (
        "a.odt",
        lambda n: odt(f"<text:p>{_unlike(n, '<text:span>{}</text:span>')}</text:p>"),
    ),
    "epub: paragraphs": (
        "a.epub",
        lambda n: epub(1, f"<html><body>{_unlike(n, '<p>{}</p>')}</body></html>"),
    ),
    "zip: files": ("a.zip", lambda n: zipped({f"{i}.txt": b"The lamp." for i in range(n // 64)})),
    "tar: files": ("a.tar", _tar),
    "gzip: prose": ("a.txt.gz", lambda n: gzip.compress(_unlike(n, "{}\n").encode(), 1)),
    "bzip2: prose": ("a.txt.bz2", lambda n: bz2.compress(_unlike(n, "{}\n").encode())),
    "warc: records": ("a.warc", lambda n: _RECORD * (n // len(_RECORD))),
}
