"""The one check that every vector goes through before anybody sees it."""

from __future__ import annotations

import numpy as np

from index.errors import EncoderError, Remedy
from index.types import Vectors

_TOLERANCE = 1e-3


def require_unit(vectors: Vectors, shape: tuple[int, int], name: str) -> Vectors:
    """The vectors, if they are of this shape and each of them has length 1.

    :raises EncoderError: where they are not, as with weights that a disk has damaged.
    """
    if vectors.dtype.kind != "f" or vectors.shape != shape:
        raise EncoderError(
            f"{name}: it gave something else than {shape[0]} vectors of {shape[1]} numbers, so it "
            "is damaged or no sentence encoder",
            place=name,
            remedy=Remedy.VERIFY,
        )
    squares = np.einsum("ij,ij->i", vectors, vectors)
    if not np.all(np.abs(squares - 1) < _TOLERANCE):  # also where one is no number
        raise EncoderError(
            f"{name}: it gave a vector that has no length of 1, so it is damaged or no sentence "
            "encoder",
            place=name,
            remedy=Remedy.VERIFY,
        )
    return vectors
