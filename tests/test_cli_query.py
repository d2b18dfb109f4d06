from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import Command
from terminals import on_a_terminal

FIELDS = {
    "rank", "score", "id", "document", "title", "source", "author", "published", "url",
    "language", "metadata", "file", "line", "start", "end", "heading", "text", "snippet", "confidence",
    "good", "keyword", "vector", "passages", "more", "copies", "copied", "unsure",
}  # fmt: skip


def results(command: Command, folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = command("query", "--json", *arguments, cwd=folder)
    assert done.returncode in (0, 1), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def shown(folder: Path, *arguments: str, **variables: str) -> str:
    """What the command prints where standard output is a terminal."""
    passed = ("PATH", "HOME", "PYTHONPATH", "XDG_STATE_HOME")
    environment = {name: os.environ[name] for name in passed if name in os.environ}
    environment |= {"TERM": "xterm"} | variables
    ended = on_a_terminal(arguments, folder, streams=["stdout"], environment=environment)
    assert ended.code == 0
    return ended.shown


def test_json_has_the_documented_fields_one_object_a_line(
    command: Command, seeds_index: Path
) -> None:
    found = results(command, seeds_index, "arms control talks", "-k", "4")
    assert [hit["rank"] for hit in found] == [1, 2, 3, 4]
    assert all(set(hit) == FIELDS for hit in found)
    scores = [hit["score"] for hit in found]
    assert scores == sorted(scores, reverse=True)


def test_the_query_may_be_several_words_without_quotes(command: Command, seeds_index: Path) -> None:
    assert results(command, seeds_index, "arms", "control", "talks") == results(
        command, seeds_index, "arms control talks"
    )


@pytest.mark.parametrize("mode", ["keyword", "vector"])
def test_one_leg_alone_reports_only_itself(command: Command, seeds_index: Path, mode: str) -> None:
    other = {"keyword": "vector", "vector": "keyword"}[mode]
    found = results(command, seeds_index, "ransomware at the port", "--mode", mode, "--ungrouped")
    assert found
    assert all(hit[other] is None for hit in found)
    assert [hit[mode]["rank"] for hit in found] == [hit["rank"] for hit in found]


def test_a_citation_leads_to_the_paragraph(command: Command, seeds_index: Path) -> None:
    for hit in results(command, seeds_index, "arms control talks", "-k", "20"):
        if str(hit["file"]).endswith(".txt"):
            text = (seeds_index / str(hit["file"])).read_text(encoding="utf-8")
            assert text[hit["start"] : hit["end"]] == hit["text"]
            assert text.count("\n", 0, hit["start"]) + 1 == hit["line"]


def test_nothing_found_exits_with_1_and_prints_nothing(command: Command, seeds_index: Path) -> None:
    done = command("query", "xyzzyplugh", "--mode", "keyword", cwd=seeds_index)
    assert (done.returncode, done.stdout) == (1, "")
    assert "Nothing found" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["query", "--mode", "psychic", "x"], "psychic"),
        (["query", "-k", "0", "x"], "-k"),
        (["query", "-k", "many", "x"], "-k"),
        (["query"], "TEXT"),
        (["show", "no-such-article"], "no-such-article"),
        (["find", "talks"], "find"),
        (["show", "999"], "999"),
        (["stats", "--nonsense"], "--nonsense"),
    ],
)
def test_bad_arguments_end_in_a_clear_message(
    command: Command, seeds_index: Path, arguments: list[str], expected: str
) -> None:
    done = command(*arguments, cwd=seeds_index)
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "arguments", [["query", "x"], ["show", "x"], ["stats"], ["boilerplate"], ["problems"]]
)
def test_without_an_index_every_command_says_how_to_make_one(
    command: Command, tmp_path: Path, arguments: list[str]
) -> None:
    done = command(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "search build" in done.stderr


def test_matched_words_are_marked_on_a_terminal_only(command: Command, seeds_index: Path) -> None:
    marked = "\x1b[1;4m"
    assert marked in shown(seeds_index, "query", "arms control talks")
    plain = shown(seeds_index, "query", "arms control talks", NO_COLOR="1")
    assert marked in plain
    assert "\x1b[35m" not in plain
    piped = command("query", "arms control talks", cwd=seeds_index).stdout
    assert "\x1b" not in piped


def test_lines_fit_the_terminal(command: Command, seeds_index: Path) -> None:
    printed = command("query", "arms control talks", cwd=seeds_index, COLUMNS="60").stdout
    passages = [
        line for line in printed.splitlines() if line.startswith("    ") and ".txt:" not in line
    ]
    assert passages
    assert max(map(len, passages)) <= 60


def test_a_result_takes_three_lines_unless_all_of_it_is_asked_for(
    command: Command, seeds_index: Path
) -> None:
    query = ("query", "arms control talks", "-k", "2", "--ungrouped")
    short, full = (
        command(*query, *more, cwd=seeds_index, COLUMNS="80").stdout.split("\n\n")
        for more in ((), ("--full",))
    )
    assert [len(result.splitlines()) for result in short] == [5, 5]
    assert all(len(result.splitlines()) > 5 for result in full)
    texts = [str(hit["text"]).split() for hit in results(command, seeds_index, *query[1:])]
    assert [" ".join(result.split("\n", 2)[2].split()).split() for result in full] == texts


def test_no_line_is_wider_than_the_terminal_but_for_a_citation(
    command: Command, seeds_index: Path
) -> None:
    done = command("query", "arms control talks", "--explain", cwd=seeds_index, COLUMNS="80")
    assert [line for line in done.stdout.splitlines() if len(line) > 80] == []
    narrow = command("query", "arms control talks", cwd=seeds_index, COLUMNS="40").stdout
    wide = [line for line in narrow.splitlines() if len(line) > 40]
    assert all(re.fullmatch(r"    \S+:\d+", line) for line in wide)


def test_a_closed_pipe_is_no_error(seeds_index: Path) -> None:
    executable = Path(sys.executable).with_name("search")
    pipeline = f"set -o pipefail; {executable} query talks -k 50 | head -n 1"
    done = subprocess.run(
        ["bash", "-c", pipeline], cwd=seeds_index, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 1


def test_show_prints_the_article_and_marks_the_passage(command: Command, seeds_index: Path) -> None:
    hit = results(command, seeds_index, "arms control talks", "-k", "1")[0]
    shown = command("show", str(hit["id"]), cwd=seeds_index).stdout
    assert shown.splitlines()[0] == hit["title"]
    bars = [line[2:] for line in shown.splitlines() if line.startswith("▌ ")]
    assert " ".join(" ".join(bars).split()) == " ".join(str(hit["text"]).split())


def test_show_takes_an_article_by_the_end_of_its_name(command: Command, seeds_index: Path) -> None:
    article = json.loads(
        command("show", "ctbt-ratification-vote.txt", "--json", cwd=seeds_index).stdout
    )
    assert article["id"].endswith("seeds/ctbt-ratification-vote.txt")
    assert article["passages"]
    several = command("show", ".txt", cwd=seeds_index)
    assert several.returncode == 2
    assert "could be any of" in several.stderr


def test_show_takes_what_a_result_cites(command: Command, seeds_index: Path) -> None:
    printed = command("query", "arms control talks", "-k", "1", cwd=seeds_index).stdout
    place = next(word for word in printed.split() if ".txt:" in word)
    shown = command("show", place, cwd=seeds_index).stdout
    assert "▌ Arms control talks between the United States and Russia" in shown
    beyond = command("show", "no-such-file.txt:3", cwd=seeds_index)
    assert beyond.returncode == 2


def test_stats_say_that_no_token_is_lost(command: Command, seeds_index: Path) -> None:
    stats = json.loads(command("stats", "--json", cwd=seeds_index).stdout)
    assert stats["tokens"] > 10_000
    assert stats["tokens_unread"] == 0
    assert "the model never saw: 0 (0.00%)" in command("stats", cwd=seeds_index).stdout


def test_help_names_every_command_and_completion_knows_them(
    command: Command, tmp_path: Path
) -> None:
    names = ["build", "query", "show", "stats", "boilerplate", "problems"]
    text = command("--help", cwd=tmp_path)
    assert text.returncode == 0
    completion = command(
        cwd=tmp_path, _SEARCH_COMPLETE="complete_bash", COMP_WORDS="search ", COMP_CWORD="1"
    )
    for name in names:
        assert f"  {name} " in text.stdout
        assert name in completion.stdout.split()
        assert command(name, "--help", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("statement", ["import search, index", "import search.cli.app"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    heavy = {"torch", "faiss", "whoosh", "sentence_transformers", "transformers", "onnxruntime"}
    code = f"import sys; {statement}; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_headline_with_quotes_can_be_asked_as_plain_words(
    command: Command, seeds_index: Path
) -> None:
    headline = 'New START "lapses in secret": talks did NOT resume'
    strict = command("query", headline.replace("did NOT", ""), cwd=seeds_index)
    assert strict.returncode == 0
    assert "new-start-successor-talks.txt" in strict.stdout
    assert "so it is taken as plain words" in strict.stderr
    found = results(command, seeds_index, "--plain", headline)
    assert found[0]["file"].endswith("new-start-successor-talks.txt")
