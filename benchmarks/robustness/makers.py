"""Makes documents, archives, messages and PDF files of parts that nobody would write."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

SIZE: Final = 1 << 17
WORD: Final = "salt rose "
PROSE: Final = WORD * 50
CODES: Final = "\x1b[2J\x1b]0;salt\x07\x9b31m\u202e\u2066\u2028"
RUNS: Final = "a: !!python/object/apply:os.system ['touch $LEDE_TRAP']\nb: $(touch $LEDE_TRAP)"
"""What makes a file if anything of it is run."""

PORT: Final = 40961
"""On this machine; many files here name an address there, which nobody may ask."""

Made = tuple[str, bytes]
"""A suffix and the bytes of a file."""


def repeat(opening: str, piece: str, closing: str = "", size: int = SIZE) -> bytes:
    return (opening + piece * (size // len(piece)) + closing).encode()


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip file of these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tar(files: dict[str, bytes], kind: bytes = tarfile.REGTYPE, link: str = "") -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.type, entry.linkname = len(data), kind, link
            archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def nested(pack: Callable[[bytes], bytes], times: int) -> bytes:
    data = PROSE.encode()
    for _ in range(times):
        data = pack(data)
    return data


def laughs(opening: str, piece: str, reference: str, closing: str) -> bytes:
    """Nine definitions of which each holds the one before ten times."""
    made, inner = opening, "salt "
    for name in "abcdefghi":
        made += piece.format(name, inner)
        inner = reference.format(name) * 10
    return (made + closing).encode()


def linked_data(piece: str) -> bytes:
    """A page whose linked data is this again and again."""
    return repeat("<script type='application/ld+json'>", piece, f"</script><p>{PROSE}")


def feed(inner: str) -> bytes:
    """A feed of items that hold this."""
    return repeat("<rss><channel>", f"<item><title>Salt</title>{inner}</item>", "</channel></rss>")


_TEXT_NAMES: Final = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def odt(body: str) -> bytes:
    """An OpenDocument text of this body."""
    content = (
        f"<office:document-content {_TEXT_NAMES}><office:body><office:text>{body}"
        "</office:text></office:body></office:document-content>"
    )
    return zipped({"content.xml": content.encode()})


def odt_styles(count: int) -> bytes:
    """An OpenDocument text with so many styles, each made of the next and the last of the first."""
    style = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
    styles = "".join(
        f'<style:style style:name="s{number}" style:parent-style-name="s{(number + 1) % count}"/>'
        for number in range(count)
    )
    content = (
        f'<office:document-content {_TEXT_NAMES} xmlns:style="{style}"><office:automatic-styles>'
        f'{styles}</office:automatic-styles><office:body><office:text><text:p text:style-name="s0">'
        f"{PROSE}</text:p></office:text></office:body></office:document-content>"
    )
    return zipped({"content.xml": content.encode()})


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """A bundle with one more part, or another in its place."""
    with zipfile.ZipFile(io.BytesIO(data)) as bundle:
        parts = {one: bundle.read(one) for one in bundle.namelist()}
    return zipped({**parts, name: content})


def docx(body: str) -> bytes:
    """A Word document of this body."""
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
    return zipped(
        {
            "[Content_Types].xml": types.encode(),
            "_rels/.rels": relations.encode(),
            "word/document.xml": document.encode(),
        }
    )


def epub(spine: int, chapter: str) -> bytes:
    """A book that reads one chapter so many times."""
    package = (
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>'
        "</manifest><spine>" + '<itemref idref="a"/>' * spine + "</spine></package>"
    )
    return zipped({"book.opf": package.encode(), "a.xhtml": chapter.encode()})


def book(chapter: str) -> bytes:
    """A book whose chapter is said to be at such a place."""
    package = (
        f'<package><manifest><item id="a" href="{chapter}" media-type="application/xhtml+xml"/>'
        '</manifest><spine><itemref idref="a"/></spine></package>'
    )
    return zipped({"book.opf": package.encode(), "a.xhtml": PROSE.encode()})


def pdf(*objects: bytes) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    count = len(objects) + 1
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % count + b"".join(places)
    return data + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, start)


def stream(data: bytes, filters: int = 1) -> bytes:
    for _ in range(filters):
        data = zlib.compress(data, 9)
    names = b"[" + b"/FlateDecode " * filters + b"]"
    head = b"<< /Filter %s /Length %d >>\nstream\n" % (names, len(data))
    return head + data + b"\nendstream"


CATALOG: Final = b"<< /Type /Catalog /Pages 2 0 R >>"
_FONT: Final = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
PAGE: Final = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
    b"/Resources << %s >> >>" % _FONT
)


def pages(kids: bytes, count: int, *more: bytes) -> bytes:
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf(CATALOG, tree, *more)


def shown(operators: bytes) -> bytes:
    """What shows a text on a page."""
    return b"BT /F1 12 Tf 72 700 Td " + operators + b" ET"


def drawn(times: int, depth: int, *, loop: bool = False) -> bytes:
    """A page that draws a form so many times, which does so with another one, and so on."""
    objects = [PAGE.replace(b"/Font", b"/XObject << /A 5 0 R >> /Font"), stream(b"/A Do " * times)]
    for number in range(depth):
        inner = 5 if loop else 6 + number
        kind = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << /XObject << /A "
        head = kind + b"%d 0 R >> %s >> " % (inner, _FONT)
        objects.append(stream(b"/A Do " * times).replace(b"<< ", b"<< " + head, 1))
    last = b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources << %s >> " % _FONT
    objects.append(stream(shown(b"(salt) Tj")).replace(b"<< ", b"<< " + last, 1))
    return pages(b"3 0 R", 1, *objects)


def simple(content: bytes) -> bytes:
    """A PDF file of one page that is drawn by this."""
    return pages(b"3 0 R", 1, PAGE, stream(content))


def mail(kind: str, body: str) -> bytes:
    return f"From: a@example.org\nSubject: Salt\nContent-Type: {kind}\n\n{body}".encode()


def forwarded(times: int) -> bytes:
    return (
        "From: a@example.org\nSubject: Salt\nContent-Type: message/rfc822\n\n" * times
        + f"From: a@example.org\nSubject: Salt\n\n{PROSE}"
    ).encode()


def parts(times: int) -> bytes:
    opening = "".join(
        f"Content-Type: multipart/mixed; boundary=b{number}\n\n--b{number}\n"
        for number in range(times)
    )
    return f"From: a@example.org\nSubject: Salt\n{opening}\n{PROSE}".encode()


def gzip_bomb(size: int) -> bytes:
    return gzip.compress(bytes(size), 9)
