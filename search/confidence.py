"""How sure one can be that a result is about what the query asks, and not just the nearest; pure.

A passage says so by its meaning or by its words: by the cosine between it and the query, and by
its coverage, the share of the query's words that it holds, weighted by how rare they are. Both
mean the same in every collection. How far a score stands out from the background of its query
does not: something always stands out, whether or not it is the answer (benchmarks/CONFIDENCE.md).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Scores

Numbers = npt.NDArray[np.float64]

MIN_CONFIDENCE: Final = 0.2
"""Where to draw a line, for whoever would rather lose an answer than see what is merely near."""

NOTHING: Final = -5.02
MEANING: Final = 23.2
WORDS: Final = 9.45
"""A logistic regression over four collections, for the default encoder (``MODEL``) alone."""

MODEL: Final = "all-MiniLM-L6-v2"


def confidence(cosines: Scores, coverage: Numbers) -> Numbers:
    """The probability that a result is a match, for each pair of a cosine and a coverage.

    It is that of a collection which answers every other query; a cosine below 0 counts as 0.
    """
    meaning = np.maximum(cosines.astype(np.float64), 0)
    evidence = NOTHING + MEANING * meaning**2 + WORDS * coverage**2
    sure: Numbers = 1 / (1 + np.exp(-evidence))
    return sure
