"""Sentence encoders: finding, exporting and running them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index.encoder.protocol import Encoder

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""The sentence-transformers model that is used unless another is named."""

Precision = Literal["fp32", "int8"]


def _silent(message: str) -> None:
    del message


def open_encoder(
    model: str = DEFAULT_MODEL,
    *,
    precision: Precision = "fp32",
    trust_remote_code: bool = False,
    threads: int | None = None,
    for_building: bool = False,
    notify: Callable[[str], None] = _silent,
) -> Encoder:
    """Open a sentence-transformers model, by its name on the hub or by its folder.

    At first use the model is loaded once with sentence-transformers, exported, verified and
    kept in the user's cache folder (``$LEDE_CACHE`` names another); from then on it opens
    without torch. ``threads`` bounds the processor cores that encoding takes (default: all
    there are). ``for_building`` is for many texts rather than for single queries; passages are
    then encoded on a GPU where torch sees one.
    ``notify`` is told, one line at a time, what takes long or is not as asked.

    Raises ``EncoderError`` where the model cannot be found, opened or trusted: code that
    comes with a model is run only under ``trust_remote_code``.
    """
    from index.encoder.opening import open_exported

    return open_exported(model, precision, trust_remote_code, threads, for_building, notify)
