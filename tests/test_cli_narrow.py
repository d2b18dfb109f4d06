"""What a narrow terminal shows: no word and no name of a file is cut, no line is too wide."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from conftest import Command
from terminals import on_a_terminal

from search.display.columns import columns, wrap

COLUMNS = 50
FOLDER = "Papers of the regional desk/clippings of the Saltmere Echo"
LONG = "A file whose name is a sentence, as some people like it (final version).txt"
TALE = """The council of Saltmere votes for the harbour wall after a long night of quarrels
By Hanna Lind
3 May 2023

The council of Saltmere voted on Tuesday night for the harbour wall, which takes three years.
"""

TOO_LONG = "nothing of this name/neither here nor there, however long one looks"


@pytest.fixture(scope="module")
def clippings(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    """A folder with an index of articles in folders and files with blanks in their names."""
    root = tmp_path_factory.mktemp("narrow")
    folder = root / FOLDER
    folder.mkdir(parents=True)
    (folder / LONG).write_text(TALE)
    (folder / "the wall.txt").write_text("The wall\n\nThe harbour wall is as long as the quay.\n")
    (folder / "empty.json").write_text("{")
    assert command("build", FOLDER.split("/")[0], cwd=root).returncode == 0
    return root


def folded(text: str) -> str:
    """What was printed in one line, paths put together again."""
    text = re.sub("[\u2066-\u2069]", "", text.replace("\r\n", "\n"))
    return " ".join(re.sub(r"/\n *", "/", text).replace("search: ", "").split())


def shown(folder: Path, *arguments: str) -> str:
    ended = on_a_terminal(
        arguments,
        folder,
        streams=["stdout", "stderr"],
        environment=os.environ | {"COLUMNS": str(COLUMNS), "TERM": "dumb", "PAGER": ""},
    )
    return ended.shown.replace("\r\n", "\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["stats"],
        ["history"],
        ["problems"],
        ["build"],
        ["verify"],
        ["harbour wall council"],
        ["harbour wall council", "--explain"],
        ["show", "Saltmere votes"],
        ["stats", "--index", TOO_LONG],
        ["build", TOO_LONG],
        ["find", "the wall"],
        ["wall", "--sort", "sideways or otherwise"],
        ["export", "results of this day.csv"],
    ],
    ids=" ".join,
)
def test_lines_end_between_words_and_names(
    command: Command, clippings: Path, arguments: list[str]
) -> None:
    lines = shown(clippings, *arguments).splitlines()
    assert max(map(columns, lines)) <= COLUMNS
    piped = command(*arguments, cwd=clippings, COLUMNS=str(COLUMNS), PAGER="")
    figures = re.compile(r"[\d.]+ s\b")  # of time
    both = folded(piped.stderr + "\n" + piped.stdout)
    assert figures.sub("", folded("\n".join(lines))) == figures.sub("", both)
    names = [*FOLDER.split("/"), "the wall.txt", *re.findall("`[^`]+`", both)]
    for name in names:  # those that fit in a line are on one
        if columns(name) < COLUMNS - 16:
            assert both.count(name) == sum(line.count(name) for line in lines), name


def test_in_a_pipe_every_record_is_a_line(command: Command, clippings: Path) -> None:
    rows = command("stats", cwd=clippings, COLUMNS="50").stdout.splitlines()
    assert all(re.match(r"\w+ {2,}\S", row) for row in rows)
    assert len(command("history", cwd=clippings, COLUMNS="50").stdout.splitlines()) == 1


def test_what_is_copied_from_a_narrow_terminal_names_its_article(
    command: Command, clippings: Path
) -> None:
    lines = shown(clippings, "council of Saltmere voted", "-k", "1").splitlines()
    first = next(n for n, line in enumerate(lines) if "Papers of" in line)
    last = next(n for n, line in enumerate(lines) if ".txt:" in line)
    assert last > first
    copied = "\n".join(lines[first : last + 1]).strip()
    told = command("show", copied, cwd=clippings).stdout
    assert "voted on Tuesday night" in told


def test_a_path_is_broken_behind_a_slash_and_an_address_nowhere() -> None:
    text = "read in my own papers/of this year/a.txt: it is empty"
    path = (8, 40)
    lines = [text[a:b] for a, b in wrap(text, 24, [path])]
    assert lines == ["read in my own papers/", "of this year/a.txt: it", "is empty"]
    address = "https://example.org/a/long/address/of/an/article"
    assert wrap(f"see {address} there", 20, [(4, 52)]) == [(0, 3), (4, 52), (53, 58)]
    assert wrap("two folders", 9, [(0, 11)]) == [(0, 3), (4, 11)]
