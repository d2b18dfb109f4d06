"""The plain recipe: Whoosh's own searcher, FAISS, sentence-transformers, RRF by hand."""

from __future__ import annotations

import json
import warnings
from collections import defaultdict
from pathlib import Path

import faiss
import numpy as np
from peer import DEPTH, TOP_K, Search, main, model_folder, timed
from sentence_transformers import SentenceTransformer

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from whoosh import index as whoosh_index
    from whoosh.analysis import StemmingAnalyzer
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.qparser import OrGroup, QueryParser

RRF_K = 60


def build(texts: list[str], folder: Path) -> None:
    timed(SentenceTransformer)
    model = SentenceTransformer(model_folder(), device="cpu")
    vectors = model.encode(texts, normalize_embeddings=True)
    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    faiss.write_index(flat, str(folder / "vectors.faiss"))
    schema = Schema(row=NUMERIC(stored=True), body=TEXT(analyzer=StemmingAnalyzer()))
    (folder / "keyword").mkdir()
    writer = whoosh_index.create_in(str(folder / "keyword"), schema).writer()
    for row, text in enumerate(texts):
        writer.add_document(row=row, body=text)
    writer.commit()
    (folder / "texts.json").write_text(json.dumps(texts), encoding="utf-8")


def open_index(folder: Path) -> Search:
    model = SentenceTransformer(model_folder(), device="cpu")
    flat = faiss.read_index(str(folder / "vectors.faiss"))
    keyword = whoosh_index.open_dir(str(folder / "keyword"))
    searcher = keyword.searcher()
    parser = QueryParser("body", keyword.schema, plugins=[], group=OrGroup)
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))

    def search(query: str) -> list[str]:
        _, rows = flat.search(np.atleast_2d(model.encode(query, normalize_embeddings=True)), DEPTH)
        found = searcher.search(parser.parse(query), limit=DEPTH)
        scores: dict[int, float] = defaultdict(float)
        for ranking in (rows[0].tolist(), [hit["row"] for hit in found]):
            for rank, row in enumerate(ranking, 1):
                scores[row] += 1 / (RRF_K + rank)
        return [texts[row] for row in sorted(scores, key=scores.__getitem__, reverse=True)[:TOP_K]]

    return search


if __name__ == "__main__":
    main(build, open_index)
