"""Queries and passages that are not encoded alike, and models that are no encoders."""

from __future__ import annotations

import json
import shutil
import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_models import LIMIT, TEXTS, cosines, load, reference, word_piece

from index.encoder import open_encoder
from index.encoder.recipe import Kind, Side
from index.encoder.spec import ModelSpec
from index.encoder.tokenizer import FastTokenizer
from index.errors import EncoderError

WORDS = [text for text in TEXTS if text]


pytestmark = pytest.mark.usefixtures("cache")


def saved(folder: Path, modules: list[Any], **asked: Any) -> Path:
    """A model of these modules."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        SentenceTransformer(modules=modules, device="cpu", **asked).save(str(folder))
    return folder


def require_alike(folder: Path) -> Any:
    """Our encoder of a model, if it encodes queries and passages as the original does."""
    lines: list[str] = []
    encoder = open_encoder(str(folder), notify=lines.append)
    found = np.concatenate([encoder.encode_query(text) for text in WORDS])
    assert [line.split()[0] for line in lines] == ["preparing"]
    assert cosines(encoder.encode(WORDS), reference(folder, WORDS)).min() >= 0.9999
    assert cosines(found, reference(folder, WORDS, "query")).min() >= 0.9999
    return encoder


def models() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module("sentence_transformers.models")


def table(width: int = 16) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(word_piece())
    tokenizer.no_truncation()
    rows = np.random.default_rng(1).normal(size=(64, width)).astype(np.float32)
    return models().StaticEmbedding(tokenizer, embedding_weights=rows)


def test_a_router_sends_queries_through_their_own_modules(plain: Path, tmp_path: Path) -> None:
    m = models()
    routes = {"query": [m.Dense(32, 32)], "document": [m.Dense(32, 32)]}
    router = m.Router(routes, default_route="document")
    folder = saved(tmp_path / "model", [*load(plain), router])
    encoder = require_alike(folder)
    assert cosines(encoder.encode(["rain"]), encoder.encode_query("rain"))[0] < 0.9


def test_queries_may_be_static_where_passages_are_not(plain: Path, tmp_path: Path) -> None:
    m = models()
    router = m.Router.for_query_document([table(32)], list(load(plain)))
    require_alike(saved(tmp_path / "model", [router]))


def test_a_prompt_of_queries_alone_is_left_out_of_the_pooling(build: Callable[..., Path]) -> None:
    require_alike(build(prompts={"query": "the query: "}, include_prompt=False))


@pytest.mark.parametrize("kind", ["float16", "bfloat16"])
def test_weights_stored_at_half_precision_run_at_full(
    plain: Path, tmp_path: Path, kind: str
) -> None:
    import torch

    model = load(plain).to(getattr(torch, kind))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.save(str(tmp_path / "model"))
    encoder = open_encoder(str(tmp_path / "model"))
    expected = model.float().encode_document(WORDS, normalize_embeddings=True)
    assert type(encoder).__name__ == "ExportedEncoder"
    assert cosines(encoder.encode(WORDS), np.asarray(expected)).min() >= 0.9999


def test_queries_and_passages_have_limits_of_their_own(plain: Path, tmp_path: Path) -> None:
    shutil.copytree(plain, tmp_path / "model")
    file = tmp_path / "model" / "sentence_bert_config.json"
    values = json.loads(file.read_text()) | {"query_length": 5, "document_length": 12}
    file.write_text(json.dumps(values))
    encoder = require_alike(tmp_path / "model")
    assert encoder.tokenizer.max_tokens == 10


@pytest.mark.parametrize("behind", ["nothing", "dense", "normalize", "both"])
@pytest.mark.parametrize("cut", [None, 8])
def test_what_stands_behind_a_static_table_is_run(
    tmp_path: Path, cache: Path, behind: str, cut: int | None
) -> None:
    m = models()
    modules = {"dense": [m.Dense(16, 12)], "normalize": [m.Normalize()]}
    modules["both"] = [*modules["dense"], *modules["normalize"]]
    chosen = [table().half() if behind == "nothing" else table(), *modules.get(behind, [])]
    encoder = require_alike(saved(tmp_path / "model", chosen, truncate_dim=cut))
    recipe = json.loads((cache / "encoders" / encoder.fingerprint / "recipe.json").read_text())
    assert recipe["passage"]["kind"] == recipe["query"]["kind"] == Kind.STATIC


def changed(plain: Path, folder: Path, file: str, values: dict[str, Any]) -> Path:
    shutil.copytree(plain, folder)
    path = folder / file
    known = json.loads(path.read_text()) if path.exists() else {}
    path.write_text(json.dumps(known | values))
    return folder


@pytest.mark.parametrize(
    ("file", "values", "reason"),
    [
        ("config.json", {"num_hidden_layers": 4}, "lack weights"),
        ("config_sentence_transformers.json", {"model_type": "CrossEncoder"}, "reranker"),
        ("config_sentence_transformers.json", {"model_type": "SparseEncoder"}, "sparse"),
        ("config_sentence_transformers.json", {"model_type": "MultiVectorEncoder"}, "multi-vector"),
        ("config_sentence_transformers.json", {"similarity_fn_name": "dot"}, "compared by dot"),
        ("adapter_config.json", {"base_model_name_or_path": "someone/model"}, "adapter"),
        ("sentence_bert_config.json", {"max_seq_length": 999}, "was made for"),
        ("sentence_bert_config.json", {"max_seq_length": 6}, "8 are needed"),
        ("config_sentence_transformers.json", {"prompts": {"document": "rain " * 30}}, "prompt"),
    ],
)
def test_what_is_no_encoder_of_ours_is_refused_in_a_line(
    plain: Path, tmp_path: Path, file: str, values: dict[str, Any], reason: str
) -> None:
    folder = changed(plain, tmp_path / "model", file, values)
    with pytest.raises(EncoderError, match=reason) as caught:
        open_encoder(str(folder))
    assert "\n" not in str(caught.value)


def test_weights_that_nothing_asks_for_may_be_missing(plain: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    folder = tmp_path / "model"
    shutil.copytree(plain, folder)
    weights = load_file(folder / "model.safetensors")
    kept = {name: tensor for name, tensor in weights.items() if "pooler" not in name}
    assert len(kept) < len(weights)
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    require_alike(folder)


def test_a_list_of_modules_that_is_none_is_one_line(plain: Path, tmp_path: Path) -> None:
    shutil.copytree(plain, tmp_path / "model")
    (tmp_path / "model" / "modules.json").write_text("[{")
    with pytest.raises(EncoderError, match="not a list of modules"):
        open_encoder(str(tmp_path / "model"))


def test_prompts_and_the_length_of_passages_can_be_asked_for(plain: Path) -> None:
    plainly = open_encoder(str(plain))
    asked = open_encoder(f"{plain}?query_prompt=the%20query: &passage_tokens=9")
    again = open_encoder(asked.name)
    assert asked.fingerprint == again.fingerprint != plainly.fingerprint
    assert asked.tokenizer.max_tokens == 9
    assert asked.encode(WORDS) == pytest.approx(plainly.encode(WORDS), abs=1e-6)
    expected = plainly.encode_query("the query: rain")
    assert asked.encode_query("rain") == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("name", ["", " ", "model?prompt=x", "model?passage_tokens=0"])
def test_a_name_that_means_nothing_is_refused(name: str) -> None:
    with pytest.raises(EncoderError):
        open_encoder(name)


@given(
    st.text(min_size=1),
    st.none() | st.text(),
    st.none() | st.text(),
    st.none() | st.integers(1, 10_000),
)
def test_a_specification_is_read_as_it_was_written(
    name: str, query: str | None, passage: str | None, tokens: int | None
) -> None:
    name = f"model/{name.replace('?', '')}".replace("\0", "")
    spec = ModelSpec(name, query, passage, tokens)
    assert ModelSpec.parse(spec.named(spec.name)) == spec


@pytest.mark.parametrize("prompt", ["", "query: ", "query:", "the", "a b", "treat"])
def test_a_text_that_fits_beside_its_prompt_is_read_whole(tmp_path: Path, prompt: str) -> None:
    file = tmp_path / "tokenizer.json"
    file.write_text(word_piece())
    tokenizer = FastTokenizer(file, Side(Kind.ONNX, prompt, max_length=LIMIT))
    unlimited = FastTokenizer(file, Side(Kind.ONNX, prompt))
    assert tokenizer.counts([""]).tolist() == [0]
    for count in range(LIMIT):
        text = " ".join(["y", *["rain"] * count])
        fits = int(tokenizer.counts([text])[0]) <= tokenizer.max_tokens
        assert fits == (tokenizer.read([text])[0].ids == unlimited.read([text])[0].ids)
