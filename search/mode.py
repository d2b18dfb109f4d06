"""Which legs are asked; apart, so that parsing a command line loads nothing else."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """Which legs are asked."""

    HYBRID = "hybrid"
    KEYWORD = "keyword"
    VECTOR = "vector"
