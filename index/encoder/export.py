"""A sentence-transformers model, exported: to ONNX, or to a table of token vectors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from index.encoder import Precision
from index.encoder.check import checked, original, require_cosine
from index.encoder.describe import Task, describe, prompt_of, side_modules
from index.encoder.failure import ExportRefusedError, plain_reason, require_healthy
from index.encoder.graph import write_graph, write_head
from index.encoder.quiet import quiet
from index.encoder.recipe import Kind, Recipe, Side
from index.encoder.spec import ModelSpec
from index.encoder.tokenizer import FastTokenizer
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.types import Vectors

PASSAGE_TOKENS: Final = 512
"""Where passages are cut unless a model reads less: what is found and shown is a paragraph, and
the cost of reading one grows with the square of its length."""

LEAST_TOKENS: Final = 8
"""A model that reads less of a passage beside its prompt is refused."""


def export(
    model: SentenceTransformer,
    folder: Path,
    fingerprint: str,
    precision: Precision,
    spec: ModelSpec,
    tell: Callable[[str], None],
) -> Recipe:
    """Write ``model`` to the empty ``folder``: its tokenizers and, if it can be, its weights.

    A model that cannot be exported, or whose export does not do what the original does, gives
    a recipe of kind ``TORCH`` that says why. ``tell`` is told of each step.

    :raises EncoderError: where it is no encoder that can be used, or loses too much at int8.
    """
    tell("encoding samples with the model as it is")
    with quiet():
        passage = describe(model, "document", _prompt(model, "document", spec), folder)
        query = describe(model, "query", _prompt(model, "query", spec), folder)
        if (folder / passage.tokenizer).read_bytes() == (folder / query.tokenizer).read_bytes():
            (folder / query.tokenizer).unlink()
            query = replace(query, tokenizer=passage.tokenizer)
        require_cosine(model, passage.prompt)
        of_passages = original(model, passage.prompt, "document")
        of_queries = original(model, query.prompt, "query")
        recipe = Recipe(
            fingerprint=fingerprint,
            dimension=of_passages.shape[1],
            passage=passage,
            query=query,
            passage_tokens=spec.passage_tokens or PASSAGE_TOKENS,
        )
        _require_room(folder, recipe)
    tell("writing it for ONNX Runtime, and comparing what that encodes")
    try:
        with quiet():
            passage = _written(model, folder, "document", passage, of_passages, precision)
            query = _written(model, folder, "query", query, of_queries, precision, like=passage)
        return replace(recipe, passage=passage, query=query)
    except Exception as error:  # the exporter and the runtime raise all sorts
        require_healthy(error, folder)
        reason = plain_reason(error)
        if precision == "int8":
            raise EncoderError(
                f"the model cannot be run at int8 ({reason}); use the precision fp32"
            ) from error
        _remove_weights(folder)
        return replace(
            recipe,
            passage=replace(passage, kind=Kind.TORCH, weights="", head="", inputs=()),
            query=replace(query, kind=Kind.TORCH, weights="", head="", inputs=()),
            reason=reason,
        )


def _prompt(model: SentenceTransformer, task: Task, spec: ModelSpec) -> str:
    asked = spec.query_prompt if task == "query" else spec.passage_prompt
    return prompt_of(model, task) if asked is None else asked


def _require_room(folder: Path, recipe: Recipe) -> None:
    """Refuse limits that prompts fill."""
    for side, texts, least in (
        (recipe.passage, "passages", LEAST_TOKENS),
        (recipe.query, "queries", 1),
    ):
        room = FastTokenizer(folder / side.tokenizer, side).room
        if room < least:
            prompt = f" and the prompt {side.prompt[:40]!r}" if side.prompt else ""
            raise EncoderError(
                f"it reads {side.max_length} tokens of {texts}, which leaves {max(0, room)} beside "
                f"special tokens{prompt}; {least} are needed: raise max_seq_length in its "
                "sentence_bert_config.json, or name a shorter prompt (docs/models.md)"
            )


def _written(
    model: SentenceTransformer,
    folder: Path,
    task: Task,
    side: Side,
    expected: Vectors,
    precision: Precision,
    like: Side | None = None,
) -> Side:
    """Write what runs one side, and check it; where that of ``like`` does as well, it is used."""
    if like and like.kind is side.kind and like.tokenizer == side.tokenizer:
        shared = replace(side, weights=like.weights, inputs=like.inputs, head=like.head)
        try:
            return checked(folder, shared, expected, precision)
        except ExportRefusedError:
            if precision == "int8":  # it may be the precision that is lacking
                raise
    name = "passages" if task == "document" else "queries"
    if side.kind is Kind.STATIC:
        return checked(folder, _write_table(model, folder, task, side, name), expected, "fp32")
    file = folder / f"{name}.onnx"
    side = replace(side, weights=file.name, inputs=write_graph(model, task, side, file, "fp32"))
    side = checked(folder, side, expected, "fp32")
    if precision == "int8":
        write_graph(model, task, side, file, "int8")
        side = checked(folder, side, expected, "int8")
    return side


def _write_table(
    model: SentenceTransformer, folder: Path, task: Task, side: Side, name: str
) -> Side:
    """Write a static table; what stands behind it is multiplied in, or is a graph of its own."""
    static, *modules = side_modules(model, task)
    table = static.embedding.weight.detach().float().numpy()
    kinds = {type(module).__name__ for module in modules}
    head = ""
    if kinds - {"Normalize"}:
        head = f"{name}.head.onnx"
        write_head(modules, model, table.shape[1], folder / head)
    else:
        table = table[:, : model.truncate_dim]
    np.save(folder / f"{name}.npy", table, allow_pickle=False)
    return replace(side, weights=f"{name}.npy", head=head)


def _remove_weights(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix != ".json":
            path.unlink()
