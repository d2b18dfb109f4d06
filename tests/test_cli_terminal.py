"""What the command does with terminals, pipes and words that it does not know."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Command

from search.cli.app import COMMANDS

EXECUTABLE = Path(sys.executable).with_name("search")


def run(folder: Path, script: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which ``$search`` is the command."""
    return subprocess.run(
        ["bash", "-c", script],
        cwd=folder,
        env=os.environ | {"search": str(EXECUTABLE)} | variables,
        capture_output=True,
        check=False,
        timeout=120,
    )


def one_line(done: subprocess.CompletedProcess[bytes], code: int = 2) -> str:
    text = done.stderr.decode()
    assert done.returncode == code, text
    assert text.startswith("search: ")
    assert len(text.splitlines()) == 1, text
    return text


def test_words_alone_search(command: Command, seeds_index: Path) -> None:
    alone = command("arms control talks", "-k", "2", cwd=seeds_index)
    assert alone.returncode == 0
    assert alone.stdout == command("query", "arms control talks", "-k", "2", cwd=seeds_index).stdout
    assert command("-k", "2", "arms control talks", cwd=seeds_index).stdout == alone.stdout


@pytest.mark.parametrize("word", ["find", "add", "update", "list", "delete"])
def test_what_people_try_is_answered_with_what_there_is(
    command: Command, tmp_path: Path, word: str
) -> None:
    done = command(word, "talks", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert "`search " in done.stderr


def test_a_misspelled_command_that_finds_nothing_is_guessed(
    command: Command, seeds_index: Path
) -> None:
    done = command("boilerplte", "-m", "keyword", cwd=seeds_index)
    assert done.returncode == 1
    assert "`search boilerplate" in done.stderr


def test_a_word_that_only_begins_like_a_command_is_none(
    command: Command, seeds_index: Path
) -> None:
    assert "command" not in command("tunnel", "-m", "keyword", cwd=seeds_index).stderr


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_text_is_asked_for(command: Command, seeds_index: Path, text: str) -> None:
    done = command(text, cwd=seeds_index)
    assert (done.returncode, done.stdout) == (2, "")
    assert "say what you want to know" in done.stderr


def test_words_that_begin_with_a_minus_are_told_how(command: Command, seeds_index: Path) -> None:
    done = command("-author:rask", cwd=seeds_index)
    assert done.returncode == 2
    assert "put -- before words that begin with a minus" in done.stderr
    assert command("--", "-author:rask", "-k", "1", cwd=seeds_index).returncode in (0, 1)
    assert "minus" not in command("--colour", "x", cwd=seeds_index).stderr


def test_version_and_help(command: Command, tmp_path: Path) -> None:
    assert command("--version", cwd=tmp_path).stdout.startswith("search 0.")
    assert command("help", cwd=tmp_path).stdout == command("--help", cwd=tmp_path).stdout
    shown = command("help", "build", cwd=tmp_path).stdout
    assert shown == command("build", "--help", cwd=tmp_path).stdout
    assert command(cwd=tmp_path).stdout == command("--help", cwd=tmp_path).stdout
    nothing = command("help", "nonsense", cwd=tmp_path)
    assert (nothing.returncode, nothing.stderr.count("\n")) == (2, 1)


@pytest.mark.parametrize("name", ["", *(name for name, _, _ in COMMANDS)])
def test_help_fits_80_columns_in_the_words_of_its_users(
    command: Command, tmp_path: Path, name: str
) -> None:
    text = command(*([name] if name else []), "--help", cwd=tmp_path, COLUMNS="80").stdout
    assert text.startswith("Usage: search")
    assert max(map(len, text.splitlines())) <= 80
    assert "…" not in text
    assert "..." not in text
    assert ".search-\n" not in text
    words = set(text.lower().replace("cross-encoder", "").replace(",", " ").split())
    assert not words & {"leg", "legs", "generation", "generations", "encoder", "embedding"}


def test_options_that_all_commands_have_may_stand_in_front(
    command: Command, seeds_index: Path, tmp_path: Path
) -> None:
    place = str(seeds_index / ".search-index")
    stats = command("stats", "--index", place, cwd=tmp_path).stdout
    assert command("--index", place, "stats", cwd=tmp_path).stdout == stats
    assert command("--color", "never", f"--index={place}", "stats", cwd=tmp_path).stdout == stats
    assert "no command list" in command("-i", place, "list", cwd=tmp_path).stderr
    found = command("-i", place, "arms control talks", "-k", "1", cwd=tmp_path).stdout
    assert found == command("arms control talks", "-k", "1", "-i", place, cwd=tmp_path).stdout


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ("talks --limit 5", "--top-k"),
        ("talks -n 5", "--top-k"),
        ("query talks --after 2021", "--since"),
        ("query talks --before=2021", "--until"),
        ("similar a.txt --format csv", "--json"),
    ],
)
def test_an_option_that_people_try_is_answered_by_ours(
    command: Command, tmp_path: Path, arguments: str, named: str
) -> None:
    done = command(*arguments.split(), cwd=tmp_path)
    assert done.returncode == 2
    assert f"{named} may be meant" in done.stderr


def test_an_option_that_means_nothing_here_is_not_explained(
    command: Command, tmp_path: Path
) -> None:
    assert "may be meant" not in command("stats", "--limit", "5", cwd=tmp_path).stderr


def test_styles_go_through_a_pipe_if_they_are_asked_for(
    command: Command, seeds_index: Path
) -> None:
    query = ("arms control talks", "-k", "1")
    for styled in (
        command(*query, cwd=seeds_index, FORCE_COLOR="1"),
        command(*query, "--color", "always", cwd=seeds_index),
    ):
        assert "\x1b[1;4mtalks\x1b[0m" in styled.stdout
        assert "\x1b[33m" not in styled.stdout
    never = command(*query, "--color", "never", cwd=seeds_index, FORCE_COLOR="1")
    assert "\x1b" not in never.stdout
    assert command(*query, "--color", "often", cwd=seeds_index).returncode == 2


def test_query_words_are_marked_in_headlines_and_in_show(
    command: Command, seeds_index: Path
) -> None:
    found = command("negotiators successor", "--color", "always", cwd=seeds_index).stdout
    assert "\x1b[1;4mNegotiators\x1b[0m\x1b[1m inch" in found
    shown = command("show", "1", "--color", "always", cwd=seeds_index).stdout
    assert "\x1b[1;4mNegotiators\x1b[0m\x1b[1m inch" in shown


@pytest.mark.parametrize("arguments", ["talks", "stats --json", "show passkeys", "--help"])
def test_a_full_or_closed_output_ends_in_one_line(seeds_index: Path, arguments: str) -> None:
    assert "no space left" in one_line(run(seeds_index, f"$search {arguments} > /dev/full"))
    assert "closed" in one_line(run(seeds_index, f"$search {arguments} >&-"))


def test_input_and_errors_may_be_closed(seeds_index: Path) -> None:
    done = run(seeds_index, "$search talks -k 1 <&- 2>&-")
    assert done.returncode == 0
    assert b"seeds/" in done.stdout


def test_what_cannot_be_told_on_standard_error_changes_no_exit_code(seeds_index: Path) -> None:
    for script, code in (
        ("$search show nothing.txt 2>/dev/full", 2),
        ("$search talks -k 1 2>/dev/full", 0),
        ("$search batch <(echo talks) 2>/dev/full", 0),
        ("$search build 2>/dev/full", 0),
        ("$search nonsense-of-all-kinds 2>&-", 1),
    ):
        assert run(seeds_index, script).returncode == code, script


def test_what_has_no_end_is_refused(seeds_index: Path) -> None:
    limited = "ulimit -v 8000000; "
    assert "plain file" in one_line(run(seeds_index, f"{limited} $search import /dev/zero"))
    assert "larger than" in one_line(run(seeds_index, f"{limited} $search batch /dev/zero"))
    assert "without a name" in one_line(run(seeds_index, '$search build ""'))


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_an_output_that_is_not_utf_8_gets_question_marks(seeds_index: Path, encoding: str) -> None:
    done = run(seeds_index, "$search island -k 3", PYTHONIOENCODING=encoding)
    assert done.returncode in (0, 1)
    assert b"Traceback" not in done.stderr
    assert "seeds/" in done.stdout.decode(encoding)
    lines = run(seeds_index, "$search island -k 3 --json", PYTHONIOENCODING=encoding).stdout
    assert b"?" not in lines.split(b'"file"')[0]


def test_arguments_that_are_not_utf_8_are_read_as_western(seeds_index: Path) -> None:
    done = run(seeds_index, r"$search query $'caf\xe9' -k 1; $search show $'x\xe9'")
    assert b"Traceback" not in done.stderr
    assert "café".encode() in done.stderr


def test_files_and_folders_may_have_names_that_are_not_utf_8(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    for folder in (tmp_path / "articles", tmp_path / os.fsdecode(b"d\xff")):
        folder.mkdir()
        (folder / name).write_text("Grain\n\nThe price of grain rose in Karsova.\n")
    for script, said in (
        (r"$search build articles/$'caf\xe9.txt' $'d\xff'", b"2 articles"),
        ("$search build", b"Up to date"),
        ("$search stats", b"articles"),
        ("$search stats --json", b"articles"),
        ("$search verify", b"whole"),
        (r"$search show articles/$'caf\xe9.txt'", b"price of grain"),
        ("$search query grain -m keyword", rb"articles/caf\xe9.txt:3"),
        (r"$search export $'e\xff.lede'", b"Exported"),
        (r"$search import $'e\xff.lede' --index other", b"Imported"),
    ):
        done = run(tmp_path, script)
        assert (done.returncode, done.stderr) == (0, b""), (script, done.stderr)
        assert said in done.stdout, (script, done.stdout)
    assert "No article" in one_line(run(tmp_path, r"$search show $'caf\xe8.txt'"))
    for script in (
        r"$search build articles --index $'i\xff'",
        r"$search import $'e\xff.lede' --index $'i\xff'",
        r"mkdir $'i\xff' && cd $'i\xff' && $search build ../articles",
        r"LEDE_CACHE=$'c\xff' $search query grain -m vector",
    ):
        assert "not UTF-8" in one_line(run(tmp_path, script)), script


def test_no_error_line_passes_control_codes_on(seeds_index: Path) -> None:
    for script in (
        r"$search show $'no\x1b[31mthing'",
        r"$search query --mode $'\x1b[31mx' y",
        r"$search build $'no\x1b]0;title\x07where'",
        r"$search stats --index $'\x1b[31m'",
    ):
        assert "\x1b" not in one_line(run(seeds_index, script))


@pytest.mark.parametrize(
    "module", ["index.errors", "typer", "search.cli.app", "numpy", "search.searcher"]
)
def test_control_c_ends_in_one_line_however_early(seeds_index: Path, module: str) -> None:
    # It comes while the command still loads its parts.
    script = f"""
import os, signal, sys
class Interrupt:
    def find_spec(self, name, *_):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupt())
sys.argv = ["search", "talks"]
from search.cli import main
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=seeds_index, capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"search: stopped\n")


def test_a_state_folder_that_cannot_be_written_stops_nothing(
    command: Command, seeds_index: Path
) -> None:
    done = command("talks", "-k", "1", cwd=seeds_index, XDG_STATE_HOME="/dev/null")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_cache_that_cannot_be_written_is_named(command: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A title\n\nThe ferry burned at its berth on Monday night.\n")
    done = command("build", "a.txt", cwd=tmp_path, LEDE_CACHE="/dev/null/cache")
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2)
    assert done.returncode == 0 or "/dev/null/cache" in done.stderr
