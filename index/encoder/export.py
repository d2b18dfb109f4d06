"""A sentence-transformers model, exported: to ONNX, or to a table of token vectors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from index.encoder import Precision
from index.encoder.cache import TOKENIZER, Export
from index.encoder.graph import WEIGHTS, write_graph
from index.encoder.recipe import Kind, Recipe
from index.encoder.reference import quiet, unit_vectors
from index.encoder.running import GRAPH, TABLE, run
from index.encoder.tokenizer import UNLIMITED
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.types import Vectors

PASSAGE_PROMPTS = ("document", "passage", "corpus")
"""The names of a passage's prompt, as sentence-transformers looks for them; the first that is
not empty, since it adds an empty "document" to a model that has a "passage"."""

LEAST_COSINE = {"fp32": 0.9999, "int8": 0.97}
"""The least cosine to the original that each sample's vector must have."""

LEAST_MEAN = {"fp32": 0.9999, "int8": 0.99}

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
"""Texts that an export must encode as the original does: short, long, and past any limit."""


class ExportRefusedError(Exception):
    """The model cannot be exported, or its export does not do what the model does."""


def export(
    model: SentenceTransformer, folder: Path, fingerprint: str, precision: Precision
) -> Recipe:
    """Write ``model`` to the empty ``folder``: its tokenizer and, if it can be, its weights.

    A model that cannot be exported, or whose export does not do what the original does, gives
    a recipe of kind ``REFERENCE`` that says why. Raises ``EncoderError`` where the model has no
    fast tokenizer, or loses too much at int8.
    """
    recipe = _describe(model, folder, fingerprint, precision)
    try:
        with quiet():
            expected = unit_vectors(model, list(SAMPLES), recipe.passage_prompt, "document")
            if recipe.kind is Kind.STATIC:
                _write_table(model, folder / TABLE)
                _compare(Export(folder, recipe), expected, "fp32")
            else:
                recipe = replace(recipe, inputs=write_graph(model, folder / GRAPH, "fp32"))
                _compare(Export(folder, recipe), expected, "fp32")
                if precision == "int8":
                    write_graph(model, folder / GRAPH, "int8")
                    _compare(Export(folder, recipe), expected, "int8")
    except Exception as error:  # the exporter and the runtime raise all sorts
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        if precision == "int8":
            raise EncoderError(
                f"the model cannot be run at int8 ({reason}); use the precision fp32"
            ) from error
        for name in (GRAPH, WEIGHTS, TABLE):
            (folder / name).unlink(missing_ok=True)
        return replace(recipe, kind=Kind.REFERENCE, inputs=(), reason=reason)
    return recipe


def _describe(
    model: SentenceTransformer, folder: Path, fingerprint: str, precision: Precision
) -> Recipe:
    """Write the tokenizer to ``folder`` and describe the model, as if it could be exported."""
    static = [type(module).__name__ for module in model] in (
        ["StaticEmbedding"],
        ["StaticEmbedding", "Normalize"],
    )
    tokenizer = model.tokenizer
    backend = tokenizer if static else getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise EncoderError(
            "the model has no fast tokenizer, so no passage can be cut to its limit; "
            "choose a model with a tokenizer.json"
        )
    backend.save(str(folder / TOKENIZER))
    limit = model.max_seq_length
    prompts: dict[str, str] = {name: text for name, text in model.prompts.items() if text}
    return Recipe(
        kind=Kind.STATIC if static else Kind.ONNX,
        fingerprint=fingerprint,
        dimension=unit_vectors(model, ["Rain."], "", "document").shape[1],
        max_length=None if limit is None or limit >= UNLIMITED else int(limit),
        query_prompt=prompts.get("query", ""),
        passage_prompt=next((prompts[n] for n in PASSAGE_PROMPTS if n in prompts), ""),
        # At int8 the scale of the activations is taken over all that share a run.
        batched=precision == "fp32",
        pad_id=getattr(tokenizer, "pad_token_id", None) or 0,
    )


def _write_table(model: SentenceTransformer, file: Path) -> None:
    static: Any = model[0]
    table = static.embedding.weight.detach().float().numpy()
    np.save(file, table, allow_pickle=False)


def _compare(export: Export, expected: Vectors, precision: Precision) -> None:
    found = run(export, "sample", threads=1).encode(SAMPLES)
    cosines = (found * expected).sum(axis=1)
    if not (cosines.min() >= LEAST_COSINE[precision] and cosines.mean() >= LEAST_MEAN[precision]):
        raise ExportRefusedError(
            f"its vectors differ from the original's: least cosine {cosines.min():.5f}"
        )
