"""How an index is ranked where ``search tune`` has found something better than the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

LIMITS: Final[Mapping[str, tuple[float, float]]] = {
    "weight": (0.0, 1.0),
    "k1": (0.01, 10.0),
    "b": (0.0, 1.0),
    "title": (0.0, 10.0),
    "heading": (0.0, 10.0),
    "context": (0.0, 1.0),
}
"""The least and the most that each number of a setting may be."""


@dataclass(frozen=True, slots=True)
class RankingParameters:
    """The vector leg's share, from 0 to 1, and the parameters of BM25F.

    ``title``, ``heading`` and ``context`` are as in ``index.keyword.bm25.BM25``; the body counts 1.
    """

    weight: float
    k1: float
    b: float
    title: float
    heading: float
    context: float

    def __post_init__(self) -> None:
        """:raises ValueError: where a number is not within ``LIMITS``."""
        for name in (field.name for field in fields(self)):
            low, high = LIMITS[name]
            if not low <= getattr(self, name) <= high:
                raise ValueError(f"{name} is not from {low} to {high}")

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> RankingParameters:
        """Read the setting from JSON fields.

        :raises ValueError: where they are not numbers within their limits.
        """
        if any(type(value) is not float for value in record.values()):
            raise ValueError("a number of the ranking is not of type float")
        return cls(**record)

    def __str__(self) -> str:
        """The setting in one line."""
        return ", ".join(f"{field.name} {getattr(self, field.name):g}" for field in fields(self))
