"""Weights of a graph to int8, one matrix at a time.

ONNX Runtime's own ``quantize_dynamic`` holds a model several times over: more than 9 GB for one
of 2 GB. Here the weights lie in a file beside the graph, a slice of one matrix is in memory at a
time, and what comes of it is written to another file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import numpy.typing as npt

_LEAST: Final = 1024
"""Numbers in a matrix below which it stays as it is."""

_LARGEST: Final = 64
"""Weights have 7 bits. At 8, processors without VNNI instructions add products in 16 bits, which
overflow: least cosine 0.952 to the original there, 0.992 elsewhere. At 7 bits nothing overflows,
and every processor gives the same vectors, to 5e-8."""

_SLICE: Final = 1 << 20
"""Numbers that are rounded at once."""

_MATRIX_OF: Final = {"MatMul": 1, "Gemm": 1, "Gather": 0}
"""Which input of an operator may be a matrix of weights."""


def quantise(source: Path, file: Path) -> None:
    """Write the graph in ``source``, its matrices at int8 and its other weights as they are.

    A matrix that is multiplied with has a scale for each column, a table of vectors one for each
    row: one for all of it ranks worse. What it is multiplied by is rounded as the graph runs.
    """
    import onnx

    model = onnx.load(str(source), load_external_data=False)
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    with file.with_name(f"{file.name}.weights").open("wb") as out:
        matrices = _Matrices(source.parent, out)
        nodes = []
        for node in graph.node:
            place = _MATRIX_OF.get(node.op_type)
            weight = None if place is None else weights.get(node.input[place])
            if weight is None or not _is_matrix(weight) or not _is_plain(node):
                nodes.append(node)
            elif node.op_type == "Gather":
                nodes += _looked_up(node, *matrices.rounded(weight, axis=1))
            else:
                flipped = any(a.name == "transB" and a.i for a in node.attribute)
                axis = 1 if flipped else 0
                nodes += _multiplied(node, *matrices.rounded(weight, axis, flipped=flipped))
        used = {name for node in nodes for name in node.input}
        used |= {output.name for output in graph.output}
        kept = [matrices.copied(weights[name]) for name in weights if name in used]
        del graph.node[:], graph.initializer[:], graph.value_info[:]
        graph.node.extend(nodes)
        graph.initializer.extend([*kept, *matrices.made.values()])
    onnx.save(model, str(file))


class _Matrices:
    """The weights of a graph in ``folder``; those that are new are written to ``out``."""

    def __init__(self, folder: Path, out: IO[bytes]) -> None:
        self._folder = folder
        self._out = out
        self.made: dict[str, Any] = {}

    def rounded(self, weight: Any, axis: int, *, flipped: bool = False) -> tuple[str, str]:
        """The names of a matrix at int8 and of its scales, one for each line along ``axis``."""
        name = f"{weight.name}.int8.{axis}"
        if name not in self.made:
            numbers = self._read(weight)
            step = max(1, _SLICE // numbers.shape[1])
            slices = [numbers[n : n + step] for n in range(0, len(numbers), step)]
            if axis == 0:
                reach = reduce(np.maximum, (np.abs(part).max(axis=0) for part in slices))
            else:
                reach = np.concatenate([np.abs(part).max(axis=1) for part in slices])
            scale = np.where(reach > 0, reach, 1).astype(np.float32) / _LARGEST
            whole = np.empty(numbers.shape, np.int8)
            for place, part in enumerate(slices):
                rows = slice(place * step, place * step + len(part))
                by = scale if axis == 0 else scale[rows, None]
                whole[rows] = np.rint(part / by)
            self._keep(name, whole.T if flipped else whole)
            self._keep(f"{name}.scale", scale)
        return name, f"{name}.scale"

    def copied(self, weight: Any) -> Any:
        """A weight as it was, in the new file."""
        if weight.data_location == 0:  # within the graph
            return weight
        numbers = self._read(weight)
        self._keep(weight.name, numbers)
        return self.made.pop(weight.name)

    def _read(self, weight: Any) -> npt.NDArray[Any]:
        """The numbers of a weight; those in a file beside the graph are mapped, not read."""
        import onnx

        if weight.data_location == 0:
            return np.asarray(onnx.numpy_helper.to_array(weight))
        stored = {entry.key: entry.value for entry in weight.external_data}
        return np.memmap(
            self._folder / stored["location"],
            dtype=onnx.helper.tensor_dtype_to_np_dtype(weight.data_type),
            mode="r",
            offset=int(stored.get("offset", 0)),
            shape=tuple(weight.dims),
        )

    def _keep(self, name: str, numbers: npt.NDArray[Any]) -> None:
        import onnx

        self._out.seek(-self._out.tell() % 64, 1)
        tensor = onnx.TensorProto(
            name=name,
            data_type=onnx.helper.np_dtype_to_tensor_dtype(numbers.dtype),
            dims=numbers.shape,
            data_location=onnx.TensorProto.EXTERNAL,
        )
        place = {"location": Path(self._out.name).name, "offset": self._out.tell()}
        self._out.write(np.ascontiguousarray(numbers).data)
        for key, value in (place | {"length": numbers.nbytes}).items():
            tensor.external_data.add(key=key, value=str(value))
        self.made[name] = tensor


def _is_matrix(weight: Any) -> bool:
    return len(weight.dims) == 2 and weight.data_type == 1 and np.prod(weight.dims) >= _LEAST


def _is_plain(node: Any) -> bool:
    """Whether a node multiplies, or looks up, and nothing else."""
    usual = {"axis": 0, "alpha": 1.0, "beta": 1.0, "transA": 0}
    return all(
        usual.get(a.name, value) == value
        for a in node.attribute
        for value in [a.f if a.type == 1 else a.i]
    )


def _looked_up(node: Any, matrix: str, scale: str) -> Iterator[Any]:
    """Rows of a table, each times its scale."""
    from onnx.helper import make_node

    to = node.output[0]
    asked = node.input[1]
    yield make_node("Gather", [matrix, asked], [f"{to}.rows"], axis=0)
    yield make_node("Cast", [f"{to}.rows"], [f"{to}.numbers"], to=1)
    yield make_node("Gather", [scale, asked], [f"{to}.scale"], axis=0)
    yield make_node("Constant", [], [f"{to}.last"], value_ints=[-1])
    yield make_node("Unsqueeze", [f"{to}.scale", f"{to}.last"], [f"{to}.scales"])
    yield make_node("Mul", [f"{to}.numbers", f"{to}.scales"], [to])


def _multiplied(node: Any, matrix: str, scale: str) -> Iterator[Any]:
    """A product of whole numbers, times both scales; written as ONNX Runtime fuses it."""
    from onnx.helper import make_node

    to, given = node.output[0], node.input[0]
    bias = list(node.input[2:])
    product = f"{to}.product" if bias else to
    rounded, own, zero = (f"{to}.{name}" for name in ("rounded", "own", "zero"))
    yield make_node("DynamicQuantizeLinear", [given], [rounded, own, zero])
    yield make_node("MatMulInteger", [rounded, matrix, zero], [f"{to}.sums"])
    yield make_node("Cast", [f"{to}.sums"], [f"{to}.numbers"], to=1)
    yield make_node("Mul", [own, scale], [f"{to}.scale"])
    yield make_node("Mul", [f"{to}.numbers", f"{to}.scale"], [product])
    if bias:
        yield make_node("Add", [product, *bias], [to])
