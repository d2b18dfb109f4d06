"""Whatever lies in a folder of articles ends in bounded memory, with a result or a clear line."""

from __future__ import annotations

import gzip
import itertools
import os
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Command

from index.builder.file_state import file_digest
from index.readers import MOST_PROBLEMS, read
from index.readers.loading import ARTICLE_BYTES, MOST_LINES
from index.readers.sources import SourceFile, find
from index.types import Document, Problem

MIB = 2**20
ENOUGH = 320 * MIB
"""More than one PDF at its limit takes; far less than what the files here could be made into."""

ARTICLE = "Grain talks\n\nThe talks on grain in Karsova ended at dawn.\n"


def sparse(path: Path, size: int) -> None:
    with path.open("wb") as file:
        file.truncate(size)


def line(before: bytes = b"", after: bytes = b"") -> Callable[[Path], None]:
    """A line of 100 MB."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(before)
            for _ in range(100):
                file.write(b"talks on " * (MIB // 9))
            file.write(after)

    return write


def content(data: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(data)

    return write


def pdf(packed: bytes, *filters: str) -> Callable[[Path], None]:
    """A PDF of one page that is drawn by a stream packed like this."""
    names = " ".join(f"/{name}" for name in filters)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>",
        f"<< /Length {len(packed)} /Filter [{names}] >>\nstream\n".encode()
        + packed
        + b"\nendstream",
    ]
    data, places = b"%PDF-1.4\n", []
    for number, part in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj\n" % number + part + b"\nendobj\n"
    table = b"xref\n0 5\n0000000000 65535 f \n" + b"".join(places)
    trailer = b"trailer << /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    return content(data + table + trailer)


def packed(piece: bytes, times: int) -> bytes:
    deflate = zlib.compressobj(1)
    return b"".join([*(deflate.compress(piece) for _ in range(times)), deflate.flush()])


SPACES = packed(b" " * MIB, 300)
TOO_LARGE = "larger than 8 MiB; split it into articles"
TOO_MANY_LINES = f"more than {MOST_LINES:,} lines; split it into articles"
NO_TEXT = "no article text found"
BOMB = "a scan? it has no text"

HOSTILE: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "2 GB of text": ("a.txt", lambda path: sparse(path, 2 << 30), TOO_LARGE),
    "2 GB of Markdown": ("a.md", lambda path: sparse(path, 2 << 30), TOO_LARGE),
    "2 GB of HTML": ("a.html", lambda path: sparse(path, 2 << 30), TOO_LARGE),
    "2 GB of PDF": ("a.pdf", lambda path: sparse(path, 2 << 30), "larger than 256 MiB"),
    "2 GB of CSV": ("a.csv", lambda path: sparse(path, 2 << 30), "binary data, not text"),
    "a line of text": ("a.txt", line(), TOO_LARGE),
    "a line of JSON": ("a.jsonl", line(b'{"text": "', b'"}\n'), "a line longer than 8 MiB"),
    "a row of CSV": ("a.csv", line(b"title,text\nx,", b"\n"), "a line longer than 8 MiB"),
    "a field of CSV": ("a.csv", line(b'title,text\nx,"', b'"\n'), "a line longer than 8 MiB"),
    "lines": ("a.txt", content(b"a\n" * (MOST_LINES + 1)), TOO_MANY_LINES),
    "headings": ("a.md", content(b"# a\n" * (MOST_LINES + 1)), TOO_MANY_LINES),
    "lines in JSON": ("a.jsonl", content(b'{"text": "' + b"a\\n" * 300_000 + b'"}'), "more than"),
    "emphasis": ("a.md", content(b"*a " * 500_000), "marks; this is no single article"),
    "brackets": ("a.md", content(b"[" * 500_000), "marks; this is no single article"),
    "empty lines": ("a.txt", content(b"\n" * 1_000_000), "nothing but white space"),
    "nested elements": ("a.html", content(b"<div>" * 1_000_000), NO_TEXT),
    "elements": ("a.html", content(b"<p>a</p>" * 200_000), "elements; this is no single article"),
    "gzip": ("a.html", content(gzip.compress(b"<p>Talks on grain</p>" * 500_000)), "binary data"),
    "nested quotations": ("a.md", content(b"> " * 100_000 + b"deep"), NO_TEXT),
    "nested JSON": ("a.jsonl", content(b'{"a":' * 200_000), "more than 250,000 values"),
    "a nested array": ("a.jsonl", content(b"[" * 1_000_000), "nested too deeply"),
    "a PDF that swells": ("a.pdf", pdf(SPACES, "FlateDecode"), BOMB),
    "one packed twice": ("a.pdf", pdf(packed(SPACES, 1), "FlateDecode", "FlateDecode"), BOMB),
    "one of runs": ("a.pdf", pdf(b"\x81 " * 2 * MIB, "RunLengthDecode"), BOMB),
    "one of zeros": ("a.pdf", pdf(b"z" * 20 * MIB + b"~>", "ASCII85Decode"), BOMB),
    "one of packed zeros": (
        "a.pdf",
        pdf(packed(b"z" * MIB, 60), "FlateDecode", "ASCII85Decode"),
        BOMB,
    ),
}


def found_in(folder: Path) -> Iterator[Document | Problem]:
    for one in find([folder], folder):
        yield from read(one) if isinstance(one, SourceFile) else [one]


@pytest.fixture
def bounded() -> Iterator[None]:
    """No more than ``ENOUGH`` is held at any time."""
    tracemalloc.start()
    yield
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < ENOUGH


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.usefixtures("bounded")
def test_a_file_that_is_no_article_is_a_problem(name: str, tmp_path: Path) -> None:
    file, write, reason = HOSTILE[name]
    write(tmp_path / file)
    *pages, last = found_in(tmp_path)
    assert isinstance(last, Problem)
    assert reason in last.reason
    assert all(isinstance(page, Problem) for page in pages)


@pytest.mark.parametrize(
    ("file", "before"),
    [("a.txt", "Title\n"), ("a.md", "# Title\n"), ("a.csv", "title,text\n"), ("a.jsonl", "")],
)
@pytest.mark.usefixtures("bounded")
def test_a_million_empty_lines_are_passed_over(file: str, before: str, tmp_path: Path) -> None:
    text = {"a.csv": "Title,At dawn.", "a.jsonl": '{"text": "At dawn."}'}.get(file, "At dawn.")
    (tmp_path / file).write_text(before + "\n" * 1_000_000 + text)
    (found,) = found_in(tmp_path)
    assert isinstance(found, Document)
    assert found.text.endswith("At dawn.")


@pytest.mark.usefixtures("bounded")
def test_an_article_as_large_as_may_be_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((b"talks on " * MIB)[: ARTICLE_BYTES - 1] + b"\n")
    (found,) = found_in(tmp_path)
    assert isinstance(found, Document)
    assert len(found.text) == ARTICLE_BYTES


def test_of_a_log_of_the_wrong_suffix_not_every_line_is_a_problem(tmp_path: Path) -> None:
    article = '{"text": "At dawn."}\n'
    (tmp_path / "a.jsonl").write_text(article + "12:00 all is well\n" * 20_000 + article)
    found = list(found_in(tmp_path))
    assert sum(isinstance(one, Document) for one in found) == 2
    assert sum(isinstance(one, Problem) for one in found) == MOST_PROBLEMS + 1
    assert str(found[-1]) == f"a.jsonl: {20_000 - MOST_PROBLEMS:,} more problems in this file"


@pytest.mark.usefixtures("bounded")
def test_very_many_files_are_listed(tmp_path: Path) -> None:
    first = tmp_path / "first.txt"
    first.write_text(ARTICLE)
    for number in range(20_000):
        os.link(first, tmp_path / f"{number}.txt")
    assert sum(isinstance(one, SourceFile) for one in find([tmp_path], tmp_path)) == 20_001


def test_a_hole_and_a_pipe_that_takes_a_files_place_are_not_waited_for(tmp_path: Path) -> None:
    hole, pipe, few = tmp_path / "hole.txt", tmp_path / "pipe.txt", tmp_path / "few.txt"
    for file, bounds in ((hole, (1 << 42, 0)), (few, (1 << 20, 1 << 41))):
        with file.open("wb") as stream:
            stream.write(ARTICLE.encode())
            for end in bounds:
                stream.seek(end)
                stream.write(b"x")
    os.mkfifo(pipe)
    for file in (hole, pipe, few):
        [problem] = read(SourceFile(file, file.name, 1, 0))
        assert isinstance(problem, Problem)
        assert ("hole" in problem.reason) == (file != pipe)
        assert file_digest(file) == b""


def odd_things(folder: Path) -> None:
    """What a folder can hold beside articles, and names that articles can have."""
    (folder / "deep/er").mkdir(parents=True)
    (folder / "deep/er/up.d").symlink_to("../..")
    for number in range(60):
        (folder / f"link{number}.txt").symlink_to(f"link{number + 1}.txt")
    for number, to in itertools.product(range(12), range(3)):
        (folder / f"maze{number}").mkdir(exist_ok=True)
        (folder / f"maze{number}/{to}").symlink_to(f"../maze{(number + 1) % 12}")
    os.mkfifo(folder / "pipe.txt")
    for name, device in (("zero", "/dev/zero"), ("full", "/dev/full"), ("kernel", "/proc/kmsg")):
        if Path(device).exists():
            (folder / f"{name}.txt").symlink_to(device)
    for odd in (b"caf\xe9.txt", b"new\nline \x1b[31m.txt", b"n" * 250 + b".txt"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + odd)).write_text(ARTICLE)


def test_loops_devices_and_odd_names_stop_nothing(tmp_path: Path, command: Command) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    odd_things(folder)
    done = command("build", folder, "--index", "index", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Indexed 3 articles, 3 passages")
    assert all(said.startswith("search: ") for said in done.stderr.splitlines())
    problems = command("problems", "--index", "index", cwd=tmp_path).stdout.splitlines()
    assert len(problems) == len({said.split(": ")[0] for said in problems})
    for name in ("pipe", "zero", "full", "kernel", "link0", "link59", "deep/er/up.d"):
        assert any(name in said for said in problems) == os.path.lexists(
            folder / (f"{name}.txt" if "/" not in name else name)
        )
    asked = command("query", "grain", "--copies", "--index", "index", cwd=tmp_path)
    assert asked.returncode == 0
    assert "\x1b" not in asked.stdout
    assert "new\\nline \\x1b[31m.txt" in asked.stdout
