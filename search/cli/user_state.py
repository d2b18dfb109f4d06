"""Small files of the user's own: the last answer of each index, saved queries.

The last answer may be lost and is made anew. Saved queries are not: where their file cannot be
read, nothing is written over it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from index.errors import EncoderError, SearchError
from index.private_files import make_private_folder, write_private

_MOST_BYTES: Final = 64 << 20
_NOT_OURS: Final = (ValueError, TypeError, AttributeError, RecursionError)
"""What a file that another program wrote may lead to."""

Saved = dict[str, list[str]]
"""For each saved query the ids of the articles that have been seen."""


class Last(NamedTuple):
    """What was last done with an index.

    ``results`` are the article and the passage of each number of the last answer to ``query``,
    ``built`` is when this user's last build began, in seconds of the epoch, and ``generation``
    what it made or left as it was.
    """

    query: str = ""
    results: Mapping[str, tuple[str, str]] = {}
    built: float = 0.0
    generation: int = 0


def state_file(location: str) -> Path:
    """Where what was last done with the index at ``location`` is remembered."""
    from platformdirs import user_state_path

    return user_state_path("lede-search", appauthor=False) / "indexes" / _name(location)


def alerts_file(location: str) -> Path:
    """Where the saved queries of the index at ``location`` are kept."""
    from platformdirs import user_data_path

    return user_data_path("lede-search", appauthor=False) / "alerts" / _name(location)


def last(location: str) -> Last:
    """What is remembered of an index; nothing where that cannot be read."""
    try:
        record = _read(state_file(location))
        results = {number: (str(d), str(p)) for number, (d, p) in record["results"].items()}
        built, generation = float(record["built"]), int(record.get("generation", 0))
        return Last(str(record["query"]), results, built, generation)
    except (OSError, KeyError, *_NOT_OURS):
        return Last()


def remember(location: str, **what: Any) -> None:
    """Add to what is remembered of an index; a folder that cannot be written stops nothing."""
    with contextlib.suppress(OSError, SearchError):
        _write(state_file(location), last(location)._asdict() | what, durable=False)


def saved_queries(location: str) -> Saved:
    """The saved queries of an index.

    :raises SearchError: where they cannot be read.
    """
    file = alerts_file(location)
    try:
        record = _read(file)
        return {str(query): [str(one) for one in seen] for query, seen in record.items()}
    except FileNotFoundError:
        return {}
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise SearchError(f"{file}: {cause}", place=str(file), cause=cause) from error
    except _NOT_OURS as error:
        raise SearchError(
            f"{file}: these are not the saved queries that were written; move the file away",
            place=str(file),
            cause=str(error),
        ) from error


@contextlib.contextmanager
def changing_queries(location: str) -> Iterator[Saved]:
    """The saved queries of an index, to be changed by one process at a time.

    :raises SearchError: where they cannot be read or written; then they stay as they were.
    """
    from filelock import FileLock

    file = alerts_file(location)
    folder = _private_folder(file)
    try:
        with FileLock(folder / f"{file.name}.lock", mode=0o600):
            saved = saved_queries(location)
            yield saved
            _write(file, saved)
    except OSError as error:
        cause = (error.strerror or str(error)).lower()
        raise SearchError(f"{file}: {cause}", place=str(file), cause=cause) from error


def _read(file: Path) -> dict[str, Any]:
    """The record in a plain file of this user's.

    :raises OSError: where there is none, or it cannot be read.
    :raises ValueError: where it is another user's or no record.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with open(os.open(file, flags), "rb") as opened:  # noqa: PTH123
        status = os.fstat(opened.fileno())
        own = os.name != "posix" or status.st_uid == os.geteuid()
        if not own or not stat.S_ISREG(status.st_mode) or status.st_size > _MOST_BYTES:
            raise ValueError("it is not a plain file of this user's")
        record = json.loads(opened.read())
    if not isinstance(record, dict):
        raise ValueError("it holds no record")
    return record


def _write(file: Path, record: Mapping[str, Any], *, durable: bool = True) -> None:
    """Write a record in one step, readable by its user alone; what is not durable is quick.

    :raises OSError: where it cannot be written.
    :raises SearchError: where its folder is not this user's.
    """
    _private_folder(file)
    write_private(file, json.dumps(record).encode(), durable=durable)


def _private_folder(file: Path) -> Path:
    """The folder of a file, made where it is not there.

    :raises SearchError: where it cannot be made, or is not this user's.
    """
    folder = file.parent
    try:
        make_private_folder(folder)
    except EncoderError as error:
        cause = error.cause
        raise SearchError(f"{folder}: {cause}", place=str(folder), cause=cause) from error
    return folder


def _name(location: str) -> str:
    return hashlib.sha256(os.fsencode(os.path.realpath(location))).hexdigest()[:24] + ".json"
