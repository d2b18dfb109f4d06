"""Exports of small real models against their originals."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from small_models import LIMIT, TEXTS, cosines, reference

from index.encoder import open_encoder

if TYPE_CHECKING:
    from collections.abc import Callable


pytestmark = pytest.mark.usefixtures("cache")


@pytest.mark.parametrize(
    "asked",
    [
        {"pooling": "mean"},
        {"pooling": "cls"},
        {"pooling": "max"},
        {"pooling": "mean_sqrt_len_tokens"},
        {"pooling": "weightedmean"},
        {"pooling": "lasttoken"},
        {"pooling": ("cls", "mean")},
        {"dense": True},
        {"prompts": {"query": "query: ", "document": "passage: "}},
    ],
    ids=str,
)
def test_an_export_encodes_as_the_original_does(
    build: Callable[..., Path], asked: dict[str, Any]
) -> None:
    folder = build(**asked)
    lines: list[str] = []
    encoder = open_encoder(str(folder), notify=lines.append)
    vectors = encoder.encode(TEXTS)
    queries = np.concatenate([encoder.encode_query(text) for text in TEXTS])

    assert len(lines) == 1
    assert lines[0].startswith("preparing")
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert cosines(vectors, reference(folder, TEXTS)).min() >= 0.9999
    assert cosines(queries, reference(folder, TEXTS, "query")).min() >= 0.9999


def test_prompts_set_queries_and_passages_apart(build: Callable[..., Path]) -> None:
    encoder = open_encoder(str(build(prompts={"query": "query: ", "passage": "passage: "})))
    assert cosines(encoder.encode(["arms talks"]), encoder.encode_query("arms talks"))[0] < 0.999
    # 24, less [CLS], [SEP] and the two tokens of the prompt
    assert encoder.tokenizer.max_tokens == LIMIT - 2 - 2


def test_max_tokens_is_what_the_encoder_reads(plain: Path) -> None:
    encoder = open_encoder(str(plain))
    words = ["talks"] * encoder.tokenizer.max_tokens
    full = encoder.encode([" ".join(words)])
    assert encoder.tokenizer.max_tokens == LIMIT - 2
    assert cosines(full, encoder.encode([" ".join([*words, "rain rate bank"])]))[0] > 0.99999
    assert cosines(full, encoder.encode([" ".join([*words[1:], "rain"])]))[0] < 0.9999


def test_spans_and_counts_are_never_cut(plain: Path) -> None:
    tokenizer = open_encoder(str(plain)).tokenizer
    text = "Raining on the bank, " * 100
    spans = tokenizer.spans(text)
    assert [text[start:end] for start, end in spans[:4]] == ["Rain", "ing", "on", "the"]
    assert spans.shape == (600, 2)
    assert spans[-1, 1] == len(text) - 1
    assert tokenizer.counts([text, "", "rain"]).tolist() == [600, 0, 1]
    assert tokenizer.spans("").shape == (0, 2)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_vector_does_not_depend_on_its_company(plain: Path, precision: Any) -> None:
    encoder = open_encoder(str(plain), precision=precision)
    together = encoder.encode(TEXTS * 20)[: len(TEXTS)]
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-5)
    assert backwards == pytest.approx(alone, abs=1e-5)


def test_no_texts_give_no_vectors(plain: Path) -> None:
    encoder = open_encoder(str(plain))
    assert encoder.encode([]).shape == (0, 32)


def test_progress_counts_every_text_once(plain: Path) -> None:
    done: list[int] = []
    open_encoder(str(plain), threads=2).encode(TEXTS * 10, done.append)
    assert sum(done) == len(TEXTS) * 10
    assert len(done) > 1


def test_the_fingerprint_follows_the_content(
    build: Callable[..., Path], plain: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(plain), str(copy)], check=True)
    first = open_encoder(str(plain)).fingerprint
    lines: list[str] = []
    assert open_encoder(str(copy), notify=lines.append).fingerprint == first
    assert lines == []  # the copy is known by its content
    config = copy / "config_sentence_transformers.json"
    values = json.loads(config.read_text())
    config.write_text(json.dumps(values | {"prompts": {"query": "query: "}}))
    others = {
        open_encoder(str(copy)).fingerprint,
        open_encoder(str(plain), precision="int8").fingerprint,
        open_encoder(str(build(seed=1))).fingerprint,
        open_encoder(str(build(pooling="cls"))).fingerprint,
    }
    assert len(others | {first}) == 5
