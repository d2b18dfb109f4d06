"""Paths as one types them, from where one stands, in the words of an index."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from index.query.filters import Filters, Text

_TYPED: Final = ("./", "../", "/", "~", ".\\", "..\\")
"""How a path begins that can be nothing else; others are names that stand anywhere in a path."""


def with_paths(filters: Filters, folder: Path) -> Filters:
    """``filters`` with the paths that begin where one stands as they begin in ``folder``."""
    return replace(filters, file=_each(filters.file, folder)) if filters.file else filters


def _each(files: Text, folder: Path) -> Sequence[str]:
    return [_named(one, folder) for one in ([files] if isinstance(files, str) else files or ())]


def _named(file: str, folder: Path) -> str:
    if file not in (".", "..") and not file.startswith(_TYPED) and not Path(file).is_absolute():
        return file
    path = Path(os.path.abspath(Path(file).expanduser()))  # noqa: PTH100  # links stay
    inside = path.is_relative_to(folder.absolute())
    name = str(path.relative_to(folder.absolute()) if inside else path)
    return "*" if name == "." else name
