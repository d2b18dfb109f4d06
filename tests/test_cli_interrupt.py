"""Ctrl-C in a command that has something to undo."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from search.cli.interrupt import undoing

BUILD = """
import os, signal, sys
import onnxruntime.capi.onnxruntime_pybind11_state as library
from index.encoder import onnx

def broken(*_, **__):  # as libraries do that load or compute when it comes
    try:
        os.kill(os.getpid(), signal.SIGINT)
    except KeyboardInterrupt as error:
        raise {error} from error

onnx.open_session = broken
sys.argv = ["search", "build", "articles"]
from search.cli import main
main()
"""


@pytest.mark.parametrize(
    "error", ["ImportError('numpy failed')", "SystemError('null')", "KeyError"]
)
def test_a_build_that_is_stopped_says_so_whatever_a_library_makes_of_it(
    tmp_path: Path, error: str
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("The ferry burned at its berth on Monday night.\n")
    done = subprocess.run(
        [sys.executable, "-c", BUILD.format(error=error)],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "search: stopped; the index is as it was\n"
    assert done.returncode == 130
    assert not (tmp_path / ".search-index" / "current").exists()


def test_what_fails_by_itself_fails_as_it_does() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyError), undoing():
        raise KeyError
    assert signal.getsignal(signal.SIGINT) is before
