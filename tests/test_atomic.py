from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import faults
import harm
import pytest

import index
from index.generation import generations
from search import Searcher


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles and their index, and the articles as they are to be indexed next."""
    folder = tmp_path_factory.mktemp("base")
    harm.write_articles(folder / "articles", notes=8)
    index.build([folder / "articles"], folder / "index")
    shutil.copytree(folder / "articles", folder / "changed")
    (folder / "changed/new.txt").write_text("Herring\nThe herring came back to the bay.\n")
    (folder / "changed/a.txt").unlink()
    return folder


@pytest.fixture(scope="module")
def builder() -> Iterator[faults.Builder]:
    with faults.Builder() as builder:
        yield builder


@pytest.fixture(scope="module")
def operations(
    base: Path, builder: faults.Builder, tmp_path_factory: pytest.TempPathFactory
) -> int:
    place = shutil.copytree(base / "index", tmp_path_factory.mktemp("counted") / "index")
    ending = builder.build(place, base / "changed", "kill", at=10**9)
    assert (ending.error, ending.traceback, ending.signal) == ("", "", 0)
    return ending.operations


def check(place: Path, base: Path, builder: faults.Builder) -> None:
    """The index is the former one or the new one, whole; the next build puts all in order."""
    verified = index.verify(place)
    assert verified.damage == ()
    number = verified.manifest.generation
    assert number in (1, 2)
    with Searcher.open(place) as searcher:
        found = {hit.document.id for hit in searcher.search("herring grain", mode="keyword")}
    assert any(name.endswith("new.txt") for name in found) == (number == 2)
    assert any(name.endswith("/a.txt") for name in found) == (number == 1)
    again = builder.build(place, base / "changed")
    assert (again.error, again.traceback) == ("", "")
    current = generations.current_manifest(place)
    assert index.verify(place).damage == ()
    assert {path.name for path in place.iterdir()} <= {
        f"{current.parent:06d}",
        f"{current.generation:06d}",
        generations.CURRENT,
        "lock",
    }


@pytest.mark.parametrize("share", [part / 6 for part in range(6)])
@pytest.mark.parametrize("accident", ["kill", "no space", "no permission"])
def test_an_accident_at_any_operation_leaves_a_whole_index(
    accident: str,
    share: float,
    base: Path,
    tmp_path: Path,
    builder: faults.Builder,
    operations: int,
) -> None:
    place = shutil.copytree(base / "index", tmp_path / "index")
    shift = faults.ACCIDENTS.index(accident) / 18
    ending = builder.build(
        place, base / "changed", accident, at=1 + int((share + shift) * operations)
    )
    assert ending.traceback == ""
    assert "\n" not in ending.error
    assert (ending.signal == 9) == (accident == "kill")
    check(place, base, builder)


@pytest.mark.parametrize("size", [0, 100, 2_000, 10_000, 30_000, 100_000])
def test_a_disk_that_is_full_in_the_middle_of_a_write_leaves_a_whole_index(
    size: int, base: Path, tmp_path: Path, builder: faults.Builder
) -> None:
    place = shutil.copytree(base / "index", tmp_path / "index")
    ending = builder.build(place, base / "changed", "file size", at=size)
    assert ending.traceback == ""
    assert ending.error.startswith("Cannot write") == (size < 50_000)
    check(place, base, builder)


@pytest.mark.parametrize("after", [0.01, 0.2, 0.3, 0.4, 0.5])
def test_a_build_that_is_killed_at_any_time_leaves_a_whole_index(
    after: float, base: Path, tmp_path: Path, builder: faults.Builder
) -> None:
    place = shutil.copytree(base / "index", tmp_path / "index")
    ending = builder.build(place, base / "changed", after=after)
    assert ending.traceback == ""
    check(place, base, builder)


def test_left_overs_of_any_kind_are_collected(base: Path, tmp_path: Path) -> None:
    place = shutil.copytree(base / "index", tmp_path / "index")
    shutil.copytree(place / "000001", place / "building-77")
    shutil.copytree(place / "000001", place / "removed-3")
    shutil.copytree(place / "000001", place / "000009")
    (place / "current.new").write_text("half")
    report = index.build([base / "changed"], place)
    assert report.manifest.generation == 2
    assert sorted(path.name for path in place.iterdir()) == ["000001", "000002", "current", "lock"]
