"""LanceDB: full-text and vector search, its own reciprocal rank fusion."""

from __future__ import annotations

from pathlib import Path

import lancedb
from lancedb.index import FTS
from lancedb.rerankers import Reranker, RRFReranker
from peer import TOP_K, Search, main, model_folder, timed
from sentence_transformers import SentenceTransformer


def build(texts: list[str], folder: Path) -> None:
    timed(SentenceTransformer)
    model = SentenceTransformer(model_folder(), device="cpu")
    vectors = model.encode(texts, normalize_embeddings=True)
    rows = [{"text": text, "vector": vector} for text, vector in zip(texts, vectors, strict=True)]
    table = lancedb.connect(str(folder)).create_table("passages", rows)
    table.create_index("text", config=FTS())


def open_index(folder: Path, fusion: Reranker | None = None) -> Search:
    model = SentenceTransformer(model_folder(), device="cpu")
    table = lancedb.connect(str(folder)).open_table("passages")
    fusion = fusion or RRFReranker()

    def search(query: str) -> list[str]:
        vector = model.encode(query, normalize_embeddings=True)
        asked = table.search(query_type="hybrid").text(query).vector(vector)
        return [row["text"] for row in asked.rerank(fusion).limit(TOP_K).to_list()]

    return search


if __name__ == "__main__":
    main(build, open_index)
