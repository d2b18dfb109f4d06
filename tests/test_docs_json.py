"""docs/json.md names every field that a command prints, and every line is JSON."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from conftest import PROJECT, Command


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory, command: Command) -> Path:
    """A folder with a few articles, a file that cannot be read, and two versions of an index."""
    root = tmp_path_factory.mktemp("json")
    (root / "papers").mkdir()
    for number in range(5):
        text = f"Note {number}\n\nThe ferry took {number} boxes.\n\nSubscribe to our newsletter\n"
        (root / "papers" / f"{number}.txt").write_text(text)
    (root / "papers" / "broken.json").write_text("{")
    for _ in range(2):
        assert command("build", "papers", cwd=root).returncode == 0
        shutil.copy(root / "papers" / "1.txt", root / "papers" / "copy.txt")
    assert command("ferry", "-k", "1", cwd=root).returncode == 0
    return root


@pytest.mark.parametrize(
    ("row", "arguments"),
    [
        ("`show`", "show 1"),
        ("`alerts`", "alerts"),
        ("`alerts add`", "alerts add herring"),
        ("`alerts add`", "alerts list"),
        ("`alerts add`", "alerts remove herring"),
        ("`build`", "build"),
        ("`stats`", "stats"),
        ("`boilerplate`", "boilerplate"),
        ("`problems`", "problems"),
        ("`history`", "history"),
        ("`history`", "compact"),
        ("`history`", "rollback"),
        ("`verify`", "verify"),
        ("`export`", "export index.lede"),
        ("`export`", "import index.lede --index other"),
        ("`query` with", "ferry --facets source"),
    ],
)
def test_every_field_is_documented(
    command: Command, copied: Path, row: str, arguments: str
) -> None:
    if arguments == "alerts":
        command("alerts", "add", "ferry", cwd=copied)
    done = command(*arguments.split(), "--json", cwd=copied)
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert records
    page = (PROJECT / "docs" / "json.md").read_text(encoding="utf-8")
    (described,) = [line for line in page.splitlines() if line.startswith(f"| {row}")]
    named = set(re.findall(r"`(\w+)`", described))
    assert set(records[0]) <= named
    for value in records[0].values():  # what lies inside
        if isinstance(value, list) and value and isinstance(value[0], dict):
            assert set(value[0]) <= named | {"file", "line", "reason"}
