"""The encoder's own tokenizer, run without transformers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from index.encoder.damage import running
from index.encoder.protocol import Pieces
from index.encoder.recipe import UNLIMITED, Side
from index.errors import EncoderError

if TYPE_CHECKING:
    import tokenizers


class FastTokenizer:
    """The ``Tokenizer`` of one side of an encoder: a ``tokenizer.json``, read by ``tokenizers``.

    ``passage_tokens`` is how many tokens a passage may have where the model would read more.
    """

    def __init__(self, file: Path, side: Side, passage_tokens: int = UNLIMITED) -> None:
        self._file = file
        self._side = side
        self._passage_tokens = passage_tokens

    def beside(self, file: Path, side: Side) -> FastTokenizer:
        """The tokenizer of another side; where both cut alike, its file is loaded once."""
        other = FastTokenizer(file, side)
        if (file, side.max_length, side.left) == (
            self._file,
            self._side.max_length,
            self._side.left,
        ):
            other._cut = self._cut
        return other

    @cached_property
    def max_tokens(self) -> int:
        """How many tokens a text may have and be read whole, special tokens not counted.

        :raises EncoderError: where there are none left for it.
        """
        if self.room < 1:
            raise EncoderError(
                f"{self._file.parent}: the model's limit leaves no room for a text; delete that "
                "folder, and it is made anew"
            )
        return min(self.room, self._passage_tokens)

    @cached_property
    def room(self) -> int:
        """How many tokens of a text the encoder reads beside the prompt and special tokens."""
        if self._side.max_length is None:
            return UNLIMITED
        special = self._whole.num_special_tokens_to_add(is_pair=False) if self._side.special else 0
        return self._side.max_length - special - self._prompt_tokens

    @cached_property
    def _prompt_tokens(self) -> int:
        with running(self._file.parent):
            return len(self._whole.encode(self._side.prompt, add_special_tokens=False))

    @cached_property
    def _whole(self) -> tokenizers.Tokenizer:
        return _load(self._file)

    @cached_property
    def _cut(self) -> tokenizers.Tokenizer:
        tokenizer = _load(self._file)
        if self._side.max_length is not None:
            direction = "left" if self._side.left else "right"
            with running(self._file.parent):
                tokenizer.enable_truncation(self._side.max_length, direction=direction)
        return tokenizer

    def spans(self, text: str) -> npt.NDArray[np.int64]:
        """The tokens of ``text`` as character offsets, shape (n, 2), never truncated."""
        with running(self._file.parent):
            encoding = self._whole.encode(text, add_special_tokens=False)
        return np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)

    def pieces(self, text: str) -> Pieces:
        """The tokens as ``spans`` has them, and whether each is one that the encoder knows."""
        with running(self._file.parent):
            encoding = self._cut.encode(text, add_special_tokens=False)
            if encoding.overflowing:  # Seldom, and another tokenizer takes long to load.
                encoding = self._whole.encode(text, add_special_tokens=False)
        return [
            (start, end, number != self._unknown)
            for (start, end), number in zip(encoding.offsets, encoding.ids, strict=True)
        ]

    @cached_property
    def _unknown(self) -> int | None:
        """The number of the token that stands for what the tokenizer does not know, if any."""
        named = getattr(self._cut.model, "unk_token", None)
        numbers = (self._cut.token_to_id(token) for token in (named, "<unk>", "[UNK]") if token)
        return next((number for number in numbers if number is not None), None)

    def counts(self, texts: Sequence[str]) -> npt.NDArray[np.int64]:
        """The number of tokens of each text, special tokens not counted, never truncated.

        It is what the text adds to its prompt: where that ends without a blank, its last word and
        the first of the text are tokens together.
        """
        joined = self._side.prompt if not self._side.prompt[-1:].isspace() else ""
        if joined:
            texts = [joined + text for text in texts]
        with running(self._file.parent):
            # A batch is handed to other threads, which the encoder keeps busy.
            if len(texts) == 1:
                encodings = [self._whole.encode(texts[0], add_special_tokens=False)]
            else:
                encodings = self._whole.encode_batch_fast(list(texts), add_special_tokens=False)
        counts = np.array([len(encoding) for encoding in encodings], dtype=np.int64)
        return np.maximum(counts - self._prompt_tokens, 0) if joined else counts

    def read(self, texts: Sequence[str]) -> list[tokenizers.Encoding]:
        """What the encoder reads of each text: prompt and special tokens, cut to its limit."""
        prompted = [self._side.prompt + text for text in texts]
        with running(self._file.parent):
            return self._cut.encode_batch_fast(prompted, add_special_tokens=self._side.special)


def _load(file: Path) -> tokenizers.Tokenizer:
    """A tokenizer without the truncation and the padding that its file may ask for.

    :raises EncoderError: where the file holds none.
    """
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library has no other for it
        raise EncoderError(
            f"{file}: it is no tokenizer; delete the folder, and it is made anew"
        ) from error
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
