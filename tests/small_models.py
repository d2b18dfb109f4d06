"""Small real models, built with sentence-transformers, and what the originals say."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from index.types import Scores, Vectors

WORDS = "the a of to in on talks arms control treaty bank rate spring rain was were and".split()
TEXTS = [
    "Rain.",
    "The bank was in the rain and the talks were on arms control.",
    "",
    "the treaty of spring " * 40,
    "  talks to the bank ",
    "Arms, control; a rate!",
    "of the rate and the spring talks " * 3,
]
LIMIT = 24


def save_bert(
    folders: pytest.TempPathFactory,
    pooling: str | tuple[str, ...] = "mean",
    prompts: dict[str, str] | None = None,
    dense: bool = False,
    include_prompt: bool = True,
    seed: int = 0,
    limit: int = LIMIT,
) -> Path:
    """A BERT of two layers with the pooling, the modules and the prompts asked for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from tokenizers import Tokenizer
        from transformers import BertConfig, BertModel

        models: Any = import_module("sentence_transformers.models")
        transformers: Any = import_module("transformers")
        torch.set_num_threads(1)
        torch.manual_seed(seed)
        bert = folders.mktemp("bert")
        Tokenizer.from_str(word_piece()).save(str(bert / "tokenizer.json"))
        config = BertConfig(
            vocab_size=64,
            hidden_size=32,
            num_hidden_layers=2,
            num_attention_heads=4,
            intermediate_size=64,
            max_position_embeddings=max(64, limit),
            initializer_range=0.5,
        )
        BertModel(config).save_pretrained(bert)
        transformers.PreTrainedTokenizerFast(
            tokenizer_file=str(bert / "tokenizer.json"), unk_token="[UNK]", pad_token="[PAD]"
        ).save_pretrained(bert)
        transformer = models.Transformer(str(bert), max_seq_length=limit)
        modules: list[Any] = [
            transformer,
            models.Pooling(32, pooling_mode=pooling, include_prompt=include_prompt),
        ]
        if dense:
            modules.append(models.Dense(32, 8))
        folder = folders.mktemp("model")
        SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder))
    return folder


def save_static(folder: Path, words: Sequence[str]) -> Path:
    """A table of unit vectors, one a word: what it encodes depends on no other text beside it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer
        from tokenizers import Tokenizer
        from tokenizers.models import WordLevel
        from tokenizers.normalizers import Lowercase
        from tokenizers.pre_tokenizers import Whitespace

        models: Any = import_module("sentence_transformers.models")
        vocabulary = {word: place for place, word in enumerate(["[UNK]", *dict.fromkeys(words)])}
        tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
        tokenizer.normalizer = Lowercase()
        tokenizer.pre_tokenizer = Whitespace()
        table = np.random.default_rng(0).standard_normal((len(vocabulary), 16), dtype=np.float32)
        table /= np.linalg.norm(table, axis=1, keepdims=True)
        modules: list[Any] = [models.StaticEmbedding(tokenizer, embedding_weights=table)]
        SentenceTransformer(modules=modules, device="cpu").save(str(folder))
    return folder


def word_piece() -> str:
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *WORDS, ".", ",", ";", "!", ":"]
    pieces += ["query", "passage", "##s", "##y", "##ing"]
    return json.dumps(
        {
            "version": "1.0",
            # As some published models have it: both must be left aside.
            "truncation": {
                "max_length": 8,
                "strategy": "LongestFirst",
                "stride": 0,
                "direction": "Right",
            },
            "padding": {
                "strategy": {"Fixed": 8},
                "direction": "Right",
                "pad_to_multiple_of": None,
                "pad_id": 0,
                "pad_type_id": 0,
                "pad_token": "[PAD]",
            },
            "added_tokens": [
                {
                    "id": place,
                    "content": piece,
                    "single_word": False,
                    "lstrip": False,
                    "rstrip": False,
                    "normalized": False,
                    "special": True,
                }
                for place, piece in enumerate(pieces[:5])
            ],
            "normalizer": {
                "type": "BertNormalizer",
                "clean_text": True,
                "handle_chinese_chars": True,
                "strip_accents": None,
                "lowercase": True,
            },
            "pre_tokenizer": {"type": "BertPreTokenizer"},
            "post_processor": {
                "type": "BertProcessing",
                "sep": ["[SEP]", 3],
                "cls": ["[CLS]", 2],
            },
            "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": True},
            "model": {
                "type": "WordPiece",
                "unk_token": "[UNK]",
                "continuing_subword_prefix": "##",
                "max_input_chars_per_word": 100,
                "vocab": {piece: place for place, piece in enumerate(pieces)},
            },
        }
    )


def load(folder: Path) -> SentenceTransformer:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(folder), device="cpu")


def reference(folder: Path, texts: list[str], task: str = "document") -> Vectors:
    model = load(folder).float()
    encode: Any = model.encode_query if task == "query" else model.encode_document
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        vectors = encode(texts, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def cosines(left: Vectors, right: Vectors) -> Scores:
    products: Scores = (left * right).sum(axis=1)
    return products


def save_unexportable(folder: Path, own_code: str = "") -> Path:
    """A model that ONNX cannot express (it has Fourier transforms), so that torch runs it.

    With ``own_code``, its settings name a class that this code defines; the library has one, too.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from tokenizers import Tokenizer
        from transformers import FNetConfig, FNetModel

        models: Any = import_module("sentence_transformers.models")
        transformers: Any = import_module("transformers")
        torch.manual_seed(0)
        raw = folder / "raw"
        raw.mkdir(parents=True)
        Tokenizer.from_str(word_piece()).save(str(raw / "tokenizer.json"))
        config = FNetConfig(
            vocab_size=64,
            hidden_size=32,
            num_hidden_layers=1,
            intermediate_size=64,
            max_position_embeddings=64,
            tpu_short_seq_length=64,
        )
        FNetModel(config).save_pretrained(raw)
        transformers.PreTrainedTokenizerFast(
            tokenizer_file=str(raw / "tokenizer.json"), unk_token="[UNK]", pad_token="[PAD]"
        ).save_pretrained(raw)
        modules = [models.Transformer(str(raw), max_seq_length=LIMIT), models.Pooling(32)]
        SentenceTransformer(modules=modules, device="cpu").save(str(folder / "model"))
    if own_code:
        (folder / "model" / "own.py").write_text(own_code)
        config_file = folder / "model" / "config.json"
        settings = json.loads(config_file.read_text())
        settings["auto_map"] = {"AutoModel": "own.FNetModel"}
        config_file.write_text(json.dumps(settings))
    return folder / "model"
