"""From the name of a model to a running encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from index.encoder import Precision
from index.encoder.cache import Cache, Export, is_fingerprint
from index.encoder.exported import ExportedEncoder, Runner
from index.encoder.identity import content_digest, has_default_weights, require_genuine, state
from index.encoder.locate import locate
from index.encoder.recipe import Recipe
from index.encoder.spec import ModelSpec, is_remote
from index.encoder.trust import own_code, settle_trust, untrusted
from index.encoder.unsupported_models import require_sentence_encoder
from index.errors import EncoderError, Remedy

if TYPE_CHECKING:
    from index.encoder.protocol import Encoder

FORMAT = 4
"""Raised whenever the same model would be exported to something that gives other vectors."""


_LARGE = 400 << 20
"""Bytes of weights beyond which preparing a model takes so long that its steps are told."""

_WEIGHTS = frozenset({".safetensors", ".bin", ".pt"})


@dataclass(frozen=True, slots=True)
class Opening:
    """How a model is to be opened: see ``index.encoder.open_encoder``."""

    trust: bool
    threads: int | None
    for_building: bool
    notify: Callable[[str], None]
    step: Callable[[str], None]
    wait: bool = True
    """Until it is open; else the graph of a query may go on opening on another core."""


def open_named(spec: ModelSpec, precision: Precision, opening: Opening) -> Encoder:
    """Open the model that ``spec`` names; at first use it is prepared.

    :raises EncoderError: where it cannot be found, opened or trusted.
    """
    if is_remote(spec.name):
        return _open_remote(spec, opening)
    folder = locate(spec.name, opening.step)
    is_folder = Path(spec.name).expanduser().is_dir()
    name = spec.named(str(folder) if is_folder else spec.name)
    cache = Cache()
    trusted = settle_trust(folder, name, cache, said=opening.trust)
    asked = f"{FORMAT}\0{precision}\0{spec.options}\0{trusted or ''}"
    key = _digest(asked, state(folder))
    known = cache.fingerprint_of(key)
    export = cache.find(known, whole=opening.for_building) if known else None
    if export is None:
        content = content_digest(folder)
        fingerprint = _digest(asked, content)

        def make(made: Path) -> Recipe:
            recipe = _make(made, folder, name, fingerprint, precision, spec, trusted, opening)
            return replace(recipe, content=content)

        export = cache.find_or_make(fingerprint, make)
    if known is None or cache.place_of(export.recipe.fingerprint) != str(folder):
        cache.remember(key, export.recipe.fingerprint, str(folder))
    return _run(export, name, folder, opening)


def open_prepared(name: str, fingerprint: str, opening: Opening) -> Encoder | None:
    """The encoder that this user has prepared under ``fingerprint``, wherever its model is now.

    None where there is none. Nothing is prepared or downloaded.

    :raises EncoderError: where the model itself is needed and is not what it was.
    """
    cache = Cache()
    if is_remote(name):
        # The address is the user's own word, not the index's.
        known = cache.place_of(fingerprint) if is_fingerprint(fingerprint) else None
        silent = replace(opening, notify=lambda _: None)  # it was said when it was named
        return _open_remote(ModelSpec.parse(known), silent) if known else None
    export = cache.find(fingerprint, whole=opening.for_building)
    if export is None:
        return None
    return _run(export, name, Path(cache.place_of(fingerprint) or ""), opening)


def _open_remote(spec: ModelSpec, opening: Opening) -> Encoder:
    from index.encoder.remote import open_remote

    encoder = open_remote(spec, opening.notify)
    Cache().remember(_digest(encoder.name), encoder.fingerprint, encoder.name)
    return encoder


def _make(
    made: Path,
    folder: Path,
    name: str,
    fingerprint: str,
    precision: Precision,
    spec: ModelSpec,
    trusted: bool,
    opening: Opening,
) -> Recipe:
    from index.encoder.check import encodes_as_default
    from index.encoder.export import export
    from index.encoder.load import load_model

    require_sentence_encoder(folder, name)
    require_genuine(folder, spec.name)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.suffix in _WEIGHTS)
    large = size > _LARGE
    length = f"{size / 1e9:.1f} GB: some minutes" if large else "some seconds"
    opening.step(f"preparing {name} for its first use (once, {length})")

    def tell(step: str) -> None:
        if large:
            opening.step(f"preparing {name}: {step}")

    model = load_model(name, folder, trusted=trusted, threads=opening.threads, online=opening.trust)
    try:
        recipe = export(model, made, fingerprint, precision, spec, tell)
    except EncoderError as error:
        raise EncoderError(f"{name}: {error}") from error.__cause__
    plain = not (spec.options or recipe.passage.prompt or recipe.query.prompt)
    default = plain and has_default_weights(folder) and encodes_as_default(model)
    return replace(recipe, trusted=trusted, default=default)


def _run(export: Export, name: str, folder: Path, opening: Opening) -> Encoder:
    """The encoder of an export whose model lies in ``folder``, run by what runs it fastest."""
    recipe = export.recipe
    on_gpu = opening.for_building and recipe.passage.batched and _has_gpu()
    if recipe.exported and not on_gpu:
        long = partial(_long_runner, export, name, folder, opening)
        return ExportedEncoder(
            export,
            name,
            opening.threads,
            batches=opening.for_building,
            wait=opening.wait,
            long=long,
        )

    from index.encoder.describe import drops_prompt
    from index.encoder.load import load_model
    from index.encoder.torch_encoder import TorchEncoder, TorchRunner

    if not recipe.exported:
        opening.notify(f"{name} runs in sentence-transformers itself, slower: {recipe.reason}")
    if not folder.is_dir() or content_digest(folder) != recipe.content:
        raise EncoderError(
            f"{name}: its files are needed and are not what they were when it was prepared, in "
            f"{folder}",
            place=str(folder),
            remedy=Remedy.NAME_FOLDER,
        )
    trusted = settle_trust(folder, name, Cache(), said=opening.trust)
    if recipe.trusted and not trusted:
        raise untrusted(name, own_code(folder))
    device = "cuda" if on_gpu else "cpu"
    model = load_model(name, folder, trusted=trusted, threads=opening.threads, device=device)
    if recipe.exported and not drops_prompt(model):
        runner = TorchRunner(export, model, device)
        return ExportedEncoder(export, name, threads=1, runner=runner)
    return TorchEncoder(export, name, model)


def _long_runner(export: Export, name: str, folder: Path, opening: Opening) -> Runner | None:
    """What runs long passages in little memory: torch, where the model is still what it was."""
    from index.encoder.describe import drops_prompt
    from index.encoder.load import load_model
    from index.encoder.long_attention import bound_attention
    from index.encoder.torch_encoder import TorchRunner

    try:
        if content_digest(folder) != export.recipe.content:
            return None
        trusted = settle_trust(folder, name, Cache(), said=opening.trust)
        if export.recipe.trusted and not trusted:
            return None
        opening.notify(f"{name}: long passages run in torch, which takes less memory for them")
        model = load_model(name, folder, trusted=trusted, threads=opening.threads)
        bound_attention(model)
    except (EncoderError, OSError):
        return None
    return None if drops_prompt(model) else TorchRunner(export, model, "cpu")


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _has_gpu() -> bool:
    """Whether torch sees a GPU; torch is imported only where a driver's device file is."""
    if not Path("/dev/nvidiactl").exists() and not Path("/dev/kfd").exists():
        return False
    import torch

    return torch.cuda.is_available()
