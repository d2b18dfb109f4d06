"""Haystack: the in-memory store, BM25 and embeddings, joined by reciprocal rank."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["HAYSTACK_TELEMETRY_ENABLED"] = "False"

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack.utils import ComponentDevice
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from peer import DEPTH, TOP_K, Search, main, model_folder, timed
from sentence_transformers import SentenceTransformer

CPU = ComponentDevice.from_str("cpu")


def build(texts: list[str], folder: Path) -> None:
    timed(SentenceTransformer)
    embedder = SentenceTransformersDocumentEmbedder(
        model=model_folder(), device=CPU, progress_bar=False, normalize_embeddings=True
    )
    embedder.warm_up()
    documents = [Document(id=str(number), content=text) for number, text in enumerate(texts)]
    store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
    store.write_documents(embedder.run(documents)["documents"])
    store.save_to_disk(str(folder / "store.json"))


def open_index(folder: Path) -> Search:
    store = InMemoryDocumentStore.load_from_disk(str(folder / "store.json"))
    pipeline = Pipeline()
    embedder = SentenceTransformersTextEmbedder(
        model=model_folder(), device=CPU, progress_bar=False, normalize_embeddings=True
    )
    pipeline.add_component("embedder", embedder)
    pipeline.add_component("vector", InMemoryEmbeddingRetriever(store, top_k=DEPTH))
    pipeline.add_component("keyword", InMemoryBM25Retriever(store, top_k=DEPTH))
    pipeline.add_component("join", DocumentJoiner("reciprocal_rank_fusion", top_k=TOP_K))
    pipeline.connect("embedder.embedding", "vector.query_embedding")
    pipeline.connect("vector.documents", "join.documents")
    pipeline.connect("keyword.documents", "join.documents")

    def search(query: str) -> list[str]:
        answer = pipeline.run({"embedder": {"text": query}, "keyword": {"query": query}})
        return [document.content for document in answer["join"]["documents"]]

    return search


if __name__ == "__main__":
    main(build, open_index)
