"""Passages so long that the memory of the graph, which grows with their square, counts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from small_models import cosines, reference, save_bert

from index.encoder import open_encoder

pytestmark = pytest.mark.usefixtures("cache")

LONG = "the treaty of spring, a rate and talks " * 200
TEXTS = ["the treaty of spring", LONG, "", LONG[8:]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_bert(tmp_path_factory, limit=2048)


def test_long_passages_run_in_torch_and_short_ones_in_the_graph(folder: Path) -> None:
    lines: list[str] = []
    encoder = open_encoder(str(folder), notify=lines.append)
    expected = reference(folder, TEXTS)
    assert encoder.tokenizer.counts(TEXTS).max() > 1024
    assert cosines(encoder.encode(TEXTS[:1]), expected[:1]).min() >= 0.9999
    assert "torch" not in "".join(lines)
    found = encoder.encode(TEXTS)
    assert cosines(found[[0, 1, 3]], expected[[0, 1, 3]]).min() >= 0.9999
    assert sum("torch" in line for line in lines) == 1


def test_long_passages_of_a_model_that_is_gone_run_in_the_graph(
    folder: Path, tmp_path: Path
) -> None:
    model = Path(shutil.copytree(folder, tmp_path / "model"))
    encoder = open_encoder(str(model))
    shutil.rmtree(model)
    assert cosines(encoder.encode(TEXTS[1:2]), reference(folder, TEXTS[1:2])).min() >= 0.9999
