"""Every command that writes leaves a whole index, whatever happens to it on the way."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import faults
import harm
import pytest

import index
from index.location import CURRENT
from search import Searcher


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Articles, their index of two generations, and what comes next for each command."""
    folder = tmp_path_factory.mktemp("base")
    harm.write_scene(folder, notes=8)
    return folder


@pytest.fixture(scope="module")
def worker() -> Iterator[faults.Worker]:
    with faults.Worker() as worker:
        yield worker


def prepared(base: Path, folder: Path) -> tuple[Path, Path]:
    """A copy of the index, and of the sources as they are to be indexed next."""
    shutil.copyfile(base / "index.lede", folder / "index.lede")
    shutil.copytree(base / "changed", folder / "changed")
    return shutil.copytree(base / "index", folder / "index"), folder / "changed"


def answers(place: Path) -> list[tuple[str, float]]:
    with Searcher.open(place) as searcher:
        return [
            (Path(hit.document.id).name, round(hit.score, 4))
            for query in ("herring grain", "tide tables")
            for hit in searcher.search(query, mode="keyword")
        ]


@pytest.fixture(scope="module")
def states(
    base: Path, worker: faults.Worker, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, tuple[int, list[list[tuple[str, float]]]]]:
    """For each command its operations, and the answers that may be after an accident to it."""
    found = {}
    for command in faults.COMMANDS:
        place, sources = prepared(base, tmp_path_factory.mktemp(command))
        before = answers(place)
        ending = worker.run(command, place, sources, "kill", at=10**9)
        assert (ending.error, ending.traceback, ending.signal) == ("", "", 0)
        assert ending.operations
        between = [answers(place)]
        if command == "watch":
            (sources / "watched.txt").unlink()
            assert worker.run("build", place, sources).error == ""
            between.append(answers(place))
        found[command] = ending.operations, [before, *between]
    return found


def check(place: Path, sources: Path, allowed: list[object], worker: faults.Worker) -> None:
    """The index is the former or the next one, whole; the next build puts all in order."""
    assert index.verify(place).damage == ()
    assert answers(place) in allowed
    again = worker.run("build", place, sources)
    assert (again.error, again.traceback) == ("", "")
    assert index.verify(place).damage == ()
    names = {path.name for path in place.iterdir()}
    assert {name for name in names if not name.isdigit()} == {CURRENT, "lock"}
    assert len(names) <= 2 + 3


@pytest.mark.parametrize(
    ("command", "accident", "share"),
    [
        *(("build", accident, part / 4) for accident in faults.ACCIDENTS[:3] for part in range(5)),
        *((command, "kill", 0.7) for command in faults.COMMANDS[1:]),
        *((command, "no space", share) for command in faults.COMMANDS[1:] for share in (0.4, 0.9)),
    ],
)
def test_an_accident_at_any_operation_leaves_a_whole_index(
    command: str,
    accident: str,
    share: float,
    base: Path,
    tmp_path: Path,
    worker: faults.Worker,
    states: dict[str, tuple[int, list[object]]],
) -> None:
    place, sources = prepared(base, tmp_path)
    operations, allowed = states[command]
    at = 1 + int(share * (operations - 1))
    ending = worker.run(command, place, sources, accident, at)
    assert ending.traceback == ""
    assert "\n" not in ending.error
    assert (ending.signal == 9) == (accident == "kill")
    check(place, sources, allowed, worker)
    if (archive := place.with_name("index.zip")).exists():
        index.import_(archive, tmp_path / "imported")
    if accident != "kill":
        left = {path.name for path in tmp_path.iterdir()}
        assert left <= {"index", "changed", "index.lede", "index.zip", "imported"}


@pytest.mark.parametrize(
    ("command", "size"),
    [
        *(("fresh", size) for size in (0, 2_000, 30_000)),
        *((command, 0) for command in ("rollback", "tune")),
        *((command, 2_000) for command in ("compact", "import", "export")),
    ],
)
def test_a_disk_that_is_full_in_the_middle_of_a_write_leaves_a_whole_index(
    command: str,
    size: int,
    base: Path,
    tmp_path: Path,
    worker: faults.Worker,
    states: dict[str, tuple[int, list[object]]],
) -> None:
    place, sources = prepared(base, tmp_path)
    ending = worker.run(command, place, sources, "file size", at=size)
    assert ending.traceback == ""
    assert "\n" not in ending.error
    assert ending.error
    check(place, sources, states["build" if command == "fresh" else command][1], worker)


def test_a_first_build_that_fails_at_its_end_says_why_and_leaves_all_or_nothing(
    base: Path, tmp_path: Path, worker: faults.Worker
) -> None:
    _, sources = prepared(base, tmp_path)
    operations = worker.run("build", tmp_path / "whole", sources, "kill", at=10**9).operations
    published = set()
    for before_the_end in range(8):
        place = tmp_path / f"new-{before_the_end}"
        ending = worker.run("build", place, sources, "no space", operations - before_the_end)
        assert ending.traceback == ""
        assert "missing" not in ending.error
        left = sorted(path.name for path in place.iterdir() if path.name != "lock")
        assert left in ([], ["000001", "current"])
        assert left or "space" in ending.error
        published.add(bool(left))
    assert published == {True, False}


@pytest.mark.parametrize("after", [0.01, 0.2, 0.4])
def test_a_build_that_is_killed_at_any_time_leaves_a_whole_index(
    after: float,
    base: Path,
    tmp_path: Path,
    worker: faults.Worker,
    states: dict[str, tuple[int, list[object]]],
) -> None:
    place, sources = prepared(base, tmp_path)
    ending = worker.run("build", place, sources, after=after)
    assert ending.traceback == ""
    check(place, sources, states["build"][1], worker)


def test_left_overs_of_any_kind_are_collected(base: Path, tmp_path: Path) -> None:
    place, sources = prepared(base, tmp_path)
    shutil.copytree(place / "000001", place / "building-77")
    shutil.copytree(place / "000001", place / "removed-3")
    shutil.copytree(place / "000001", place / "000009")
    (place / "building-file").write_text("half")
    (place / "building-link").symlink_to(sources)
    (place / "removed-5").symlink_to(tmp_path / "nowhere")
    (place / "current.new").write_text("half")
    (place / "999999999").mkdir()
    report = index.build([sources], place)
    assert report.manifest.generation == 3
    assert (sources / "new.txt").exists()
    assert sorted(path.name for path in place.iterdir()) == ["000002", "000003", "current", "lock"]
