"""How sure one can be that a result is about what the query asks, and not just the nearest; pure.

A passage says so by its meaning or by its words: by the cosine between it and the query, and by
its coverage, the share of the query's words that it holds, weighted by how rare they are. Both
mean the same in every collection, but of many passages one comes near by chance: the more there
are, the more is asked of it. How far a score stands out from the background of its query says
nothing: something always stands out, answer or not (benchmarks/CONFIDENCE.md).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Scores

Numbers = npt.NDArray[np.float64]

MIN_CONFIDENCE: Final = 0.3
"""Where the line is drawn between a good match and what is merely near, unless one is named."""

NAME_MISSING: Final = 0.25
"""The most where a name that is asked for stands in no article."""

NOTHING: Final = -2.76
MEANING: Final = 44.4
WORDS: Final = 13.2
CHANCE: Final = -0.56
"""A logistic regression over four collections, for the default encoder (``MODEL``) alone."""

MODEL: Final = "all-MiniLM-L6-v2"


def confidence(cosines: Scores, coverage: Numbers, passages: int) -> Numbers:
    """The probability that a result is a match, for each pair of a cosine and a coverage.

    It is that of a collection which answers every other query, and has so many ``passages``, 1
    or more; a cosine below 0 counts as 0.
    """
    meaning = np.maximum(cosines.astype(np.float64), 0)
    evidence = NOTHING + CHANCE * math.log(passages) + MEANING * meaning**2 + WORDS * coverage**2
    sure: Numbers = 1 / (1 + np.exp(-evidence))
    return sure
