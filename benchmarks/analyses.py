"""Other ways to make terms and vectors of text than the program's, for ``benchmarks.quality``.

An index made in another way lies in a folder of its own.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final
from unittest.mock import patch

import index
from index.keyword import analysis, stemming
from index.keyword.terms import query_words
from index.keyword.word_pieces import Piece
from index.types import Passage

_ANALYSED: Final = ("index.engines.local.writer.ANALYSIS", "index.engines.local.engine.ANALYSIS")
"""Where the version of the analysis is compared with that of an index."""

_ENCODED: Final = ("chunk", "builder.early_encoder", "builder.passages", "builder.inputs")
"""The modules that ask what the encoder reads of a passage."""


@contextlib.contextmanager
def analysis_as(name: str) -> Iterator[None]:
    """Make terms in another way inside the block; as the program does where ``name`` is empty."""
    if not name:
        yield
        return
    with contextlib.ExitStack() as stack:
        for target in _ANALYSED:
            stack.enter_context(patch(target, f"{analysis.VERSION}, {name}"))
        stack.enter_context(_ANALYSES[name]())
        for known in (analysis.pieces_of, analysis.quiet_pieces_of, query_words):
            known.cache_clear()
            stack.callback(known.cache_clear)
        yield


def reindexed(place: Path, corpus: Path, name: str, target: Path) -> Path:
    """The index at ``place`` made anew at ``target``, with terms made the way of that name."""
    shutil.copytree(place, target)
    with analysis_as(name):
        index.build([corpus], target)
    return target


@contextlib.contextmanager
def _without_stemming() -> Iterator[None]:
    def unstemmed(_: str) -> Callable[[str], str]:
        return str

    with patch.object(stemming, "_stemmer", unstemmed):
        yield


@contextlib.contextmanager
def _without_stop_words() -> Iterator[None]:
    from whoosh.lang.stopwords import stoplists

    stopped = frozenset(stoplists["en"])
    every = analysis.pieces_of

    @lru_cache(maxsize=1 << 16)
    def pieces_of(word: str, language: str) -> tuple[tuple[Piece, ...], int]:
        return ((), 1) if word.lower() in stopped else every(word, language)

    with (
        patch("index.keyword.analysis.pieces_of", pieces_of),
        patch("index.keyword.occurrences.pieces_of", pieces_of),
    ):
        yield


@contextlib.contextmanager
def _without_titles() -> Iterator[None]:
    """The encoder reads a passage without its title and its heading."""

    def encoder_input(passage: Passage) -> str:
        return passage.text

    with contextlib.ExitStack() as stack:
        for module in _ENCODED:
            stack.enter_context(patch(f"index.{module}.encoder_input", encoder_input))
        yield


_ANALYSES: Final = {
    "no stemming": _without_stemming,
    "no stop words": _without_stop_words,
    "no title before the encoder": _without_titles,
}
TERMS: Final = ("no stemming", "no stop words")
"""The ways that concern the keyword leg, whose vectors are copied."""

VECTORS: Final = ("no title before the encoder",)
"""Those that concern the vector leg; everything is encoded again, for half an hour."""
