"""One query and what the legs found for it."""

from __future__ import annotations

from typing import NamedTuple

from index.types import Ranking, Vectors
from search.mode import Mode


class Asked(NamedTuple):
    """A query and what the legs found for it; ``vector`` is None where only words were asked."""

    query: str
    mode: Mode
    vector: Vectors | None
    keyword: Ranking
    nearest: Ranking
