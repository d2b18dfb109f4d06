"""An encoder held to its original: what sentence-transformers makes of the same texts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from index.encoder import Precision
from index.encoder.describe import Task
from index.encoder.exported import batched, open_runner
from index.encoder.failure import ExportRefusedError
from index.encoder.load import original_vectors, raw_vectors
from index.encoder.recipe import Side
from index.encoder.tokenizer import FastTokenizer
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.types import Vectors

LEAST_COSINE: Final = {"fp32": 0.9999, "int8": 0.97}
"""The least cosine to the original that each sample's vector must have."""

LEAST_MEAN: Final = {"fp32": 0.9999, "int8": 0.985}

SAMPLES: Final = (
    "Rain.",
    "Who signed the treaty?",
    "  A line that begins and ends with white space. ",
    "The council voted seven to two on Tuesday to close the bridge for repairs until spring.",
    "Économie : l'inflation a reculé à 2,1 % en août, selon l'institut — un plus bas en 3 ans.",
    "Talks resumed after a pause of four months. " * 4,
    "The ministry said that exports of wheat, maize and barley had risen by 12 per cent. " * 12,
    "Shares fell; bonds rose; the central bank left its rate where it was, and gave no hint. " * 60,
)
"""Texts that an export must encode as the original does: short, long, and past most limits."""

_DEFAULT_VECTOR: Final = (0.01128, -0.04239, 0.08855, 0.05252)
"""How the default model's vector of the fourth sample begins."""


def original(model: SentenceTransformer, prompt: str, task: Task) -> Vectors:
    """What the original makes of the samples, each on its own: unit vectors, a row each.

    :raises EncoderError: where weights are missing that matter, or vectors are no numbers.
    """
    vectors = original_vectors(model, list(SAMPLES), prompt, task, alone=True)
    if not np.isfinite(vectors).all():
        missing = [name for name, tensor in model.named_parameters() if tensor.isnan().any()]
        if missing:
            raise EncoderError(
                f"its files lack weights that it needs, or hold what are no numbers ({missing[0]} "
                f"and {len(missing) - 1} more); fetch the model anew"
            )
        raise EncoderError("it gives vectors that are no numbers; choose another model")
    return vectors


def encodes_as_default(model: SentenceTransformer) -> bool:
    """Whether a model with the default model's weights does with them what that does."""
    found = original_vectors(model, [SAMPLES[3]], "", "document")[0, : len(_DEFAULT_VECTOR)]
    return model.max_seq_length == 256 and np.allclose(found, _DEFAULT_VECTOR, atol=1e-4)


def require_cosine(model: SentenceTransformer, prompt: str) -> None:
    """Refuse a model that was made for another comparison than the cosine.

    Of vectors that all have length 1, the dot product and the distance rank as the cosine does.

    :raises EncoderError: says what it was made for.
    """
    made_for = str(model.similarity_fn_name or "cosine")
    if made_for == "cosine":
        return
    lengths = np.linalg.norm(raw_vectors(model, list(SAMPLES[:6]), prompt), axis=1)
    if made_for not in {"dot", "euclidean"} or np.abs(lengths - 1).max() > 1e-3:
        raise EncoderError(
            f"it was made to be compared by {made_for}, and its vectors differ in length; passages "
            "are searched by cosine here, which ranks otherwise: choose a model made for the cosine"
        )


def checked(folder: Path, side: Side, expected: Vectors, precision: Precision) -> Side:
    """The side, if what is in ``folder`` encodes the samples as the original does.

    It is said to be ``batched`` where texts that share a run are encoded alike, too.

    :raises ExportRefusedError: says by how much it differs.
    """
    run = open_runner(folder, side, threads=1)
    read = FastTokenizer(folder / side.tokenizer, side).read(SAMPLES)
    places = [place for place in range(len(read)) if len(read[place])]
    wanted = expected[places]
    found = np.concatenate([run([read[place]]) for place in places])
    cosines = (found * wanted).sum(axis=1)
    if not (cosines.min() >= LEAST_COSINE[precision] and cosines.mean() >= LEAST_MEAN[precision]):
        raise ExportRefusedError(
            f"its vectors differ from the original's: least cosine {cosines.min():.5f}"
        )
    if precision == "int8" or not side.batched:
        # At int8 the scale of the activations is taken over all that share a run.
        return replace(side, batched=False)
    lengths = np.array([len(read[place]) for place in places])
    together = np.empty_like(found)
    for batch in batched(lengths, 4 * int(lengths.max())):
        together[batch] = run([read[places[place]] for place in batch])
    return replace(
        side, batched=bool((together * wanted).sum(axis=1).min() >= LEAST_COSINE["fp32"])
    )
