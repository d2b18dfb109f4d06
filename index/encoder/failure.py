"""Why a model could not be exported: a fault of the machine, or a property of the model."""

from __future__ import annotations

import errno
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from index.encoder.load import MEMORY
from index.errors import EncoderError, lacks_memory

_STORAGE = ("no space left", "disk quota", "input/output error", "read-only file system")
_LEAST_FREE = 64 << 20
"""With fewer bytes free behind a failure, the disk is taken for its cause."""


class ExportRefusedError(Exception):
    """The model cannot be exported, or its export does not do what the model does."""


def require_healthy(error: Exception, folder: Path) -> None:
    """Refuse to take for a property of the model what is a fault of the machine.

    :raises EncoderError: where memory or storage gave out, so that another time may go well.
    """
    for one in _chain(error):
        text = str(one).lower()
        if lacks_memory(one):
            raise EncoderError(MEMORY) from error
        if isinstance(one, OSError) and one.errno not in {None, errno.ENOENT}:
            raise EncoderError(f"{folder}: {(one.strerror or str(one)).lower()}") from error
        if any(sign in text for sign in _STORAGE):
            raise EncoderError(f"{folder}: the disk failed while the model was written") from error
    if shutil.disk_usage(folder).free < _LEAST_FREE:
        raise EncoderError(f"{folder}: no space is left to write the model to") from error


def plain_reason(error: Exception) -> str:
    """Why the model was not exported, in a line for people."""
    text = " ".join(str(error).split())
    if isinstance(error, ExportRefusedError):
        return text
    if found := re.search(r"operator '?(?:aten::)?([\w:]+)'?", text):
        return f"ONNX has no form of its operation {found[1]}"
    kind = f"{type(error).__module__}.{type(error).__name__}".lower()
    if "onnxruntime" in kind:
        return "ONNX Runtime cannot run it"
    if "onnx" in kind:
        return "ONNX cannot express it"
    return "torch cannot trace it"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
