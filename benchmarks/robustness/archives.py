"""Makes archives that no program would write."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from typing import Final

from benchmarks.robustness.makers import PROSE, tar, zipped

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LONG: Final = {14, 16, 18, 20, 22, 24, 42}
"""Where four bytes stand in the headers of a zip file, rather than two."""


def lying_zip() -> bytes:
    """A zip file that says of its entry that it is small."""
    data = bytearray(zipped({"a.txt": b"salt " * (1 << 22)}))
    at = data.rfind(_CENTRAL)
    struct.pack_into("<I", data, at + 24, 10)
    struct.pack_into("<I", data, 22, 10)
    return bytes(data)


def patched_zip(local: dict[int, int], central: dict[int, int]) -> bytes:
    """A zip file of one text with other numbers at these places of its two headers."""
    data = bytearray(zipped({"a.txt": PROSE.encode()}))
    for header, changes in ((_LOCAL, local), (_CENTRAL, central)):
        for place, number in changes.items():
            form = "<I" if place in _LONG and (header, place) != (_LOCAL, 16) else "<H"
            struct.pack_into(form, data, data.index(header) + place, number)
    return bytes(data)


def overlapping_zip(entries: int) -> bytes:
    """A zip file whose list names the same packed text so many times."""
    data = zipped({"a.txt": b"salt rose " * (1 << 16)})
    start, end = data.index(_CENTRAL), data.index(_END)
    listed = data[start:end] * entries
    tail = struct.pack("<4sHHHHIIH", _END, 0, 0, entries, entries, len(listed), start, 0)
    return data[:start] + listed + tail


def named_zip(name: str) -> bytes:
    """A zip file of one text under a name."""
    return zipped({name: b"salt rose again in Karsova"})


def linked_zip(*targets: str) -> bytes:
    """A zip file of links."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for number, target in enumerate(targets):
            entry = zipfile.ZipInfo(f"{number}.txt")
            entry.external_attr = 0o120777 << 16
            archive.writestr(entry, target)
    return stream.getvalue()


def pax(record: bytes) -> bytes:
    """A tar file with one text behind a header that holds such a record."""
    header, text = tar({"a": record}, b"x"), tar({"a.txt": b"salt rose"})
    return header[: 512 + -(-len(record) // 512) * 512] + text


def sparse_tar() -> bytes:
    """A tar file of one text that says that it is full of holes, of eight gigabytes."""
    data = bytearray(tar({"a.txt": b"salt"}, tarfile.GNUTYPE_SPARSE))
    data[386:410] = b"00000000000\0" + b"77777777777\0"
    data[483:495] = b"77777777777\0"
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    return bytes(data)


def named_gzip(name: bytes) -> bytes:
    """A gzip file that holds the name of what was packed."""
    data = gzip.compress(PROSE.encode())
    return data[:3] + b"\x08" + data[4:10] + name + b"\0" + data[10:]


def warc(count: int, length: int) -> bytes:
    """A web archive of records that say that they are so long."""
    head = (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {length}\r\n\r\nsalt rose \r\n\r\n"
    )
    return head.encode() * count


def captured(header: str, body: bytes) -> bytes:
    """A web archive of one page, sent with such a header."""
    sent = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n\r\n".encode() + body
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: "
        b"application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
        % len(sent)
        + sent
        + b"\r\n\r\n"
    )
