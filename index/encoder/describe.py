"""What a loaded model says of itself: the modules, tokenizer, prompt and limit of each side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from index.encoder.recipe import UNLIMITED, Kind, Side
from index.errors import EncoderError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Task = Literal["document", "query"]

PASSAGE_PROMPTS = ("document", "passage", "corpus")
"""The names of a passage's prompt, as sentence-transformers looks for them; the first that is
not empty, since it adds an empty "document" to a model that has a "passage"."""


_SOME_WORDS = "The council voted at 12. Rat, conseil, совет, 議会, สภา."


def describe(model: SentenceTransformer, task: Task, prompt: str, folder: Path) -> Side:
    """Write the tokenizer of one side to ``folder`` and describe it, as if it could be exported.

    :raises EncoderError: where it has no tokenizer to cut passages with, or one without words, or
        reads beyond what it was made for.
    """
    modules = side_modules(model, task)
    first = modules[0]
    static = type(first).__name__ == "StaticEmbedding"
    tokenizer = getattr(first, "tokenizer", None)
    backend = tokenizer if static else getattr(tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise EncoderError(
            f"its {type(first).__name__} has no tokenizer.json, so no passage can be cut to its "
            "limit; choose another model"
        )
    some = backend.encode(_SOME_WORDS, add_special_tokens=False).ids
    if len(set(some)) < 2 and not any(word.isalpha() for word in backend.get_vocab()):
        raise EncoderError(
            "its tokenizer knows no word, since its files lack tokenizer.json, or what takes its "
            "place: fetch the model anew"
        )
    name = "tokenizer.json" if task == "document" else "query-tokenizer.json"
    (folder / name).write_text(backend.to_str(pretty=True), encoding="utf-8")
    limit = None if static else _limit(first, task)
    if limit is not None:
        _require_positions(first, limit)
    return Side(
        kind=Kind.STATIC if static else Kind.ONNX,
        prompt=prompt,
        max_length=limit,
        tokenizer=name,
        pad_id=getattr(tokenizer, "pad_token_id", None) or 0,
        special=not static,
        left=getattr(tokenizer, "truncation_side", "right") == "left",
        types=not static and any(backend.encode("a b").type_ids),
    )


def side_modules(model: SentenceTransformer, task: Task) -> list[Any]:
    """The modules that a text of ``task`` goes through, in order."""
    found: list[Any] = []
    for module in model:
        if type(module).__name__ == "Router":
            router: Any = module
            route = router._resolve_route(task=task, modality="text")
            found += list(router.sub_modules[route])
        else:
            found.append(module)
    return found


def prompt_of(model: SentenceTransformer, task: Task) -> str:
    """The prompt that the model's makers want before a text of ``task``."""
    names = ("query",) if task == "query" else PASSAGE_PROMPTS
    return next((text for name in names if (text := model.prompts.get(name))), "")


def drops_prompt(model: SentenceTransformer) -> bool:
    """Whether the model leaves its prompt out of what it averages."""
    return any(getattr(module, "include_prompt", True) is False for module in model.modules())


def _limit(first: Any, task: Task) -> int | None:
    """How many tokens the first module reads, special tokens included; None for any number."""
    asked = (getattr(first, "processing_kwargs", None) or {}).get("text") or {}
    of_task = getattr(first, "document_length" if task == "document" else "query_length", None)
    limit = asked.get("max_length") or of_task or getattr(first, "max_seq_length", None)
    return None if limit is None or limit >= UNLIMITED else int(limit)


def _require_positions(first: Any, limit: int) -> None:
    import torch

    for name, module in first.named_modules():
        if not isinstance(module, torch.nn.Embedding) or "position" not in name.rpartition(".")[2]:
            continue
        # Some count positions from behind that of the padding.
        known = module.num_embeddings - (
            0 if module.padding_idx is None else module.padding_idx + 1
        )
        if limit > known:
            raise EncoderError(
                f"it is set to read {limit} tokens and was made for {known}; set max_seq_length "
                f"in its sentence_bert_config.json to {known}"
            )
