"""LanceDB: full-text and vector search, its own linear combination at its defaults."""

from __future__ import annotations

from functools import partial

from lancedb.rerankers import LinearCombinationReranker
from lancedb_hybrid import build, open_index
from peer import main

if __name__ == "__main__":
    main(build, partial(open_index, fusion=LinearCombinationReranker()))
