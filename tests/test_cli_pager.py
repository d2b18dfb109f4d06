"""A long article on a terminal goes through the user's pager, whatever that is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from conftest import Command
from terminals import Ended, on_a_terminal

LINES = 24


@pytest.fixture(scope="module")
def long_article(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    """A folder with an article of 200 paragraphs, of which 40 are long enough to be passages."""
    root = tmp_path_factory.mktemp("long")
    told = [f"Ferry {number} left at dawn with its herring." for number in range(200)]
    told[100] = "In the middle of it all a pelican slept on the mast."
    (root / "story.txt").write_text("The long story\n\n" + "\n\n".join(told) + "\n")
    assert command("build", "story.txt", cwd=root).returncode == 0
    return root


def show(folder: Path, pager: str, *arguments: str) -> Ended:
    return on_a_terminal(
        ["show", *(arguments or ("story",))],
        folder,
        streams=["stdout", "stderr"],
        environment=os.environ
        | {"PAGER": pager, "COLUMNS": "80", "LINES": str(LINES), "TERM": "dumb"},
    )


@pytest.mark.parametrize(
    "pager", ["", "no-such-program -X", "less '", "cat", "sh -c 'cat; exit 3'"]
)
def test_the_article_is_shown_whatever_the_pager_is(long_article: Path, pager: str) -> None:
    ended = show(long_article, pager)
    assert ended.code == 0
    assert "Traceback" not in ended.shown
    assert "Ferry 0 left" in ended.shown
    assert "Ferry 199 left" in ended.shown


def test_a_pager_begins_at_the_passage_and_fills_the_screen(
    command: Command, long_article: Path, tmp_path: Path
) -> None:
    less = tmp_path / "less"
    less.write_text('#!/bin/sh\necho "told: $*"\ncat | wc -l\n')
    less.chmod(0o755)

    def began(query: str) -> tuple[int, int]:
        assert command(query, "-m", "keyword", "-k", "1", cwd=long_article).returncode == 0
        told, count = show(long_article, f"{less} -X", "1").shown.split("told: -X -R +")[1].split()
        return int(told), int(count)

    line, count = began("pelican")
    assert 100 < line < count - LINES
    line, count = began('"ferry 199"')
    assert count - LINES < line <= count - LINES + 2


def test_control_c_is_the_pagers_own(long_article: Path) -> None:
    ended = show(long_article, "sh -c 'kill -INT $PPID; sleep 0.5; cat'")
    assert "stopped" not in ended.shown
    assert (ended.code, "Ferry 199 left" in ended.shown) == (0, True)


def test_an_article_of_a_few_lines_needs_no_pager(long_article: Path) -> None:
    ended = show(long_article, "sh -c 'echo paged'", "story", "--context", "1")
    assert "paged" not in ended.shown
    assert "Ferry 1 left" in ended.shown
