"""Small real models, built with sentence-transformers, against their exports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from index.encoder import open_encoder
from index.encoder.cache import find_or_make
from index.encoder.recipe import Kind
from index.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


@pytest.fixture(scope="module", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEDE_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Saves a BERT of two layers with the pooling, the modules and the prompts asked for."""

    def build(
        pooling: str | tuple[str, ...] = "mean",
        prompts: dict[str, str] | None = None,
        dense: bool = False,
        include_prompt: bool = True,
        seed: int = 0,
    ) -> Path:
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
            bert = tmp_path_factory.mktemp("bert")
            Tokenizer.from_str(_word_piece()).save(str(bert / "tokenizer.json"))
            config = BertConfig(
                vocab_size=64,
                hidden_size=32,
                num_hidden_layers=2,
                num_attention_heads=4,
                intermediate_size=64,
                max_position_embeddings=64,
                initializer_range=0.5,
            )
            BertModel(config).save_pretrained(bert)
            transformers.PreTrainedTokenizerFast(
                tokenizer_file=str(bert / "tokenizer.json"), unk_token="[UNK]", pad_token="[PAD]"
            ).save_pretrained(bert)
            transformer = models.Transformer(str(bert), max_seq_length=LIMIT)
            modules: list[Any] = [
                transformer,
                models.Pooling(32, pooling_mode=pooling, include_prompt=include_prompt),
            ]
            if dense:
                modules.append(models.Dense(32, 8))
            folder = tmp_path_factory.mktemp("model")
            SentenceTransformer(modules=modules, prompts=prompts, device="cpu").save(str(folder))
        return folder

    return build


@pytest.fixture(scope="module")
def plain(build: Callable[..., Path]) -> Path:
    return build()


def _word_piece() -> str:
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
    model = load(folder)
    encode: Any = model.encode_query if task == "query" else model.encode_document
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        vectors = encode(texts, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def cosines(left: Vectors, right: Vectors) -> Scores:
    products: Scores = (left * right).sum(axis=1)
    return products


@pytest.mark.parametrize(
    "asked",
    [
        {"pooling": "mean"},
        {"pooling": "cls"},
        {"pooling": "max"},
        {"pooling": "mean_sqrt_len_tokens"},
        {"pooling": "weightedmean"},
        {"pooling": "lasttoken"},
        {"pooling": ("cls", "mean")},
        {"dense": True},
        {"prompts": {"query": "query: ", "document": "passage: "}},
    ],
    ids=str,
)
def test_an_export_encodes_as_the_original_does(
    build: Callable[..., Path], asked: dict[str, Any]
) -> None:
    folder = build(**asked)
    lines: list[str] = []
    encoder = open_encoder(str(folder), notify=lines.append)
    vectors = encoder.encode(TEXTS)
    queries = np.concatenate([encoder.encode_query(text) for text in TEXTS])

    assert len(lines) == 1
    assert lines[0].startswith("preparing")
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimension)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert cosines(vectors, reference(folder, TEXTS)).min() >= 0.9999
    assert cosines(queries, reference(folder, TEXTS, "query")).min() >= 0.9999


def test_prompts_set_queries_and_passages_apart(build: Callable[..., Path]) -> None:
    encoder = open_encoder(str(build(prompts={"query": "query: ", "passage": "passage: "})))
    assert cosines(encoder.encode(["arms talks"]), encoder.encode_query("arms talks"))[0] < 0.999
    # 24, less [CLS], [SEP] and the two tokens of the prompt
    assert encoder.tokenizer.max_tokens == LIMIT - 2 - 2


def test_max_tokens_is_what_the_encoder_reads(plain: Path) -> None:
    encoder = open_encoder(str(plain))
    words = ["talks"] * encoder.tokenizer.max_tokens
    full = encoder.encode([" ".join(words)])
    assert encoder.tokenizer.max_tokens == LIMIT - 2
    assert cosines(full, encoder.encode([" ".join([*words, "rain rate bank"])]))[0] > 0.99999
    assert cosines(full, encoder.encode([" ".join([*words[1:], "rain"])]))[0] < 0.9999


def test_spans_and_counts_are_never_cut(plain: Path) -> None:
    tokenizer = open_encoder(str(plain)).tokenizer
    text = "Raining on the bank, " * 100
    spans = tokenizer.spans(text)
    assert [text[start:end] for start, end in spans[:4]] == ["Rain", "ing", "on", "the"]
    assert spans.shape == (600, 2)
    assert spans[-1, 1] == len(text) - 1
    assert tokenizer.counts([text, "", "rain"]).tolist() == [600, 0, 1]
    assert tokenizer.spans("").shape == (0, 2)


@pytest.mark.parametrize("precision", ["fp32", "int8"])
def test_a_vector_does_not_depend_on_its_company(plain: Path, precision: Any) -> None:
    encoder = open_encoder(str(plain), precision=precision)
    together = encoder.encode(TEXTS * 20)[: len(TEXTS)]
    backwards = encoder.encode(TEXTS[::-1])[::-1]
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert together == pytest.approx(alone, abs=1e-5)
    assert backwards == pytest.approx(alone, abs=1e-5)


def test_no_texts_give_no_vectors(plain: Path) -> None:
    encoder = open_encoder(str(plain))
    assert encoder.encode([]).shape == (0, 32)


def test_progress_counts_every_text_once(plain: Path) -> None:
    done: list[int] = []
    open_encoder(str(plain), threads=2).encode(TEXTS * 10, done.append)
    assert sum(done) == len(TEXTS) * 10
    assert len(done) > 1


def test_the_fingerprint_follows_the_content(
    build: Callable[..., Path], plain: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["cp", "-r", str(plain), str(copy)], check=True)
    first = open_encoder(str(plain)).fingerprint
    lines: list[str] = []
    assert open_encoder(str(copy), notify=lines.append).fingerprint == first
    assert lines == []  # the copy is known by its content
    config = copy / "config_sentence_transformers.json"
    values = json.loads(config.read_text())
    config.write_text(json.dumps(values | {"prompts": {"query": "query: "}}))
    others = {
        open_encoder(str(copy)).fingerprint,
        open_encoder(str(plain), precision="int8").fingerprint,
        open_encoder(str(build(seed=1))).fingerprint,
        open_encoder(str(build(pooling="cls"))).fingerprint,
    }
    assert len(others | {first}) == 5


@pytest.mark.parametrize("harm", ["cut", "altered", "removed"])
def test_a_damaged_export_is_made_again(plain: Path, cache: Path, harm: str) -> None:
    encoder = open_encoder(str(plain))
    weights = cache / "encoders" / encoder.fingerprint / "weights.bin"
    before = encoder.encode(TEXTS)
    whole = weights.read_bytes()
    weights.unlink()  # the encoder that is open still has the file mapped
    if harm == "cut":
        weights.write_bytes(whole[:100])
    elif harm == "altered":
        weights.write_bytes(b"\0" * len(whole))
    lines: list[str] = []
    again = open_encoder(str(plain), notify=lines.append)
    assert [line.split()[0] for line in lines] == ["preparing"]
    assert again.encode(TEXTS) == pytest.approx(before, abs=1e-6)


def test_an_export_that_was_only_touched_is_kept(plain: Path, cache: Path) -> None:
    fingerprint = open_encoder(str(plain)).fingerprint
    os.utime(cache / "encoders" / fingerprint / "weights.bin", (1, 1))
    lines: list[str] = []
    open_encoder(str(plain), notify=lines.append)
    assert lines == []


def test_two_first_uses_make_one_export(build: Callable[..., Path]) -> None:
    folder = build(seed=2)
    script = (
        "import sys; from index.encoder import open_encoder; "
        "encoder = open_encoder(sys.argv[1], notify=print); "
        "print(encoder.encode_query('arms talks')[0, :4].tolist())"
    )
    command = [sys.executable, "-c", script, str(folder)]
    both = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
        for _ in range(2)
    ]
    outputs = [process.communicate(timeout=120)[0].splitlines() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert sum(len(lines) - 1 for lines in outputs) == 1
    assert outputs[0][-1] == outputs[1][-1]


def test_a_failed_make_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> Any:
        (folder / "half").write_text("written")
        raise EncoderError("no")

    with pytest.raises(EncoderError, match="no"):
        find_or_make(tmp_path, "f" * 8, fail)
    assert [path.name for path in (tmp_path / "encoders").iterdir() if path.is_dir()] == []


def test_a_model_whose_export_differs_runs_as_it_is(build: Callable[..., Path]) -> None:
    folder = build(prompts={"document": "passage: "}, include_prompt=False)
    for _ in range(2):
        lines: list[str] = []
        encoder = open_encoder(str(folder), notify=lines.append)
        assert "sentence-transformers itself" in lines[-1]
        assert "vectors differ" in lines[-1]
        texts = [text for text in TEXTS if text]
        found = encoder.encode(texts)
        assert cosines(found, reference(folder, texts)).min() >= 0.9999
        assert encoder.encode_query("rain").shape == (1, 32)
        assert encoder.tokenizer.counts(["rain, rain"]).tolist() == [3]
    with pytest.raises(EncoderError, match="fp32"):
        open_encoder(str(folder), precision="int8")


def test_code_that_comes_with_a_model_is_not_run(
    build: Callable[..., Path], tmp_path: Path
) -> None:
    folder = build(seed=3)
    ran = tmp_path / "ran"
    (folder / "own.py").write_text(
        f"open({str(ran)!r}, 'w').close()\n"
        "from sentence_transformers.models import Normalize\n"
        "class Own(Normalize): pass\n"
    )
    listing = folder / "modules.json"
    modules = json.loads(listing.read_text())
    modules.append({"idx": 2, "name": "2", "path": "", "type": "own.Own"})
    listing.write_text(json.dumps(modules))
    with pytest.raises(EncoderError, match="trust_remote_code") as caught:
        open_encoder(str(folder))
    assert "\n" not in str(caught.value)
    assert not ran.exists()


def test_code_that_a_configuration_names_is_not_run(
    build: Callable[..., Path], tmp_path: Path
) -> None:
    folder = build(seed=4)
    ran = tmp_path / "ran"
    (folder / "own.py").write_text(f"open({str(ran)!r}, 'w').close()\n")
    config = folder / "config.json"
    values = json.loads(config.read_text())
    values |= {"model_type": "own", "auto_map": {"AutoConfig": "own.C", "AutoModel": "own.M"}}
    config.write_text(json.dumps(values))
    with pytest.raises(EncoderError, match="trust_remote_code"):
        open_encoder(str(folder))
    assert not ran.exists()


def test_a_folder_that_is_no_model_is_refused_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"model_type": "unheard-of"}')
    with pytest.raises(EncoderError) as caught:
        open_encoder(str(tmp_path))
    assert str(caught.value).startswith(str(tmp_path))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("normalise", [False, True])
def test_a_static_embedding_is_looked_up(tmp_path: Path, cache: Path, normalise: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer
        from tokenizers import Tokenizer

        models: Any = import_module("sentence_transformers.models")
        tokenizer = Tokenizer.from_str(_word_piece())
        tokenizer.no_truncation()
        table = np.random.default_rng(int(normalise)).normal(size=(64, 16)).astype(np.float32)
        modules: list[Any] = [models.StaticEmbedding(tokenizer, embedding_weights=table)]
        if normalise:
            modules.append(models.Normalize())
        SentenceTransformer(modules=modules, device="cpu").save(str(tmp_path))
    encoder = open_encoder(str(tmp_path))
    texts = [text for text in TEXTS if text]
    vectors = encoder.encode(texts)
    recipe = json.loads((cache / "encoders" / encoder.fingerprint / "recipe.json").read_text())
    assert recipe["kind"] == Kind.STATIC
    assert cosines(vectors, reference(tmp_path, texts)).min() >= 0.9999
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert encoder.encode_query(texts[0])[0] == pytest.approx(vectors[0], abs=1e-6)
    assert encoder.encode([""]).tolist() == [[0.0] * 16]
    assert encoder.tokenizer.max_tokens > 10**6
