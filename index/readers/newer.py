"""Which files of the sources have been written since a moment; a look, not a reading."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence

from index.readers.formats import passed_over


def newer_files(sources: Sequence[str], since: float, budget: float) -> int:
    """How many files of ``sources`` were written after ``since``, in seconds of the epoch.

    Globs and standard input are not looked at. After ``budget`` seconds the look ends, and the
    number is that of the files seen until then.
    """
    until = time.monotonic() + budget
    found = 0
    for number, modified in enumerate(_modified(sources)):
        found += modified > since
        if number % 16 == 0 and time.monotonic() > until:
            break
    return found


def _modified(sources: Sequence[str]) -> Iterator[float]:
    """When each file was written, without hidden ones and folders that links lead to."""
    for source in sources:
        try:
            if not os.path.isdir(source):  # noqa: PTH112  # thousands of Paths cost milliseconds
                yield os.stat(source).st_mtime  # noqa: PTH116
                continue
        except OSError:
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
                        elif not passed_over(entry.name):
                            yield entry.stat().st_mtime
            except OSError:
                continue
