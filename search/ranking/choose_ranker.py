"""The ranker that an index asks for: by its encoder, and by the weight it was tuned to."""

from __future__ import annotations

from functools import lru_cache

from index.encoder import is_default
from search.ranking.fusion import NARROW, REACH, VECTOR_WEIGHT
from search.ranking.hybrid import Ranker


@lru_cache(maxsize=64)
def is_packaged(fingerprint: str) -> bool:
    """Whether constants were fitted to this encoder: the packaged one, known by its content."""
    return is_default(fingerprint)


def ranker_of(encoder: str, weight: float = VECTOR_WEIGHT) -> Ranker:
    """The ranker for vectors of the ``encoder`` with that fingerprint, tuned to a ``weight``."""
    return Ranker(weight=weight, reach=REACH if is_packaged(encoder) else NARROW)
