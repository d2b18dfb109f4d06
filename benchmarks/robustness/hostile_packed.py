"""Hostile PDF files, archives and what the web was saved in."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from collections.abc import Callable
from typing import Final

from benchmarks.robustness.archives import (
    captured,
    linked_zip,
    lying_zip,
    named_gzip,
    named_zip,
    overlapping_zip,
    patched_zip,
    pax,
    sparse_tar,
    warc,
)
from benchmarks.robustness.makers import (
    CATALOG,
    PAGE,
    PROSE,
    SIZE,
    WORD,
    Made,
    drawn,
    gzip_bomb,
    mail,
    nested,
    pages,
    pdf,
    repeat,
    shown,
    simple,
    stream,
    tar,
    zipped,
)

PACKED: Final[tuple[Callable[[], Made], ...]] = (
    # PDF
    lambda: (".pdf", repeat("%PDF-1.4\n1 0 obj\n", "<<", "")),
    lambda: (".pdf", pages(b"2 0 R", 1)),
    lambda: (".pdf", pages(b"3 0 R", 10**9, PAGE, stream(b"BT (salt) Tj ET"))),
    lambda: (".pdf", pages(b"3 0 R " * 50_000, 50_000, PAGE, stream(b"BT (salt) Tj ET"))),
    lambda: (".pdf", simple(b"q " * (1 << 26))),
    lambda: (".pdf", pages(b"3 0 R", 1, PAGE, stream(bytes(1 << 28), 2))),
    lambda: (".pdf", pages(b"3 0 R", 1, PAGE, b"<< /Length 4 0 R >>\nstream\nq\nendstream")),
    lambda: (".pdf", b"%PDF-1.5\n" + b"1 0 obj\n<< /Type /ObjStm /Extends 1 0 R >>\n" * 2_000),
    lambda: (".pdf", pages(b"3 0 R", -1, PAGE, stream(b"BT (salt) Tj ET"))),
    lambda: (".pdf", pages(b"3 0 R", 1, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>")),
    lambda: (
        ".pdf",
        pdf(
            CATALOG,
            *(b"<< /Type /Pages /Kids [%d 0 R] /Count 1 >>" % (n + 3) for n in range(9_999)),
        ),
    ),
    lambda: (".pdf", simple(shown(b"(salt) Tj " * 400_000))),
    lambda: (".pdf", simple(shown(b"1e38 -1e38 Td (salt) Tj " * 9_999))),
    lambda: (".pdf", simple(shown(b"0 0 0 0 nan inf Tm (salt) Tj " * 9_999))),
    lambda: (".pdf", simple(shown(b"(" * 99_999))),
    lambda: (".pdf", simple(shown(b"[" * 99_999))),
    lambda: (".pdf", simple(shown(b"<" + b"41" * (4 << 20) + b"> Tj"))),
    lambda: (".pdf", pages(b"3 0 R", 1, PAGE, stream(b"/X Do " * 9_999), b"<< >>")),
    lambda: (".pdf", drawn(10, 9)),
    lambda: (".pdf", drawn(1, 1, loop=True)),
    lambda: (
        ".pdf",
        pages(
            b"3 0 R",
            1,
            PAGE.replace(b"[0 0 612 792]", b"[-1e30 -1e30 1e30 1e30]"),
            stream(shown(b"(salt) Tj")),
        ),
    ),
    lambda: (
        ".pdf",
        pages(
            b"3 0 R",
            1,
            PAGE,
            b"<< /Length -1 /Filter /LZWDecode >>\nstream\n"
            + b"\x80\x0b\x60" * 9_999
            + b"\nendstream",
        ),
    ),
    lambda: (
        ".pdf",
        pages(
            b"3 0 R",
            1,
            PAGE,
            b"<< /Length 9 /Filter ["
            + b"/ASCIIHexDecode " * 9_999
            + b"] >>\nstream\n41414141>\nendstream",
        ),
    ),
    lambda: (
        ".pdf",
        simple(b"x" * 99).replace(
            b"/Length",
            b"/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 "
            b"/BitsPerComponent 32 >> /Length",
        ),
    ),
    lambda: (".pdf", simple(b"BI /W 999999 /H 999999 /BPC 8 /CS /RGB ID " + bytes(99) + b" EI")),
    lambda: (".pdf", simple(b"q /P gs /Sh sh " * 9_999)),
    lambda: (
        ".pdf",
        simple(shown(b"(salt) Tj")).replace(
            b"/Type /Catalog",
            b"/Type /Catalog /OpenAction << /S /Launch /F (/bin/sh) >> "
            b"/AA << /O << /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:40961/'\\)) >> >>",
        ),
    ),
    lambda: (
        ".pdf",
        simple(shown(b"(salt) Tj")).replace(
            b"/Size",
            b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 99999 /O () /U () /P -1 >> "
            b"/ID [() ()] /Size",
        ),
    ),
    lambda: (
        ".pdf",
        simple(shown(b"(salt) Tj")).replace(
            b"/Size",
            b"/Info << /Title (\\033[2J\\033]0;a\\007) /Author <feff202e2028001b> >> /Size",
        ),
    ),
    lambda: (".pdf", simple(shown(b"(salt) Tj")).replace(b"/Size", b"/Prev 9 /XRefStm 9 /Size")),
    lambda: (
        ".pdf",
        simple(shown(b"(salt) Tj")).replace(b"startxref\n", b"startxref\n-9999999999999999999"),
    ),
    lambda: (".pdf", b"junk\n" * SIZE + simple(shown(b"(salt) Tj"))),
    lambda: (".pdf", b"%PDF-1.7\n" + b"xref\n0 99999999\n" + b"0000000000 00000 n \n" * 9_999),
    lambda: (".pdf", b"%PDF-1.7\ntrailer << /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF"),
    lambda: (".pdf", b"%PDF-1.7\n1 0 obj\n" + b"/" + b"#41" * 999_999 + b"\nendobj"),
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
    lambda: (".zip", overlapping_zip(2_000)),
    lambda: (".zip", named_zip("a" * 60_000 + ".txt")),
    lambda: (".zip", named_zip("\x1b[2J\u202e\u2028\n.txt")),
    lambda: (".zip", named_zip("CON/aux.txt:stream.txt")),
    lambda: (".zip", named_zip("a/" * 9_999 + "a.txt")),
    lambda: (".zip", patched_zip({8: 99}, {10: 99})),
    lambda: (".zip", patched_zip({6: 1}, {8: 1})),
    lambda: (".zip", patched_zip({14: 0}, {16: 0})),
    lambda: (".zip", patched_zip({}, {42: 0xFFFF})),
    lambda: (".zip", patched_zip({}, {20: 0xFFFF, 24: 0xFFFF, 42: 0xFFFF})),
    lambda: (".zip", linked_zip("/etc/passwd", "../../etc/passwd")),
    lambda: (".zip", b"MZ" + bytes(SIZE) + zipped({"a.txt": b"salt rose"}) + b"PK\x05\x06" * 9_999),
    lambda: (
        ".zip",
        zipped({f"{'b/' * (n % 50)}{n}.zip": zipped({"a.txt": b"salt rose"}) for n in range(500)}),
    ),
    lambda: (
        ".zip",
        zipped(
            {
                "a.html": f"<meta charset=undefined>{PROSE}".encode() + b"\xff",
                "a.pdf": b"%PDF",
                "a.eml": b"x",
                "a.jsonl": b"[",
            }
        ),
    ),
    lambda: (".tar", tar({"a.txt": b""}, tarfile.LNKTYPE, "/etc/passwd")),
    lambda: (".tar", tar({"a.txt": b""}, tarfile.FIFOTYPE)),
    lambda: (
        ".tar",
        tar({"a\n\x1b[2J.txt": b"salt rose", "/abs.txt": b"salt", "b" * 9_999 + ".txt": b"salt"}),
    ),
    lambda: (".tar", sparse_tar()),
    lambda: (".tar", pax(b"99999999999 path=a\n")),
    lambda: (".tar", pax(b"30 size=99999999999999999999\n")),
    lambda: (".tar", pax(b"25 path=../../etc/pwn.txt\n")),
    lambda: (".tar", pax(b"11 a=\xff\xfe\xff\n") * 999),
    lambda: (".tar", tar({"a.txt": b"salt"}).replace(b"00000000004", b"-0000000004", 1)),
    lambda: (".tar", tar({"a.txt": b"salt"}).replace(b"00000000004", b"\x80" + b"\xff" * 10, 1)),
    lambda: (".gz", gzip.compress(b"salt rose\n") * 50_000),
    lambda: (".gz", gzip.compress(PROSE.encode())[:-6] + b"junk"),
    lambda: (".gz", named_gzip(b"../../../etc/\x1b[2J\xff" * 9_999)),
    lambda: (".tgz", gzip.compress(tar({"../a.txt": b"salt", "a.tgz": nested(gzip.compress, 5)}))),
    lambda: (".bz2", bz2.compress(bytes(1 << 28))),
    lambda: (".bz2", bz2.compress(PROSE.encode()) * 9_999),
    lambda: (".xz", lzma.compress(bytes(1 << 27))),
    lambda: (
        ".xz",
        lzma.compress(PROSE.encode(), filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}]),
    ),
    lambda: (".xz", lzma.compress(PROSE.encode()) * 9_999 + b"\0" * 7),
    lambda: (".warc", warc(3, -5)),
    lambda: (
        ".warc",
        warc(3, len(WORD)).replace(b"text/plain", b"text/plain\x01\x1b[2J; charset=undefined"),
    ),
    lambda: (
        ".warc",
        warc(3, len(WORD)).replace(
            b"http://a.example/", b"javascript:\x1b[2J\xe2\x80\xae" + b"a" * 99_999
        ),
    ),
    lambda: (".warc", b"WARC/1.0\r\n" + b"a: b\r\n" * 99_999 + b"\r\n"),
    lambda: (".warc", b"WARC/1.0\r\nContent-Length: " + b"9" * 9_999 + b"\r\n\r\n"),
    lambda: (".warc", b"WARC/1.0\r\n" * 99_999),
    lambda: (".warc", captured("Content-Encoding: br", b"\x0b\x02\x80salt")),
    lambda: (".warc", captured("Content-Encoding: gzip", gzip.compress(bytes(1 << 27)))),
    lambda: (".warc", captured("Transfer-Encoding: chunked", b"ffffffffffff\r\nsalt\r\n-5\r\n")),
    lambda: (".warc", captured("Content-Type: text/html; charset=bz2", b"<p>salt rose</p>\xff")),
    lambda: (".warc", captured("X: " + "a" * (1 << 20), b"<p>salt rose</p>")),
    lambda: (
        ".arc",
        b"filedesc://a 0.0.0.0 99999999999999 text/plain 99999999999\n1 0 a\n" + PROSE.encode(),
    ),
)
"""One maker for each kind of harm."""
