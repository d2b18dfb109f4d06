"""An index that a stranger made leads nowhere else, waits for nothing and runs no code."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import harm
import pytest

import index
from index.errors import IndexDamagedError
from index.generation import integrity, layout
from index.location import CURRENT
from search import Searcher


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole")
    harm.write_articles(folder / "articles")
    index.build([folder / "articles"], folder / "index")
    return folder / "index"


@pytest.fixture
def place(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "index")


@pytest.fixture(scope="module")
def witness() -> Iterator[harm.Witness]:
    with harm.Witness() as witness:
        yield witness


@pytest.mark.parametrize("name", ["../current", "/etc/hostname", "keyword/../../current"])
def test_a_manifest_that_names_files_outside_is_refused(place: Path, name: str) -> None:
    folder, manifest = harm.current(place)
    record = integrity.checksums(place)[CURRENT]
    harm.seal(place, replace(manifest, files={**manifest.files, name: record}))
    with pytest.raises(IndexDamagedError, match="missing"):
        index.open_engine(place)
    assert index.verify(place).damage
    assert folder.exists()


@pytest.mark.parametrize("name", ["keyword", layout.PASSAGES, "."])
def test_a_link_out_of_the_folder_is_refused(place: Path, tmp_path: Path, name: str) -> None:
    inside = harm.current(place)[0] / name
    inside.rename(tmp_path / "outside")
    inside.symlink_to(tmp_path / "outside")
    for use in (index.open_engine, index.verify):
        with pytest.raises(IndexDamagedError, match=r"is a link|not a plain file"):
            use(place)


@pytest.mark.parametrize("name", [CURRENT, layout.MANIFEST, layout.VECTORS])
def test_a_pipe_in_the_place_of_a_file_is_refused_without_waiting(place: Path, name: str) -> None:
    path = (place if name == CURRENT else harm.current(place)[0]) / name
    path.unlink()
    os.mkfifo(path)
    for use in (index.open_engine, index.verify):
        with pytest.raises(IndexDamagedError):
            use(place)


def test_a_pickle_that_would_run_code_is_refused_by_the_whole_engine(
    place: Path, tmp_path: Path, witness: harm.Witness
) -> None:
    folder, _ = harm.current(place)
    (toc,) = folder.glob("keyword/*.toc")
    payload = b"c" + f"os\nmkdir\n(S'{tmp_path / 'owned'}'\ntR.".encode()
    content = toc.read_bytes()
    for position in range(0, len(content), 61):
        toc.unlink()
        toc.write_bytes(content[:position] + payload + content[position:])
        harm.disguise(place)
        with pytest.raises(IndexDamagedError):
            index.open_engine(place)
    assert "IndexDamagedError" in witness.look(place).query
    assert not (tmp_path / "owned").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER DELETE ON document BEGIN SELECT 1; END",
        "ALTER TABLE document RENAME TO d; CREATE VIEW document AS WITH RECURSIVE "
        "n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT d.* FROM n, d",
    ],
)
def test_a_database_that_computes_is_refused(place: Path, statement: str) -> None:
    import sqlite3

    connection = sqlite3.connect(harm.current(place)[0] / layout.PASSAGES)
    connection.executescript(statement)
    connection.close()
    harm.disguise(place)
    with pytest.raises(IndexDamagedError, match=r"passages\.sqlite"):
        index.open_engine(place)
    with pytest.raises(IndexDamagedError, match=r"passages\.sqlite"):
        index.build([], place)


def test_a_model_that_the_index_names_does_not_run_its_code(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\n")
    (folder / "modules.json").write_text(
        '[{"idx": 0, "name": "0", "path": "", "type": "own.Module"}]'
    )
    manifest = harm.current(place)[1]
    harm.seal(place, replace(manifest, model=str(folder)))
    # An encoder is known by its content: the one that built the index answers, whatever it says.
    with Searcher.open(place) as searcher:
        assert searcher.search("grain").hits
    unknown = {**manifest.fingerprint, "encoder": "0" * 64}
    harm.seal(place, replace(manifest, model=str(folder), fingerprint=unknown))
    with (
        pytest.raises(index.SearchError, match="have not prepared"),
        Searcher.open(place) as searcher,
    ):
        searcher.search("grain")
    assert not (tmp_path / "ran").exists()
