"""Files made to cost time or memory, to run code or to escape: some of every format."""

from __future__ import annotations

import gzip
import json
import tarfile
from collections.abc import Callable
from typing import Final

from benchmarks.robustness.makers import (
    PAGE,
    PROSE,
    SIZE,
    WORD,
    docx,
    epub,
    forwarded,
    gzip_bomb,
    lying_zip,
    mail,
    nested,
    odt,
    pages,
    parts,
    repeat,
    stream,
    tar,
    warc,
    zipped,
)

Made = tuple[str, bytes]
"""A suffix and the bytes of a file."""

_PARAGRAPH: Final = "<w:p><w:r><w:t>salt rose</w:t></w:r></w:p>"
_CODES: Final = "\x1b[2J\x1b]0;salt\x07\x9b31m\u202e\u2066\u2028"

KINDS: Final[tuple[Callable[[], Made], ...]] = (
    # Text and markup
    lambda: (".html", repeat("<p>", "<div>", PROSE)),
    lambda: (".html", repeat("<p>", "<b><i>", PROSE, 1 << 20)),
    lambda: (".html", repeat("<p ", "a=1 b=2 ", f">{PROSE}</p>")),
    lambda: (".html", repeat("<p a='", "<p>", f"<p>{PROSE}</p>", 1 << 20)),
    lambda: (".html", repeat("<p>", "<!-- ", f"<p>{PROSE}</p>", 1 << 20)),
    lambda: (".html", repeat("<p>", "<!--a--!>--><![CDATA[", f"<p>{PROSE}</p>", 1 << 20)),
    lambda: (".html", repeat("<table><tr>", "<td>salt", "</table>")),
    lambda: (".html", repeat("<p>", "<table><tr><td>salt", "")),
    lambda: (".html", repeat("<head><meta charset=punycode></head><p>x-", "a")),
    lambda: (".html", f"<meta charset=undefined><p>{PROSE}".encode() + b"\xff"),
    lambda: (".html", repeat("<p>", "&#x41;&amp;")),
    lambda: (".html", repeat("<p>", "<a href='javascript:x'>salt</a> <script>x</script>")),
    lambda: (".html", f"<base href='file:///etc/'><object data=passwd>{PROSE}".encode()),
    lambda: (".md", repeat("", "[a](")),
    lambda: (".md", repeat("", "![[a]][b][")),
    lambda: (".md", repeat("", "> ")),
    lambda: (".md", repeat("", "<a><b><!--", "", 1 << 20)),
    lambda: (".md", repeat("---\na: ", "[", "\n---\ntext")),
    lambda: (".md", repeat("---\na: &a [x]\nb: [", "*a, ", "]\n---\ntext")),
    lambda: (".md", f"---\na: !!python/object/apply:os.system ['x']\n---\n{PROSE}".encode()),
    lambda: (".rst", repeat("", ".. a::\n   .. b::\n", "", 1 << 20)),
    lambda: (
        ".rst",
        f".. include:: /etc/passwd\n.. raw:: html\n   :file: /etc/passwd\n\n{PROSE}".encode(),
    ),
    lambda: (".rst", repeat("", "|a|_ `b`__ *", "")),
    lambda: (".org", repeat("", "* a\n** b\n")),
    lambda: (".org", repeat("", "#+BEGIN_QUOTE\n", "", 1 << 20)),
    lambda: (".txt", repeat("", '"')),
    lambda: (".txt", repeat("By ", "A. ", "\n")),
    lambda: (".txt", repeat("", "1 May 2020, ")),
    lambda: (".txt", repeat("", "a\u0301\u202e")),
    lambda: (".txt", repeat("", f"{_CODES} salt ")),
    lambda: (".txt", repeat("", "a")),
    lambda: (".txt", repeat("", "Salt\n\n", "", 2 << 20)),
    lambda: ("", repeat("", "Subject: a\n ", "", 1 << 20)),
    # Records
    lambda: (".jsonl", repeat('{"text": "', "\\u001b[31m", '"}')),
    lambda: (".jsonl", repeat('{"text": ', "[", "")),
    lambda: (".jsonl", repeat('{"text": "', WORD, '"}', 50 << 20)),
    lambda: (".jsonl", repeat("", '{"_id": "a", "text": "salt"}\n', "", 8 << 20)),
    lambda: (".jsonl", json.dumps({f"k{n}": n for n in range(9_000)} | {"text": WORD}).encode()),
    lambda: (".jsonl", repeat('{"text": "salt", "date": ', "9", "}")),
    lambda: (".json", repeat('[{"text": "a"}', ',{"text": "a"}', "]")),
    lambda: (".json", b"[" * 100_000 + b'{"text": "salt"}' + b"]" * 100_000),
    lambda: (".json", b'{"a":' * 100_000 + b'{"text": "salt"}' + b"}" * 100_000),
    lambda: (".json", repeat('{"text": "', "\\ud800", '"}')),
    lambda: (".csv", repeat('title,text\n"', '""', "")),
    lambda: (".csv", repeat("title,text\n", ",")),
    lambda: (".csv", b"a," * 1_000_000 + b"text\n" + b"b," * 1_000_000 + WORD.encode()),
    lambda: (".csv", repeat("title,text\n", 'a,"salt\n', "")),
    # Feeds and XML
    lambda: (".rss", repeat("<rss><channel>", "<item>", "")),
    lambda: (".rss", b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'),
    lambda: (
        ".rss",
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><rss><channel><item>'
        b"<description>salt</description></item></channel></rss>",
    ),
    lambda: (".rss", "<!DOCTYPE r [<!ENTITY a 'aa'>]><rss>&a;</rss>".encode("utf-16")),
    lambda: (".xml", repeat("<rss><channel><item><description>", "&lt;div&gt;", "")),
    # Mail
    lambda: (".eml", repeat("From: a\nContent-Type: multipart/mixed; boundary=x\n\n", "--x\n\n")),
    lambda: (".eml", forwarded(5_000)),
    lambda: (".eml", parts(150)),
    lambda: (".eml", parts(5_000)),
    lambda: (".eml", mail("text/plain; charset=punycode", "x-" + "a" * SIZE)),
    lambda: (".eml", repeat("From: a\nSubject: ", "=?utf-8?q?a?= ", f"\n\n{PROSE}", 1 << 20)),
    lambda: (".eml", repeat("From: ", "(", f"\nSubject: a\n\n{PROSE}")),
    lambda: (".eml", mail("text/plain; " + "name*0=a; " * 10_000, PROSE)),
    lambda: (".mbox", b"From a@b Tue Nov  4 08:30:00 2025\nFrom: a\n\nsalt\n\n" * 20_000),
    lambda: (
        ".mbox",
        repeat("From a@b Tue Nov  4 08:30:00 2025\nFrom: a\n\n", "\n>From ", "", 8 << 20),
    ),
    # Films
    lambda: (".srt", repeat("", "1\n00:00:01,000 --> 00:00:02,000\na\n\n")),
    lambda: (".srt", repeat("", "1\n99999999:99:99,999 --> -1:00:00,000\nsalt\n\n", "", 1 << 20)),
    lambda: (".vtt", repeat("WEBVTT\n\n", "00:01.000 --> 00:02.000\n<c.a><v b>", "", 1 << 20)),
    # Office
    lambda: (".rtf", repeat("{\\rtf1 ", "{")),
    lambda: (".rtf", repeat("{\\rtf1 ", "\\bin999999999 ", "}", 1 << 20)),
    lambda: (".rtf", repeat("{\\rtf1 ", "\\u-1?\\'ff{\\*\\a ", "", 1 << 20)),
    lambda: (".docx", docx(_PARAGRAPH * 400_000)),
    lambda: (".docx", docx("<w:tbl><w:tr><w:tc>" * 3_000 + _PARAGRAPH)),
    lambda: (".docx", docx("<w:sdt><w:sdtContent>" * 200 + _PARAGRAPH)),
    lambda: (".docx", zipped({"word/document.xml": b" " * (64 << 20)})),
    lambda: (".odt", odt("<text:p>salt" + '<text:s text:c="999999999"/>' * 50 + "</text:p>")),
    lambda: (".odt", odt("<text:list><text:list-item>" * 3_000)),
    lambda: (
        ".odt",
        odt(
            '<table:table><table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell table:number-columns-repeated="16000"><text:p>salt</text:p>'
            "</table:table-cell></table:table-row></table:table>"
        ),
    ),
    lambda: (".epub", epub(100_000, f"<html><body><p>{PROSE}</p></body></html>")),
    lambda: (".epub", epub(1, "<html><body>" + "<div>" * 100_000)),
    lambda: (".epub", zipped({"META-INF/container.xml": b"<a>" * 100_000, "mimetype": b"a"})),
    # PDF
    lambda: (".pdf", repeat("%PDF-1.4\n1 0 obj\n", "<<", "")),
    lambda: (".pdf", pages(b"2 0 R", 1)),
    lambda: (".pdf", pages(b"3 0 R", 10**9, PAGE, stream(b"BT (salt) Tj ET"))),
    lambda: (".pdf", pages(b"3 0 R " * 50_000, 50_000, PAGE, stream(b"BT (salt) Tj ET"))),
    lambda: (".pdf", pages(b"3 0 R", 1, PAGE, stream(b"q " * (1 << 26)))),
    lambda: (".pdf", pages(b"3 0 R", 1, PAGE, stream(bytes(1 << 28), 2))),
    lambda: (".pdf", pages(b"3 0 R", 1, PAGE, b"<< /Length 4 0 R >>\nstream\nq\nendstream")),
    lambda: (".pdf", b"%PDF-1.5\n" + b"1 0 obj\n<< /Type /ObjStm /Extends 1 0 R >>\n" * 2_000),
    # What is packed
    lambda: (".gz", gzip_bomb(1 << 28)),
    lambda: (".gz", nested(gzip.compress, 50)),
    lambda: (".zip", zipped({"a.txt": bytes(1 << 28)})),
    lambda: (".zip", nested(lambda data: zipped({"a.zip": data}), 50)),
    lambda: (".zip", zipped({f"a{number}.txt": b"" for number in range(60_000)})),
    lambda: (".zip", zipped({"../../a.txt": b"salt", "/etc/a.txt": b"salt", "C:\\a.txt": b"salt"})),
    lambda: (".zip", lying_zip()),
    lambda: (".tar", tar({"../a.txt": b"salt"})),
    lambda: (".tar", tar({"a.txt": b""}, tarfile.SYMTYPE, "/etc/passwd")),
    lambda: (".tar", tar({"a.txt": b""}, tarfile.CHRTYPE)),
    lambda: (".tar.gz", gzip.compress(tar({f"a{number}.txt": b"x" for number in range(20_000)}))),
    lambda: (".warc", warc(2_000, 10**12)),
    lambda: (".warc", warc(10_000, len(WORD))),
    lambda: (".warc.gz", gzip.compress(warc(1, len(WORD))) * 5_000),
    lambda: (".mhtml", mail("multipart/related; boundary=x", "--x\n\n" * 10_000)),
)
"""One maker for each kind of harm."""
