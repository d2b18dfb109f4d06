"""Tokens counted roughly, for encoders that do not tell how they read."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.encoder.protocol import Pieces
from index.encoder.recipe import UNLIMITED

_PIECES = re.compile(r"[A-Za-z]{1,4}|\d{1,2}|[^\W\d_A-Za-z]|[^\w\s]|_")


class ApproximateTokenizer:
    """A ``Tokenizer`` that would rather count too many tokens than too few.

    Four Latin letters are a token, and so are two digits, and every other character. ``limit``
    is how many tokens the encoder reads of a text.
    """

    def __init__(self, limit: int = UNLIMITED) -> None:
        self.max_tokens = limit

    def spans(self, text: str) -> npt.NDArray[np.int64]:
        """The tokens of ``text`` as character offsets, shape (n, 2)."""
        spans = [match.span() for match in _PIECES.finditer(text)]
        return np.array(spans, dtype=np.int64).reshape(-1, 2)

    def pieces(self, text: str) -> Pieces:
        """The text in one piece: what is known of it is not known, so all counts as read."""
        return [(0, len(text), True)]

    def counts(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """The number of tokens of each text."""
        return np.array([len(_PIECES.findall(text)) for text in texts], dtype=np.int64)
