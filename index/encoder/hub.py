"""The Hugging Face hub: what its cache holds, and downloads."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from index.encoder import DEFAULT_MODEL
from index.encoder.identity import WEIGHTS
from index.errors import EncoderError

_OTHER_RUNTIMES = ["onnx/*", "openvino/*", "coreml/*", "*.h5", "*.msgpack", "*.ot", "*.gguf"]
_WITHOUT_FILES = {"Normalize", "Dropout"}
"""Modules that need none, so that their folders are not on the hub."""


def snapshot(repository: str) -> Path | None:
    """The snapshot in the hub's cache, found without the hub's client; None if it is not whole.

    Other programs leave parts of a model there: a snapshot counts only with all the modules that
    it lists, or where the hub has said that there is no such list.
    """
    user = os.environ.get("XDG_CACHE_HOME", "~/.cache")
    home = os.environ.get("HF_HOME", f"{user}/huggingface")
    cache = Path(os.environ.get("HF_HUB_CACHE", f"{home}/hub")).expanduser()
    entry = cache / f"models--{repository.replace('/', '--')}"
    try:
        revision = (entry / "refs" / "main").read_text().strip()
        folder = entry / "snapshots" / revision
        if not any(file.suffix in WEIGHTS for file in folder.rglob("*")):
            return None
        absent = (entry / ".no_exist" / revision / "modules.json").is_file()
        whole = _has_its_modules(folder) if not absent else (folder / "config.json").is_file()
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return folder.resolve() if whole else None


def _has_its_modules(folder: Path) -> bool:
    for module in json.loads((folder / "modules.json").read_text(encoding="utf-8")):
        place = folder / module["path"]
        plain = module["type"].rpartition(".")[2] in _WITHOUT_FILES
        if not plain and not any(place.glob("*.json")):
            return False
    return True


def download(repository: str, step: Callable[[str], None]) -> Path:
    """Fetch a model that sentence-transformers can load; returns its folder.

    :raises EncoderError: where there is none of that name or the hub cannot be reached.
    """
    if os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}:
        raise EncoderError(
            f"{repository}: neither a folder nor whole in the hub's cache, and HF_HUB_OFFLINE "
            "forbids to download it; unset it, name a folder, or use the default model"
        )
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    import huggingface_hub
    from huggingface_hub import errors

    try:
        # One request without retries says at once whether the hub can be reached.
        info = huggingface_hub.HfApi().model_info(repository, timeout=10)
        files = [file.rfilename for file in info.siblings or ()]
        ignored = list(_OTHER_RUNTIMES)
        if any(file.endswith(".safetensors") for file in files):
            ignored.append("*.bin")
        step(f"downloading {repository} from the Hugging Face hub (once)")
        folder = Path(huggingface_hub.snapshot_download(repository, ignore_patterns=ignored))
        if "modules.json" not in files:
            # The client notes that there is none, and `snapshot` knows later.
            with contextlib.suppress(errors.EntryNotFoundError):
                huggingface_hub.hf_hub_download(repository, "modules.json")
        return folder
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
            f"{repository}: neither a folder nor whole in the hub's cache, and the Hugging Face "
            f"hub cannot be reached ({type(error).__name__}); go online once to download it, or "
            f"name a folder, or use the default model {DEFAULT_MODEL}, which needs no network"
        ) from None
