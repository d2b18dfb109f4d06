"""Whether a source writes the day before the month, told from its other dates or by who knows."""

from __future__ import annotations

import os
from functools import lru_cache
from io import FileIO
from pathlib import Path

from index.article.date_order import DateOrder
from index.article.dates import dated_day_first
from index.endless_files import open_at_once
from index.errors import is_machine_error

_SAMPLE = 64 * 1024
_MOST_FILES = 50
_OPENING = 4 * 1024
"""Of so many files of a folder so many bytes are looked at for dates."""


def day_first_by(order: DateOrder | None) -> bool | None:
    """What an order says; None where it has to be found out."""
    return None if order in (None, DateOrder.AUTO) else order is DateOrder.DAY_FIRST


def reading(order: DateOrder | None) -> str:
    """Names the way of reading with such an order; a part of an index's fingerprint."""
    from index.readers import READING

    return READING if day_first_by(order) is None else f"{READING} {order}"


def day_first_in(sample: bytes) -> bool | None:
    """Return whether dates such as 31/12/2023 outnumber those such as 12/31/2023.

    None where there are as many; ``sample`` is the beginning of the source, in any encoding
    that has digits where ASCII has them.
    """
    balance = dated_day_first(sample[:_SAMPLE].decode("ascii", "replace"))
    return balance > 0 if balance else None


def day_first_beside(path: Path) -> bool | None:
    """Return the same of the files in the folder of ``path``; None where none tells."""
    folder = path.parent
    try:
        return _day_first_of(str(folder), folder.stat().st_mtime_ns)
    except OSError as error:
        if is_machine_error(error):
            raise
        return None


@lru_cache(maxsize=256)
def _day_first_of(folder: str, _changed: int) -> bool | None:
    sample = b""
    with os.scandir(folder) as entries:
        names = sorted(entry.path for entry in entries if entry.is_file())[:_MOST_FILES]
    for name in names:
        with FileIO(name, opener=open_at_once) as file:
            sample += (file.read(_OPENING) or b"") + b"\n"
    balance = dated_day_first(sample.decode("ascii", "replace"))
    return balance > 0 if balance else None
