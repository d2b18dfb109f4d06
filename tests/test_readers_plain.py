import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.readers import read
from index.readers.loading import ARTICLE_BYTES
from index.readers.sources import SourceFile, find
from index.types import BlockKind, Document, Problem

ARTICLE = """\
Bridge over the Aln falls

By Ann Lee, 3 May 2021

The bridge fell at dawn on Monday, when nobody was on it.

It had stood for ninety years. The council had meant to mend it in the autumn.
"""


def read_bytes(tmp_path: Path, data: bytes, name: str = "a.txt") -> list[Document | Problem]:
    (tmp_path / name).write_bytes(data)
    (file,) = find([tmp_path / name], tmp_path)
    assert isinstance(file, SourceFile)
    return list(read(file))


def test_the_text_is_the_files_own(tmp_path: Path) -> None:
    (found,) = read_bytes(tmp_path, ARTICLE.encode())
    assert isinstance(found, Document)
    assert found.text == ARTICLE
    assert found.id == "a.txt"
    assert found.path == "a.txt"
    assert (found.title, found.author) == ("Bridge over the Aln falls", "Ann Lee")
    assert (found.published, found.language) == ("2021-05-03", "en")
    assert found.source == ""
    assert [(block.kind, block.line) for block in found.blocks] == [
        (BlockKind.TITLE, 1),
        (BlockKind.BYLINE, 3),
        (BlockKind.PARAGRAPH, 5),
        (BlockKind.PARAGRAPH, 7),
    ]


def test_line_ends_and_a_byte_order_mark_are_no_part_of_the_text(tmp_path: Path) -> None:
    (found,) = read_bytes(tmp_path, ARTICLE.replace("\n", "\r\n").encode("utf-8-sig"))
    assert isinstance(found, Document)
    assert found.text == ARTICLE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n", "nothing but white space"),
        ("\ufeff \n".encode(), "nothing but white space"),
        (bytes(range(256)), "binary data, not text"),
        (b"x" * (ARTICLE_BYTES + 1), "larger than 8 MiB; split it into articles"),
    ],
)
def test_what_is_no_article_is_a_problem(tmp_path: Path, data: bytes, reason: str) -> None:
    assert read_bytes(tmp_path, data) == [Problem("a.txt", reason)]


def test_a_file_of_unknown_suffix_is_read_as_text(tmp_path: Path) -> None:
    (found,) = read_bytes(tmp_path, ARTICLE.encode(), "notes.log")
    assert isinstance(found, Document)
    assert found.text == ARTICLE


def test_a_file_that_is_gone_or_a_folder_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "x.txt").mkdir()
    folder = SourceFile(tmp_path / "x.txt", "x.txt", 0, 0)
    gone = SourceFile(tmp_path / "y.txt", "y.txt", 0, 0)
    assert list(read(folder)) == [Problem("x.txt", "cannot be read: is a directory")]
    assert list(read(gone)) == [Problem("y.txt", "cannot be read: no such file or directory")]


def test_a_file_without_permission_is_a_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE)
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        found = list(read(SourceFile(path, "a.txt", 0, 0)))
    finally:
        os.seteuid(user)
    assert found == [Problem("a.txt", "cannot be read: permission denied")]


@pytest.mark.parametrize(
    ("data", "title"),
    [
        (ARTICLE.encode(), "Bridge over the Aln falls"),
        (
            b'\n{"_id": "1", "title": "From JSON", "text": "The bridge fell at dawn."}\n',
            "From JSON",
        ),
        (
            b"<!DOCTYPE html><title>t</title><article><h1>From HTML</h1><p>The bridge over the Aln "
            b"fell at dawn on Monday, when nobody was on it.</p></article>",
            "From HTML",
        ),
    ],
)
def test_standard_input_is_read_as_what_it_looks_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, title: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    (file,) = find(["-"], tmp_path)
    assert isinstance(file, SourceFile)
    (found,) = read(file)
    assert isinstance(found, Document)
    assert found.title == title
    assert found.id.split("#")[0] == "stdin"
    assert (found.path, found.source) == ("stdin", "")


def test_standard_input_is_read_through_a_pipe() -> None:
    program = (
        "from pathlib import Path; from index.readers import read, sources\n"
        "for file in sources.find(['-'], Path()): print(*(d.id for d in read(file)))"
    )
    rows = b"".join(b'{"_id": "%d", "text": "Some text."}\n' % n for n in range(3))
    done = subprocess.run(
        [sys.executable, "-c", program], input=rows, capture_output=True, check=True
    )
    assert done.stdout.split() == [b"stdin#0", b"stdin#1", b"stdin#2"]


def test_empty_standard_input_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(b""))))
    (file,) = find(["-"], tmp_path)
    assert isinstance(file, SourceFile)
    assert list(read(file)) == [Problem("stdin", "the file is empty")]


def test_words_parted_at_the_ends_of_lines_are_whole(tmp_path: Path) -> None:
    text = """\
Lamps out

The lamps along the coast will be put out before the sum-
mer, and the keepers of the light-ship, who are well-
paid men of a hard-won trade, will have noth-
ing to do but to play cards, or to visit the light-
ship and the Nor-
wegian trawlers.
"""
    (found,) = read_bytes(tmp_path, text.encode())
    assert isinstance(found, Document)
    assert " ".join(found.text.split()) == (
        "Lamps out The lamps along the coast will be put out before the summer, and the keepers of "
        "the light-ship, who are well-paid men of a hard-won trade, will have nothing to do but to "
        "play cards, or to visit the light-ship and the Norwegian trawlers."
    )
    assert found.text.count("\n") == text.count("\n")
    assert [block.line for block in found.blocks] == [1, 3]


def test_a_text_says_where_it_comes_from(tmp_path: Path) -> None:
    head = "HEADLINE: Lamps out\nPUBLICATION: The Packet\nURL: https://packet.example/lamps\n\n"
    (found,) = read_bytes(tmp_path, f"{head}The lamps are out.\n".encode(), "1998-04-07_lamps.txt")
    assert isinstance(found, Document)
    assert (found.title, found.source) == ("Lamps out", "The Packet")
    assert (found.url, found.published) == ("https://packet.example/lamps", "1998-04-07")


def test_characters_that_are_lost_are_said_with_their_place(tmp_path: Path) -> None:
    text = "Der Wärter schloß das Schütz.\n\nNiemand öffnete es wieder, sagt er.\n"
    data = text.encode().replace("öffnete".encode(), b"\xe9ffnete") + b"\xc3"
    found, problem = read_bytes(tmp_path, data)
    assert isinstance(found, Document)
    assert found.text == text.replace("ö", "\ufffd") + "\ufffd"
    reason = "2 characters are lost (shown as \ufffd), the rest is read"
    assert problem == Problem("a.txt", reason, 3)
