"""Makes documents, archives, messages and PDF files of parts that nobody would write."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

SIZE: Final = 1 << 17
WORD: Final = "salt rose "
PROSE: Final = WORD * 50


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
PAGE: Final = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>"


def pages(kids: bytes, count: int, *more: bytes) -> bytes:
    tree = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return pdf(CATALOG, tree, *more)


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


def warc(count: int, length: int) -> bytes:
    head = (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\n{WORD}\r\n\r\n"
    )
    return head.encode() * count


def gzip_bomb(size: int) -> bytes:
    return gzip.compress(bytes(size), 9)


def lying_zip() -> bytes:
    """A zip file that says of its entry that it is small."""
    data = bytearray(zipped({"a.txt": b"salt " * (1 << 22)}))
    at = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 10)
    struct.pack_into("<I", data, 22, 10)
    return bytes(data)
