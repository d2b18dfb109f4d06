"""Which files a list of sources names: folders, files, globs and standard input."""

from __future__ import annotations

import errno
import functools
import glob
import os
import stat
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import SourceError, is_machine_error
from index.location import is_index
from index.private_files import is_cache
from index.readers.formats import passed_over, printable
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.unpacking_limits import Allowance

STDIN = "-"


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read; ``path`` is absolute, or ``Path("-")`` for standard input.

    Size and time tell whether a file has changed; the time of standard input is always now.
    ``day_first`` is how its dates are to be read, None where that has to be found out.
    ``depth`` is in how many other files it is packed, ``allowance`` what may still come out.
    """

    path: Path
    id: str
    size: int
    mtime_ns: int
    depth: int = 0
    day_first: bool | None = None
    allowance: Allowance | None = field(default=None, compare=False, repr=False)

    @property
    def printable(self) -> str:
        """The path as one line that UTF-8 can hold, whatever bytes the name is made of."""
        return printable(self.path.as_posix())


def find(sources: Sequence[str | Path], base: Path) -> Iterator[SourceFile | Problem]:
    """List the files that ``sources`` name, sorted by id, each real file once.

    A folder stands for the files in it and below, without hidden ones, indexes and caches; a glob
    (``**`` included) for what it matches; ``-`` for standard input. The id is the path relative
    to ``base`` or, for a file elsewhere, the absolute one, with ``/`` between the parts; ``stdin``
    for standard input. What cannot be looked into becomes a ``Problem``, and so does what is no
    article by its suffix, unless it is named itself.

    Raises ``SourceError`` for a source that does not exist and for a glob without a match.
    """
    root = _absolute(base)
    found: list[SourceFile | Problem] = []
    for source in map(str, sources):
        if source == STDIN:
            found.append(SourceFile(Path(STDIN), "stdin", 0, time.time_ns()))
            continue
        for path, named in _expand(source):
            if Path(path).is_dir():
                found.extend(_walk(path, root))
            elif named:
                found.append(_look(path, root))
            else:
                found.append(_passed_over(path, root) or _look(path, root))
    return iter(_each_once(found))


def _expand(source: str) -> Iterator[tuple[str, bool]]:
    """Yield absolute paths, and whether each was named itself rather than swept up."""
    path = _absolute(source)
    if os.path.lexists(path):
        yield path, True
        return
    if not glob.has_magic(source):
        raise SourceError(f"{source}: no such file or folder")
    matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207  # no hidden files
    if not matches:
        raise SourceError(f"{source}: no file matches this pattern")
    named = not glob.has_magic(Path(path).suffix) and Path(path).suffix != ""
    for match in matches:
        yield match, named


def _walk(folder: str, root: str) -> Iterator[SourceFile | Problem]:
    """Yield the files below ``folder``, following links but never in circles."""
    seen: set[str] = set()
    waiting = deque([folder])
    while waiting:
        here = waiting.popleft()
        real = os.path.realpath(here)
        if real in seen:
            continue
        seen.add(real)
        try:
            with os.scandir(here) as entries:
                visible = sorted((e for e in entries if e.name[0] != "."), key=lambda e: e.name)
        except OSError as error:
            reason = f"the folder cannot be read: {_why(error)}"
            yield Problem(_id(here, root), reason, passing=True)
            continue
        names = [entry.name for entry in visible]
        if is_index(names) or is_cache(here, names):
            continue
        for entry in visible:
            try:
                status = entry.stat()
            except OSError as error:
                yield Problem(_id(entry.path, root), _why(error), passing=True)
                continue
            if not stat.S_ISDIR(status.st_mode):
                yield _passed_over(entry.path, root) or _file(entry.path, root, status)
            elif not entry.is_symlink():
                waiting.appendleft(entry.path)
            elif f"{real}/".startswith(f"{os.path.realpath(entry.path)}/"):
                yield Problem(_id(entry.path, root), "a link to a folder around it; not followed")
            else:
                waiting.append(entry.path)  # after the real folders, whose names are better ids


def _look(path: str, root: str) -> SourceFile | Problem:
    try:
        status = Path(path).stat()
    except OSError as error:
        return Problem(_id(path, root), _why(error), passing=True)
    return _file(path, root, status)


def _file(path: str, root: str, status: os.stat_result) -> SourceFile | Problem:
    if not stat.S_ISREG(status.st_mode):
        return Problem(_id(path, root), "not a regular file; pipe it in and name it -")
    return SourceFile(Path(path), _id(path, root), status.st_size, status.st_mtime_ns)


def _each_once(found: list[SourceFile | Problem]) -> list[SourceFile | Problem]:
    """Sort, and keep one path to each real file: its own where that is listed."""
    problems = {str(one): one for one in found if isinstance(one, Problem)}
    files: dict[str, tuple[bool, str, SourceFile]] = {}
    real_folder = functools.cache(os.path.realpath)
    for one in found:
        if isinstance(one, SourceFile):
            path = str(one.path)
            folder, name = os.path.split(path)
            if path == STDIN:
                real = path
            elif os.path.islink(path):  # noqa: PTH114  # a Path for each of very many files
                real = os.path.realpath(path)
            else:
                real = os.path.join(real_folder(folder), name)  # noqa: PTH118
            ranked = (path != real, one.id, one)
            if real not in files or ranked[:2] < files[real][:2]:
                files[real] = ranked
    everything: list[SourceFile | Problem] = [
        *problems.values(),
        *(file for _, _, file in files.values()),
    ]
    return sorted(everything, key=lambda one: one.path if isinstance(one, Problem) else one.id)


def _absolute(path: str | Path) -> str:
    """Return the path without ``~`` and ``..``, its links as they are."""
    return os.path.normpath(Path(path).expanduser().absolute())


def _passed_over(path: str, root: str) -> Problem | None:
    reason = passed_over(path)
    return Problem(_id(path, root), reason) if reason else None


def _id(path: str, root: str) -> str:
    inside = root.rstrip(os.sep) + os.sep
    return printable(path.removeprefix(inside).replace(os.sep, "/"))


def _why(error: OSError) -> str:
    """Why something cannot be looked into; errors of the machine are raised again."""
    if is_machine_error(error):
        raise error
    if error.errno == errno.ELOOP:
        return "a link that leads back to itself"
    if error.errno == errno.ENOENT:
        return "a link to a file that does not exist"
    return (error.strerror or str(error)).lower()
