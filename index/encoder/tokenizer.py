"""The encoder's own tokenizer, run without transformers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import tokenizers

UNLIMITED = 2**31 - 1
"""``max_tokens`` of an encoder that reads texts of any length."""


class FastTokenizer:
    """The ``Tokenizer`` of an exported encoder: a ``tokenizer.json``, read by ``tokenizers``.

    ``max_length`` is the encoder's own limit, special tokens and prompt included.
    """

    def __init__(self, file: Path, max_length: int | None, passage_prompt: str = "") -> None:
        self._file = file
        self._max_length = max_length
        self._passage_prompt = passage_prompt

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens of a passage the encoder reads, special tokens not counted."""
        if self._max_length is None:
            return UNLIMITED
        special = self._whole.num_special_tokens_to_add(is_pair=False)
        return self._max_length - special - int(self.counts([self._passage_prompt])[0])

    @cached_property
    def _whole(self) -> tokenizers.Tokenizer:
        return _load(self._file)

    @cached_property
    def _cut(self) -> tokenizers.Tokenizer:
        tokenizer = _load(self._file)
        if self._max_length is not None:
            tokenizer.enable_truncation(self._max_length)
        return tokenizer

    def spans(self, text: str) -> npt.NDArray[np.int64]:
        """The tokens of ``text`` as character offsets, shape (n, 2), never truncated."""
        encoding = self._whole.encode(text, add_special_tokens=False)
        return np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)

    def counts(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """The number of tokens of each text, special tokens not counted, never truncated."""
        if len(texts) == 1:  # A batch is handed to other threads, which the encoder keeps busy.
            encodings = [self._whole.encode(texts[0], add_special_tokens=False)]
        else:
            encodings = self._whole.encode_batch_fast(list(texts), add_special_tokens=False)
        return np.array([len(encoding) for encoding in encodings], dtype=np.int64)

    def ids(self, texts: Sequence[str], *, special: bool = True) -> list[list[int]]:
        """The token ids that the encoder reads of each text, cut to its limit.

        ``special`` says whether the special tokens are added.
        """
        encodings = self._cut.encode_batch_fast(list(texts), add_special_tokens=special)
        return [encoding.ids for encoding in encodings]


def _load(file: Path) -> tokenizers.Tokenizer:
    """A tokenizer without the truncation and the padding that its file may ask for."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
