import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.encoder.cache import Cache
from index.errors import SourceError
from index.readers import read
from index.readers.changed_since import look
from index.readers.sources import SourceFile, find
from index.types import Document, Problem


def ids(sources: list[str | Path], base: Path) -> list[str]:
    return [one.id for one in find(sources, base) if isinstance(one, SourceFile)]


def problems(sources: list[str | Path], base: Path) -> list[str]:
    return [str(one) for one in find(sources, base) if isinstance(one, Problem)]


@contextmanager
def without_privileges() -> Iterator[None]:
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "deep/er/c.HTML", "image.png", ".hidden.txt", ".git/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("An article.")
    return tmp_path


PICTURE = "image.png: passed over: .png files are not read"


def test_a_folder_stands_for_its_visible_files(folder: Path) -> None:
    assert ids([folder], folder) == ["a.md", "b.txt", "deep/er/c.HTML"]
    assert problems([folder], folder) == [PICTURE]


def test_an_index_in_a_folder_is_none_of_its_articles(folder: Path) -> None:
    for made in ("deep/index/000001/manifest.json", "deep/index/current", "deep/index/lock"):
        path = folder / made
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"title": "Not an article", "text": "Of the makers alone."}')
    (folder / "new").mkdir()
    (folder / "new" / "lock").touch()
    (folder / "new" / "building-x7").mkdir()
    (folder / "new" / "building-x7" / "passages.sqlite").touch()
    assert ids([folder], folder) == ["a.md", "b.txt", "deep/er/c.HTML"]
    (folder / "new" / "note.txt").write_text("An article beside a file that is called lock.")
    assert ids([folder], folder) == [
        *("a.md", "b.txt", "deep/er/c.HTML"),
        *("new/lock", "new/note.txt"),
    ]


def test_a_cache_in_a_folder_holds_no_articles(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDE_CACHE", str(folder / "cache"))
    Cache().trust("0" * 64)
    assert (folder / "cache" / "trusted").is_dir()
    assert ids([folder], folder) == ["a.md", "b.txt", "deep/er/c.HTML"]
    (folder / "cache" / "CACHEDIR.TAG").write_text("A file of that name is no sign by itself.")
    assert len(ids([folder], folder)) > 3


def test_a_format_that_is_not_read_is_said_with_what_to_do(folder: Path) -> None:
    (folder / "deep" / "report.PPTX").write_bytes(b"PK\3\4\x14\0\6\0")
    file = next(f for f in find([folder], folder) if isinstance(f, SourceFile) and "PPTX" in f.id)
    (problem,) = read(file)
    assert isinstance(problem, Problem)
    assert problem.reason == (
        "passed over: .pptx files are not read; save it as .html, .pdf or .txt"
    )
    assert problem.passed_over


def test_a_file_with_an_unknown_suffix_or_none_is_read_as_what_it_looks_like(
    tmp_path: Path,
) -> None:
    for name, data in {
        "0001.story": b"Harbour reopens\n\nThe ferry left at noon, and everybody waved.\n",
        "53068": "Der Hafen öffnet wieder, sagte die Behörde.".encode("latin-1"),
        "page.php": b"<!DOCTYPE html><body><article><p>The ferry left at noon, and everybody "
        b"who had come to the quay that morning waved after it.</p></article></body>",
        "records.dump": b'{"text": "A record."}\n{"text": "Another record."}\n',
        "Vol. 3 of the letters": b"Dear friend, the ferry left at noon.",
        "program": b"#!/bin/sh\nexit 0\n",
        "noise.xyz": bytes(range(256)) * 4,
        "data": b"\x7fELF\2\1\1" + bytes(400),
    }.items():
        (tmp_path / name).write_bytes(data)
    files = [one for one in find([tmp_path], tmp_path) if isinstance(one, SourceFile)]
    found = [one for file in files for one in read(file)]
    assert [one.id for one in found if isinstance(one, Document)] == [
        "0001.story",
        "53068",
        "Vol. 3 of the letters",
        "page.php",
        "records.dump#1",
        "records.dump#2",
    ]
    neither = "passed over: neither text nor of a kind that is read"
    assert [str(one) for one in found if isinstance(one, Problem)] == [
        f"data: {neither}",
        "noise.xyz: passed over: .xyz files are not read",
        f"program: {neither}",
    ]


def test_a_file_knows_its_size_and_time(folder: Path) -> None:
    (file,) = find([folder / "b.txt"], folder)
    assert isinstance(file, SourceFile)
    assert file.size == len("An article.")
    assert file.mtime_ns == (folder / "b.txt").stat().st_mtime_ns
    assert file.path == folder / "b.txt"


def test_a_file_elsewhere_has_its_absolute_path_for_an_id(folder: Path) -> None:
    assert ids([folder / "b.txt"], folder / "deep") == [(folder / "b.txt").as_posix()]


def test_sources_are_relative_to_the_working_directory(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "deep")
    assert ids(["../b.txt", "er"], folder) == ["b.txt", "deep/er/c.HTML"]


def test_a_named_file_is_listed_whatever_its_suffix(folder: Path) -> None:
    assert ids([folder / "image.png", folder / ".hidden.txt"], folder) == [
        ".hidden.txt",
        "image.png",
    ]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["b.txt"]),
        ("**/*.HTML", ["deep/er/c.HTML"]),
        ("*", ["a.md", "b.txt", "deep/er/c.HTML"]),
        ("*.png", ["image.png"]),
        ("[ab].*", ["a.md", "b.txt"]),
    ],
)
def test_a_glob_stands_for_what_it_matches(folder: Path, pattern: str, expected: list[str]) -> None:
    assert ids([str(folder / pattern)], folder) == expected


def test_a_file_whose_name_looks_like_a_glob_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").write_text("An article.")
    assert ids([tmp_path / "a[1].txt"], tmp_path) == ["a[1].txt"]


def test_several_sources_list_each_file_once(folder: Path) -> None:
    (folder / "again.txt").symlink_to(folder / "b.txt")
    sources: list[str | Path] = [folder, folder / "b.txt", str(folder / "*.txt"), "-", "-"]
    assert ids(sources, folder) == ["a.md", "b.txt", "deep/er/c.HTML", "stdin"]


def test_a_linked_folder_is_followed(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "z.txt").write_text("An article.")
    (folder / "link").symlink_to(elsewhere)
    assert "link/z.txt" in ids([folder], folder)


def test_a_folder_and_a_link_to_it_are_one(folder: Path) -> None:
    (folder / "a-link").symlink_to(folder / "deep")
    assert ids([folder], folder) == ["a.md", "b.txt", "deep/er/c.HTML"]
    assert problems([folder], folder) == [PICTURE]


def test_links_that_lead_nowhere_are_problems(folder: Path) -> None:
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "gone.txt").symlink_to(folder / "no-such-file")
    assert problems([folder], folder) == [
        "gone.txt: a link to a file that does not exist",
        PICTURE,
        "loop: a link to a folder around it; not followed",
        "self.txt: a link that leads back to itself",
    ]
    assert ids([folder], folder) == ["a.md", "b.txt", "deep/er/c.HTML"]


def test_a_named_link_that_leads_nowhere_is_a_problem(folder: Path) -> None:
    (folder / "gone.txt").symlink_to(folder / "no-such-file")
    assert problems([folder / "gone.txt"], folder) == [
        "gone.txt: a link to a file that does not exist"
    ]


def test_a_pipe_is_a_problem(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    pipe = "pipe.txt: not a regular file; pipe it in and name it -"
    assert problems([folder], folder) == [PICTURE, pipe]


def test_a_folder_that_may_not_be_read_is_a_problem() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "a.txt").write_text("An article.")
        (folder / "locked").mkdir(mode=0o000)
        with without_privileges():
            assert problems([folder], folder) == [
                "locked: the folder cannot be read: permission denied"
            ]
            assert ids([folder], folder) == ["a.txt"]
        (folder / "locked").chmod(0o755)


def test_a_name_that_is_not_utf8_has_an_id_that_is(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text("An article.")
    (file,) = find([tmp_path], tmp_path)
    assert isinstance(file, SourceFile)
    assert file.id == "caf\\xe9.txt"
    assert file.printable.encode().endswith(b"/caf\\xe9.txt")


@pytest.mark.parametrize("source", ["missing.txt", "missing", "no/such/folder"])
def test_a_source_that_does_not_exist_is_an_error(tmp_path: Path, source: str) -> None:
    with pytest.raises(SourceError, match=r"missing|no/such.*: no such file or folder"):
        find([str(tmp_path / source)], tmp_path)


def test_a_glob_without_a_match_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"\*\.txt: no file matches this pattern"):
        find([str(tmp_path / "*.txt")], tmp_path)


def test_an_empty_folder_has_no_files(tmp_path: Path) -> None:
    assert list(find([tmp_path], tmp_path)) == []


def test_a_look_tells_newer_files_and_how_many_are_gone(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.jpg"):
        (tmp_path / name).write_text("The gates are stuck.")
    now = max(file.stat().st_mtime for file in tmp_path.iterdir()) + 100
    assert look([str(tmp_path)], now, 3, 9.0) == (0, 0)
    (tmp_path / "b.txt").unlink()
    assert look([str(tmp_path)], now, 3, 9.0) == (0, 1)
    os.utime(tmp_path / "c.txt", (now + 1, now + 1))
    assert look([str(tmp_path)], now, 3, 9.0) == (1, 1)
    assert look([str(tmp_path), "-"], now, 3, 9.0) == (1, 0)
    assert look([str(tmp_path)], now, 3, 0.0).gone == 0
