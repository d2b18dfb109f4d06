"""Models of many kinds, small and with random weights, or with those of the default model."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
from sentence_transformers import models as m  # type: ignore[attr-defined]

from benchmarks.model_makers import (
    ARCHITECTURES,
    MINILM,
    PROMPTS,
    byte_pairs,
    copy,
    edited,
    minilm,
    pickled,
    plain_transformer,
    random_model,
    removed,
    static,
    static_queries,
    too_long,
    two_encoders,
    written,
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A kind of model: ``refused`` is a word of the line that refuses it, or empty."""

    name: str
    make: Callable[[Path], None]
    refused: str = ""
    precision: str = "fp32"
    options: str = ""


def variants() -> Iterator[Variant]:
    """All variants, with distinct names."""
    for name in ARCHITECTURES:
        yield Variant(name, partial(random_model, name))
    for name in ("bert", "modernbert", "qwen3", "t5", "mpnet", "xlm-roberta", "deberta-v2"):
        for kind in (torch.float16, torch.bfloat16):
            label = f"{name} in {str(kind).removeprefix('torch.')}"
            yield Variant(label, partial(random_model, name, dtype=kind))
    for name in ("qwen3", "llama", "gpt2"):
        last = partial(random_model, name, pooling="lasttoken")
        yield Variant(f"{name}, last token, padded left", partial(last, padding_side="left"))
        yield Variant(f"{name}, last token, cut left", partial(last, truncation_side="left"))
    for name in ("bert", "roberta", "llama"):
        yield Variant(f"{name}, bytes as tokens", partial(random_model, name, tokenizer=byte_pairs))
    for pooling in ("mean", "cls", "max", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"):
        yield Variant(f"pooling {pooling}", partial(minilm, pooling=pooling))
        half = partial(minilm, pooling=pooling, prompts=PROMPTS, include_prompt=False)
        yield Variant(f"pooling {pooling} without the prompt", half)
    yield Variant("pooling cls and mean", partial(minilm, pooling=("cls", "mean")))
    yield from _prompted()
    yield from _behind()
    yield from _limited()
    yield from _routed()
    yield from _static()
    yield from _odd()
    yield from _refused()
    yield Variant("the default model", lambda to: copy(MINILM, to))
    yield Variant("the default model at int8", lambda to: copy(MINILM, to), precision="int8")
    yield Variant("without modules.json", plain_transformer)
    yield Variant("weights in two shards", partial(minilm, shards="40MB"))
    yield Variant("weights as a pickle", pickled)
    yield Variant("lower case asked for", partial(minilm, transformer={"do_lower_case": True}))


def _prompted() -> Iterator[Variant]:
    kinds: dict[str, dict[str, str]] = {
        "both": PROMPTS,
        "query alone": {"query": "Represent this sentence for searching: "},
        "document alone": {"document": "title: none | text: "},
        "without a blank": {"query": "Instruct: find\nQuery:", "document": "passage:"},
        "another name": {"classification": "Classify: "},
        "many words": {"query": "Given a question, retrieve passages that answer it. " * 3},
    }
    for name, prompts in kinds.items():
        yield Variant(f"prompts: {name}", partial(minilm, prompts=prompts))
    named = partial(minilm, prompts=PROMPTS, default_prompt_name="document")
    yield Variant("prompts: a default", named)
    yield Variant("prompts: asked for", minilm, options="?query_prompt=find: &passage_prompt=")


def _behind() -> Iterator[Variant]:
    for act in ("Tanh", "Identity", "ReLU", "GELU"):
        dense = partial(m.Dense, 384, 96, activation_function=getattr(torch.nn, act)())
        yield Variant(f"dense, {act}", partial(minilm, behind=[dense]))
    for size in (64, 256):
        yield Variant(f"cut to {size} dimensions", partial(minilm, truncate_dim=size))
    yield Variant("layer norm", partial(minilm, behind=[partial(m.LayerNorm, 384)]))
    yield Variant("normalised", partial(minilm, behind=[m.Normalize]))
    two = [partial(m.Dense, 384, 192), partial(m.Dense, 192, 96), m.Normalize]
    yield Variant("two dense, normalised", partial(minilm, behind=two))
    cut = partial(minilm, behind=[m.Normalize], truncate_dim=128)
    yield Variant("normalised, then cut", cut)
    for name in ("dot", "euclidean"):
        unit = partial(minilm, behind=[m.Normalize], similarity_fn_name=name)
        yield Variant(f"compared by {name}, of unit length", unit)


def _limited() -> Iterator[Variant]:
    for limit in (16, 64, 512):
        yield Variant(f"limit {limit}", partial(minilm, transformer={"max_seq_length": limit}))
    for name, asked in {
        "queries": {"query_length": 8},
        "passages": {"document_length": 24},
        "both": {"query_length": 12, "document_length": 200},
    }.items():
        yield Variant(f"a length for {name}", partial(minilm, transformer=asked))
        prompted = partial(minilm, transformer=asked, prompts=PROMPTS)
        yield Variant(f"a length for {name}, and prompts", prompted)
    filled = {"document": "Represent the article for retrieval by a question. " * 4}
    short = {"max_seq_length": 32}
    yield Variant(
        "a prompt that fills the limit",
        partial(minilm, prompts=filled, transformer=short),
        "prompt",
    )
    tiny = partial(minilm, transformer={"max_seq_length": 5})
    yield Variant("limit 5", tiny, "needed")
    yield Variant("a limit beyond the positions", too_long, "made for 512")


def _routed() -> Iterator[Variant]:
    def heads(default: str | None) -> Any:
        torch.manual_seed(3)
        routes: Any = {"query": [m.Dense(384, 384)], "document": [m.Dense(384, 384)]}
        return m.Router(routes, default_route=default)

    for default in ("query", "document", None):
        yield Variant(
            f"two heads, default {default}", partial(minilm, behind=[partial(heads, default)])
        )
    cls: tuple[str, dict[str, object]] = ("cls", {})
    mean: tuple[str, dict[str, object]] = ("mean", {"max_seq_length": 128})
    yield Variant("two encoders", partial(two_encoders, cls, mean))
    yield Variant("two encoders with prompts", partial(two_encoders, cls, mean, prompts=PROMPTS))
    yield Variant("static queries", partial(static_queries))


def _static() -> Iterator[Variant]:
    yield Variant("static", static)
    yield Variant("static in float16", partial(static, dtype=torch.float16))
    yield Variant("static in bfloat16", partial(static, dtype=torch.bfloat16))
    yield Variant("static, normalised", partial(static, behind=[m.Normalize]))
    yield Variant("static, cut", partial(static, truncate_dim=32))
    yield Variant("static, dense", partial(static, behind=[partial(m.Dense, 64, 32)]))
    both = [partial(m.Dense, 64, 32), m.Normalize]
    yield Variant("static, dense, normalised, cut", partial(static, behind=both, truncate_dim=16))
    yield Variant("static with prompts", partial(static, prompts=PROMPTS))


def _odd() -> Iterator[Variant]:
    """Folders that are not quite as they are saved."""

    def head() -> Any:
        torch.manual_seed(3)
        two = [m.Dense(384, 192), m.Dense(192, 96)]
        sides: Any = {"query": [m.Dense(384, 96)], "document": two}
        return m.Router(sides, default_route="document")

    yield Variant("a route of two dense", partial(minilm, behind=[head]))
    both = partial(minilm, behind=[head], prompts=PROMPTS, truncate_dim=64)
    yield Variant("routes, prompts, cut", both)
    last = partial(minilm, pooling="lasttoken", prompts=PROMPTS, behind=[m.Normalize])
    yield Variant("last token, prompts, normalised", last)
    three = partial(minilm, pooling=("cls", "max", "weightedmean"))
    yield Variant("pooling of three kinds", three)
    for name, limit in {"null": None, "0": 0, "-1": -1, "a word": "many"}.items():
        changed = {"sentence_bert_config.json": {"max_seq_length": limit}}
        word = "" if limit is None else "max_seq_length"
        yield Variant(f"a limit of {name}", partial(edited, changed), word)
    lists = {
        "empty": ("[]", "modules.json"),
        "an object": ("{}", "modules.json"),
        "without a type": (_modules(), "modules.json"),
        "of a class that is not there": (
            _modules("sentence_transformers.models.No"),
            "cannot load",
        ),
        "of code elsewhere": (_modules("somebody.models.Encoder"), "its own code"),
    }
    for name, (text, word) in lists.items():
        yield Variant(f"modules.json: {name}", partial(written, "modules.json", text), word)
    yield Variant("no config.json", partial(removed, "config.json"), "cannot load")
    short = partial(written, "model.safetensors", "short")
    yield Variant("weights cut short", short, "cannot load")
    yield Variant("no weights", partial(removed, "model.safetensors"), "cannot load")


def _modules(kind: str = "") -> str:
    module = {"idx": 0, "name": "0", "path": ""} | ({"type": kind} if kind else {})
    return json.dumps([module])


def _refused() -> Iterator[Variant]:
    yield Variant("dot products", partial(minilm, similarity_fn_name="dot"), "compared by dot")
    yield Variant("manhattan", partial(minilm, similarity_fn_name="manhattan"), "manhattan")
    far = partial(minilm, similarity_fn_name="euclidean")
    yield Variant("euclidean", far, "euclidean")
    deeper = partial(edited, {"config.json": {"num_hidden_layers": 8}})
    yield Variant("missing layers", deeper, "lack weights")
    no_pooler = partial(minilm, drop=("pooler.dense.weight", "pooler.dense.bias"))
    yield Variant("missing weights that nothing asks", no_pooler)
    for kind, word in {
        "CrossEncoder": "reranker",
        "SparseEncoder": "sparse",
        "MultiVectorEncoder": "multi-vector",
    }.items():
        settings = {"config_sentence_transformers.json": {"model_type": kind}}
        yield Variant(f"saved as {kind}", partial(edited, settings), word)
    yield Variant(
        "a classifier", partial(random_model, "bert", head="ForSequenceClassification"), "reranker"
    )
    yield Variant("no pooling", partial(minilm, pooling=None), "pooling")
    yield Variant("modules.json is broken", partial(written, "modules.json", "[{"), "modules.json")
    yield Variant("no tokenizer", partial(removed, "tokenizer.json", "vocab.txt"), "no word")
    yield Variant("an adapter", partial(written, "adapter_config.json", "{}"), "adapter")
    nan = partial(minilm, poison=True)
    yield Variant("weights that are no numbers", nan, "no numbers")
