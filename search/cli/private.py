"""Small files of the user's own: the last answer of each index, saved queries."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any


def state_file(location: str) -> Path:
    """Where what was last done with the index at ``location`` is remembered."""
    from platformdirs import user_state_path

    return user_state_path("lede-search", appauthor=False) / "indexes" / _name(location)


def alerts_file(location: str) -> Path:
    """Where the saved queries of the index at ``location`` are kept."""
    from platformdirs import user_data_path

    return user_data_path("lede-search", appauthor=False) / "alerts" / _name(location)


def read(path: Path) -> dict[str, Any]:
    """What ``write`` has written there; nothing where there is no such file, or another's."""
    try:
        if os.name == "posix" and path.stat().st_uid != os.getuid():
            return {}
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write(path: Path, record: dict[str, Any]) -> None:
    """Write a record in one step, readable by its user alone.

    :raises OSError: where it cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with open(os.open(new, flags, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123
            json.dump(record, file)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)


def remember(location: str, **what: Any) -> None:
    """Add to what is remembered of an index; a folder that cannot be written stops nothing."""
    path = state_file(location)
    with contextlib.suppress(OSError):
        write(path, read(path) | what)


def _name(location: str) -> str:
    return hashlib.sha256(os.fsencode(os.path.realpath(location))).hexdigest()[:24] + ".json"
