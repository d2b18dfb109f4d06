from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.local import generation

ARTICLE = "Of {0}\n\nThe talks on {0} lasted until dawn and ended without a text.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/a.txt").write_text(ARTICLE.format("grain"))
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [Path(sys.executable).with_name("search"), "watch", "seeds", "--index", "index"],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    yield process
    process.kill()
    process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def test_changes_are_indexed_in_a_line_each_whatever_else_there_is(
    folder: Path, watching: subprocess.Popen[str]
) -> None:
    assert "1 added: 1 articles" in line(watching)
    for number in range(3):
        (folder / f"seeds/n{number}.txt").write_text(ARTICLE.format(f"salt {number}"))
    assert "3 added: 4 articles" in line(watching)
    (folder / "seeds/bad.pdf").write_bytes(b"%PDF-1.7 and nothing else")
    (folder / "seeds/a.txt").write_text(ARTICLE.format("herring"))
    assert "1 changed: 4 articles" in (said := line(watching))
    assert "1 problems" in said
    with generation.writer_lock(folder / "index"):
        (folder / "seeds/a.txt").unlink()
        assert "waiting for the process" in line(watching)
    assert "1 removed: 3 articles" in line(watching)
    for path in (folder / "seeds").iterdir():
        path.unlink()
    assert "No article to index" in line(watching)
    (folder / "seeds/b.txt").write_text(ARTICLE.format("rain"))
    assert "1 added, 3 removed: 1 articles" in line(watching)
    watching.send_signal(signal.SIGINT)
    assert watching.wait(20) == 0
