"""Graphs at int8: near the one that they were made of, in a quarter of the room."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from index.encoder.quantise import quantise
from index.encoder.runtime import onnxruntime

WIDTH, LONG = 40, 60


def graph(folder: Path, node: onnx.NodeProto, **weights: np.ndarray) -> Path:
    """A graph of one node, its weights in a file beside it."""
    kind = TensorProto.INT64 if node.op_type == "Gather" else TensorProto.FLOAT
    shape: list[str | int | None] = ["n"] if node.op_type == "Gather" else ["n", WIDTH]
    model = helper.make_model(
        helper.make_graph(
            [node],
            "one",
            [helper.make_tensor_value_info("asked", kind, shape)],
            [helper.make_tensor_value_info("found", TensorProto.FLOAT, None)],
            [numpy_helper.from_array(numbers, name) for name, numbers in weights.items()],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    file = folder / "plain.onnx"
    onnx.save(model, str(file), save_as_external_data=True, size_threshold=0)
    return file


def run(file: Path, asked: np.ndarray) -> np.ndarray:
    session = onnxruntime.InferenceSession(str(file), providers=["CPUExecutionProvider"])
    return np.asarray(session.run(None, {"asked": asked})[0])


def numbers(*shape: int, seed: int = 0) -> np.ndarray:
    """Columns and rows of very different reach, as trained weights have them."""
    drawn = np.random.default_rng(seed).normal(size=shape)
    return (drawn * 10.0 ** np.linspace(-2, 2, shape[-1])).astype(np.float32)


@pytest.mark.parametrize(
    "node",
    [
        helper.make_node("MatMul", ["asked", "matrix"], ["found"]),
        helper.make_node("Gemm", ["asked", "matrix", "bias"], ["found"]),
        helper.make_node("Gemm", ["asked", "turned", "bias"], ["found"], transB=1),
    ],
    ids=["product", "with a bias", "turned, with a bias"],
)
def test_products_are_near_what_they_were(node: onnx.NodeProto, tmp_path: Path) -> None:
    matrix = numbers(WIDTH, LONG)
    weights = {"matrix": matrix, "turned": matrix.T.copy(), "bias": numbers(LONG, seed=2)}
    file = graph(tmp_path, node, **{name: weights[name] for name in node.input[1:]})
    quantise(file, tmp_path / "int8.onnx")
    asked = np.random.default_rng(1).normal(size=(3, WIDTH)).astype(np.float32)
    before, after = run(file, asked), run(tmp_path / "int8.onnx", asked)
    reach = np.abs(matrix).max(axis=0) * np.sqrt(WIDTH)
    assert (np.abs(after - before) / reach).max() < 0.03
    kinds = {node.op_type for node in onnx.load(str(tmp_path / "int8.onnx")).graph.node}
    assert "MatMulInteger" in kinds
    assert not kinds & {"MatMul", "Gemm"}
    size = (tmp_path / "int8.onnx.weights").stat().st_size
    assert size < file.with_name(next(tmp_path.glob("*-*-*")).name).stat().st_size / 2


def test_a_row_of_a_table_is_rounded_by_its_own_reach(tmp_path: Path) -> None:
    table = numbers(LONG, WIDTH).T.copy()
    table[3] = 0
    node = helper.make_node("Gather", ["table", "asked"], ["found"])
    quantise(graph(tmp_path, node, table=table), tmp_path / "int8.onnx")
    asked = np.array([0, 3, WIDTH - 1])
    found = run(tmp_path / "int8.onnx", asked)
    assert not found[1].any()
    step = np.abs(table[asked]).max(axis=1, keepdims=True) / 64
    assert (np.abs(found - table[asked]) <= step / 2 + 1e-6).all()


def test_small_matrices_and_other_products_stay(tmp_path: Path) -> None:
    node = helper.make_node("Gemm", ["asked", "matrix"], ["found"], alpha=0.5)
    matrix = numbers(WIDTH, LONG)
    file = graph(tmp_path, node, matrix=matrix)
    quantise(file, tmp_path / "int8.onnx")
    asked = numbers(2, WIDTH, seed=3)
    assert run(tmp_path / "int8.onnx", asked) == pytest.approx(run(file, asked))
    small = graph(tmp_path, helper.make_node("MatMul", ["asked", "m"], ["found"]), m=matrix[:, :3])
    quantise(small, tmp_path / "small.onnx")
    assert run(tmp_path / "small.onnx", asked) == pytest.approx(run(small, asked))


def test_a_slice_of_a_matrix_is_in_memory_at_a_time(tmp_path: Path) -> None:
    matrix = np.ones((WIDTH, 1 << 19), np.float32)
    node = helper.make_node("MatMul", ["asked", "matrix"], ["found"])
    file = graph(tmp_path, node, matrix=matrix)
    size = matrix.nbytes
    del matrix
    tracemalloc.start()
    quantise(file, tmp_path / "int8.onnx")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < size * 0.7
