"""Commands as processes of their own: how long each takes, and how much memory."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Child:
    """One finished process, or the medians of several.

    ``wall`` and ``cpu`` are seconds. ``peak`` is the greatest resident memory in bytes, pages of
    mapped files included.
    """

    wall: float
    cpu: float
    peak: int
    output: str


def run(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> Child:
    """Run a command in the repository's root to its end.

    The kernel counts the memory of whoever starts a process as that process's own until it has
    started, so programs that measure should stay small.

    :raises SystemExit: where the command fails, with what it said.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            stdout=out,
            stderr=err,
            cwd=ROOT,
            env={**os.environ, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode:
            said = err.read().decode(errors="replace")[-2000:]
            raise SystemExit(f"{' '.join(map(str, command))} failed:\n{said}")
        return Child(
            wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024, out.read().decode()
        )


def repeated(command: Sequence[str | Path], runs: int) -> Child:
    """The medians of ``runs`` processes, after one that warms the disk's cache."""
    run(command)
    children = [run(command) for _ in range(runs)]
    return Child(
        median(child.wall for child in children),
        median(child.cpu for child in children),
        int(median(child.peak for child in children)),
        children[-1].output,
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def disk_usage(folder: Path) -> int:
    """The bytes of all files below a folder; hard links count once."""
    sizes = {
        (status.st_dev, status.st_ino): status.st_size
        for path in folder.rglob("*")
        if path.is_file() and (status := path.stat())
    }
    return sum(sizes.values())


def machine() -> str:
    """The machine and the Python of this run, in a line of neutral words."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB of memory, "
        f"{platform.system()} on {platform.machine()}, Python {platform.python_version()}"
    )


def versions(*names: str) -> str:
    """The installed versions of packages, in a line."""
    return ", ".join(f"{name} {version(name)}" for name in names)


def load() -> str:
    """How many processes wanted a core in the last 1, 5 and 15 minutes."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def say(text: str) -> None:
    """Tell whoever waits what is being measured."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)
