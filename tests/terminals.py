"""Commands run as a person does, on a terminal."""

from __future__ import annotations

import contextlib
import os
import pty
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple


class Ended(NamedTuple):
    """How a command ended, what its terminal showed, and what it wrote to a pipe instead."""

    code: int
    shown: str
    piped: str


def on_a_terminal(
    arguments: Collection[str],
    folder: Path,
    *,
    streams: Collection[str],
    environment: Mapping[str, str],
    typed: str = "",
) -> Ended:
    """Run ``search`` with those of its standard ``streams`` on a terminal, the others on a pipe."""
    controller, terminal = pty.openpty()
    if typed:
        os.write(controller, typed.encode())
    elsewhere = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
    elsewhere["stderr"] = subprocess.DEVNULL
    where = elsewhere | dict.fromkeys(streams, terminal)
    command = [str(Path(sys.executable).with_name("search")), *arguments]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=where["stdin"],
        stdout=where["stdout"],
        stderr=where["stderr"],
        env=environment,
    ) as running:
        os.close(terminal)
        shown = b""
        with contextlib.suppress(OSError):  # that is how the end of a terminal is told
            while part := os.read(controller, 65_536):
                shown += part
        os.close(controller)
        piped = running.stdout.read() if running.stdout else b""
        code = running.wait(timeout=120)
    return Ended(code, shown.decode(), piped.decode())
