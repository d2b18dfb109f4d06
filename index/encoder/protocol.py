"""What the rest of the project asks of a sentence encoder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.types import Vectors

Pieces = list[tuple[int, int, bool]]
"""The tokens of a text: start and end of each, and whether it is one that the encoder knows."""


class Tokenizer(Protocol):
    """The encoder's own way of cutting text into tokens."""

    @property
    def max_tokens(self) -> int:
        """How many tokens of one text the encoder reads, special tokens not counted."""

    def spans(self, text: str) -> npt.NDArray[np.int64]:
        """The tokens of ``text`` as character offsets, shape (n, 2), special tokens left out.

        The text is never truncated, however long.
        """

    def pieces(self, text: str) -> Pieces:
        """The tokens as ``spans`` has them, and whether each is one that the encoder knows."""

    def counts(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """The number of tokens of each text, special tokens not counted."""


class Encoder(Protocol):
    """Text in, unit vectors out.

    Two encoders with the same ``fingerprint`` give the same vectors (to rounding), so vectors
    of one may be searched with queries of the other.
    """

    @property
    def name(self) -> str:
        """The name or folder that opens this encoder again."""

    @property
    def fingerprint(self) -> str:
        """Hex digest over all that decides the vectors: weights, pooling, prompts, precision."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer that this encoder reads text with."""

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of ``texts``.

        A text of which the encoder reads no token at all may have the zero vector.
        ``progress`` is called with the number of texts done since its last call.
        """

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one query, shape (1, dimension)."""
