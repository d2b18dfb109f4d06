"""What is kept of a model, what is refused, and what runs as it is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from small_models import TEXTS, cosines, reference, save_unexportable, word_piece

from index.encoder import open_encoder, open_indexed_encoder
from index.encoder.cache import Cache, damage
from index.encoder.recipe import Kind
from index.encoder.tokenizer import FastTokenizer
from index.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable


pytestmark = pytest.mark.usefixtures("cache")


@pytest.mark.parametrize("harm", ["cut", "altered", "removed"])
def test_a_damaged_export_is_made_again(plain: Path, cache: Path, harm: str) -> None:
    encoder = open_encoder(str(plain))
    weights = cache / "encoders" / encoder.fingerprint / "passages.weights"
    before = encoder.encode(TEXTS)
    whole = weights.read_bytes()
    weights.unlink()  # the encoder that is open still has the file mapped
    if harm == "cut":
        weights.write_bytes(whole[:100])
    elif harm == "altered":
        weights.write_bytes(b"\0" * len(whole))
    lines: list[str] = []
    again = open_encoder(str(plain), notify=lines.append)
    assert [line.split()[0] for line in lines] == ["preparing"]
    assert again.encode(TEXTS) == pytest.approx(before, abs=1e-6)


def test_an_export_that_was_only_touched_is_kept(plain: Path, cache: Path) -> None:
    fingerprint = open_encoder(str(plain)).fingerprint
    os.utime(cache / "encoders" / fingerprint / "passages.weights", (1, 1))
    lines: list[str] = []
    open_encoder(str(plain), notify=lines.append)
    assert lines == []


@pytest.mark.parametrize(
    "harm",
    [
        lambda _: None,
        lambda _: [],
        lambda recipe: recipe | {"dimension": -1},
        lambda recipe: recipe | {"passage": recipe["passage"] | {"max_length": 0}},
        lambda recipe: recipe | {"passage": recipe["passage"] | {"kind": "pickle"}},
        lambda recipe: recipe | {"passage_tokens": "many"},
    ],
)
def test_a_recipe_that_cannot_be_followed_is_no_recipe(
    plain: Path, cache: Path, harm: Callable[[Any], Any]
) -> None:
    encoder = open_encoder(str(plain))
    file = cache / "encoders" / encoder.fingerprint / "recipe.json"
    recipe = json.loads(file.read_text())
    assert Cache(cache).recipe_of(encoder.fingerprint) is not None
    file.write_text(json.dumps(harm(recipe)))
    assert Cache(cache).recipe_of(encoder.fingerprint) is None


@pytest.mark.skipif(os.name != "posix", reason="pipes that have names")
def test_a_pipe_in_the_place_of_a_file_is_damage_without_waiting(plain: Path, cache: Path) -> None:
    folder = cache / "encoders" / open_encoder(str(plain)).fingerprint
    for name in ("passages.weights", "tokenizer.json", "recipe.json"):
        (folder / name).unlink()
        os.mkfifo(folder / name)
        assert folder / name in list(damage(folder))


def test_a_tokenizer_that_is_none_is_named(plain: Path, cache: Path) -> None:
    fingerprint = open_encoder(str(plain)).fingerprint
    file = cache / "encoders" / fingerprint / "tokenizer.json"
    file.write_text("{}")
    recipe = Cache(cache).recipe_of(fingerprint)
    assert recipe is not None
    with pytest.raises(EncoderError, match="it is no tokenizer"):
        FastTokenizer(file, recipe.passage).counts(["talks"])


def test_two_first_uses_make_one_export(build: Callable[..., Path]) -> None:
    folder = build(seed=2)
    script = (
        "import sys; from index.encoder import open_encoder; "
        "encoder = open_encoder(sys.argv[1], notify=print); "
        "print(encoder.encode_query('arms talks')[0, :4].tolist())"
    )
    command = [sys.executable, "-c", script, str(folder)]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=120)[0].splitlines() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(len(lines) - 1 for lines in outputs) == 1
    assert outputs[0][-1] == outputs[1][-1]


def test_a_failed_make_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> Any:
        (folder / "half").write_text("written")
        raise EncoderError("no")

    with pytest.raises(EncoderError, match="no"):
        Cache(tmp_path).find_or_make("f" * 64, fail)
    assert [path.name for path in (tmp_path / "encoders").iterdir() if path.is_dir()] == []


def test_a_model_that_cannot_be_exported_runs_as_it_is(tmp_path: Path) -> None:
    folder = save_unexportable(tmp_path)
    for _ in range(2):
        lines: list[str] = []
        encoder = open_encoder(str(folder), notify=lines.append)
        assert "sentence-transformers itself" in lines[-1]
        assert "ONNX" in lines[-1] or "torch cannot trace it" in lines[-1]
        texts = [text for text in TEXTS if text]
        found = encoder.encode(texts)
        assert cosines(found, reference(folder, texts)).min() >= 0.9999
        assert encoder.encode_query("rain").shape == (1, 32)
        assert encoder.tokenizer.counts(["rain, rain"]).tolist() == [3]
    with pytest.raises(EncoderError, match="fp32"):
        open_encoder(str(folder), precision="int8")


def test_the_code_of_a_known_architecture_is_not_run_at_the_second_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    folder = save_unexportable(
        tmp_path,
        f"open({str(ran)!r}, 'a').close()\n"
        "from transformers import FNetModel as Base\n"
        "class FNetModel(Base): pass\n",
    )
    fingerprints = {open_encoder(str(folder)).fingerprint for _ in range(2)}
    open_indexed_encoder(str(folder), fingerprints.pop(), notify=print)
    assert not ran.exists()


def test_code_that_comes_with_a_model_is_not_run(
    build: Callable[..., Path], tmp_path: Path
) -> None:
    folder = build(seed=3)
    ran = tmp_path / "ran"
    (folder / "own.py").write_text(
        f"open({str(ran)!r}, 'w').close()\n"
        "from sentence_transformers.models import Normalize\n"
        "class Own(Normalize): pass\n"
    )
    listing = folder / "modules.json"
    modules = json.loads(listing.read_text())
    modules.append({"idx": 2, "name": "2", "path": "", "type": "own.Own"})
    listing.write_text(json.dumps(modules))
    with pytest.raises(EncoderError, match="trust_remote_code") as caught:
        open_encoder(str(folder))
    assert "\n" not in str(caught.value)
    assert not ran.exists()


def test_code_that_a_configuration_names_is_not_run(
    build: Callable[..., Path], tmp_path: Path
) -> None:
    folder = build(seed=4)
    ran = tmp_path / "ran"
    (folder / "own.py").write_text(f"open({str(ran)!r}, 'w').close()\n")
    config = folder / "config.json"
    values = json.loads(config.read_text())
    values |= {"model_type": "own", "auto_map": {"AutoConfig": "own.C", "AutoModel": "own.M"}}
    config.write_text(json.dumps(values))
    with pytest.raises(EncoderError, match="trust_remote_code"):
        open_encoder(str(folder))
    assert not ran.exists()


@pytest.mark.parametrize(
    "harm",
    [
        Path.exists,
        lambda folder: (folder / "config.json").write_text("[" * 100_000),
        lambda folder: os.mkfifo(folder / "tokenizer.json"),
        lambda folder: (folder / "model.safetensors").symlink_to(os.devnull),
        lambda folder: os.truncate(folder / "config.json", 1 << 42),
    ],
    ids=["unheard of", "deep", "a pipe", "a device", "a hole"],
)
def test_a_folder_that_is_no_model_is_refused_in_a_line(
    harm: Callable[[Path], object], tmp_path: Path
) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "unheard-of"}')
    harm(tmp_path)
    with pytest.raises(EncoderError) as caught:
        open_encoder(str(tmp_path))
    assert str(caught.value).startswith(str(tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("normalise", [False, True])
def test_a_static_embedding_is_looked_up(tmp_path: Path, cache: Path, normalise: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer
        from tokenizers import Tokenizer

        models: Any = import_module("sentence_transformers.models")
        tokenizer = Tokenizer.from_str(word_piece())
        tokenizer.no_truncation()
        table = np.random.default_rng(int(normalise)).normal(size=(64, 16)).astype(np.float32)
        modules: list[Any] = [models.StaticEmbedding(tokenizer, embedding_weights=table)]
        if normalise:
            modules.append(models.Normalize())
        SentenceTransformer(modules=modules, device="cpu").save(str(tmp_path))
    encoder = open_encoder(str(tmp_path))
    texts = [text for text in TEXTS if text]
    vectors = encoder.encode(texts)
    recipe = json.loads((cache / "encoders" / encoder.fingerprint / "recipe.json").read_text())
    assert recipe["passage"]["kind"] == recipe["query"]["kind"] == Kind.STATIC
    assert cosines(vectors, reference(tmp_path, texts)).min() >= 0.9999
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert encoder.encode_query(texts[0])[0] == pytest.approx(vectors[0], abs=1e-6)
    assert encoder.encode([""]).tolist() == [[0.0] * 16]
    assert encoder.tokenizer.max_tokens == 512
