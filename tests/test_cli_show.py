"""``search show`` and ``search open``: what a name means, and what is printed."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Command

from index.errors import SearchError
from index.types import Block, BlockKind, Document
from search.cli.open_article import command_for
from search.display.headline import headline, source


@pytest.fixture
def answered(command: Command, seeds_index: Path) -> list[dict[str, object]]:
    """The results of a query that has just been printed."""
    query = ("arms control talks", "-k", "3")
    assert command("query", *query, cwd=seeds_index).returncode == 0
    lines = command("query", *query, "--json", cwd=seeds_index).stdout.splitlines()
    return [json.loads(line) for line in lines]


def bars(shown: str) -> str:
    return " ".join(" ".join(re.findall(r"^▌ (.*)", shown, re.MULTILINE)).split())


def test_a_number_is_a_result_of_the_last_answer(
    command: Command, seeds_index: Path, answered: list[dict[str, object]]
) -> None:
    for number, hit in enumerate(answered, 1):
        shown = command("show", str(number), cwd=seeds_index).stdout
        assert bars(shown) == " ".join(str(hit["text"]).split())
    beyond = command("show", "4", cwd=seeds_index)
    assert (beyond.returncode, beyond.stdout) == (2, "")
    assert "from 1 to 3" in beyond.stderr


def test_without_an_answer_a_number_means_nothing(
    command: Command, seeds_index: Path, tmp_path: Path
) -> None:
    done = command("show", "1", cwd=seeds_index, XDG_STATE_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "search first" in done.stderr


def test_what_is_remembered_is_private(command: Command, seeds_index: Path, tmp_path: Path) -> None:
    command("talks", "-k", "1", cwd=seeds_index, XDG_STATE_HOME=str(tmp_path))
    (file,) = tmp_path.rglob("*.json")
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["last-cash", "LAST CASH MACHINE", "last-cash-machine.md"])
def test_a_part_of_a_name_or_a_headline_is_enough(
    command: Command, seeds_index: Path, name: str
) -> None:
    shown = command("show", name, cwd=seeds_index).stdout
    assert shown.startswith("The last cash machine in the valley\n")


def test_an_article_without_a_title_is_called_by_how_it_begins(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "seeds").mkdir()
    begins = "the weir keeper, who has greased no gate since the flood, was asked on Monday why"
    text = f"{begins} nobody had told the council, and said that nobody had asked him before."
    (tmp_path / "seeds" / "a.jsonl").write_text(json.dumps({"id": "1", "text": text}))
    (tmp_path / "seeds" / "b.txt").write_text("Salt\n\nThe salt works close in May, it was said.")
    assert command("build", cwd=tmp_path).returncode == 0
    for name in (begins, f"{begins} …", begins.upper()):
        shown = command("show", name, cwd=tmp_path)
        assert "nobody had asked him before" in shown.stdout, shown.stderr
    for name in ("a weir that nobody keeps", "..."):
        assert command("show", name, cwd=tmp_path).returncode == 2


def test_a_part_of_several_names_is_told(command: Command, seeds_index: Path) -> None:
    done = command("show", "harbour-courier", cwd=seeds_index)
    assert (done.returncode, done.stdout) == (2, "")
    assert "could be any of" in done.stderr


def test_context_prints_the_passage_and_what_is_around_it(
    command: Command, seeds_index: Path, answered: list[dict[str, object]]
) -> None:
    alone, around, whole = (
        command("show", "2", *more, cwd=seeds_index).stdout
        for more in (["--context", "0"], ["--context", "1"], [])
    )
    assert bars(alone) == bars(around) == bars(whole) == " ".join(str(answered[1]["text"]).split())
    assert len(alone) < len(around) < len(whole)


def test_what_was_left_out_is_folded_to_a_line(command: Command, seeds_index: Path) -> None:
    shown = command("show", "new-start-successor", cwd=seeds_index).stdout
    assert re.search(r"^  \[\d+ blocks? left out: .+\]$", shown, re.MULTILINE)


def test_paths_are_printed_as_one_opens_them_from_where_one_stands(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "my articles").mkdir()
    (tmp_path / "elsewhere").mkdir()
    text = "Ferry fire\n\nThe ferry burned at its berth on Monday night, said the harbour master.\n"
    (tmp_path / "my articles/ferry fire.txt").write_text(text)
    assert command("build", "my articles", cwd=tmp_path).returncode == 0
    here = tmp_path / "elsewhere"
    place = "../my articles/ferry fire.txt"
    found = command("ferry fire", "-m", "keyword", cwd=here, COLUMNS="30")
    assert f"    {place}:3\n" in found.stdout
    for name in (f"{place}:3", place, "1"):
        assert place in command("show", name, cwd=here).stdout
    opened = command("open", "1", cwd=here, VISUAL="", EDITOR="cat")
    assert text in opened.stdout


def test_an_editor_is_told_the_line(
    command: Command, seeds_index: Path, tmp_path: Path, answered: list[dict[str, object]]
) -> None:
    editor = tmp_path / "vim"
    editor.write_text('#!/bin/sh\necho "$@"\n')
    editor.chmod(0o700)
    done = command("open", "2", cwd=seeds_index, VISUAL=str(editor))
    file = seeds_index / str(answered[1]["file"])
    assert f"+{answered[1]['line']} {file}" in done.stdout
    gone = command("open", "2", cwd=seeds_index, VISUAL=str(tmp_path / "no-editor"))
    assert (gone.returncode, "no-editor" in gone.stderr) == (2, True)


def test_without_a_program_to_open_it_with_one_is_asked_for(
    command: Command, seeds_index: Path, tmp_path: Path
) -> None:
    variables = {"VISUAL": "", "EDITOR": "", "PATH": str(tmp_path)}
    done = command("open", "last-cash", cwd=seeds_index, **variables)
    assert done.returncode == 2
    assert "$EDITOR" in done.stderr


def test_an_editor_may_have_options_and_a_name_that_cannot_be_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = Path("/a b/c.txt")
    monkeypatch.setenv("VISUAL", "  ")
    monkeypatch.setenv("EDITOR", "'/opt/my tools/nvim' -f")
    assert command_for(file, 7) == ["/opt/my tools/nvim", "-f", "+7", "/a b/c.txt"]
    monkeypatch.setenv("VISUAL", "code --wait")
    assert command_for(file, 7) == ["code", "--wait", "--goto", "/a b/c.txt:7"]
    monkeypatch.setenv("VISUAL", "'vim")
    with pytest.raises(SearchError, match=r"Cannot read \$VISUAL"):
        command_for(file, 7)


def test_an_untitled_article_shows_its_first_sentence() -> None:
    text = "The ferry burned. Nobody was hurt."
    block = Block(0, len(text), BlockKind.PARAGRAPH)
    untitled = Document("news/a.txt", "news/a.txt", text, (block,), source="news")
    assert headline(untitled) == "The ferry burned."
    assert headline(replace(untitled, title="Fire")) == "Fire"
    assert headline(replace(untitled, blocks=())) == "news/a.txt"
    assert source(replace(untitled, source="")) == ""
    assert source(replace(untitled, source="Saltmere Echo")) == "Saltmere Echo"


def test_a_query_says_that_files_are_newer_than_the_index(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Ferry fire\n\nThe ferry burned at its berth on Monday night.\n")
    assert command("build", "a.txt", cwd=tmp_path).returncode == 0
    assert command("ferry", cwd=tmp_path).stderr == ""
    later = file.stat().st_mtime + 60
    os.utime(file, (later, later))
    said = command("ferry", cwd=tmp_path).stderr
    assert said == "search: 1 file is newer than the index: `search build` renews it\n"


def test_a_file_that_is_moved_in_with_an_old_date_is_newer(
    command: Command, tmp_path: Path
) -> None:
    clips = tmp_path / "clips"
    clips.mkdir()
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"The ferry {name} burned at its berth on Monday night.\n")
        os.utime(tmp_path / name, (1_000_000, 1_000_000))
    (tmp_path / "a.txt").rename(clips / "a.txt")
    assert command("build", "clips", cwd=tmp_path).returncode == 0
    assert command("ferry", cwd=tmp_path).stderr == ""
    (tmp_path / "b.txt").rename(clips / "b.txt")
    said = command("ferry", cwd=tmp_path).stderr
    assert said == "search: 1 file is newer than the index: `search build` renews it\n"


def test_files_are_newer_than_an_index_that_was_rolled_back(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "a.txt"
    file.write_text("The ferry burned at its berth on Monday night.\n")
    assert command("build", "a.txt", cwd=tmp_path).returncode == 0
    file.write_text("The ferry burned at its berth on Monday night, and sank.\n")
    assert command("build", cwd=tmp_path).returncode == 0
    assert command("ferry", cwd=tmp_path).stderr == ""
    assert command("rollback", cwd=tmp_path).returncode == 0
    said = command("ferry", cwd=tmp_path).stderr
    assert said == "search: 1 file is newer than the index: `search build` renews it\n"


def test_a_query_says_that_files_are_gone(command: Command, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"The ferry {name} burned at its berth on Monday night.\n")
    assert command("build", ".", cwd=tmp_path).returncode == 0
    (tmp_path / "b.txt").unlink()
    said = command("ferry", cwd=tmp_path).stderr
    assert said == "search: 1 file is gone since: `search build` renews it\n"


def test_a_page_is_edited_where_nothing_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("VISUAL", "vim")
    assert command_for(Path("/a/b.html"), 7) == ["vim", "+7", "/a/b.html"]
    with pytest.raises(SearchError, match=r"no program to show \.pdf"):
        command_for(Path("/a/b.pdf"), 7)
