"""txtai: hybrid, with content."""

from __future__ import annotations

from pathlib import Path

from peer import TOP_K, Search, main, model_folder, timed
from txtai import Embeddings
from txtai.vectors.dense.huggingface import HFVectors


def build(texts: list[str], folder: Path) -> None:
    timed(HFVectors)
    embeddings = Embeddings(path=model_folder(), hybrid=True, content=True, gpu=False)
    embeddings.index(texts)
    embeddings.save(str(folder / "index"))


def open_index(folder: Path) -> Search:
    embeddings = Embeddings()
    embeddings.load(str(folder / "index"))
    return lambda query: [found["text"] for found in embeddings.search(query, TOP_K)]


if __name__ == "__main__":
    main(build, open_index)
