"""Any function that turns texts into vectors, as an encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.encoder.approximate import ApproximateTokenizer
from index.errors import EncoderError
from index.types import Vectors

if TYPE_CHECKING:
    from index.encoder.protocol import Tokenizer

Function = Callable[[Sequence[str]], npt.ArrayLike]
"""Texts in, a vector for each out, of any length but 0."""

ASSUMED_TOKENS = 512
"""How many tokens of a text are taken to be read where nobody tells."""


class CallableEncoder:
    """The ``Encoder`` of a function, for a program of one's own.

    >>> encoder = CallableEncoder(lambda texts: [[len(t), 1.0] for t in texts], name="lengths")
    >>> index.build(["articles"], settings=Settings(encoder=encoder))  # doctest: +SKIP

    ``name`` says what the function is and must change when its vectors do. ``encode_query`` is
    asked for queries where they are encoded otherwise. ``tokens`` is how many tokens the function
    reads of a text, as ``tokenizer`` counts them, or as they are counted roughly.
    """

    def __init__(
        self,
        encode: Function,
        name: str,
        *,
        encode_query: Function | None = None,
        tokens: int = ASSUMED_TOKENS,
        tokenizer: Tokenizer | None = None,
        texts_a_call: int = 64,
    ) -> None:
        """Ask the function once, so that its dimension is known.

        :raises EncoderError: where it gives no vectors.
        """
        self._encode = encode
        self._encode_query = encode_query or encode
        self._texts_a_call = texts_a_call
        self.name = name
        self.tokenizer: Tokenizer = tokenizer or ApproximateTokenizer(tokens)
        self.dimension = 0
        self.dimension = int(self._called(encode, ["Rain."]).shape[1])
        identity = f"callable\0{name}\0{self.dimension}\0{self.tokenizer.max_tokens}"
        self.fingerprint = hashlib.sha256(identity.encode()).hexdigest()

    def encode(
        self, texts: Sequence[str], progress: Callable[[int], None] | None = None
    ) -> Vectors:
        """Unit vectors of passages, shape (len(texts), dimension), in the order of ``texts``.

        :raises EncoderError: where the function gives anything else than a vector for each.
        """
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), self._texts_a_call):
            part = list(texts[start : start + self._texts_a_call])
            vectors[start : start + len(part)] = self._called(self._encode, part)
            if progress is not None:
                progress(len(part))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of one query, shape (1, dimension).

        :raises EncoderError: as ``encode``.
        """
        return self._called(self._encode_query, [text])

    def _called(self, function: Function, texts: list[str]) -> Vectors:
        try:
            found = np.asarray(function(texts), dtype=np.float32)
        except (TypeError, ValueError) as error:
            raise EncoderError(f"{self.name}: it gives no vectors ({error})") from error
        wanted = (len(texts), self.dimension or found.shape[-1] if found.ndim == 2 else 0)
        if found.shape != wanted or not wanted[1]:
            raise EncoderError(
                f"{self.name}: {len(texts)} texts gave an array of shape {found.shape}, and a "
                "vector of the same length for each is needed"
            )
        with np.errstate(all="ignore"):
            lengths = np.linalg.norm(found, axis=1, keepdims=True)
        if not ((lengths > 0) & np.isfinite(lengths)).all():
            raise EncoderError(
                f"{self.name}: it gave a vector without a direction, of zeros or of what is no "
                "number; it must give one of numbers for every text"
            )
        return np.asarray(found / lengths, dtype=np.float32)
