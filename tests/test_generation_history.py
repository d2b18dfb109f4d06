from __future__ import annotations

import json
import multiprocessing
import shutil
import subprocess
import sys
import time
from pathlib import Path

import harm
import pytest
from conftest import PROJECT, Command

import index
from index.engines.protocol import Request
from index.errors import IndexLockedError, IndexStateError, Remedy
from index.generation import generations, layout
from index.generation.lock import writer_lock
from index.query import parse
from search import Searcher


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    harm.write_articles(tmp_path / "articles", notes=3)
    return tmp_path / "articles"


@pytest.fixture
def place(sources: Path, tmp_path: Path) -> Path:
    index.build([sources], tmp_path / "index")
    return tmp_path / "index"


PHRASE = '"to speak" grai* karsowa~'


def change(sources: Path, day: int) -> None:
    (sources / "a.txt").write_text(f"Note\nShipment {day} of herring came late today.\n")


def texts(searcher: Searcher, query: str = "grain herring") -> list[str]:
    return [hit.passage.text for hit in searcher.search(query)]


def test_history_says_what_each_generation_holds_and_changed(
    sources: Path, place: Path, command: Command
) -> None:
    change(sources, 1)
    (sources / "b.md").unlink()
    index.build([], place)
    newest, oldest = index.history(place)
    assert (newest.current, oldest.current) == (True, False)
    assert (newest.manifest.generation, newest.manifest.parent) == (2, 1)
    assert newest.manifest.changes == {"added": 0, "changed": 1, "removed": 1}
    lines = command("history", "--index", place, cwd=sources).stdout.splitlines()
    assert [line.split() for line in lines[1:3]] == [["changed", "a.txt"], ["gone", "b.md"]]
    assert len(lines) == 4
    assert "6 articles" in lines[0]
    assert "1 changed, 1 removed" in lines[0]
    assert lines[0].endswith("current")
    printed = command("history", "--json", "--index", place, cwd=sources).stdout.splitlines()
    assert [json.loads(line)["generation"] for line in printed] == [2, 1]


def test_a_rollback_returns_to_the_answers_of_before(sources: Path, place: Path) -> None:
    with Searcher.open(place) as searcher:
        before = texts(searcher)
    change(sources, 1)
    index.build([], place)
    assert index.rollback(place).generation == 1
    with Searcher.open(place) as searcher:
        assert texts(searcher) == before
    assert index.rollback(place, 2).generation == 2
    with Searcher.open(place) as searcher:
        assert texts(searcher) != before


def test_a_build_after_a_rollback_starts_from_it_and_takes_a_new_number(
    sources: Path, place: Path
) -> None:
    for day in (1, 2):
        change(sources, day)
        index.build([], place, index.Settings(keep=9))
    index.rollback(place, 1)
    change(sources, 3)
    report = index.build([], place, index.Settings(keep=9))
    assert (report.manifest.generation, report.manifest.parent) == (4, 1)
    assert (report.changed, report.encoded) == (1, 1)
    assert generations.published(place) == [1, 4]


@pytest.mark.parametrize("keep", [1, 2, 4])
def test_as_many_generations_are_kept_as_asked(
    sources: Path, place: Path, keep: int, command: Command
) -> None:
    for day in range(4):
        change(sources, day)
        index.build([], place, index.Settings(keep=keep))
    change(sources, 9)
    assert command("build", "--keep", keep, "--index", place, cwd=sources).returncode == 0
    assert generations.published(place) == list(range(7 - keep, 7))


def test_where_there_is_nothing_to_return_to_the_error_says_so(place: Path) -> None:
    with pytest.raises(IndexStateError, match="no older version"):
        index.rollback(place)
    with pytest.raises(IndexStateError, match="no version 7") as caught:
        index.rollback(place, 7)
    assert (caught.value.place, caught.value.remedy) == (str(place), Remedy.LIST_VERSIONS)


def test_a_generation_that_is_not_whole_is_not_returned_to(sources: Path, place: Path) -> None:
    change(sources, 1)
    index.build([], place)
    (place / "000001" / layout.ORDER).unlink()
    with pytest.raises(IndexStateError, match=r"order\.npy"):
        index.rollback(place)
    assert generations.current_generation(place) == 2


def test_an_open_searcher_moves_to_the_newest_generation_when_asked(
    sources: Path, place: Path
) -> None:
    with Searcher.open(place) as searcher:
        assert not searcher.refresh()
        before, phrase = texts(searcher), texts(searcher, PHRASE)
        assert phrase
        for day in range(3):
            change(sources, day)
            index.build([], place, index.Settings(keep=1))
            assert texts(searcher) == before
            assert texts(searcher, PHRASE) == phrase
        assert searcher.refresh()
        assert not searcher.refresh()
        assert any("Shipment 2 of herring" in text for text in texts(searcher))


READER = """
import sys
from search import Searcher
QUERIES = ("grain talks", '"to speak" sal* ferri~', "herring OR oil NOT salt")
def ask():
    return [[h.passage.text for h in searcher.search(query)] for query in QUERIES]
with Searcher.open(sys.argv[1]) as searcher:
    first = ask()
    print("ready", flush=True)
    for line in sys.stdin:
        assert ask() == first
        print("same", flush=True)
    searcher.refresh()
    assert ask() != first
"""


def test_readers_elsewhere_keep_their_snapshot_while_ten_builds_pass(
    sources: Path, place: Path
) -> None:
    readers = [
        subprocess.Popen(
            [sys.executable, "-c", READER, str(place)],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for reader in readers:
        assert reader.stdout
        assert reader.stdout.readline() == "ready\n"
    for day in range(10):
        change(sources, day)
        index.build([], place, index.Settings(keep=1))
        for reader in readers:
            assert reader.stdin
            assert reader.stdout
            reader.stdin.write("\n")
            reader.stdin.flush()
            assert reader.stdout.readline() == "same\n"
    for reader in readers:
        reader.communicate()
        assert reader.returncode == 0
    assert generations.published(place) == [11]


def test_opening_while_generations_come_and_go_always_succeeds(sources: Path, place: Path) -> None:
    context = multiprocessing.get_context("spawn")
    builder = context.Process(target=_build_often, args=(str(sources), str(place)))
    builder.start()
    opened = set()
    while builder.is_alive():
        with index.open_engine(place) as engine:
            opened.add(engine.manifest.generation)
            (found,) = engine.ask([Request(parse("herring shipment"), depth=3)])
            assert engine.read(found.ids)
    builder.join()
    assert builder.exitcode == 0
    assert len(opened) > 1


@pytest.mark.parametrize("mode", ["hybrid", "keyword", "vector"])
def test_an_opened_generation_that_was_removed_answers_everything(
    sources: Path, place: Path, mode: str
) -> None:
    def asked(searcher: Searcher) -> list[object]:
        found = [
            searcher.search(query, mode=mode, facets=("source", "year"), totals=True)
            for query in ("herring shipment", "herr* ship?ent", '"the herring"', "hering~", "id:*")
        ]
        found.append(searcher.search("hering shpment", mode=mode, explain=True))
        found.append(searcher.similar(found[0][0].document.id, mode=mode))
        return [[hit.document.id for hit in result] for result in found]

    index.build([sources], place)
    with Searcher.open(place) as searcher:
        expected = asked(searcher)
    with Searcher.open(place) as searcher:
        shutil.rmtree(layout.generation_folder(place, 1))
        assert asked(searcher) == expected


def _build_often(sources: str, place: str) -> None:
    for day in range(12):
        change(Path(sources), day)
        index.build([], place, index.Settings(keep=1))


def test_a_second_writer_waits_if_asked(sources: Path, place: Path) -> None:
    change(sources, 1)
    with writer_lock(place):
        with pytest.raises(IndexLockedError, match="Another process"):
            index.rollback(place)
        process = subprocess.Popen(
            [Path(sys.executable).with_name("search"), "build", "--wait", "--index", place],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stderr
        assert "waiting for the process that is building" in process.stderr.readline()
        time.sleep(0.2)
        assert process.poll() is None
    out, _ = process.communicate()
    assert process.returncode == 0
    assert out.startswith("Indexed")


def test_a_lock_file_that_a_dead_process_left_does_not_matter(sources: Path, place: Path) -> None:
    (place / "lock").write_text("1234567")
    change(sources, 1)
    assert index.build([], place).changed == 1
