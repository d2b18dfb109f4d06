"""What is refused by its files alone, before anything of it is loaded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from index.encoder.trust import own_code
from index.encoder.unsupported_models import require_sentence_encoder
from index.errors import EncoderError


@pytest.mark.parametrize("limit", [0, -1, "many", 1.5, []])
def test_a_limit_that_is_no_number_of_tokens(tmp_path: Path, limit: Any) -> None:
    (tmp_path / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": limit}))
    with pytest.raises(EncoderError, match=r"a-model: max_seq_length .* no number of tokens"):
        require_sentence_encoder(tmp_path, "a-model")


@pytest.mark.parametrize("limit", [None, 1, 512])
def test_a_limit_that_may_be(tmp_path: Path, limit: int | None) -> None:
    (tmp_path / "sentence_bert_config.json").write_text(json.dumps({"max_seq_length": limit}))
    require_sentence_encoder(tmp_path, "a-model")


@pytest.mark.parametrize(
    "modules", ["[", "[]", "{}", "3", '[{"idx": 0, "path": ""}]', '[{"type": 1, "path": ""}]']
)
def test_a_list_of_modules_that_is_none(tmp_path: Path, modules: str) -> None:
    (tmp_path / "modules.json").write_text(modules)
    with pytest.raises(EncoderError, match=r"modules\.json: not a list of modules"):
        require_sentence_encoder(tmp_path, "a-model")


def test_a_module_without_a_type_is_no_code(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text('[{"idx": 0, "path": ""}]')
    assert own_code(tmp_path) == ""
    (tmp_path / "modules.json").write_text('[{"type": "somebody.Encoder", "path": ""}]')
    assert own_code(tmp_path) == "somebody.Encoder"
