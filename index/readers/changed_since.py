"""Which files of the sources have changed since a moment; a look, not a reading."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.readers.formats import passed_over


class Look(NamedTuple):
    """How many files were written after a moment, and how many there were before and are gone."""

    newer: int
    gone: int


def look(sources: Sequence[str], since: float, known: int, budget: float) -> Look:
    """Look for files of ``sources`` that were written after ``since``, in seconds of the epoch.

    A file that was moved, copied or unpacked there since counts too, though it keeps its old date.
    ``known`` is how many were read then. Globs and standard input are not looked at. After
    ``budget`` seconds the look ends: what is newer is then the number seen until then, and
    nothing is said to be gone; nor is it where links lead to other folders.
    """
    until = time.monotonic() + budget
    newer = seen = 0
    whole = True
    for number, modified in enumerate(_modified(sources)):
        if modified is None:
            whole = False
            continue
        seen += 1
        newer += modified > since
        if number % 16 == 0 and time.monotonic() > until:
            return Look(newer, 0)
    return Look(newer, max(0, known - seen) if whole else 0)


def _modified(sources: Sequence[str]) -> Iterator[float | None]:
    """When each file was written, without hidden ones; None for what is not looked into."""
    for source in sources:
        try:
            if not os.path.isdir(source):  # noqa: PTH112  # thousands of Paths cost milliseconds
                yield _written(os.stat(source))  # noqa: PTH116
                continue
        except OSError:
            yield None
            continue
        waiting = [source]
        while waiting:
            try:
                with os.scandir(waiting.pop()) as entries:
                    for entry in entries:
                        if entry.name[0] == ".":
                            continue
                        if entry.is_dir(follow_symlinks=False):
                            waiting.append(entry.path)
                        elif entry.is_symlink() and entry.is_dir():
                            yield None
                        elif not passed_over(entry.name):
                            yield _written(entry.stat())
            except OSError:
                yield None


def _written(status: os.stat_result) -> float:
    return max(status.st_mtime, status.st_ctime)
