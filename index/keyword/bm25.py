"""BM25F: the formula, once, for arrays and for single numbers alike.

The score of a passage for a term is idf · tf′ / (tf′ + k1), where tf′ is the sum over the fields
of weight · tf / (1 − b + b · length / average length). With one field it is BM25 as Lucene
computes it since version 8. Zaragoza, Craswell, Taylor, Saria and Robertson, "Microsoft Cambridge
at TREC-13: Web and HARD tracks" (2004), without the constant factor k1 + 1.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
import numpy.typing as npt

FIELDS: Final = ("title", "heading", "body", "author")
"""The fields of a passage, in the order in which they are added up."""

Numbers = TypeVar("Numbers", float, npt.NDArray[np.float64])


@dataclass(frozen=True, slots=True)
class BM25:
    """The parameters of BM25F: ``k1``, ``b``, and how much an occurrence in each field counts.

    A heading weighs three quarters of the text: with less, who asks by the title of a section is
    shown another that only mentions its words; with more, a lone word is found in a heading before
    the article that is about it (benchmarks/QUALITY.md).
    ``context`` is the share of the body's weight, from 0 to 1, that goes to the body of the whole
    article.
    """

    k1: float = 1.2
    b: float = 0.75
    title: float = 2.0
    heading: float = 0.75
    body: float = 1.0
    author: float = 0.5
    context: float = 0.2

    def weight(self, field: str) -> float:
        """The weight of one of ``FIELDS``."""
        return float(getattr(self, field))


def idf(count: int, frequency: int) -> float:
    """The inverse document frequency, above 0, of a term in ``frequency`` of ``count`` rows."""
    return math.log(1 + (count - frequency + 0.5) / (frequency + 0.5))


def normalized(tf: Numbers, length: Numbers, average: float, b: float) -> Numbers:
    """``tf`` occurrences in a field of ``length`` terms, as if it had the average length."""
    return tf / (1 - b + b * (length / average))


def saturation(tf: Numbers, k1: float) -> Numbers:
    """How far ``tf`` occurrences go towards 1, their limit."""
    return tf / (tf + k1)


def repeated(times: int) -> float:
    """How much a word counts that a query holds so many ``times``, 1 or more: 1 + ln times.

    A long query, a pasted paragraph say, says by it what it is about; Salton and Buckley,
    "Term-weighting approaches in automatic text retrieval" (1988).
    """
    return 1 + math.log(times)
