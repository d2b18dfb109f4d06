"""Which legs are asked; apart, so that parsing a command line loads nothing else."""

from __future__ import annotations

from enum import StrEnum

from index.errors import QueryError


class Mode(StrEnum):
    """Which legs are asked."""

    HYBRID = "hybrid"
    KEYWORD = "keyword"
    VECTOR = "vector"


def mode_of(mode: Mode | str) -> Mode:
    """The mode of that name.

    :raises QueryError: where there is none.
    """
    try:
        return Mode(mode)
    except ValueError:
        raise QueryError(f"No mode {mode!r}: choose hybrid, keyword or vector") from None
