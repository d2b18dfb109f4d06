"""Files made to cost time or memory, to run code or to escape: some of every format."""

from __future__ import annotations

import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

Made = tuple[str, bytes]
"""A suffix and the bytes of a file."""

SIZE: Final = 1 << 17
WORD: Final = "salt rose "
_PROSE: Final = WORD * 50


def _repeat(opening: str, piece: str, closing: str = "", size: int = SIZE) -> bytes:
    return (opening + piece * (size // len(piece)) + closing).encode()


def _zip(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _tar(files: dict[str, bytes], kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.type, entry.linkname = len(data), kind, link
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def _nested(pack: Callable[[bytes], bytes], times: int) -> bytes:
    data = _PROSE.encode()
    for _ in range(times):
        data = pack(data)
    return data


_TEXT_NAMES: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def _odt(body: str) -> bytes:
    content = (
        f"<office:document-content {_TEXT_NAMES}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    return _zip({"content.xml": content.encode()})


def _docx(body: str) -> bytes:
    kinds = "http://schemas.openxmlformats.org"
    types = (
        f'<Types xmlns="{kinds}/package/2006/content-types">'
        '<Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{kinds}/package/2006/relationships"><Relationship Id="a" Type='
        f'"{kinds}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
        "</Relationships>"
    )
    document = (
        f'<w:document xmlns:w="{kinds}/wordprocessingml/2006/main"><w:body>{body}'
        "</w:body></w:document>"
    )
    return _zip(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": relations.encode(),
            "word/document.xml": document.encode(),
        }
    )


def _epub(spine: int, chapter: str) -> bytes:
    package = (
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        "</manifest><spine>" + '<itemref idref="a"/>' * spine + "</spine></package>"
    )
    return _zip({"book.opf": package.encode(), "a.xhtml": chapter.encode()})


def _pdf(*objects: bytes) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    count = len(objects) + 1
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(places)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, start)


def _stream(data: bytes, filters: int = 1) -> bytes:
    for _ in range(filters):
        data = zlib.compress(data, 9)
    names = b"[" + b"/FlateDecode " * filters + b"]"
    head = b"<< /Filter %s /Length %d >>\nstream\n" % (names, len(data))
    return head + data + b"\nendstream"


_CATALOG: Final = b"<< /Type /Catalog /Pages 2 0 R >>"
_PAGE: Final = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"


def _pages(kids: bytes, count: int, *more: bytes) -> bytes:
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return _pdf(_CATALOG, tree, *more)


def _mail(kind: str, body: str) -> bytes:
    return f"From: a@example.org\nSubject: Salt\nContent-Type: {kind}\n\n{body}".encode()


def _forwarded(times: int) -> bytes:
    return (
        "From: a@example.org\nSubject: Salt\nContent-Type: message/rfc822\n\n" * times
        + f"From: a@example.org\nSubject: Salt\n\n{_PROSE}"
    ).encode()


def _parts(times: int) -> bytes:
    opening = "".join(
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
        for number in range(times)
    )
    return f"From: a@example.org\nSubject: Salt\n{opening}\n{_PROSE}".encode()


def _warc(count: int, length: int) -> bytes:
    head = (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{WORD}\r\n\r\n"
    )
    return head.encode() * count


def _gzip_bomb(size: int) -> bytes:
    return gzip.compress(bytes(size), 9)


def _lying_zip() -> bytes:
    """A zip file that says of its entry that it is small."""
    data = bytearray(_zip({"a.txt": b"salt " * (1 << 22)}))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    struct.pack_into("<I", data, 22, 10)
    return bytes(data)


_PARAGRAPH: Final = "<w:p><w:r><w:t>salt rose</w:t></w:r></w:p>"
_CODES: Final = "\x1b[2J\x1b]0;salt\x07\x9b31m\u202e\u2066\u2028"

KINDS: Final[tuple[Callable[[], Made], ...]] = (
    # Text and markup
    lambda: (".html", _repeat("<p>", "<div>", _PROSE)),
    lambda: (".html", _repeat("<p>", "<b><i>", _PROSE, 1 << 20)),
    lambda: (".html", _repeat("<p ", "a=1 b=2 ", f">{_PROSE}</p>")),
    lambda: (".html", _repeat("<p a='", "<p>", f"<p>{_PROSE}</p>", 1 << 20)),
    lambda: (".html", _repeat("<p>", "<!-- ", f"<p>{_PROSE}</p>", 1 << 20)),
    lambda: (".html", _repeat("<p>", "<!--a--!>--><![CDATA[", f"<p>{_PROSE}</p>", 1 << 20)),
    lambda: (".html", _repeat("<table><tr>", "<td>salt", "</table>")),
    lambda: (".html", _repeat("<p>", "<table><tr><td>salt", "")),
    lambda: (".html", _repeat("<head><meta charset=punycode></head><p>x-", "a")),
    lambda: (".html", f"<meta charset=undefined><p>{_PROSE}".encode() + b"\xff"),
    lambda: (".html", _repeat("<p>", "&#x41;&amp;")),
    lambda: (".html", _repeat("<p>", "<a href='javascript:x'>salt</a> <script>x</script>")),
    lambda: (".html", f"<base href='file:///etc/'><object data=passwd>{_PROSE}".encode()),
    lambda: (".md", _repeat("", "[a](")),
    lambda: (".md", _repeat("", "![[a]][b][")),
    lambda: (".md", _repeat("", "> ")),
    lambda: (".md", _repeat("", "<a><b><!--", "", 1 << 20)),
    lambda: (".md", _repeat("---\na: ", "[", "\n---\ntext")),
    lambda: (".md", _repeat("---\na: &a [x]\nb: [", "*a, ", "]\n---\ntext")),
    lambda: (".md", f"---\na: !!python/object/apply:os.system ['x']\n---\n{_PROSE}".encode()),
    lambda: (".rst", _repeat("", ".. a::\n   .. b::\n", "", 1 << 20)),
    lambda: (
        ".rst",
        f".. include:: /etc/passwd\n.. raw:: html\n   :file: /etc/passwd\n\n{_PROSE}".encode(),
    ),
    lambda: (".rst", _repeat("", "|a|_ `b`__ *", "")),
    lambda: (".org", _repeat("", "* a\n** b\n")),
    lambda: (".org", _repeat("", "#+BEGIN_QUOTE\n", "", 1 << 20)),
    lambda: (".txt", _repeat("", '"')),
    lambda: (".txt", _repeat("By ", "A. ", "\n")),
    lambda: (".txt", _repeat("", "1 May 2020, ")),
    lambda: (".txt", _repeat("", "a\u0301\u202e")),
    lambda: (".txt", _repeat("", f"{_CODES} salt ")),
    lambda: (".txt", _repeat("", "a")),
    lambda: (".txt", _repeat("", "Salt\n\n", "", 2 << 20)),
    lambda: ("", _repeat("", "Subject: a\n ", "", 1 << 20)),
    # Records
    lambda: (".jsonl", _repeat('{"text": "', "\\u001b[31m", '"}')),
    lambda: (".jsonl", _repeat('{"text": ', "[", "")),
    lambda: (".jsonl", _repeat('{"text": "', WORD, '"}', 50 << 20)),
    lambda: (".jsonl", _repeat("", '{"_id": "a", "text": "salt"}\n', "", 8 << 20)),
    lambda: (".jsonl", json.dumps({f"k{n}": n for n in range(9_000)} | {"text": WORD}).encode()),
    lambda: (".jsonl", _repeat('{"text": "salt", "date": ', "9", "}")),
    lambda: (".json", _repeat('[{"text": "a"}', ',{"text": "a"}', "]")),
    lambda: (".json", b"[" * 100_000 + b'{"text": "salt"}' + b"]" * 100_000),
    lambda: (".json", b'{"a":' * 100_000 + b'{"text": "salt"}' + b"}" * 100_000),
    lambda: (".json", _repeat('{"text": "', "\\ud800", '"}')),
    lambda: (".csv", _repeat('title,text\n"', '""', "")),
    lambda: (".csv", _repeat("title,text\n", ",")),
    lambda: (".csv", b"a," * 1_000_000 + b"text\n" + b"b," * 1_000_000 + WORD.encode()),
    lambda: (".csv", _repeat("title,text\n", 'a,"salt\n', "")),
    # Feeds and XML
    lambda: (".rss", _repeat("<rss><channel>", "<item>", "")),
    lambda: (".rss", b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'),
    lambda: (
        ".rss",
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><rss><channel><item>'
        b"<description>salt</description></item></channel></rss>",
    ),
    lambda: (".rss", "<!DOCTYPE r [<!ENTITY a 'aa'>]><rss>&a;</rss>".encode("utf-16")),
    lambda: (".xml", _repeat("<rss><channel><item><description>", "&lt;div&gt;", "")),
    # Mail
    lambda: (".eml", _repeat("From: a\nContent-Type: multipart/mixed; boundary=x\n\n", "--x\n\n")),
    lambda: (".eml", _forwarded(5_000)),
    lambda: (".eml", _parts(150)),
    lambda: (".eml", _parts(5_000)),
    lambda: (".eml", _mail("text/plain; charset=punycode", "x-" + "a" * SIZE)),
    lambda: (".eml", _repeat("From: a\nSubject: ", "=?utf-8?q?a?= ", f"\n\n{_PROSE}", 1 << 20)),
    lambda: (".eml", _repeat("From: ", "(", f"\nSubject: a\n\n{_PROSE}")),
    lambda: (".eml", _mail("text/plain; " + "name*0=a; " * 10_000, _PROSE)),
    lambda: (".mbox", b"From a@b Tue Nov  4 08:30:00 2025\nFrom: a\n\nsalt\n\n" * 20_000),
    lambda: (
        ".mbox",
        _repeat("From a@b Tue Nov  4 08:30:00 2025\nFrom: a\n\n", "\n>From ", "", 8 << 20),
    ),
    # Films
    lambda: (".srt", _repeat("", "1\n00:00:01,000 --> 00:00:02,000\na\n\n")),
    lambda: (".srt", _repeat("", "1\n99999999:99:99,999 --> -1:00:00,000\nsalt\n\n", "", 1 << 20)),
    lambda: (".vtt", _repeat("WEBVTT\n\n", "00:01.000 --> 00:02.000\n<c.a><v b>", "", 1 << 20)),
    # Office
    lambda: (".rtf", _repeat("{\\rtf1 ", "{")),
    lambda: (".rtf", _repeat("{\\rtf1 ", "\\bin999999999 ", "}", 1 << 20)),
    lambda: (".rtf", _repeat("{\\rtf1 ", "\\u-1?\\'ff{\\*\\a ", "", 1 << 20)),
    lambda: (".docx", _docx(_PARAGRAPH * 400_000)),
    lambda: (".docx", _docx("<w:tbl><w:tr><w:tc>" * 3_000 + _PARAGRAPH)),
    lambda: (".docx", _docx("<w:sdt><w:sdtContent>" * 200 + _PARAGRAPH)),
    lambda: (".docx", _zip({"word/document.xml": b" " * (64 << 20)})),
    lambda: (".odt", _odt("<text:p>salt" + '<text:s text:c="999999999"/>' * 50 + "</text:p>")),
    lambda: (".odt", _odt("<text:list><text:list-item>" * 3_000)),
    lambda: (
        ".odt",
        _odt(
            '<table:table><table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell table:number-columns-repeated="16000"><text:p>salt</text:p>'
            "</table:table-cell></table:table-row></table:table>"
        ),
    ),
    lambda: (".epub", _epub(100_000, f"<html><body><p>{_PROSE}</p></body></html>")),
    lambda: (".epub", _epub(1, "<html><body>" + "<div>" * 100_000)),
    lambda: (".epub", _zip({"META-INF/container.xml": b"<a>" * 100_000, "mimetype": b"a"})),
    # PDF
    lambda: (".pdf", _repeat("%PDF-1.4\n1 0 obj\n", "<<", "")),
    lambda: (".pdf", _pages(b"2 0 R", 1)),
    lambda: (".pdf", _pages(b"3 0 R", 10**9, _PAGE, _stream(b"BT (salt) Tj ET"))),
    lambda: (".pdf", _pages(b"3 0 R " * 50_000, 50_000, _PAGE, _stream(b"BT (salt) Tj ET"))),
    lambda: (".pdf", _pages(b"3 0 R", 1, _PAGE, _stream(b"q " * (1 << 26)))),
    lambda: (".pdf", _pages(b"3 0 R", 1, _PAGE, _stream(bytes(1 << 28), 2))),
    lambda: (".pdf", _pages(b"3 0 R", 1, _PAGE, b"<< /Length 4 0 R >>\nstream\nq\nendstream")),
    lambda: (".pdf", b"%PDF-1.5\n" + b"1 0 obj\n<< /Type /ObjStm /Extends 1 0 R >>\n" * 2_000),
    # What is packed
    lambda: (".gz", _gzip_bomb(1 << 28)),
    lambda: (".gz", _nested(gzip.compress, 50)),
    lambda: (".zip", _zip({"a.txt": bytes(1 << 28)})),
    lambda: (".zip", _nested(lambda data: _zip({"a.zip": data}), 50)),
    lambda: (".zip", _zip({f"a{number}.txt": b"" for number in range(60_000)})),
    lambda: (".zip", _zip({"../../a.txt": b"salt", "/etc/a.txt": b"salt", "C:\\a.txt": b"salt"})),
    lambda: (".zip", _lying_zip()),
    lambda: (".tar", _tar({"../a.txt": b"salt"})),
    lambda: (".tar", _tar({"a.txt": b""}, tarfile.SYMTYPE, "/etc/passwd")),
    lambda: (".tar", _tar({"a.txt": b""}, tarfile.CHRTYPE)),
    lambda: (".tar.gz", gzip.compress(_tar({f"a{number}.txt": b"x" for number in range(20_000)}))),
    lambda: (".warc", _warc(2_000, 10**12)),
    lambda: (".warc", _warc(10_000, len(WORD))),
    lambda: (".warc.gz", gzip.compress(_warc(1, len(WORD))) * 5_000),
    lambda: (".mhtml", _mail("multipart/related; boundary=x", "--x\n\n" * 10_000)),
)
"""One maker for each kind of harm."""
