"""Models that are no sentence encoders, known by their files, and what to do with them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from index.errors import EncoderError

_RERANKER = "a cross-encoder, which reads a query together with a passage: name it as the reranker"
_SPARSE = (
    "a sparse encoder (as SPLADE is), which gives weights of words and no vector of meaning; "
    "the keyword half of the search has its place: name a dense model"
)
_MULTI_VECTOR = (
    "a multi-vector model (as ColBERT is), which gives a vector for each token; name a model "
    "with one vector for a text"
)
_ADAPTER = (
    "an adapter without the model that it belongs to: load both with sentence-transformers, merge "
    "them, and name the folder that save() wrote"
)
_BY_TYPE = {
    "CrossEncoder": _RERANKER,
    "SparseEncoder": _SPARSE,
    "MultiVectorEncoder": _MULTI_VECTOR,
    "ColBERT": _MULTI_VECTOR,
}
_BY_MODULE = {
    "sentence_transformers.cross_encoder.": _RERANKER,
    "sentence_transformers.sparse_encoder.": _SPARSE,
    "sentence_transformers.multi_vector_encoder.": _MULTI_VECTOR,
    "pylate.": _MULTI_VECTOR,
}
_BY_TAG = {
    "splade": _SPARSE,
    "sparse-encoder": _SPARSE,
    "colbert": _MULTI_VECTOR,
    "pylate": _MULTI_VECTOR,
    "multi-vector": _MULTI_VECTOR,
    "cross-encoder": _RERANKER,
    "text-ranking": _RERANKER,
}


def require_sentence_encoder(folder: Path, name: str) -> None:
    """Refuse, by its files alone, what gives no single vector for a text.

    :raises EncoderError: says what the model is, and what to do with it.
    """
    settings = _object(folder / "config_sentence_transformers.json")
    modules = _modules(folder, name)
    kinds = [str(module.get("type")) for module in modules or []]
    reason = _BY_TYPE.get(str(settings.get("model_type")))
    for start, of_module in _BY_MODULE.items():
        if any(kind.startswith(start) for kind in kinds):
            reason = reason or of_module
    if (folder / "adapter_config.json").is_file():
        reason = reason or _ADAPTER
    if modules is None:
        reason = reason or _bare(folder)
    _require_limit(folder, name)
    if reason:
        raise EncoderError(f"{name}: {reason}")


def _require_limit(folder: Path, name: str) -> None:
    """Refuse a limit that is no number of tokens."""
    file = folder / "sentence_bert_config.json"
    limit = _object(file).get("max_seq_length")
    if limit is not None and (not isinstance(limit, int) or limit < 1):
        raise EncoderError(
            f"{name}: max_seq_length in its {file.name} is {limit!r}, and no number of tokens; "
            "set it to what the model can read"
        )


def _bare(folder: Path) -> str | None:
    """What a transformer without sentence-transformers' own files is, unless it is an encoder."""
    named = _object(folder / "config.json").get("architectures")
    architectures = [str(one) for one in named] if isinstance(named, list) else []
    if any("ForSequenceClassification" in one for one in architectures):
        return _RERANKER
    if any(one == "HF_ColBERT" or one.endswith("ForRetrieval") for one in architectures):
        return _MULTI_VECTOR
    if (folder / "artifact.metadata").is_file():  # as ColBERT itself saves
        return _MULTI_VECTOR
    return next((_BY_TAG[tag] for tag in _tags(folder) if tag in _BY_TAG), None)


def _tags(folder: Path) -> list[str]:
    """The words of a model card's head, in small letters."""
    try:
        text = (folder / "README.md").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    head = text.split("\n---", 1)[0] if text.startswith("---") else ""
    return re.findall(r"[\w-]+", head.lower())


def _modules(folder: Path, name: str) -> list[dict[str, Any]] | None:
    listing = folder / "modules.json"
    if not listing.is_file():
        return None
    try:
        modules = json.loads(listing.read_text(encoding="utf-8"))
        if not modules or not all(
            isinstance(m["type"], str) and isinstance(m["path"], str) for m in modules
        ):
            raise TypeError
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise EncoderError(
            f"{listing}: not a list of modules as sentence-transformers writes it; fetch "
            f"{name} anew"
        ) from None
    return list(modules)


def _object(path: Path) -> dict[str, Any]:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}
