"""An export on disk, made into an encoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.encoder.cache import Export
from index.encoder.recipe import Kind
from index.encoder.tokenizer import FastTokenizer

if TYPE_CHECKING:
    from index.encoder.protocol import Encoder

GRAPH = "model.onnx"
TABLE = "table.npy"


def tokenizer_of(export: Export) -> FastTokenizer:
    """The tokenizer of an export."""
    recipe = export.recipe
    return FastTokenizer(export.tokenizer, recipe.max_length, recipe.passage_prompt)


def run(export: Export, name: str, threads: int | None, *, batches: bool = True) -> Encoder:
    """The encoder of an export of kind ``ONNX`` or ``STATIC``, without torch.

    ``batches`` says that many texts will be encoded, rather than a query now and then.
    """
    if export.recipe.kind is Kind.STATIC:
        from index.encoder.static import StaticEncoder

        return StaticEncoder(name, export.folder / TABLE, tokenizer_of(export), export.recipe)
    from index.encoder.onnx import OnnxEncoder

    graph = export.folder / GRAPH
    tokenizer = tokenizer_of(export)
    return OnnxEncoder(name, graph, tokenizer, export.recipe, threads, batches=batches)
