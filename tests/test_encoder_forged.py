"""A cache in which somebody has put other files, with checksums that fit them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper
from small_models import TEXTS

from index.encoder import open_encoder, open_indexed_encoder
from index.encoder.cache import _checksums
from index.errors import EncoderError

Forge = Callable[[Path], None]

INT, FLOAT, TEXT = TensorProto.INT64, TensorProto.FLOAT, TensorProto.STRING
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def graph(
    node: Any, inputs: dict[str, int], output: int = FLOAT, shape: tuple[Any, ...] = ("n", 32)
) -> Forge:
    """Puts in the place of the weights a graph of one node that gives ``y``."""

    def forge(folder: Path) -> None:
        made = helper.make_graph(
            [node],
            "forged",
            [
                helper.make_tensor_value_info(name, kind, ("n", "w"))
                for name, kind in inputs.items()
            ],
            [helper.make_tensor_value_info("y", output, shape)],
        )
        model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
        onnx.save(model, str(folder / "passages.onnx"))

    return forge


def content(name: str, data: bytes) -> Forge:
    """Gives a file this content."""
    return lambda folder: void((folder / name).write_bytes(data))


def void(_: object) -> None:
    pass


def settings(**values: object) -> Forge:
    """Changes the settings of the recipe, of both sides where they have it."""

    def forge(folder: Path) -> None:
        recipe = json.loads((folder / "recipe.json").read_text())
        for place in (recipe, recipe["passage"], recipe["query"]):
            place.update({name: value for name, value in values.items() if name in place})
        (folder / "recipe.json").write_text(json.dumps(recipe))

    return forge


def tokenizer(change: Callable[[Any], None]) -> Forge:
    """Changes the tokenizer's own settings."""

    def forge(folder: Path) -> None:
        file = folder / "tokenizer.json"
        values = json.loads(file.read_text())
        change(values)
        file.write_text(json.dumps(values))

    return forge


def elsewhere(location: str) -> Forge:
    """Lets the graph take its weights from another file."""

    def forge(folder: Path) -> None:
        model = onnx.load(str(folder / "passages.onnx"), load_external_data=False)
        for tensor in model.graph.initializer:
            for entry in tensor.external_data:
                if entry.key == "location":
                    entry.value = location
        onnx.save(model, str(folder / "passages.onnx"))

    return forge


def static(table: Any) -> Forge:
    """Makes it a static embedding with this table."""

    def forge(folder: Path) -> None:
        np.save(folder / "table.npy", table, allow_pickle=True)
        settings(kind="static", weights="table.npy")(folder)

    return forge


FORGED: dict[str, Forge] = {
    "graph of nothing": content("passages.onnx", b""),
    "graph of noise": content("passages.onnx", b"\x08\x07noise"),
    "graph cut short": lambda folder: void(
        (folder / "passages.onnx").write_bytes((folder / "passages.onnx").read_bytes()[:-900])
    ),
    "other inputs": graph(helper.make_node("Cast", ["pixels"], ["y"], to=FLOAT), {"pixels": INT}),
    "inputs of floats": graph(
        helper.make_node("Identity", ["input_ids"], ["y"]), {"input_ids": FLOAT}
    ),
    "output of its own width": graph(
        helper.make_node("Cast", ["input_ids"], ["y"], to=FLOAT),
        {"input_ids": INT},
        shape=("n", "w"),
    ),
    "output of whole numbers": graph(
        helper.make_node("Identity", ["input_ids"], ["y"]), {"input_ids": INT}, INT, ("n", "w")
    ),
    "output of text": graph(
        helper.make_node("Cast", ["input_ids"], ["y"], to=TEXT),
        {"input_ids": INT},
        TEXT,
        ("n", "w"),
    ),
    "output of one number": graph(
        helper.make_node("Size", ["input_ids"], ["y"]), {"input_ids": INT}, INT, ()
    ),
    "output of three dimensions": graph(
        helper.make_node("OneHot", ["input_ids", "attention_mask", "token_type_ids"], ["y"]),
        dict.fromkeys(INPUTS, INT),
        INT,
        ("n", "w", "d"),
    ),
    "no weights": content("passages.weights", b""),
    "short weights": content("passages.weights", b"\0" * 2000),
    "weights of the system": elsewhere("/dev/zero"),
    "weights above": elsewhere("../../../../../../../../etc/passwd"),
    "tokenizer of nothing": content("tokenizer.json", b""),
    "tokenizer of noise": content("tokenizer.json", b"\xff\xfe{"),
    "tokenizer of an object": content("tokenizer.json", b"{}"),
    "tokenizer of depth": content("tokenizer.json", b"[" * 1_000_000),
    "tokens that the weights lack": tokenizer(
        lambda values: values["model"]["vocab"].update(
            {word: number + 1_000_000 for word, number in values["model"]["vocab"].items()}
        )
    ),
    "no words": tokenizer(lambda values: values["model"].update(vocab={})),
    "special tokens that are none": tokenizer(
        lambda values: values.update(
            post_processor={
                "type": "BertProcessing",
                "sep": ["[SEP]", 4_000_000_000],
                "cls": ["[CLS]", 4_000_000_000],
            }
        )
    ),
    "settings of a list": content("recipe.json", b"[]"),
    "settings of depth": content("recipe.json", b"[" * 1_000_000),
    "another dimension": settings(dimension=7),
    "a dimension past memory": settings(dimension=10**12),
    "a dimension past numbers": settings(dimension=10**30),
    "a length past numbers": settings(max_length=10**30),
    "a length without room": settings(max_length=2, prompt="talks on "),
    "passages past numbers": settings(passage_tokens=10**30),
    "padding past numbers": settings(pad_id=2**70),
    "inputs unknown": settings(inputs=["input_ids", "pixels"]),
    "inputs of numbers": settings(inputs=[1, 2]),
    "no inputs": settings(inputs=[]),
    "weights in another folder": settings(weights="../../secret.onnx"),
    "weights that are no file": settings(weights="."),
    "weights with no name": settings(weights=""),
    "weights with a NUL": settings(weights="a\0b"),
    "a tokenizer that is not there": settings(tokenizer="other.json"),
    "a tokenizer that is a graph": settings(tokenizer="passages.onnx"),
    "a head that is not there": settings(kind="static", weights="passages.onnx", head="head.onnx"),
    "a table that is a graph": settings(kind="static", weights="passages.onnx"),
    "a kind that needs the model": settings(kind="torch"),
    "a prompt of a lone surrogate": settings(prompt="\ud800"),
    "a table of objects": static(np.array([{}, {}], dtype=object)),
    "a table of text": static(np.array([["a"] * 32] * 64)),
    "a table too short": static(np.ones((2, 32), dtype=np.float32)),
    "a table of one row": static(np.ones(64, dtype=np.float32)),
    "a table of another width": static(np.ones((64, 9), dtype=np.float32)),
    "a table of no number": static(np.full((64, 32), np.nan, dtype=np.float32)),
    "a table of times": static(np.zeros((64, 32), dtype="datetime64[s]")),
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_export_ends_in_one_error(
    build: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setenv("LEDE_CACHE", str(tmp_path / "cache"))
    model = tmp_path / "model"
    shutil.copytree(build(), model)
    fingerprint = open_encoder(str(model)).fingerprint
    folder = tmp_path / "cache" / "encoders" / fingerprint
    FORGED[kind](folder)
    (folder / "checksums.json").unlink()
    (folder / "checksums.json").write_text(json.dumps(_checksums(folder)))
    shutil.rmtree(model)
    for building in (False, True):
        with pytest.raises(EncoderError) as raised:
            use(fingerprint, building=building)
        assert "\n" not in str(raised.value)


def use(fingerprint: str, *, building: bool) -> None:
    """Do what a build or a query does with an encoder."""
    encoder = open_indexed_encoder("m", fingerprint, for_building=building)
    assert encoder.tokenizer.max_tokens > 0
    encoder.tokenizer.counts(TEXTS)
    encoder.tokenizer.spans(TEXTS[1])
    if building:
        encoder.encode(TEXTS)
    else:
        encoder.encode_query(TEXTS[1])
