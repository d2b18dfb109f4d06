"""The sentences of passages that answer a query by their meaning."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from index.encoder.protocol import Encoder
from index.types import inner_products
from search.display.snippet import sentences
from search.types import Hit


def nearest_sentences(encoder: Encoder, text: str, hits: Sequence[Hit]) -> list[int]:
    """For each of ``hits`` the number of its sentence that is nearest to ``text``, from 0.

    By the cosine of their vectors; the first of equal ones.
    """
    texts = [sentences(hit) for hit in hits]
    vectors = encoder.encode([sentence for each in texts for sentence in each])
    scores = inner_products(vectors, encoder.encode_query(text))
    ends = np.cumsum([0, *map(len, texts)])
    return [int(scores[start:end].argmax()) for start, end in pairwise(ends.tolist())]
