"""The encoder of a searcher: the one that its index was built with, opened at the first need."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, NamedTuple, cast

from index.encoder.protocol import Pieces
from index.encoder.readability import reading, whole_words
from index.engines.protocol import Engine
from index.errors import IndexOutdatedError
from index.types import Vectors

if TYPE_CHECKING:
    from index.encoder import Precision
    from index.encoder.protocol import Encoder


class Encoded(NamedTuple):
    """A query, its unit vector, shape (1, dimension), and the pieces that the encoder reads of it.

    ``reading`` is the share of it that is read, from 0 to 1.
    """

    text: str
    vector: Vectors
    reading: float
    pieces: Pieces

    @property
    def whole_words(self) -> frozenset[str]:
        """Those of its words that the encoder knows as they stand, in small letters."""
        return whole_words(self.text, self.pieces)


def encoded(encoder: Encoder, text: str) -> Encoded:
    """What ``encoder`` makes of a query."""
    pieces = encoder.tokenizer.pieces(text)
    return Encoded(text, encoder.encode_query(text), reading(text, pieces), pieces)


class EncoderOf:
    """Gives the encoder of an engine; ``encoder`` is taken if it is that one.

    ``threads`` is how many share in each query, by default one a core.
    """

    def __init__(self, encoder: Encoder | None = None, threads: int | None = None) -> None:
        self._encoder = encoder
        self._threads = threads
        self._opening = threading.Lock()

    def __call__(self, engine: Engine) -> Encoder:
        """The encoder that the index was built with.

        :raises IndexOutdatedError: where it is another one now.
        """
        with self._opening:
            return self._opened(engine)

    def _opened(self, engine: Engine) -> Encoder:
        manifest = engine.manifest
        encoder = self._encoder
        if encoder is None or encoder.fingerprint != manifest.fingerprint["encoder"]:
            from index.encoder import open_indexed_encoder

            encoder = open_indexed_encoder(
                manifest.model,
                manifest.fingerprint["encoder"],
                precision=cast("Precision", manifest.precision),
                threads=self._threads,
            )
            check(engine, encoder)
            self._encoder = encoder
        return encoder


def check(engine: Engine, encoder: Encoder) -> None:
    """Refuse an encoder that an index was not built with.

    :raises IndexOutdatedError: where it is another one.
    """
    if encoder.fingerprint != engine.manifest.fingerprint["encoder"]:
        raise IndexOutdatedError(
            f"{engine.location} was built with another model than {encoder.name} is now",
            place=engine.location,
        )
