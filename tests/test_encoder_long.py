"""Passages so long that the memory of the graph, which grows with their square, counts."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from small_models import cosines, reference, save_bert

from index.encoder import open_encoder
from index.encoder.long_attention import bound_attention

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


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("kind", ["ModernBert", "Mistral"])
def test_no_mask_of_all_pairs_is_made(kind: str, padded: bool) -> None:
    import torch
    import transformers
    from torch.utils._python_dispatch import TorchDispatchMode

    class Largest(TorchDispatchMode):  # type: ignore[no-untyped-call]
        numbers = 0

        def __torch_dispatch__(
            self, func: Any, types: Any, args: Any = (), kwargs: Any = None
        ) -> Any:
            made = func(*args, **(kwargs or {}))
            if isinstance(made, torch.Tensor):
                self.numbers = max(self.numbers, made.numel())
            return made

    torch.manual_seed(0)
    window = {"ModernBert": "local_attention", "Mistral": "sliding_window"}[kind]
    config: Any = getattr(transformers, f"{kind}Config")(
        vocab_size=50,
        hidden_size=16,
        intermediate_size=16,
        num_hidden_layers=3,
        num_attention_heads=2,
        num_key_value_heads=2,
        pad_token_id=0,
        bos_token_id=1,
        eos_token_id=2,
        cls_token_id=1,
        sep_token_id=2,
        **{window: 64},
    )
    model: Any = getattr(transformers, f"{kind}Model")(config).eval()
    length = 1500
    ids = torch.randint(3, 50, (2, length))
    inputs = {"input_ids": ids, "attention_mask": torch.ones_like(ids)}
    if padded:
        inputs["attention_mask"][1, length - 400 :] = 0
    read = inputs["attention_mask"].bool()
    with torch.inference_mode():
        expected = model(**inputs).last_hidden_state[read]
        bound_attention(torch.nn.ModuleList([model]))
        with Largest() as largest:  # type: ignore[no-untyped-call]
            found = model(**inputs).last_hidden_state[read]
    assert torch.allclose(found, expected, atol=1e-5)
    assert largest.numbers < length * length
