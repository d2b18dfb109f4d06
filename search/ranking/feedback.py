"""Pseudo-relevance feedback: what was found first says more precisely what is looked for; pure."""

from __future__ import annotations

from typing import Final

import numpy as np

from index.types import Vectors

FEEDBACK: Final = 2
"""How many of the passages found first are taken for good."""


def rocchio(query: Vectors, found: Vectors, step: float = 1.0) -> Vectors:
    """The unit vector of a query moved towards the mean of the passages ``found`` for it.

    ``query`` has shape (1, dimension), ``found`` (n, dimension); without any, the query stays.
    With a ``step`` of 1 it goes half the way, with 0 none.
    Rocchio, "Relevance feedback in information retrieval" (1971), with weights 1 and ``step`` and
    without negative examples; over sentence embeddings: Li et al., "Pseudo Relevance Feedback
    with Deep Language Models and Dense Retrievers", TOIS 2023.
    """
    if not len(found):
        return query
    moved = query + step * found.mean(axis=0, keepdims=True)
    length = np.linalg.norm(moved)
    return (moved / length).astype(np.float32) if length > 0 else query
