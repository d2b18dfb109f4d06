"""Our own engine, by its library; its cold query is the installed command."""

from __future__ import annotations

import json
from pathlib import Path

from peer import TOP_K, Search, main, timed

from index import Settings
from index import build as build_index
from search import Searcher


def build(texts: list[str], folder: Path) -> None:
    from index.encoder.exported import ExportedEncoder

    timed(ExportedEncoder)
    articles = folder / "articles.jsonl"
    with articles.open("w", encoding="utf-8") as file:
        for number, text in enumerate(texts):
            print(json.dumps({"_id": str(number), "text": text}), file=file)
    build_index([articles], folder / "index", Settings(keep_boilerplate=True))
    articles.unlink()


def open_index(folder: Path) -> Search:
    searcher = Searcher.open(folder / "index")
    return lambda query: [
        hit.passage.text for hit in searcher.search(query, top_k=TOP_K, plain=True)
    ]


if __name__ == "__main__":
    main(build, open_index)
