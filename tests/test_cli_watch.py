from __future__ import annotations

import errno
import importlib
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import index
from index.errors import MissingExtraError
from index.generation.lock import writer_lock

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
    with writer_lock(folder / "index"):
        (folder / "seeds/a.txt").unlink()
        assert "waiting for the process" in line(watching)
    assert "1 removed: 3 articles" in line(watching)
    for path in (folder / "seeds").iterdir():
        path.unlink()
    assert "holds none of the 4 files" in line(watching)
    (folder / "seeds/b.txt").write_text(ARTICLE.format("rain"))
    assert "1 added, 3 removed: 1 articles" in line(watching)
    watching.send_signal(signal.SIGINT)
    assert watching.wait(20) == 0


def test_without_the_library_the_command_that_installs_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'lede-search\[watch\]'"):
        next(index.watch([folder / "seeds"], folder / "index"))
    assert not (folder / "index").exists()


def test_a_build_that_is_interrupted_ends_the_watch_in_peace(folder: Path) -> None:
    arguments = ["watch", "seeds", "--index", "index"]
    program = (
        "import os, signal, index.builder.watcher as w, search.cli\n"
        "build = w.build\n"
        "def interrupted(*a, **k):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return build(*a, **k)\n"
        "w.build = interrupted\n"
        "search.cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=folder, capture_output=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert not (folder / "index" / "current").exists()


def test_what_has_failed_is_said_once_and_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watcher: Any = importlib.import_module("index.builder.watcher")
    changes: Any = importlib.import_module("index.builder.changes")
    monkeypatch.setattr(watcher, "RETRY", 0.2)
    monkeypatch.setattr(watcher, "DEBOUNCE", 50)
    digest, full, tries = changes.file_digest, threading.Event(), []

    def file_digest(path: Path) -> bytes:
        if full.is_set():
            tries.append(path)
            if len(tries) == 3:
                full.clear()
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        found: bytes = digest(path)
        return found

    monkeypatch.setattr(changes, "file_digest", file_digest)
    seen = index.watch([folder / "seeds"], folder / "index")
    assert isinstance(next(seen), index.BuildReport)
    full.set()
    (folder / "seeds/b.txt").write_text(ARTICLE.format("salt"))
    assert "no space left" in str(next(seen))
    again = next(seen)
    assert isinstance(again, index.BuildReport)
    assert (again.added, len(tries)) == (1, 3)


def test_what_cannot_be_watched_is_an_error_of_ours(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import watchfiles

    def full(*_: object, **__: object) -> Iterator[set[object]]:
        raise OSError("OS file watch limit reached.")

    monkeypatch.setattr(watchfiles, "watch", full)
    seen = index.watch([folder / "seeds"], folder / "index")
    next(seen)
    with pytest.raises(index.SearchError, match="watch limit"):
        next(seen)
