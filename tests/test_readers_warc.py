import gzip
from pathlib import Path

import pytest
from formats import read_bytes, reasons, texts

from index.types import Document

PAGE = (
    '<html lang="en"><head><title>The lock is shut</title></head><body><nav>Home</nav><article>'
    "<h1>The lock is shut</h1><p>The lock at Tarn was shut on Friday, and a barge waits above it, "
    "the keeper said on the telephone.</p></article></body></html>"
)


def record(kind: str, url: str, block: bytes, media: str) -> bytes:
    lines = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        "WARC-Date: 2025-11-04T08:30:00Z",
        f"Content-Type: {media}",
        f"Content-Length: {len(block)}",
    ]
    return "\r\n".join([*lines, "", ""]).encode() + block + b"\r\n\r\n"


def response(url: str, body: bytes, kind: str, status: str = "200 OK", more: str = "") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{more}\r\n".encode()
    return record("response", f"https://www.herald.example/{url}", head + body, "application/http")


def archive(*, packed: bool) -> bytes:
    monday = gzip.compress(PAGE.replace("Friday", "Monday").encode())
    records = [
        record("warcinfo", "", b"software: a test\r\n", "application/warc-fields"),
        response("lock", PAGE.encode(), "text/html; charset=utf-8"),
        response("a.png", b"\x89PNG", "image/png"),
        response("old", b"", "text/html", "301 Moved Permanently"),
        response("gone", PAGE.encode(), "text/html", "404 Not Found"),
        response("lock", monday, "text/html", more="Content-Encoding: gzip\r\n"),
        response("lock", PAGE.encode(), "text/html"),
        response("note", b"A note in plain text.", "text/plain"),
    ]
    return b"".join(map(gzip.compress, records) if packed else records)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "unnamed"])
def test_the_pages_of_a_web_archive_are_articles(tmp_path: Path, name: str) -> None:
    found = read_bytes(tmp_path, name, archive(packed=name.endswith(".gz")))
    documents = [one for one in found if isinstance(one, Document)]
    assert [one.id for one in documents] == [
        f"{name}#https://www.herald.example/lock",
        f"{name}#https://www.herald.example/lock 2",
        f"{name}#https://www.herald.example/note",
    ]
    first, second, third = documents
    assert first.path == name
    assert (first.title, first.source) == ("The lock is shut", "herald.example")
    assert (first.url, first.metadata["saved"]) == (
        "https://www.herald.example/lock",
        "2025-11-04T08:30:00Z",
    )
    assert "Monday" in second.text
    assert texts(third) == ["A note in plain text."]
    assert [one.blocks[0].line for one in documents] == [2, 6, 8]
    assert reasons(found) == [
        f"{name}: passed over in it: 1 image/png, 1 with status 301, 1 with status 404"
    ]


def test_what_breaks_off_keeps_what_stands_before(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = archive(packed=False)
    for cut in range(700, len(data), 97):
        found = read_bytes(tmp_path, "a.warc", data[:cut])
        assert found
        assert all("\n" not in reason for reason in reasons(found))
    for shift in (3, 400, 1500):
        read_bytes(tmp_path, "a.warc", data[:shift] + b"\n\0broken\n" + data[shift:])
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("data", [b"no archive", b"WARC/1.0\r\n", b"\0" * 1000])
def test_what_is_no_archive_is_a_problem(tmp_path: Path, data: bytes) -> None:
    (reason,) = reasons(read_bytes(tmp_path, "a.warc", data))
    assert "not a web archive" in reason or "no page in it" in reason


def test_a_media_type_with_control_codes_is_told_in_one_line(tmp_path: Path) -> None:
    data = response("lock", PAGE.encode(), "text/html") + record(
        "conversion", "http://a.example/", b"A note.", "text/plain\n\x01\x1b[2J\x9b31m"
    )
    _, problem = read_bytes(tmp_path, "a.warc", data)
    assert str(problem).isprintable(), str(problem)
