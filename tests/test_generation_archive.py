from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import harm
import pytest
from conftest import Command

import index
from index.errors import IndexDamagedError, SearchError
from index.generation import layout
from search import Searcher


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("origin")
    harm.write_articles(folder / "articles", notes=3)
    index.build([folder / "articles"], folder / "index")
    return folder / "index"


@pytest.fixture
def archive(place: Path, tmp_path: Path) -> Path:
    index.export(tmp_path / "index.zip", place)
    return tmp_path / "index.zip"


def answers(place: Path) -> list[tuple[str, float]]:
    with Searcher.open(place) as searcher:
        return [(hit.passage.id, hit.score) for hit in searcher.search("grain ferry salt")]


def test_an_index_moves_as_one_file(place: Path, tmp_path: Path, command: Command) -> None:
    file = tmp_path / "moved.zip"
    done = command("export", file, "--index", place, cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout.startswith("Exported 7 articles")
    done = command("import", file, "--index", tmp_path / "elsewhere", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert answers(tmp_path / "elsewhere") == answers(place)
    assert index.verify(tmp_path / "elsewhere").damage == ()


def test_an_import_is_a_generation_that_can_be_left_again(
    archive: Path, place: Path, tmp_path: Path
) -> None:
    (tmp_path / "b.txt").write_text("Rain\nIt rained for nine days.\n")
    index.build([tmp_path / "b.txt"], tmp_path / "index")
    before = answers(tmp_path / "index")
    _, manifest = index.import_(archive, tmp_path / "index")
    assert (manifest.generation, manifest.parent) == (2, 1)
    assert answers(tmp_path / "index") == answers(place)
    index.rollback(tmp_path / "index")
    assert answers(tmp_path / "index") == before


def test_a_file_that_exists_is_not_written_over(archive: Path, place: Path) -> None:
    before = archive.read_bytes()
    with pytest.raises(SearchError, match="exists already"):
        index.export(archive, place)
    assert archive.read_bytes() == before
    with pytest.raises(SearchError, match="nowhere"):
        index.export(archive.parent / "nowhere" / "x.zip", place)


Change = Callable[[zipfile.ZipInfo, bytes], tuple[zipfile.ZipInfo | str, bytes]]


def changed(archive: Path, change: Change, compression: int = zipfile.ZIP_STORED) -> Path:
    """A copy of an archive with its entries changed."""
    with zipfile.ZipFile(archive) as source, zipfile.ZipFile(
        archive.with_name("changed.zip"), "w", compression
    ) as target:  # fmt: skip
        for entry in source.infolist():
            name, content = change(entry, source.read(entry))
            target.writestr(name, content, compression)
    return archive.with_name("changed.zip")


def of_kind(kind: int) -> Change:
    def change(entry: zipfile.ZipInfo, content: bytes) -> tuple[zipfile.ZipInfo, bytes]:
        if entry.filename == layout.PASSAGES:
            entry.external_attr = (kind | 0o777) << 16
        return entry, content

    return change


HARMS: dict[str, Change] = {
    "a name outside": lambda e, c: ("../" * (e.filename == layout.ORDER) + e.filename, c),
    "an absolute name": lambda e, c: ("/tmp/" * (e.filename == layout.ORDER) + e.filename, c),
    "a link": of_kind(stat.S_IFLNK),
    "a pipe": of_kind(stat.S_IFIFO),
    "a device": of_kind(stat.S_IFCHR),
    "a flipped byte": lambda e, c: (e, c[:-1] + bytes([c[-1] ^ 1])),
    "a shorter file": lambda e, c: (e, c[:-1] if e.filename == layout.VECTORS else c),
    "a missing file": lambda e, c: (e.filename.replace("order", "other"), c),
}


@pytest.mark.parametrize("harm_done", HARMS)
def test_an_archive_that_was_changed_is_refused(
    harm_done: str, archive: Path, tmp_path: Path
) -> None:
    before = set(tmp_path.parent.rglob("*"))
    file = changed(archive, HARMS[harm_done])
    with pytest.raises(SearchError) as caught:
        index.import_(file, tmp_path / "index")
    assert "\n" not in str(caught.value)
    left = set(tmp_path.parent.rglob("*")) - before - {file}
    assert left <= {tmp_path / "index", tmp_path / "index/lock"}


def test_a_name_outside_that_the_manifest_knows_is_refused(archive: Path, tmp_path: Path) -> None:
    def rename(entry: zipfile.ZipInfo, content: bytes) -> tuple[str, bytes]:
        if entry.filename == layout.MANIFEST:
            manifest = index.generation.manifest.Manifest.from_json(content.decode(), "")
            files = dict(manifest.files)
            files["../escaped.npy"] = files.pop(layout.ORDER)
            return entry.filename, replace(manifest, files=files).to_json().encode()
        return entry.filename.replace(layout.ORDER, "../escaped.npy"), content

    with pytest.raises(SearchError, match="not those that are written"):
        index.import_(changed(archive, rename), tmp_path / "index")
    assert not (tmp_path / "escaped.npy").exists()
    assert not (tmp_path / "index/escaped.npy").exists()


def test_what_could_swell_is_refused(archive: Path, tmp_path: Path) -> None:
    file = changed(archive, lambda e, c: (e.filename, c), compression=zipfile.ZIP_DEFLATED)
    with pytest.raises(SearchError, match="stored as they are"):
        index.import_(file, tmp_path / "index")


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04" + bytes(100)])
def test_what_is_no_archive_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(SearchError, match="not an index that was exported"):
        index.import_(tmp_path / "x.zip", tmp_path / "index")
    with pytest.raises(SearchError, match="no such file"):
        index.import_(tmp_path / "y.zip", tmp_path / "index")


def test_a_damaged_index_is_not_exported(archive: Path, tmp_path: Path) -> None:
    place, _ = index.import_(archive, tmp_path / "index")
    path = layout.generation_folder(place, 1) / layout.DOCUMENTS
    path.write_bytes(path.read_bytes()[::-1])
    with pytest.raises(IndexDamagedError):
        index.export(tmp_path / "out.zip", place)
    assert not (tmp_path / "out.zip").exists()


def test_an_index_is_opened_and_verified_without_writing_a_byte(
    archive: Path, tmp_path: Path
) -> None:
    place, _ = index.import_(archive, tmp_path / "index")
    for path in [place, *place.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = {path: path.stat().st_mtime_ns for path in [place, *place.rglob("*")]}
    assert answers(place)
    assert index.verify(place).damage == ()
    assert {path: path.stat().st_mtime_ns for path in [place, *place.rglob("*")]} == before
    for path in [place, *place.rglob("*")]:
        os.chmod(path, 0o755)  # noqa: PTH101  # so that it can be removed
