"""Reading the best candidates once more, each together with the query."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np

from index.chunk import encoder_input
from index.engines.protocol import Engine, Found
from index.errors import EncoderError
from index.types import Passage, Ranking, Scores


class Reranker(Protocol):
    """Judges passages by a query; safe to ask from many threads."""

    def scores(self, query: str, passages: Sequence[Passage]) -> Scores:
        """How well each passage answers the query: higher is better, on any scale."""


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, by hub name or folder, on the CPU.

    :raises EncoderError: where there is no such model, or it does not give one score for a pair.
    """

    def __init__(self, model: str, step: Callable[[str], None] = lambda _: None) -> None:
        from index.encoder.locate import locate
        from index.encoder.quiet import quiet
        from index.encoder.trust import needed_code

        folder = locate(model, step)
        _require_cross_encoder(folder, model)
        if code := needed_code(folder):
            raise EncoderError(f"{model}: it brings its own code ({code}), which is never run")
        with quiet():
            from sentence_transformers import CrossEncoder

            try:
                self._model = CrossEncoder(str(folder), device="cpu", local_files_only=True)
            except Exception as error:  # whatever the model's files lead the libraries to raise
                line = " ".join(str(error).split())
                raise EncoderError(f"{model}: no cross-encoder ({line[:200]})") from error
        if self._model.num_labels != 1:
            raise EncoderError(
                f"{model}: it sorts pairs into {self._model.num_labels} classes; name a "
                "cross-encoder that gives one score"
            )

    def scores(self, query: str, passages: Sequence[Passage]) -> Scores:
        """See ``Reranker``: each passage is read under its title and heading."""
        if not passages:
            return np.empty(0, np.float32)
        pairs = [(query, encoder_input(passage)) for passage in passages]
        scores = self._model.predict(pairs, show_progress_bar=False, convert_to_numpy=True)
        return np.asarray(scores, dtype=np.float32)


def _require_cross_encoder(folder: Path, model: str) -> None:
    """Refuse what sentence-transformers would give a head of random numbers."""
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        architectures = config.get("architectures") or []
    except (OSError, ValueError, AttributeError, RecursionError):
        architectures = []
    if not any(str(name).endswith("ForSequenceClassification") for name in architectures):
        raise EncoderError(f"{model}: not a cross-encoder, which scores a query with a passage")


def reranked(
    engine: Engine,
    found: Found,
    reranker: Reranker,
    words: str,
    ranking: Ranking,
    depth: int,
) -> Ranking:
    """A ranking whose first ``depth`` places stand in the reranker's order, with its scores.

    Of equal scores the one that stood first stays first. What was not read again stays behind, its
    scores moved below the reranker's.
    """
    places = ranking.rows[:depth]
    texts = engine.read([found.ids[place] for place in places.tolist()])
    scores = reranker.scores(words, [text.passage for text in texts])
    best = np.argsort(-scores, kind="stable")
    rest = ranking.scores[depth:]
    if len(rest):
        rest = rest - ranking.scores[depth - 1] + scores.min()
    return Ranking(
        np.concatenate([places[best], ranking.rows[depth:]]), np.concatenate([scores[best], rest])
    )
