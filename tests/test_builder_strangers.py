"""What is another's is neither written to nor believed."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from herring import WORDS, build
from small_models import save_static

import index
from index.encoder import Precision
from index.errors import IndexStateError, Remedy, SearchError, SourceError
from index.generation import generations
from index.generation.manifest import PRECISIONS, Manifest, check_plausible
from index.location import find_index


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(save_static(tmp_path_factory.mktemp("static"), WORDS))


@pytest.fixture
def folder(tmp_path: Path, model: str) -> Path:
    return build(tmp_path, model)


def test_no_file_of_another_is_written_through_a_link(folder: Path) -> None:
    precious = folder / "precious.txt"
    precious.write_text("precious")
    place = folder / "index"
    for name in ("current.new", "building-1", "removed-1", "lock"):
        (place / name).unlink(missing_ok=True)
        (place / name).symlink_to(precious)
    (folder / "north/a.txt").write_text("Of a\n\nSalt again.\n")
    assert index.build([], place).changed == 1
    index.rollback(place)
    assert precious.read_text() == "precious"


def test_all_that_is_written_is_the_users_own(folder: Path, model: str) -> None:
    before = os.umask(0)
    try:
        index.build([folder / "north"], folder / "open", index.Settings(model=model))
        (folder / "north/a.txt").write_text("Of a\n\nSalt again.\n")
        index.build([], folder / "open")
        index.export(folder / "out.lede", folder / "open")
        index.import_(folder / "out.lede", folder / "imported")
    finally:
        os.umask(before)
    written = [folder / "open", folder / "imported", folder / "out.lede"]
    for path in [*written, *(p for place in written for p in place.rglob("*"))]:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_sources_of_an_imported_index_are_not_read_unless_named(folder: Path) -> None:
    index.export(folder / "out.lede", folder / "index")
    place, manifest = index.import_(folder / "out.lede", folder / "imported")
    assert manifest.sources == ()
    with pytest.raises(SourceError, match="imported"):
        index.build([], place)
    assert index.build([folder / "south"], place).manifest.counts.documents == 1


CHANGES: dict[str, Callable[[Manifest], Manifest]] = {
    "files": lambda m: replace(m, files={n: f for n, f in m.files.items() if "keyword" not in n}),
    "name": lambda m: replace(m, files={**m.files, "current": m.files["order.npy"]}),
    "rows": lambda m: replace(m, counts=replace(m.counts, rows=10**15)),
    "negative": lambda m: replace(m, counts=replace(m.counts, tokens=-1)),
    "documents": lambda m: replace(m, counts=replace(m.counts, documents=0)),
    "dimension": lambda m: replace(m, dimension=0),
    "precision": lambda m: replace(m, precision="fp1"),
    "fingerprint": lambda m: replace(m, fingerprint={}),
    "language": lambda m: replace(m, languages=("\x1b[2J",)),
    "model": lambda m: replace(m, model="a\nb"),
    "created": lambda m: replace(m, created="yesterday"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_no_build_can_have_made_is_not_imported(change: str, folder: Path) -> None:
    import zipfile

    index.export(folder / "out.lede", folder / "index")
    with (
        zipfile.ZipFile(folder / "out.lede") as old,
        zipfile.ZipFile(folder / "new.lede", "w") as new,
    ):
        manifest = CHANGES[change](Manifest.from_json(old.read("manifest.json").decode(), ""))
        new.writestr("manifest.json", manifest.to_json())
        for name in manifest.files:
            new.writestr(name, old.read("order.npy" if name == "current" else name))
    with pytest.raises(SearchError, match="not an index that was exported"):
        index.import_(folder / "new.lede", folder / "imported")
    assert not list((folder / "imported").glob("0*"))


def test_what_a_build_makes_is_plausible(folder: Path) -> None:
    check_plausible(generations.current_manifest(folder / "index"))
    assert get_args(Precision) == PRECISIONS


def test_an_index_of_another_user_is_only_opened_where_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".search-index").mkdir()
    (tmp_path / ".search-index/current").touch()
    (tmp_path / "below/.search-index").mkdir(parents=True)
    (tmp_path / "below/.search-index/lock").touch()  # what a first build leaves that has failed
    monkeypatch.chdir(tmp_path / "below")
    assert find_index() == tmp_path / ".search-index"
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(IndexStateError, match="another user") as caught:
        find_index()
    assert caught.value.remedy is Remedy.NAME_INDEX
    assert find_index(tmp_path) == tmp_path / ".search-index"
