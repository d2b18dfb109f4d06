"""Three articles in two sources, and their index by a small model."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import index

WORDS: Final = (
    "herring came back bay northern harbour grain talks salt ferry tides printed again".split()
)
"""What the model knows."""


def build(folder: Path, model: str) -> Path:
    """Write the articles into ``north`` and ``south``, and their index beside them."""
    for name in ("north/a.txt", "north/b.txt", "south/c.txt"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Of {name}\n\nThe herring came back to {name}.\n")
    sources = [folder / "north", folder / "south"]
    index.build(sources, folder / "index", index.Settings(model=model))
    return folder
