from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import PROJECT, Command

README = (PROJECT / "README.md").read_text(encoding="utf-8")


def sessions() -> list[tuple[str, str]]:
    """Every command of the README's terminal sessions, with the output printed under it."""
    blocks = re.findall(r"```console\n(.*?)```", README, re.DOTALL)
    commands = re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", "".join(blocks), re.MULTILINE)
    return [(line, output.rstrip("\n")) for line, output in commands]


def comparable(output: str) -> str:
    return re.sub(r"in \d+\.\d s", "in … s", output.rstrip("\n"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, seeds: Path) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    (folder / "seeds").symlink_to(seeds)
    return folder


def test_the_sessions_print_what_the_readme_says(folder: Path, command: Command) -> None:
    assert len(sessions()) >= 4
    for line, output in sessions():
        done = command(*shlex.split(line)[1:], cwd=folder, COLUMNS="80")
        assert done.stderr == ""
        assert comparable(done.stdout) == comparable(output), line


def test_the_program_runs(folder: Path) -> None:
    (program,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "new-start-successor-talks" in done.stdout


def test_every_command_is_documented(command: Command, tmp_path: Path) -> None:
    listed = command("--help", cwd=tmp_path).stdout.partition("Commands:")[2]
    for name in re.findall(r"^  ([a-z]+)  +\w", listed, re.MULTILINE):
        assert f"`search {name}" in (PROJECT / "docs" / "commands.md").read_text(encoding="utf-8")


def test_every_json_field_is_documented(command: Command, folder: Path) -> None:
    assert command("build", "seeds", cwd=folder).returncode == 0
    line = command("query", "talks", "-k", "1", "--json", cwd=folder).stdout
    page = (PROJECT / "docs" / "json.md").read_text(encoding="utf-8")
    assert all(f"`{field}`" in page for field in json.loads(line))


def test_links_lead_somewhere() -> None:
    pages = [*PROJECT.glob("*.md"), *PROJECT.glob("docs/*.md")]
    for page in pages:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / link).exists(), f"{page.name}: {link}"
