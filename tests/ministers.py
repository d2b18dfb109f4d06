"""An article of two lines, and a way to write such files."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ARTICLE: Final = (
    "Ministers met in Karsova\nThe talks on grain lasted until dawn and ended without a text.\n"
)


def write(folder: Path, **files: str) -> None:
    """Write texts by the names of their files, with an underscore for the full stop."""
    for name, text in files.items():
        path = folder / name.replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
