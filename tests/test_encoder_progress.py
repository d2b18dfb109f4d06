"""What is said while a model is prepared: to who watches, and to nobody else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from terminals import on_a_terminal

from index.encoder import open_encoder

pytestmark = pytest.mark.usefixtures("cache")

LARGE = 500 << 20


@pytest.fixture
def large(plain: Path, tmp_path: Path) -> Path:
    """A model whose files are as long as those of a large one."""
    folder = tmp_path / "large"
    shutil.copytree(plain, folder)
    with (folder / "training.pt").open("wb") as file:
        file.truncate(LARGE)
    return folder


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "talks.txt").write_text("Talks\n\nThe talks on arms control were in spring.\n")
    return folder


def test_each_step_of_a_large_model_is_told(large: Path) -> None:
    told: list[str] = []
    steps: list[str] = []
    open_encoder(str(large), notify=told.append, step=steps.append)
    assert not told
    first, *others = steps
    assert first == f"preparing {large} for its first use (once, 0.5 GB: some minutes)"
    assert [line.partition(": ")[2] for line in others] == [
        "encoding samples with the model as it is",
        "writing it for ONNX Runtime, and comparing what that encodes",
    ]
    steps.clear()
    open_encoder(str(large), step=steps.append)
    assert not steps


def test_a_small_model_is_told_of_once(build: Callable[..., Path]) -> None:
    steps: list[str] = []
    small = build(seed=5)
    open_encoder(str(small), step=steps.append)
    assert steps == [f"preparing {small} for its first use (once, some seconds)"]


def test_a_terminal_shows_the_steps_and_a_pipe_nothing(
    large: Path, articles: Path, tmp_path: Path
) -> None:
    build = ["build", str(articles), "--model", str(large), "--json"]
    own = {"LEDE_CACHE": str(tmp_path / "own")}
    watched = on_a_terminal(
        [*build, "--index", "one"],
        tmp_path,
        streams=["stderr"],
        environment=os.environ | {"TERM": "xterm", "COLUMNS": "300"} | own,
    )
    printed, said = watched.piped, " ".join(watched.shown.split())
    assert watched.code == 0, said
    assert printed.count("\n") == 1
    assert "for its first use (once, 0.5 GB: some minutes)" in said
    assert "comparing what that encodes" in said
    done = subprocess.run(
        [Path(sys.executable).with_name("search"), *build, "--index", "two"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=os.environ | {"LEDE_CACHE": str(tmp_path / "other")},
    )
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (0, 1, "")
