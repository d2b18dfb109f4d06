"""An encoder that encodes no query twice."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from index.encoder.protocol import Encoder
from index.types import Vectors


class CachingEncoder:
    """The ``Encoder`` that it is given, with the vectors of its queries kept."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}
        self.name = encoder.name
        self.fingerprint = encoder.fingerprint
        self.dimension = encoder.dimension
        self.tokenizer = encoder.tokenizer

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """As the encoder's own."""
        return self._encoder.encode(texts, progress)

    def encode_query(self, text: str) -> Vectors:
        """As the encoder's own, remembered."""
        if text not in self._known:
            self._known[text] = self._encoder.encode_query(text)
        return self._known[text]
