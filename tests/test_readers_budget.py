"""What a file costs is bounded, and the next one is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.readers import budget, worker
from index.readers import read as read_here
from index.readers.sources import SourceFile, find
from index.types import Block, BlockKind, Document, Metadata, Problem

PAGE = "<html><body><article><h1>Lamps out</h1><p>The lamps were put out at dusk.</p></article>"


@pytest.fixture(autouse=True)
def stopped() -> Iterator[None]:
    """No process is left behind, and none is there before."""
    budget.stop()
    yield
    budget.stop()


def file_of(path: Path) -> SourceFile:
    (found,) = find([path], path.parent)
    assert isinstance(found, SourceFile)
    return found


def test_what_another_process_reads_is_the_same(tmp_path: Path, seeds: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE * 3 + "\udc80é".encode("utf-8", "replace").decode())
    (tmp_path / "b.pdf").write_bytes(b"%PDF-1.4 and no more")
    for file in (*find([tmp_path], tmp_path), *find([seeds], seeds)):
        assert isinstance(file, SourceFile)
        assert list(budget.read(file)) == list(read_here(file))


def test_past_its_time_a_file_is_a_problem_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "SECONDS", 0.5)
    slow = tmp_path / "slow.html"
    slow.write_text("<p>" + "<b><i><u>word " * 30_000)
    (tmp_path / "quick.html").write_text(PAGE)
    (problem,) = budget.read(file_of(slow))
    assert problem == Problem("slow.html", "takes more than 0 s of computing; split it")
    monkeypatch.setattr(budget, "SECONDS", 30.0)
    (found,) = budget.read(file_of(tmp_path / "quick.html"))
    assert isinstance(found, Document)
    assert found.title == "Lamps out"


def test_past_its_memory_a_file_is_a_problem_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "large.html").write_text("<p>" + "words and more words " * 380_000)
    (tmp_path / "small.txt").write_text("Lamps out\n\nThey were put out.\n")
    monkeypatch.setattr(budget, "MEMORY", 200 * 2**20)
    (problem,) = budget.read(file_of(tmp_path / "large.html"))
    assert isinstance(problem, Problem)
    (found,) = budget.read(file_of(tmp_path / "small.txt"))
    assert isinstance(found, Document)


def test_who_stops_asking_in_the_middle_leaves_the_next_file_whole(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    found = budget.read(file_of(tmp_path / "a.html"))
    next(found)
    del found
    (again,) = budget.read(file_of(tmp_path / "a.html"))
    assert isinstance(again, Document)


def test_a_reader_that_dies_takes_one_file_with_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE)
    list(budget.read(file_of(tmp_path / "a.html")))
    budget._started().kill()
    budget._started().wait()
    (problem,) = budget.read(file_of(tmp_path / "a.html"))
    assert isinstance(problem, Problem)
    (found,) = budget.read(file_of(tmp_path / "a.html"))
    assert isinstance(found, Document)


def test_what_the_worker_sends_comes_through_whole() -> None:
    blocks = (Block(0, 4, BlockKind.TITLE, 2), Block(6, 12, BlockKind.BOILERPLATE, 4, "menu"))
    metadata: Metadata = {"words": 4, "share": 0.5, "draft": False, "tags": ["a", "b"]}
    document = Document("a.html", "a.html", "Lamp\n\nShare.", blocks, "Lamp", metadata=metadata)
    problem = Problem("a.html", "it is cut", 3, passing=True)
    again, told = (worker.unpacked(worker.packed(one)) for one in (document, problem))
    assert isinstance(again, Document)
    assert again == document
    assert again.content_hash == document.content_hash
    assert isinstance(told, Problem)
    assert (told, told.passing) == (problem, True)
