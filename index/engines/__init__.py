"""What asks an index and what answers: engines, and how one is opened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.engines.protocol import Engine
    from index.generation.parameters import RankingParameters


def open_engine(location: str | Path, parameters: RankingParameters | None = None) -> Engine:
    """Open the index at ``location``, a folder; with ``parameters`` in place of its own.

    :raises IndexNotFoundError: where there is none.
    :raises IndexStateError: where it cannot be used as it is.
    """
    from index.engines.local.engine import LocalEngine, bm25_of

    return LocalEngine(Path(location), bm25_of(parameters) if parameters else None)


def default_parameters(weight: float) -> RankingParameters:
    """How an index is ranked that says nothing of it; ``weight`` is the vector leg's share."""
    from index.engines.local.engine import PARAMETERS
    from index.generation.parameters import RankingParameters

    p = PARAMETERS
    return RankingParameters(weight, p.k1, p.b, p.title, p.heading, p.context)
