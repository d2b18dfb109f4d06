"""Which fields a query may name, and what to say of one that there is not; pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from typing import Final

from index.query.tree import TEXT_FIELDS

ALIASES: Final = {
    "lang": "language",
    "language": "language",
    "file": "path",
    "path": "path",
    "folder": "folder",
    "by": "author",
    "author": "author",
    "source": "source",
    "url": "url",
    "id": "id",
}
"""The fields that every index has, and what its columns call them."""

DATES: Final = ("after", "since", "before", "until", "on", "in")
"""The fields that limit the date: from, from, earlier than, up to, within, within."""

PERIODS: Final = ("date", "year", "month", "day")
"""What the date of publication is called too, unless articles declare a field of that name."""

NAMES: Final = (*DATES, *PERIODS, *ALIASES)

_FIELD: Final = re.compile(r"(?<![\w.:/@#])([^\W\d][\w-]{2,30})(?::(?=[\w\"“*<>=(])|(?=[<>]=?\d))")
"""A word with a colon, or a comparison with a number, and no blank behind it: so are fields."""

_SPACED: Final = re.compile(r"(?<!\S)([^\W\d][\w-]{2,30})(?:\s+([<>]=?)\s*|([<>]=?)\s+)(\d\S*)")
"""A comparison with blanks: no field, but most likely meant as one."""

_SCHEMES: Final = frozenset({"http", "https", "ftp", "file", "mailto", "urn", "doi", "tel"})


def known(columns: Collection[str]) -> frozenset[str]:
    """The names that may stand before a colon; ``columns`` are the fields that the index has."""
    return frozenset({*NAMES, *(name.lower() for name in columns)} - {*TEXT_FIELDS})


def nearest(name: str, columns: Collection[str]) -> str:
    """The name that is most like one that there is not, and all that there are."""
    return nearest_of(name, sorted(known(columns) | {*TEXT_FIELDS}))


def nearest_of(name: str, names: Sequence[str]) -> str:
    """As ``nearest``, of just these names."""
    close = difflib.get_close_matches(name.lower(), names, 1, 0.6)
    meant = f"did you mean {close[0]}? " if close else ""
    return f"{meant}The fields are {', '.join(names)}"


def unknown_field(text: str, columns: Collection[str]) -> str:
    """What to say of a word with a colon that looks like a field and is none; else nothing.

    Fields are written in small letters; a capital ("Vox:Populi") is one only if a field is near.
    """
    names = known(columns)
    for name in _FIELD.findall(text):
        lower = name.lower()
        if lower in names or lower in TEXT_FIELDS or lower in _SCHEMES:
            continue
        if name == lower or difflib.get_close_matches(lower, names, 1, 0.7):
            return f"there is no field {name}: {nearest(lower, columns)}; searched as words"
    for name, before, behind, number in _SPACED.findall(text):
        if name.lower() in names.difference(DATES, ALIASES):
            meant = f"{name}{before}{behind}{number}"
            return f"to filter, write {meant} without blanks; searched as words"
    return ""
