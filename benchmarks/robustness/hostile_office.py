"""Hostile documents of word processors, and books."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from benchmarks.robustness.makers import (
    PROSE,
    RUNS,
    WORD,
    Made,
    book,
    docx,
    epub,
    odt,
    odt_styles,
    repeat,
    with_part,
    zipped,
)

_KINDS: Final = b"http://schemas.openxmlformats.org"
_OUTSIDE: Final = (
    b'<Relationships xmlns="%s/package/2006/relationships"><Relationship Id="a" Type="%s/'
    b'officeDocument/2006/relationships/officeDocument" Target="file:///etc/passwd" '
    b'TargetMode="External"/></Relationships>' % (_KINDS, _KINDS)
)
_PARAGRAPH: Final = "<w:p><w:r><w:t>salt rose</w:t></w:r></w:p>"

OFFICE: Final[tuple[Callable[[], Made], ...]] = (
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
    lambda: (
        ".rtf",
        repeat("{\\rtf1 ", "\\bin-9 \\u99999999 \\ansicpg99999 ", f"{PROSE}}}", 1 << 18),
    ),
    lambda: (
        ".rtf",
        repeat("{\\rtf1{\\fonttbl", "{\\f9\\fcharset999 a;}", f"}}{PROSE}}}", 1 << 19),
    ),
    lambda: (".rtf", repeat("{\\rtf1{\\pict\\pngblip ", "00ff", f"}}{PROSE}}}", 8 << 20)),
    lambda: (".rtf", repeat("{\\rtf1 ", "}", PROSE, 1 << 19)),
    lambda: (".rtf", repeat("{\\rtf1 ", "\\'zz\\'", f"{PROSE}}}", 1 << 19)),
    lambda: (
        ".rtf",
        (
            r"{\rtf1{\field{\*\fldinst INCLUDETEXT /etc/passwd}"
            r"{\fldrslt a}}{\object\objdata 0105}{\*\template http://127.0.0.1:40961/}"
            + PROSE
            + "}"
        ).encode(),
    ),
    lambda: (".rtf", b"{\\rtf1\\ansi\\ansicpg65001 " + bytes(range(128, 256)) * 99 + b"}"),
    lambda: (".rtf", repeat("{\\rtf1 ", "\\a" + "b" * 999 + "9" * 99 + " ", "}", 1 << 19)),
    lambda: (".docx", docx("<w:p>" + "<w:r><w:t>salt</w:t><w:br/></w:r>" * 99_999 + "</w:p>")),
    lambda: (
        ".docx",
        docx(
            "<w:p><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe INCLUDETEXT /etc/passwd"
            "</w:instrText></w:r></w:p>" + _PARAGRAPH
        ),
    ),
    lambda: (".docx", docx("<w:p><w:hyperlink><w:ins><w:del><w:moveFrom>" * 2_000 + _PARAGRAPH)),
    lambda: (
        ".docx",
        docx("<w:tbl><w:tr>" + f"<w:tc>{_PARAGRAPH}</w:tc>" * 50_000 + "</w:tr></w:tbl>"),
    ),
    lambda: (
        ".docx",
        docx(f"<w:altChunk r:id='a'/><w:p><w:r><w:t>{'&#x202e;&#x2028;' * 999}</w:t></w:r></w:p>"),
    ),
    lambda: (
        ".docx",
        with_part(
            docx(_PARAGRAPH),
            "word/document.xml",
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        ),
    ),
    lambda: (
        ".docx",
        with_part(
            docx(_PARAGRAPH),
            "_rels/.rels",
            _OUTSIDE,
        ),
    ),
    lambda: (".docx", with_part(docx(_PARAGRAPH), "_rels/.rels", b"<a>" * 99_999)),
    lambda: (".docx", with_part(docx(_PARAGRAPH), "../../word/document.xml", b"<a/>")),
    lambda: (
        ".docm",
        with_part(docx(_PARAGRAPH), "word/vbaProject.bin", b"\xd0\xcf\x11\xe0" * 9_999),
    ),
    lambda: (".odt", odt('<text:p>salt<text:s text:c="-9"/><text:s text:c="x"/></text:p>' * 9)),
    lambda: (".odt", odt("<text:p><text:note><text:note-body>" * 2_000)),
    lambda: (".odt", odt("<text:p><text:span><text:a>" * 30_000)),
    lambda: (
        ".odt",
        with_part(
            odt("<text:p>salt</text:p>"), "meta.xml", b'<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
        ),
    ),
    lambda: (
        ".odt",
        with_part(odt("<text:p>salt</text:p>"), "META-INF/manifest.xml", b"encryption-data"),
    ),
    lambda: (
        ".odt",
        zipped(
            {"content.xml": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'}
        ),
    ),
    lambda: (".odt", odt_styles(9_999)),
    lambda: (
        ".fodt",
        repeat(
            "<a><office:binary-data xmlns:office='a'>", "AAAA", "</office:binary-data></a>", 8 << 20
        ),
    ),
    lambda: (".epub", book("../../../../etc/passwd")),
    lambda: (".epub", book("file:///etc/passwd")),
    lambda: (".epub", book("%2e%2e/%2e%2e/etc/passwd")),
    lambda: (".epub", book("http://127.0.0.1:40961/a.xhtml")),
    lambda: (".epub", book("book.opf")),
    lambda: (
        ".epub",
        zipped(
            {
                "book.opf": b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><package>&b;</package>'
            }
        ),
    ),
    lambda: (
        ".epub",
        zipped(
            {
                "META-INF/container.xml": b"<container><rootfiles>"
                b'<rootfile full-path="/etc/passwd"/></rootfiles></container>',
                "mimetype": b"application/epub+zip",
            }
        ),
    ),
    lambda: (".epub", epub(1, "<html><body><p>" + WORD * 4_000_000)),
    lambda: (".epub", epub(99, f"<html><body><script>{RUNS}</script><p>{PROSE}</p></body></html>")),
)
"""One maker for each kind of harm."""
