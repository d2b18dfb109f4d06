"""How sure one can be that a result is about what the query asks, and not just the nearest; pure.

A passage says so by its meaning and by its words: by the cosine between it and the query, as far as
the encoder can read the query at all, and by the share of the query's words that it holds, weighted
by the square of their idf: a rare word inside a long question outweighs those around it. Both
together say more than the two apart: what has the words by chance has another meaning. Of many
passages one comes near by chance, so the more there are, the more is asked
(benchmarks/CONFIDENCE.md).
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from index.types import Scores

Numbers = npt.NDArray[np.float64]

MIN_CONFIDENCE: Final = 0.4
"""Where the line is drawn between a good match and what is merely near, unless one is named."""

NAME_MISSING: Final = 0.25
"""The most where a name that is asked for stands in no article, and nothing is near in meaning."""

SAME: Final = 0.6
"""The cosine from which on a passage is about the same thing, whatever it calls it."""

OTHER: Final = "its constants are those of the packaged model, and not of {}"
"""Why there is no confidence with any other encoder."""

POWER: Final = 2
"""What idf is raised to where words are evidence."""

INTERCEPT: Final = 0.9
COSINE_WEIGHT: Final = 11.5
BOTH_WEIGHT: Final = 9.01
WORDS_WEIGHT: Final = 5.13
PASSAGES_WEIGHT: Final = -0.6
"""A logistic regression over five collections, for the packaged encoder alone."""

READ: Final = 1.3
"""How much of a query counts as read for each part that is: names and terms of a field are cut into
short pieces, and understood all the same."""

FEWEST: Final = 20
"""Passages: fewer are judged as so many, since by the formula alone one passage would always do."""

AHEAD: Final = 3
"""A result is as sure as the surest of so many, itself and those right behind it."""


def confidence(
    cosines: Scores, held: Numbers, passages: int, reading: float = 1.0, known: float = 1.0
) -> Numbers:
    """The probability that a result is a match, for each pair of a cosine and a share ``held``.

    ``held`` is the share of the words by idf² (``Found.coverage`` with ``POWER``). The probability
    is that of a collection which answers every other query, and has so many ``passages``, 1 or
    more; a cosine below 0 counts as 0. ``reading`` is the share of the query that the encoder
    reads, ``known`` the share of its words that stand in the index, both from 0 to 1: of words that
    stand nowhere nobody can be sure, so that it is at most ``(1 + known) / 2``.
    """
    meaning = _meaning(cosines, reading)
    chance = PASSAGES_WEIGHT * math.log(max(passages, FEWEST))
    words = BOTH_WEIGHT * meaning * held + WORDS_WEIGHT * held**4
    sure: Numbers = 1 / (1 + np.exp(-(INTERCEPT + chance + COSINE_WEIGHT * meaning**2 + words)))
    return np.minimum(sure, (1 + known) / 2)


def doubted(sure: Numbers, cosines: Scores, reading: float = 1.0) -> Numbers:
    """Confidences where a name that is asked for stands in no article."""
    far = _meaning(cosines, reading) < SAME
    return np.where(far, np.minimum(sure, NAME_MISSING), sure)


def _meaning(cosines: Scores, reading: float) -> Numbers:
    found: Numbers = min(1.0, READ * reading) * np.maximum(cosines.astype(np.float64), 0)
    return found


def in_order(sure: Numbers) -> Numbers:
    """The confidences of a ranking, best first, so that none is surer than the one above it.

    Each becomes the highest of the ``AHEAD`` that begin with it, then the lowest so far: a doubtful
    result right above a sure one is raised, and one far below doubtful ones is lowered.
    """
    padded = np.pad(sure, (0, AHEAD - 1))
    ahead: Numbers = np.maximum.reduce([padded[n : n + len(sure)] for n in range(AHEAD)])
    return np.minimum.accumulate(ahead)
