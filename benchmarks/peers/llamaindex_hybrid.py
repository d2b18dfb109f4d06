"""LlamaIndex: its BM25 retriever (bm25s) and FAISS, fused by reciprocal rank."""

from __future__ import annotations

from pathlib import Path

import faiss
from llama_index.core import (
    Settings,
    StorageContext,
    VectorStoreIndex,
    load_index_from_storage,
)
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.core.schema import BaseNode, TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore
from peer import DEPTH, TOP_K, Search, main, model_folder, timed
from sentence_transformers import SentenceTransformer

DIMENSION = 384


def build(texts: list[str], folder: Path) -> None:
    timed(SentenceTransformer)
    _prepare()
    nodes: list[BaseNode] = [
        TextNode(id_=str(number), text=text) for number, text in enumerate(texts)
    ]
    store = FaissVectorStore(faiss_index=faiss.IndexFlatIP(DIMENSION))
    context = StorageContext.from_defaults(vector_store=store)
    VectorStoreIndex(nodes, storage_context=context).storage_context.persist(str(folder))
    BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=DEPTH).persist(str(folder / "bm25"))


def open_index(folder: Path) -> Search:
    _prepare()
    store = FaissVectorStore.from_persist_dir(str(folder))
    context = StorageContext.from_defaults(vector_store=store, persist_dir=str(folder))
    vector = load_index_from_storage(context).as_retriever(similarity_top_k=DEPTH)
    keyword = BM25Retriever.from_persist_dir(str(folder / "bm25"))
    fused = QueryFusionRetriever(
        [keyword, vector],
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=TOP_K,
        num_queries=1,
        use_async=False,
    )
    return lambda query: [found.node.get_content() for found in fused.retrieve(query)]


def _prepare() -> None:
    Settings.llm = MockLLM()  # Never asked: one query stays one query.
    Settings.embed_model = HuggingFaceEmbedding(model_folder(), device="cpu")


if __name__ == "__main__":
    main(build, open_index)
