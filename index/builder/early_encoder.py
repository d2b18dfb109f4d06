"""Encoding while articles are still being read, so that no core idles until then.

Which lines of an article are boilerplate is known only then, since it depends on the others. What
is encoded before is a guess: the writer takes those vectors that it asks for, and encodes what
came out otherwise. So the guess decides when a text is encoded, never what is written.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Final, Self

from index.boilerplate import mark
from index.builder.encoder_inputs import input_digest
from index.chunk import chunk, encoder_input
from index.encoder.protocol import Encoder
from index.progress import Progress, Silent
from index.types import Document, Vectors

BATCH: Final = 256
"""Texts encoded together: a second's work, so that little is left when all has been read."""

MOST: Final = 1 << 15
"""Texts encoded so at most: their vectors are held in memory until the writer takes them."""

Known = Callable[[Set[bytes]], Set[bytes]]
"""Those of some inputs that have a vector already and need not be encoded."""


class EarlyEncoder:
    """Takes articles as they are read and encodes as many of their passages as there is time for.

    ``keep`` says that no boilerplate will be marked. ``progress`` is told how many passages those
    articles have that were offered so far. All methods are for one thread.
    """

    def __init__(
        self,
        encoder: Encoder,
        known: Known | None = None,
        *,
        keep: bool = False,
        progress: Progress | None = None,
    ) -> None:
        self._encoder = encoder
        self._known = known
        self._keep = keep
        self._progress = progress or Silent()
        self._offered = self._cut = self._found = 0
        self._waiting: dict[bytes, str] = {}
        self._running: Future[Vectors] | None = None
        self._encoding: dict[bytes, str] = {}
        self._vectors: dict[bytes, Vectors] = {}
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="early")

    def __enter__(self) -> Self:
        """The object itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for what is being encoded, and forget it."""
        self._executor.shutdown(cancel_futures=True)

    def offer(self, document: Document) -> None:
        """Encode the passages of an article, unless the encoder has enough to do.

        :raises EncoderError: where the encoder failed on what it was given before.
        """
        self._offered += 1
        if len(self._waiting) < BATCH and len(self._vectors) < MOST:
            self._add(document)
            self._cut += 1
        if self._cut:
            self._progress.start("encoding", round(self._found * self._offered / self._cut))
        if len(self._waiting) >= BATCH and (self._running is None or self._running.done()):
            self._collect()
            self._encoding, self._waiting = self._waiting, {}
            texts = list(self._encoding.values())
            self._running = self._executor.submit(self._encoder.encode, texts, self._advance)

    def take(self, digests: Set[bytes]) -> dict[bytes, Vectors]:
        """Hand over the vectors of those inputs that were encoded, shape (dimension,) each.

        :raises EncoderError: where the encoder failed.
        """
        self._collect()
        return {digest: self._vectors.pop(digest) for digest in digests & self._vectors.keys()}

    def _add(self, document: Document) -> None:
        guessed = document if self._keep else mark(document)
        passages = chunk(guessed, self._encoder.tokenizer)
        texts = {input_digest(passage): encoder_input(passage) for passage in passages}
        done = self._vectors, self._encoding
        new = {digest for digest in texts if not any(digest in some for some in done)}
        if self._known is not None:
            new -= self._known(new)
        self._found += len(new)
        self._waiting.update((digest, text) for digest, text in texts.items() if digest in new)

    def _advance(self, steps: int) -> None:
        self._progress.advance("encoding", steps)

    def _collect(self) -> None:
        if self._running is not None:
            self._vectors.update(zip(self._encoding, self._running.result(), strict=True))
            self._running = None
