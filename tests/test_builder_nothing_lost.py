"""What cannot be read for the moment stays as it was."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import faults
import harm
import pytest
from herring import WORDS, build
from small_models import save_static

import index
from index.builder.file_state import is_same
from index.builder.plan import Settings
from index.errors import Remedy, SearchError, SourceError
from index.generation import generations, layout
from index.store.database import open_published
from index.types import Document, FileState


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_static(tmp_path_factory.mktemp("static"), WORDS))


@pytest.fixture
def folder(tmp_path: Path, model: str) -> Path:
    return build(tmp_path, model)


def texts(folder: Path) -> dict[str, str]:
    """The text of each article in the index, by the path of its file."""
    manifest = generations.current_manifest(folder / "index")
    place = layout.generation_folder(folder / "index", manifest.generation)
    with contextlib.closing(open_published(place / layout.PASSAGES)) as connection:
        return dict(connection.execute("SELECT path, text FROM document ORDER BY path"))


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path, int], None]:
    """Makes reading a file fail with an error of that number, as the system would say it."""
    changes: Any = importlib.import_module("index.builder.changes")

    numbers: dict[Path, int] = {}
    digest: Callable[[Path], bytes] = changes.file_digest

    def file_digest(path: Path) -> bytes:
        if path in numbers:
            raise OSError(numbers[path], os.strerror(numbers[path]), str(path))
        return digest(path)

    monkeypatch.setattr(changes, "file_digest", file_digest)

    def fail(path: Path, number: int) -> None:
        numbers.pop(path, None)
        if number:
            numbers[path] = number

    return fail


@pytest.mark.parametrize("number", [errno.EACCES, errno.ENOENT, errno.ESTALE, errno.ETIMEDOUT])
def test_a_file_that_cannot_be_read_keeps_its_text_and_is_tried_again(
    number: int, folder: Path, failing: Callable[[Path, int], None]
) -> None:
    before = texts(folder)
    (folder / "north/a.txt").write_text("Of a\n\nThe tides were printed again.\n")
    failing(folder / "north/a.txt", number)
    for _ in range(2):
        report = index.build([], folder / "index")
        assert (report.changed, report.removed) == (0, 0)
        assert [problem.path for problem in report.problems] == ["north/a.txt"]
    (folder / "south/c.txt").write_text("Of c\n\nSalt again.\n")
    assert index.build([], folder / "index").changed == 1
    assert texts(folder) | {"south/c.txt": ""} == before | {"south/c.txt": ""}
    failing(folder / "north/a.txt", 0)
    report = index.build([], folder / "index")
    assert (report.changed, report.problems) == (1, ())
    assert "tides" in texts(folder)["north/a.txt"]


@pytest.mark.parametrize(
    "anew",
    [Settings(keep_boilerplate=True), Settings(fresh=True)],
    ids=["as where the program has changed", "fresh"],
)
def test_making_everything_anew_loses_no_file_that_cannot_be_read_just_now(
    anew: Settings, folder: Path, failing: Callable[[Path, int], None]
) -> None:
    before = texts(folder)
    failing(folder / "north/a.txt", errno.EACCES)
    with pytest.raises(SourceError, match=r"north/a\.txt: .*would be lost"):
        index.build([], folder / "index", anew)
    failing(folder / "north/a.txt", 0)
    shutil.move(folder / "south", folder / "elsewhere")
    (folder / "south").mkdir()
    with pytest.raises(SourceError, match="holds none of the"):
        index.build([], folder / "index", anew)
    assert texts(folder) == before
    failing(folder / "north/a.txt", errno.EACCES)
    index.build([], folder / "index", replace(anew, allow_missing=True))
    gone = {name for name in before if name.startswith("south")} | {"north/a.txt"}
    assert texts(folder).keys() == before.keys() - gone


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EMFILE, errno.EIO, errno.ENOMEM])
def test_an_error_of_the_machine_ends_the_build_and_changes_nothing(
    number: int, folder: Path, failing: Callable[[Path, int], None]
) -> None:
    before = texts(folder)
    for name in ("north/a.txt", "north/b.txt"):
        (folder / name).write_text("Of it\n\nThe tides were printed again.\n")
    failing(folder / "north/b.txt", number)
    named = "not enough memory" if number == errno.ENOMEM else os.strerror(number).lower()
    with pytest.raises(SearchError, match=named):
        index.build([], folder / "index")
    assert texts(folder) == before
    assert not list((folder / "index").glob("building-*"))
    failing(folder / "north/b.txt", 0)
    assert index.build([], folder / "index").changed == 2


@pytest.mark.parametrize("accident", [*faults.SOURCE_ACCIDENTS, *faults.READER_ACCIDENTS])
def test_nothing_is_lost_when_sources_cannot_be_opened(accident: str, folder: Path) -> None:
    before = texts(folder)
    for name in before:
        (folder / name).write_text("Of it\n\nThe tides were printed again.\n")
    with faults.Worker() as worker:
        ending = worker.run("build", folder / "index", folder / "north", accident)
        assert ending.traceback == ""
        machine = accident.endswith(("no space", "I/O", "files", "memory"))
        assert bool(ending.error) == machine
        found = texts(folder)
        assert {name: text for name, text in found.items() if name.startswith("north")} == {
            name: text for name, text in before.items() if name.startswith("north")
        }
        assert bool(ending.problems) != machine


def test_a_folder_that_cannot_be_listed_keeps_its_articles(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = texts(folder)
    scan = os.scandir

    def scandir(path: str) -> Iterator[os.DirEntry[str]]:
        if str(path).endswith("north"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scan(path)

    (folder / "south/c.txt").write_text("Of c\n\nSalt again.\n")
    monkeypatch.setattr(os, "scandir", scandir)
    report = index.build([], folder / "index")
    monkeypatch.undo()
    assert (report.changed, report.removed, len(report.problems)) == (1, 0, 1)
    assert texts(folder).keys() == before.keys()
    assert index.build([], folder / "index").problems == ()


def test_a_source_that_has_vanished_is_an_error_unless_said_otherwise(folder: Path) -> None:
    (folder / "north").rename(folder / "away")
    (folder / "north").mkdir()
    before = texts(folder)
    with pytest.raises(SourceError, match="none of the 2 files") as caught:
        index.build([], folder / "index")
    assert (caught.value.place, caught.value.remedy) == (
        str(folder / "north"),
        Remedy.ALLOW_MISSING,
    )
    assert texts(folder) == before
    report = index.build([], folder / "index", index.Settings(allow_missing=True))
    assert (report.removed, list(texts(folder))) == (2, ["south/c.txt"])
    (folder / "north").rmdir()
    with pytest.raises(SourceError, match="no such file"):
        index.build([], folder / "index")
    assert index.build([], folder / "index", index.Settings(allow_missing=True)).up_to_date
    (folder / "away").rename(folder / "north")
    assert index.build([], folder / "index").added == 2


def test_a_change_that_leaves_size_and_time_is_noticed(folder: Path) -> None:
    path = folder / "north/a.txt"
    times = path.stat()
    path.write_text(path.read_text().replace("herring", "ferries"))
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert path.stat().st_size == times.st_size
    assert index.build([], folder / "index").changed == 1
    assert "ferries" in texts(folder)["north/a.txt"]


def test_times_tell_only_once_another_change_must_change_them() -> None:
    before = FileState(10, 5, 6, b"digest", settled=True)
    assert is_same(before._replace(settled=False, digest=b""), before)
    assert not is_same(before, before._replace(settled=False))
    assert not is_same(before._replace(ctime_ns=7), before)


def test_a_build_takes_documents_from_any_iterable(folder: Path) -> None:
    def documents(count: int) -> Iterator[Document]:
        for number in range(count):
            yield Document(f"note-{number}", "", f"The salt of day {number} came again.", ())

    place = folder / "index"
    report = index.build(folder / "south", place, documents=documents(3))
    assert (report.added, report.removed, report.manifest.counts.documents) == (3, 2, 4)
    report = index.build([], place)
    assert report.up_to_date
    assert index.build((), place, documents=documents(2)).manifest.counts.documents == 2
    with pytest.raises(SourceError, match="the id note-0"):
        index.build((), place, documents=[*documents(1), *documents(1)])
    with pytest.raises(SourceError, match="given again"):
        index.build((), place, index.Settings(fresh=True))
    assert index.build(str(folder / "south"), place).manifest.counts.documents == 1


def test_a_home_folder_is_found_in_a_source(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path.home() / ".cache"))
    monkeypatch.setenv("HOME", str(folder))
    assert index.build(["~/north"], folder / "index").manifest.sources == (str(folder / "north"),)


def test_verify_beside_builds_finds_no_damage(folder: Path) -> None:
    harm.write_articles(folder / "more", notes=3)
    with faults.Worker() as worker:
        for number in range(4):
            (folder / "more/a.txt").write_text(f"Note\n\nSalt of day {number}.\n")
            worker.run("build", folder / "index", folder / "more")
            assert index.verify(folder / "index").damage == ()


def test_too_many_open_files_are_no_damage(folder: Path) -> None:
    import resource

    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(os.devnull, os.O_RDONLY)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, limits[1]))
    try:
        with pytest.raises((SearchError, OSError), match=r"(?i)too many open files"):
            index.verify(folder / "index")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert index.verify(folder / "index").damage == ()
