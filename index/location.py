"""Where an index lies."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from index.errors import IndexNotFoundError

FOLDER: Final = ".search-index"
"""The name of an index's folder, beside the articles' folder."""

VARIABLE: Final = "SEARCH_INDEX"
"""The environment variable that names an index."""


def default_location(start: Path | None = None) -> Path:
    """The index to build: ``$SEARCH_INDEX``, else the one above ``start``, else a new one in it.

    ``start`` is the current folder where it is not given.
    """
    start = (start or Path.cwd()).absolute()
    named = os.environ.get(VARIABLE)
    return Path(named) if named else _above(start) or start / FOLDER


def find_index(start: Path | None = None) -> Path:
    """The index to ask: ``$SEARCH_INDEX``, else the nearest one in ``start`` or above it.

    :raises IndexNotFoundError: if there is none.
    """
    location = default_location(start)
    if not location.is_dir():
        raise IndexNotFoundError(
            f"No index at {location} or above: run `search build FOLDER`, or name one with --index"
        )
    return location


def _above(start: Path) -> Path | None:
    folders = (folder / FOLDER for folder in (start, *start.parents))
    return next((folder for folder in folders if folder.is_dir()), None)
