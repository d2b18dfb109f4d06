"""From the name of a model to a running encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from index.encoder import Precision
from index.encoder.cache import Export, cache_folder, find, find_or_make, remember
from index.encoder.model import content_digest, locate, require_genuine, state
from index.encoder.recipe import Kind, Recipe
from index.encoder.running import run, tokenizer_of

if TYPE_CHECKING:
    from index.encoder.protocol import Encoder

FORMAT = 2
"""Raised whenever the same model would be exported to something that gives other vectors."""


def open_exported(
    model: str,
    precision: Precision,
    trust_remote_code: bool,
    threads: int | None,
    for_building: bool,
    notify: Callable[[str], None],
) -> Encoder:
    """As ``index.encoder.open_encoder``."""
    folder = locate(model, notify)
    name = str(folder) if Path(model).expanduser().is_dir() else model
    cache = cache_folder()
    key = _digest(state(folder), precision)
    export = find(cache, key)
    if export is not None:
        # Whoever exported the model has trusted it, with the code that comes with it.
        trust_remote_code = True
    else:
        export = _make(cache, folder, name, precision, trust_remote_code, threads, notify)
        remember(cache, key, export)
    reference = export.recipe.kind is Kind.REFERENCE
    if reference:
        notify(f"{name} runs in sentence-transformers itself, slower: {export.recipe.reason}")
    on_gpu = for_building and precision == "fp32" and _has_gpu()
    if not reference and not (on_gpu and export.recipe.kind is Kind.ONNX):
        return run(export, name, threads, batches=for_building)

    from index.encoder.reference import ReferenceEncoder, load_model

    device = "cuda" if on_gpu else "cpu"
    loaded = load_model(name, folder, trust_remote_code, threads, device)
    return ReferenceEncoder(name, loaded, tokenizer_of(export), export.recipe)


def _make(
    cache: Path,
    folder: Path,
    name: str,
    precision: Precision,
    trust_remote_code: bool,
    threads: int | None,
    notify: Callable[[str], None],
) -> Export:
    fingerprint = _digest(content_digest(folder), precision)

    def make(made: Path) -> Recipe:
        from index.encoder.export import export
        from index.encoder.reference import load_model

        notify(f"preparing {name} for its first use (once, some seconds)")
        require_genuine(folder, name)
        loaded = load_model(name, folder, trust_remote_code, threads)
        return export(loaded, made, fingerprint, precision)

    return find_or_make(cache, fingerprint, make)


def _digest(content: str, precision: Precision) -> str:
    return hashlib.sha256(f"{FORMAT}\0{precision}\0{content}".encode()).hexdigest()


def _has_gpu() -> bool:
    """Whether torch sees a GPU; torch is imported only where a driver's device file is."""
    if not Path("/dev/nvidiactl").exists() and not Path("/dev/kfd").exists():
        return False
    import torch

    return torch.cuda.is_available()
