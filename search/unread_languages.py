"""Which languages of an index its model cannot read."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from index.encoder.protocol import Tokenizer
from index.encoder.readability import mean_reading
from index.engines.protocol import Engine
from index.errors import SearchError
from search.query_encoder import EncoderOf

SAMPLE: Final = 200
"""Passages that stand for all."""

LEAST: Final = 0.75
"""The share of a language's texts below which it is better read by another model."""

_FEWEST: Final = 3
"""Passages of a language in the sample, from which on something is said of it."""


def unread_languages(engine: Engine, tokenizer: Tokenizer) -> dict[str, float]:
    """The languages that the model reads badly, each with the share that it reads, worst first.

    It is judged by a sample of passages, and by the language that their articles have; an article
    without a known one counts under the empty string.
    """
    texts: dict[str, list[str]] = defaultdict(list)
    for text in engine.read(engine.sample(SAMPLE).ids):
        texts[text.document.language].append(text.passage.text)
    shares = {
        language: mean_reading(some, tokenizer)
        for language, some in texts.items()
        if len(some) >= _FEWEST or len(some) == sum(map(len, texts.values()))
    }
    return {
        language: share
        for language, share in sorted(shares.items(), key=lambda pair: pair[1])
        if share < LEAST
    }


def unread_of(engine: Engine) -> dict[str, float]:
    """The same with the model of the index; none where it cannot be opened."""
    try:
        return unread_languages(engine, EncoderOf()(engine).tokenizer)
    except SearchError:
        return {}
