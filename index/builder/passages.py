"""Passages on their way to an index: collected into windows and encoded, each input once.

The writer takes a window while it is encoded and the next one is cut, so that the slowest of them,
the encoder, decides how long a build takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import CancelledError, ThreadPoolExecutor
from typing import Final, Self

import numpy as np

from index.builder.early_encoder import EarlyEncoder
from index.builder.encoder_inputs import input_digest
from index.chunk import encoder_input
from index.encoder.protocol import Encoder
from index.engines.writer import Encoded, NewPassage, Writer
from index.progress import Progress
from index.types import Passage, Vectors

WINDOW: Final = 4096
"""Passages encoded together: so many, sorted by length, that one token in 200 is padding (at 1024
it is one in 60), and so few that they take little memory."""


class PassageEncoder:
    """Gives passages to a writer, with vectors; ``early`` has encoded some of them already.

    ``encoded`` counts passages that went through the encoder, ``reused`` those whose vector was
    known. What ``finish`` has handed over may still be encoded until the ``with`` block is left.
    """

    def __init__(
        self, writer: Writer, encoder: Encoder, progress: Progress, early: EarlyEncoder
    ) -> None:
        self._writer = writer
        self._encoder = encoder
        self._progress = progress
        self._early = early
        self._window: list[tuple[Passage, str, str]] = []
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="encoder")
        self._stopped = False
        self.encoded = 0
        self.reused = 0

    def __enter__(self) -> Self:
        """The object itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop encoding what nobody waits for any more."""
        self._stopped = True
        self._executor.shutdown(cancel_futures=True)

    def expect(self, share: float) -> None:
        """Tell the progress what is ahead: ``share`` of all passages have been added."""
        new = self.encoded + len(self._window)
        self._progress.start("encoding", round(new / share))
        self._progress.start("indexing", round((new + self.reused) / share))

    def add(self, passages: Sequence[Passage], language: str, author: str = "") -> None:
        """Add the passages of a document."""
        for passage in passages:
            self._window.append((passage, language, author))
            if len(self._window) == WINDOW:
                self._flush()

    def finish(self) -> None:
        """Hand over what is left."""
        if self._window:
            self._flush()

    def _flush(self) -> None:
        window, self._window = self._window, []
        texts = [encoder_input(passage) for passage, _, _ in window]
        counts = self._encoder.tokenizer.counts(texts)
        unread = np.maximum(counts - self._encoder.tokenizer.max_tokens, 0)
        digests = [input_digest(passage) for passage, _, _ in window]
        distinct = dict(zip(digests, texts, strict=True))
        new = distinct.keys() - self._writer.known(distinct.keys())
        self.encoded += len(new)
        self.reused += len(window) - len(new)
        ready = self._early.take(new)
        missing = {d: text for d, text in distinct.items() if d in new and d not in ready}
        lengths = dict(zip(digests, (counts - unread).tolist(), strict=True))
        work = average_passages([lengths[digest] for digest in missing])
        encoded = self._executor.submit(self._encode, missing, ready, work)
        self._writer.add(
            [
                NewPassage(passage, language, digest, tokens, never_read, author)
                for (passage, language, author), digest, tokens, never_read in zip(
                    window, digests, counts.tolist(), unread.tolist(), strict=True
                )
            ],
            encoded,
        )

    def _encode(
        self, texts: dict[bytes, str], ready: dict[bytes, Vectors], work: Sequence[int]
    ) -> Encoded:
        done = 0

        def advance(steps: int) -> None:
            nonlocal done
            if self._stopped:
                raise CancelledError
            self._progress.advance("encoding", work[done + steps] - work[done])
            done += steps

        vectors = self._encoder.encode(list(texts.values()), advance)
        return {**ready, **dict(zip(texts, vectors, strict=True))}


def average_passages(lengths: Sequence[int]) -> list[int]:
    """As how many average passages so many of the longest count, from none to all of them.

    An encoder takes the longest first, and half of its time may be gone when a quarter is done.
    """
    longest_first = np.sort(np.maximum(np.asarray(lengths, dtype=np.int64), 1))[::-1]
    work = np.concatenate([[0], np.cumsum(longest_first)])
    return [round(done) for done in (work * len(lengths) / max(1, work[-1])).tolist()]
