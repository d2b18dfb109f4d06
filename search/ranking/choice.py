"""The ranker that an index asks for: by its encoder, and by what it was tuned to."""

from __future__ import annotations

from functools import lru_cache

from index.encoder import is_default
from index.generation.manifest import Manifest
from search.ranking.fusion import NARROW, REACH, VECTOR_WEIGHT
from search.ranking.hybrid import Ranker


@lru_cache(maxsize=64)
def is_packaged(fingerprint: str) -> bool:
    """Whether constants were fitted to this encoder: the packaged one, known by its content."""
    return is_default(fingerprint)


def ranker_of(manifest: Manifest, weight: float | None = None) -> Ranker:
    """The ranker for an index; ``weight`` is the vector leg's, else that which it was tuned to."""
    if weight is None:
        weight = manifest.ranking.weight if manifest.ranking else VECTOR_WEIGHT
    packaged = is_packaged(manifest.fingerprint["encoder"])
    return Ranker(weight=weight, reach=REACH if packaged else NARROW)
