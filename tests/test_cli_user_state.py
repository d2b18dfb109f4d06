"""What is kept for a user beside an index: the last answer, saved queries."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Command

from index.errors import SearchError
from search.cli import user_state

ODD = [
    "[" * 100_000,
    '{"results": [1, 2], "query": 3, "built": "never"}',
    '{"results": {"1": 2}, "query": "", "built": 0}',
    '{"grain": 7}',
    "[1]",
    "\x00",
    "",
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("XDG_STATE_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    tmp_path = tmp_path_factory.mktemp("private")
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text("Grain talks\n\nMinisters met in Karsova on grain.\n")
    assert command("build", cwd=tmp_path).returncode == 0
    return tmp_path


@pytest.mark.parametrize("text", ODD)
def test_what_another_program_wrote_is_no_answer_and_no_traceback(
    folder: Path, command: Command, text: str
) -> None:
    place = str(folder / ".search-index")
    file = user_state.state_file(place)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    assert user_state.last(place) == user_state.Last()
    if text == ODD[0]:
        done = command("show", "1", cwd=folder)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    user_state.remember(place, query="grain", results={1: ["seeds/a.txt", "seeds/a.txt#p1"]})
    assert user_state.last(place).results == {"1": ("seeds/a.txt", "seeds/a.txt#p1")}


@pytest.mark.parametrize("text", ODD)
def test_saved_queries_that_cannot_be_read_are_not_written_over(
    folder: Path, command: Command, text: str
) -> None:
    file = user_state.alerts_file(str(folder / ".search-index"))
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    place = str(folder / ".search-index")
    with pytest.raises(SearchError, match="saved queries"):
        user_state.saved_queries(place)
    with pytest.raises(SearchError, match="saved queries"), user_state.changing_queries(place):
        pass
    if text == ODD[0]:
        for words in (["add", "grain"], ["list"], []):
            done = command("alerts", *words, cwd=folder)
            assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), words
            assert str(file) in done.stderr
    assert file.read_text() == text


def test_an_error_of_the_machine_loses_no_saved_query(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(folder / ".search-index")
    with user_state.changing_queries(place) as saved:
        saved["grain"] = ["a"]
    opened = os.open

    def failing(path: object, *arguments: int, **named: int) -> int:
        if str(path).endswith(".json") or ".new-" in str(path):
            raise OSError(5, "Input/output error", str(path))
        return opened(path, *arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", failing)
        with pytest.raises(SearchError, match="input/output"), user_state.changing_queries(place):
            pass
    assert user_state.saved_queries(place) == {"grain": ["a"]}


def test_nothing_is_read_or_written_through_a_link(folder: Path, command: Command) -> None:
    precious = folder / "precious.txt"
    precious.write_text('{"grain": []}')
    place = str(folder / ".search-index")
    for file in (user_state.state_file(place), user_state.alerts_file(place)):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        file.symlink_to(precious)
    assert command("query", "grain", cwd=folder).returncode == 0
    assert command("alerts", "add", "salt", cwd=folder).returncode == 2
    assert precious.read_text() == '{"grain": []}'
    assert not user_state.state_file(place).is_symlink()
    file = user_state.alerts_file(place)
    file.unlink()
    os.mkfifo(file)
    assert command("alerts", "add", "salt", cwd=folder).returncode == 2
    file.unlink()
    assert command("alerts", "add", "salt", cwd=folder).returncode == 0
    assert file.stat().st_mode & 0o777 == 0o600
    assert not file.parent.stat().st_mode & 0o022


def test_queries_that_are_saved_side_by_side_are_all_kept(folder: Path) -> None:
    place = str(folder / ".search-index")
    program = (
        "import sys; from search.cli import user_state\n"
        "for n in range(20):\n"
        "    with user_state.changing_queries(sys.argv[1]) as saved: saved[sys.argv[2] + str(n)] = []"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, place, name]) for name in ("a", "b", "c")
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert len(user_state.saved_queries(place)) == 60
    assert json.loads(user_state.alerts_file(place).read_text()).keys() >= {"a0", "b19"}
