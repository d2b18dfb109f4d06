from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import harm
import pytest
from conftest import Command

import index
from index.damage import parsing
from index.encoder.damage import running
from index.engines.protocol import Request
from index.errors import IndexDamagedError
from index.generation import integrity, layout
from index.generation.manifest import Counts, Manifest
from index.location import CURRENT
from index.query import parse

HARMS = 60


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of two generations and two segments, with dead rows and boilerplate."""
    folder = tmp_path_factory.mktemp("whole")
    harm.write_articles(folder / "articles")
    index.build([folder / "articles"], folder / "index")
    (folder / "articles/a.txt").write_text("Grain\nTalks on grain and rain ended.\n")
    index.build([], folder / "index")
    index.build([folder / "articles/b.md"], folder / "other")
    return folder


@pytest.fixture
def place(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole / "index", tmp_path / "index")


@pytest.fixture(scope="module")
def witness() -> Iterator[harm.Witness]:
    with harm.Witness() as witness:
        yield witness


def test_a_whole_index_is_called_whole(
    place: Path, witness: harm.Witness, command: Command
) -> None:
    outcome = witness.look(place)
    assert (outcome.verify, outcome.crash) == ("", "")
    assert outcome.query.startswith("answer")
    done = command("verify", "--index", place, cwd=place)
    assert done.returncode == 0
    assert re.fullmatch(r"Version 2 is whole: \d+ files, \d.\d MB\n", done.stdout)


@pytest.mark.parametrize("seed", range(HARMS))
def test_any_harm_is_named_with_what_mends_it(
    seed: int, whole: Path, place: Path, witness: harm.Witness
) -> None:
    kind, path = harm.harm(place, whole / "other", random.Random(seed))
    outcome = witness.look(place)
    assert outcome.crash == ""
    assert str(path) in outcome.verify, kind
    assert "`search build --fresh`" in outcome.verify
    assert outcome.query.startswith("IndexDamagedError")


@pytest.mark.parametrize("seed", range(HARMS))
def test_harm_under_checksums_that_fit_ends_in_an_error_or_an_answer(
    seed: int, whole: Path, place: Path, witness: harm.Witness
) -> None:
    harm.harm(place, whole / "other", random.Random(seed))
    try:
        harm.disguise(place)
    except IndexDamagedError:
        return
    outcome = witness.look(place)
    assert outcome.crash == ""
    assert re.match(r"answer|IndexDamagedError: .+`search build --fresh`", outcome.query)


def test_the_command_names_every_damaged_file(place: Path, command: Command) -> None:
    folder, _ = harm.current(place)
    for name in (layout.VECTORS, layout.ORDER):
        content = bytearray((folder / name).read_bytes())
        content[-1] ^= 1
        (folder / name).write_bytes(content)
    (folder / "notes.txt").write_text("not ours")
    done = command("verify", "--index", place, cwd=place)
    assert done.returncode == 2
    *lines, mend = done.stderr.splitlines()
    assert len(lines) == 3
    assert {layout.VECTORS, layout.ORDER, "notes.txt"} == {
        Path(line.removeprefix("search: ").split(": ")[0]).name for line in lines
    }
    assert "`search build --fresh`, or `search rollback`" in mend
    asked = command("query", "talks", "--index", place, cwd=place)
    assert (asked.returncode, asked.stdout) == (2, "")
    assert len(asked.stderr.splitlines()) == 1


@pytest.mark.parametrize("repair", [["build", "--fresh"], ["rollback"]])
def test_the_commands_that_are_named_mend_it(
    place: Path, command: Command, repair: list[str]
) -> None:
    (harm.current(place)[0] / layout.VECTORS).unlink()
    assert command("build", "--index", place, cwd=place).returncode == 2
    assert command(*repair, "--index", place, cwd=place).returncode == 0
    assert command("verify", "--index", place, cwd=place).returncode == 0
    assert command("query", "grain", "--index", place, cwd=place).returncode == 0


@pytest.mark.parametrize("spoil", [CURRENT, layout.MANIFEST])
def test_a_rollback_mends_a_pointer_or_a_manifest_too(place: Path, spoil: str) -> None:
    folder, _ = harm.current(place)
    ((place if spoil == CURRENT else folder) / spoil).write_bytes(b"")
    with pytest.raises(IndexDamagedError):
        index.verify(place)
    index.rollback(place)
    assert index.verify(place).damage == ()


def test_opening_reads_the_ends_of_large_files_and_verify_the_middle(tmp_path: Path) -> None:
    folder = layout.generation_folder(tmp_path, 1)
    folder.mkdir()
    large = folder / "large"
    large.write_bytes(random.Random(0).randbytes(5 * integrity.BLOCK_BYTES + 7))
    manifest = replace(EMPTY, files=integrity.checksums(folder))
    for position, found_at_once in ((3, True), (-1, True), (3 * integrity.BLOCK_BYTES, False)):
        content = bytearray(large.read_bytes())
        content[position] ^= 1
        large.write_bytes(content)
        if found_at_once:
            with pytest.raises(IndexDamagedError, match="large"):
                integrity.check_opening(folder, manifest)
        else:
            integrity.check_opening(folder, manifest)
        assert [path for path, _ in integrity.damage(folder, manifest)] == [large]
        content[position] ^= 1
        large.write_bytes(content)


EMPTY = Manifest(
    generation=1,
    parent=0,
    created="",
    fingerprint={},
    model="",
    precision="",
    dimension=1,
    sources=(),
    languages=(),
    counts=Counts(0, 0, 0, 0, 0, 0, 0, 0),
    changes={},
)


def test_what_a_desktop_leaves_in_a_folder_does_not_matter_but_is_named(place: Path) -> None:
    folder, _ = harm.current(place)
    (folder / ".DS_Store").write_bytes(b"icons")
    with index.open_engine(place) as engine:
        (found,) = engine.ask([Request(parse("grain"), depth=3)])
        assert len(engine.read(found.ids))
    assert [Path(problem.path).name for problem in index.verify(place).damage] == [".DS_Store"]


def test_damage_does_not_spread_into_the_next_generation(place: Path, whole: Path) -> None:
    path = harm.current(place)[0] / layout.PASSAGES
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)
    with pytest.raises(IndexDamagedError, match=r"passages\.sqlite"):
        index.build([whole / "articles/c.jsonl"], place)


@pytest.mark.parametrize(
    "error",
    [
        ImportError("libfaiss.so: failed to map segment from shared object"),
        RuntimeError("can't start new thread"),
        RuntimeError("Failed to allocate memory for requested buffer of size 90267648"),
    ],
    ids=str,
)
@pytest.mark.parametrize("calling", [parsing, running], ids=["index", "model"])
def test_too_little_memory_is_no_damage(
    calling: Callable[[Path], AbstractContextManager[None]], error: Exception
) -> None:
    with pytest.raises(MemoryError), calling(Path("place")):
        raise error
