"""Sentence encoders: finding, preparing and running them.

A model that the user names is prepared at its first use; one that an index names is opened only
if it is the default model or this user has prepared it. So no index chooses what is downloaded,
loaded or run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index.encoder.protocol import Encoder

DEFAULT_MODEL = "all-MiniLM-L6-v2"
"""The sentence-transformers model that is used unless another is named."""

Precision = Literal["fp32", "int8"]


def _silent(message: str) -> None:
    del message


def _log(message: str) -> None:
    logging.getLogger(__name__).warning(message)


def open_encoder(
    model: str = DEFAULT_MODEL,
    *,
    precision: Precision = "fp32",
    trust_remote_code: bool = False,
    threads: int | None = None,
    for_building: bool = False,
    notify: Callable[[str], None] = _silent,
    step: Callable[[str], None] | None = None,
) -> Encoder:
    """Open the model that the user names: by hub name, by folder, or on a server.

    At first use the model is loaded once with sentence-transformers, exported, verified and
    kept in the user's cache folder (``$LEDE_CACHE`` names another); from then on it opens
    without torch. ``docs/models.md`` lists the names and the options behind them. ``threads``
    bounds the processor cores that encoding takes (default: all there are). ``for_building`` is
    for many texts rather than for single queries; passages are then encoded on a GPU where torch
    sees one. ``notify`` is told, one line at a time, what is not as asked, and what takes long
    unless ``step`` is told that.

    ``trust_remote_code`` lets code run that comes with the model; that is remembered for this
    very code, and code that has changed must be trusted anew.

    :raises EncoderError: where the model cannot be found, opened or trusted.
    """
    from index.encoder.prepare import Opening, open_named
    from index.encoder.spec import ModelSpec

    opening = Opening(trust_remote_code, threads, for_building, notify, step or notify)
    return open_named(ModelSpec.parse(model), precision, opening)


def open_indexed_encoder(
    model: str,
    fingerprint: str,
    *,
    precision: Precision = "fp32",
    trust_remote_code: bool = False,
    threads: int | None = None,
    for_building: bool = False,
    notify: Callable[[str], None] = _log,
    step: Callable[[str], None] | None = None,
    wait: bool = True,
) -> Encoder:
    """Open the encoder that an index was built with, as its manifest names it.

    It is found by its fingerprint, wherever the model's files are now. Unless ``notify`` is
    given, what it would be told is logged as a warning. Unless told to ``wait``, another core
    may go on opening it; the first query waits for that, and is told what is wrong with it.

    :raises EncoderError: where it is neither the default model nor prepared by this user.
    """
    from index.encoder.prepare import Opening, open_prepared
    from index.encoder.spec import is_default_name
    from index.errors import EncoderError, Remedy

    opening = Opening(trust_remote_code, threads, for_building, notify, step or notify, wait)
    encoder = open_prepared(model, fingerprint, opening)
    if encoder is not None:
        return encoder
    if is_default_name(model):
        return open_encoder(
            model,
            precision=precision,
            threads=threads,
            for_building=for_building,
            notify=notify,
            step=step,
        )
    raise EncoderError(
        f"{model}: an index asks for this model, which you have not prepared on this machine, or "
        "which is no longer whole",
        place=model,
        remedy=Remedy.NAME_MODEL,
    )


def is_default(fingerprint: str) -> bool:
    """Whether the encoder with this fingerprint is the packaged default model by its content.

    It is also the case at int8, in another folder and under another name; never with other
    prompts or limits. An encoder that this user has not prepared is not known.
    """
    from index.encoder.cache import Cache

    recipe = Cache().recipe_of(fingerprint)
    return recipe is not None and recipe.default


def damaged_files(fingerprint: str) -> list[str]:
    """The files kept of an encoder that are not what was written; empty also where none are.

    Every byte is read.
    """
    from index.encoder.cache import Cache, damage, is_fingerprint

    if not is_fingerprint(fingerprint):
        return []
    folder = Cache().root / "encoders" / fingerprint
    return [str(path) for path in damage(folder)] if folder.is_dir() else []
