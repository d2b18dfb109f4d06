from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Command
from ministers import ARTICLE, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "seeds", a_txt=ARTICLE)
    return tmp_path


def test_a_build_says_what_it_did_and_a_second_one_that_nothing_changed(
    folder: Path, command: Command
) -> None:
    first = command("build", cwd=folder)
    assert first.returncode == 0
    assert first.stdout.startswith("Indexed 1 article, 1 passage in ")
    assert first.stderr == ""
    second = command("build", cwd=folder)
    assert second.returncode == 0
    assert second.stdout.startswith("Up to date: 1 article, 1 passage in ")


def test_added_changed_and_removed_articles_are_told_apart(folder: Path, command: Command) -> None:
    write(folder / "seeds", b_txt=ARTICLE.replace("grain", "salt"), c_txt=ARTICLE)
    assert command("build", cwd=folder).returncode == 0
    (folder / "seeds/c.txt").unlink()
    write(folder / "seeds", a_txt=ARTICLE.replace("grain", "herring"), d_txt=ARTICLE)
    report = json.loads(command("build", "--json", cwd=folder).stdout)
    assert (report["added"], report["changed"], report["removed"]) == (1, 1, 1)
    assert (report["documents"], report["encoded"]) == (3, 1)
    found = command("query", "herring", "--json", "--mode", "keyword", cwd=folder)
    assert [json.loads(line)["document"] for line in found.stdout.splitlines()] == ["seeds/a.txt"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["nowhere"], "nowhere"),
        (["*.nothing"], "*.nothing"),
        (["empty"], "No article to index"),
        (["--model", "nobody/no-such-model"], "no-such-model"),
        (["--model", "empty"], "empty"),
    ],
)
def test_a_build_that_cannot_start_says_so_in_one_line(
    folder: Path, command: Command, arguments: list[str], expected: str
) -> None:
    (folder / "empty").mkdir()
    done = command("build", *arguments, cwd=folder, HF_HUB_OFFLINE="1")
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert expected in done.stderr
    assert not (folder / ".search-index/current").exists()


def test_standard_input_globs_and_several_sources_are_read(folder: Path, command: Command) -> None:
    write(folder / "more", b_md="# Salt\n\nThe price of salt rose for the third week running.\n")
    write(folder / "more/deep", c_txt=ARTICLE, skipped_dat="not an article")
    done = command("build", "seeds", "more/**/*.txt", "more/b.md", "-", cwd=folder, stdin=ARTICLE)
    assert done.returncode == 0, done.stderr
    stats = json.loads(command("stats", "--json", cwd=folder).stdout)
    assert stats["documents"] == 4


def test_an_index_can_be_named_or_lie_in_a_folder_above(folder: Path, command: Command) -> None:
    deep = folder / "seeds/deep/deeper"
    deep.mkdir(parents=True)
    assert command("build", cwd=folder).returncode == 0
    assert command("query", "grain talks", cwd=deep).returncode == 0
    elsewhere = folder / "elsewhere"
    assert command("build", "seeds", "--index", elsewhere, cwd=folder).returncode == 0
    assert command("query", "grain", SEARCH_INDEX=str(elsewhere), cwd=Path("/")).returncode == 0
    assert command("query", "grain", "-i", elsewhere, cwd=Path("/")).returncode == 0


def test_boilerplate_is_listed_left_out_and_kept_if_asked(folder: Path, command: Command) -> None:
    article = "\n".join(
        [
            "Harbour reopens after storm",
            "The harbour at Saltmere took its first freighter on Monday, nine days after the storm.",
            "Subscribe to our newsletter",
            "Get the best stories in your inbox every morning.",
            "Pilots said that the channel had to be sounded again before large ships could pass it.",
        ]
    )
    write(folder / "seeds", b_txt=article)
    assert command("build", cwd=folder).returncode == 0
    listed = command("boilerplate", "--json", cwd=folder).stdout.splitlines()
    texts = [json.loads(line)["text"] for line in listed]
    assert texts == [
        "Subscribe to our newsletter",
        "Get the best stories in your inbox every morning.",
    ]
    assert all(json.loads(line)["reason"] for line in listed)
    shown = command("boilerplate", cwd=folder).stdout.splitlines()
    assert shown[0] == "2 blocks left out of 1 article"
    assert [line.split() for line in shown[1:5]] == [
        ["by", "reason"],
        ["2", "76", "letters", "sign-up", "block"],
        ["by", "source", "or", "folder"],
        ["2", "76", "letters", "seeds"],
    ]
    assert [line.rpartition(": ")[2] for line in shown[6:]] == texts
    found = command("query", "newsletter inbox", "-m", "keyword", cwd=folder)
    assert (found.returncode, found.stdout) == (1, "")
    kept = command("build", "--keep-boilerplate", cwd=folder)
    assert "Everything was made anew" in kept.stdout
    assert command("query", "newsletter inbox", "-m", "keyword", cwd=folder).returncode == 0


def test_an_interrupted_build_leaves_the_index_as_it_was(folder: Path, command: Command) -> None:
    assert command("build", cwd=folder).returncode == 0
    text = "\n".join(
        f"Shipment {n} of grain left the port of Saltmere at dawn." * 6 for n in range(300)
    )
    write(folder / "seeds", long_txt=text)
    executable = Path(sys.executable).with_name("search")
    running = subprocess.Popen([executable, "build"], cwd=folder, stderr=subprocess.PIPE, text=True)
    while (
        not list((folder / ".search-index").glob("building-*/vectors*")) and running.poll() is None
    ):
        time.sleep(0.05)
        if list((folder / ".search-index").glob("building-*/keyword")):
            break
    os.kill(running.pid, signal.SIGINT)
    _, errors = running.communicate(timeout=60)
    assert running.returncode == 130
    assert "Traceback" not in errors
    assert not list((folder / ".search-index").glob("building-*"))
    assert json.loads(command("stats", "--json", cwd=folder).stdout)["documents"] == 1


def test_a_second_writer_leaves_with_a_clear_line(folder: Path, command: Command) -> None:
    import filelock

    (folder / ".search-index").mkdir()
    with filelock.FileLock(folder / ".search-index/lock"):
        done = command("build", cwd=folder)
    assert done.returncode == 2
    assert "Another process is building" in done.stderr


def test_code_that_comes_with_a_model_is_not_run_unless_asked_for(
    folder: Path, command: Command
) -> None:
    model = folder / "model"
    model.mkdir()
    (model / "modules.json").write_text('[{"idx": 0, "name": "0", "path": "", "type": "own.Own"}]')
    (model / "own.py").write_text("raise SystemExit('the code of the model was run')\n")
    done = command("build", "--model", model, cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--trust-remote-code" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_place_that_cannot_be_written_to_is_named(folder: Path, command: Command) -> None:
    (folder / "file").touch()
    done = command("build", "--index", folder / "file" / "index", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert f"Cannot write to {folder / 'file' / 'index'}" in done.stderr


def test_who_knows_how_dates_are_written_says_so_once(tmp_path: Path, command: Command) -> None:
    (tmp_path / "a.txt").write_text(
        "Lamps out\n\nPublished: 04/07/1998\n\nThey went out at dusk.\n"
    )

    def published() -> str:
        shown = command("show", "a.txt", "--json", cwd=tmp_path)
        return str(json.loads(shown.stdout)["published"])

    assert command("build", "a.txt", cwd=tmp_path).returncode == 0
    assert published() == "1998-04-07"
    assert command("build", "a.txt", "--dates", "day-first", cwd=tmp_path).returncode == 0
    assert published() == "1998-07-04"
    assert command("build", cwd=tmp_path).returncode == 0
    assert published() == "1998-07-04"


def test_without_a_folder_one_is_asked_for_and_the_first_build_says_what_to_type_next(
    tmp_path: Path, command: Command
) -> None:
    none = command("build", cwd=tmp_path)
    assert (none.returncode, none.stdout) == (2, "")
    assert none.stderr == "search: Which folder? search build .\n"
    write(tmp_path, a_txt=ARTICLE)
    first = command("build", ".", cwd=tmp_path).stdout.splitlines()
    assert first[-1].startswith("Now try: search ")
    write(tmp_path, b_txt=ARTICLE)
    again = command("build", cwd=tmp_path).stdout
    assert "Now try" not in again
