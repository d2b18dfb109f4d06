from __future__ import annotations

import json
import shutil
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import Command
from small_models import save_bert, word_piece

from index.chunk import encoder_input
from index.errors import EncoderError
from search import Searcher
from search.ranking.rerank import CrossEncoderReranker
from search.results.view import View

PASSAGES = View(grouped=False)

QUERY = "arms control talks"


def save_cross_encoder(folder: Path, labels: int = 1) -> Path:
    """A BERT of two layers that gives so many figures for a pair of texts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from tokenizers import Tokenizer

        transformers: Any = import_module("transformers")
        torch.manual_seed(0)
        config = transformers.BertConfig(
            vocab_size=64,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=64,
            max_position_embeddings=64,
            initializer_range=0.5,
            num_labels=labels,
        )
        transformers.BertForSequenceClassification(config).save_pretrained(folder)
        Tokenizer.from_str(word_piece()).save(str(folder / "tokenizer.json"))
        transformers.PreTrainedTokenizerFast(
            tokenizer_file=str(folder / "tokenizer.json"),
            unk_token="[UNK]",
            pad_token="[PAD]",
            model_max_length=64,
        ).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_cross_encoder(tmp_path_factory.mktemp("cross-encoder"))


def test_the_candidates_stand_in_the_order_of_the_cross_encoder(
    seeds_index: Path, model: Path
) -> None:
    import torch

    with Searcher.open(seeds_index / ".search-index") as searcher:
        plain = searcher.search(QUERY, top_k=50, view=PASSAGES)
        hits = searcher.search(
            QUERY, top_k=50, rerank=CrossEncoderReranker(str(model)), view=PASSAGES
        )
    assert {hit.passage.id for hit in hits} == {hit.passage.id for hit in plain}
    assert [hit.passage.id for hit in hits] != [hit.passage.id for hit in plain]
    transformers: Any = import_module("transformers")
    tokenizer = transformers.AutoTokenizer.from_pretrained(model)
    network = transformers.AutoModelForSequenceClassification.from_pretrained(model).eval()
    expected = []
    for hit in hits:
        pair = tokenizer(QUERY, encoder_input(hit.passage), truncation=True, return_tensors="pt")
        with torch.no_grad():
            expected.append(float(torch.sigmoid(network(**pair).logits)[0, 0]))
    assert [hit.score for hit in hits] == pytest.approx(expected, abs=1e-4)
    assert expected == sorted(expected, reverse=True)


def test_any_judge_of_passages_may_rerank(seeds_index: Path) -> None:
    class Shortest:
        def scores(self, query: str, passages: Any) -> Any:
            assert query == QUERY
            return np.array([-len(passage.text) for passage in passages], dtype=np.float32)

    with Searcher.open(seeds_index / ".search-index") as searcher:
        hits = searcher.search(QUERY, top_k=5, rerank=Shortest(), explain=True)
    lengths = [len(hit.passage.text) for hit in hits]
    assert lengths == sorted(lengths)
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]
    assert all(hit.explanation and hit.explanation.score != hit.score for hit in hits)


def test_what_is_not_read_again_stands_behind_with_lower_scores(seeds_index: Path) -> None:
    class Alphabetical:
        def scores(self, query: str, passages: Any) -> Any:
            assert query == QUERY
            return np.array([-1000.0 - ord(p.text[0]) for p in passages], dtype=np.float32)

    with Searcher.open(seeds_index / ".search-index") as searcher:
        scores = [
            hit.score
            for page in range(1, 13)
            for hit in searcher.search(
                QUERY, top_k=5, rerank=Alphabetical(), view=View(grouped=False, page=page)
            )
        ]
    assert len(scores) == 60
    assert scores == sorted(scores, reverse=True)


def test_a_model_that_is_no_cross_encoder_is_refused(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    classes = save_cross_encoder(tmp_path, labels=3)
    for folder in (classes, save_bert(tmp_path_factory)):
        with pytest.raises(EncoderError) as caught:
            CrossEncoderReranker(str(folder))
        assert str(folder) in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "settings"),
    [
        ("config.json", {"attn_implementation": "somebody/kernel"}),
        ("modules.json", [{"idx": 0, "name": "0", "path": "", "type": "evil.Module"}]),
    ],
)
def test_the_code_of_a_cross_encoder_is_not_run(
    file: str, settings: Any, model: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(model, tmp_path / "model"))
    if isinstance(settings, dict):
        settings = json.loads((folder / file).read_text()) | settings
    (folder / file).write_text(json.dumps(settings))
    with pytest.raises(EncoderError, match=r"its own code \((somebody/kernel|evil\.Module)\)"):
        CrossEncoderReranker(str(folder))
    (folder / "config.json").write_text("[" * 100_000)
    with pytest.raises(EncoderError, match="not a cross-encoder"):
        CrossEncoderReranker(str(folder))


def test_the_command_takes_a_model(command: Command, seeds_index: Path, model: Path) -> None:
    query = ("query", QUERY, "-k", "5", "--min-confidence", "0", "--json")
    plain = command(*query, cwd=seeds_index)
    done = command(*query, "--rerank", model, cwd=seeds_index)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 5
    assert done.stdout != plain.stdout
    missing = command(*query, "--rerank", seeds_index / "no-such-model", cwd=seeds_index)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert len(missing.stderr.splitlines()) == 1
