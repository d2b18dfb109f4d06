"""A build of other sources says what would go out of the index, and asks."""

import json
import os
from pathlib import Path

import pytest
from conftest import Command
from terminals import on_a_terminal

SAID = {
    "old": "The lamps of the harbour were put out at dusk, the warden said on Monday.",
    "new": "Forty tons of gravel wait above the lock, the keeper said on Tuesday.",
}


@pytest.fixture
def folder(tmp_path: Path, command: Command) -> Path:
    for name, text in SAID.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(f"News of the {name}\n\n{text}\n")
    assert command("build", "old", cwd=tmp_path).returncode == 0
    return tmp_path


def held(folder: Path, command: Command) -> list[str]:
    found = (
        json.loads(line)["file"]
        for line in command("query", "said", "--json", cwd=folder).stdout.splitlines()
    )
    return sorted({Path(name).stem for name in found})


def test_where_nobody_can_be_asked_it_is_an_error_and_nothing_goes(
    folder: Path, command: Command
) -> None:
    for arguments in (["build", "new"], ["build", "new", "--json"]):
        done = command(*arguments, cwd=folder, stdin="")
        assert done.returncode == 2
        assert done.stderr.splitlines() == [
            "search: The index holds old (1 article), which new does not: --add keeps it, "
            "--replace takes it out; nothing was changed"
        ]
    assert held(folder, command) == ["old"]


def test_a_source_that_does_not_exist_is_what_is_said(folder: Path, command: Command) -> None:
    done = command("build", "nwe", cwd=folder, stdin="")
    assert done.returncode == 2
    assert "nwe: no such file or folder" in done.stderr
    assert held(folder, command) == ["old"]


@pytest.mark.parametrize(
    ("option", "expected"), [("--add", ["new", "old"]), ("--replace", ["new"])]
)
def test_an_option_says_what_is_meant(
    folder: Path, command: Command, option: str, expected: list[str]
) -> None:
    assert command("build", "new", option, cwd=folder).returncode == 0
    assert held(folder, command) == expected
    assert "Up to date" in command("build", cwd=folder).stdout


@pytest.mark.parametrize("sources", [["old"], ["."], ["old", "new"], []])
def test_what_leaves_nothing_out_is_not_asked_about(
    folder: Path, command: Command, sources: list[str]
) -> None:
    assert command("build", *sources, cwd=folder, stdin="").returncode == 0
    assert "old" in held(folder, command)


@pytest.mark.parametrize(
    ("answer", "code", "expected"),
    [("a", 0, ["new", "old"]), ("r", 0, ["new"]), ("", 2, ["old"])],
)
def test_on_a_terminal_the_user_is_asked(
    folder: Path, command: Command, answer: str, code: int, expected: list[str]
) -> None:
    asked = on_a_terminal(
        ["build", "new"],
        folder,
        streams=["stdin", "stderr"],
        environment=os.environ,
        typed=f"{answer}\n",
    )
    assert asked.code == code
    assert "The index holds old (1 article), which new does not" in asked.shown
    assert held(folder, command) == expected


def test_both_options_at_once_are_an_error(folder: Path, command: Command) -> None:
    done = command("build", "new", "--add", "--replace", cwd=folder)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_without_a_folder_to_take_it_says_what_to_type(tmp_path: Path, command: Command) -> None:
    done = command("build", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr == "search: Which folder? search build .\n"
    assert list(tmp_path.iterdir()) == []
