"""What lies in the folder of an index, and what it is called.

    .search-index/
      current              the number of the current generation and the seal of its manifest;
                           replaced atomically
      lock                 held by the one writer
      000001/              a generation: never changed once published
        manifest.json      what it is, and the checksums of every other file
        passages.sqlite    articles and passages
        vectors.faiss      one vector for each row
        order.npy          the place of each row among all passages, -1 for a removed one
        documents.npy      the number of each row's article, likewise
        stories.npy        the number of each article's story
        columns.bin        the metadata of articles, by number
        changes.json       which articles the build added, changed and removed
        keyword/           the Whoosh index

No other module spells these names, but for those that ``index.location`` has.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

MANIFEST: Final = "manifest.json"
PASSAGES: Final = "passages.sqlite"
VECTORS: Final = "vectors.faiss"
ORDER: Final = "order.npy"
DOCUMENTS: Final = "documents.npy"
STORIES: Final = "stories.npy"
COLUMNS: Final = "columns.bin"
CHANGES: Final = "changes.json"
KEYWORD: Final = "keyword"


def generation_folder(location: Path, number: int) -> Path:
    """The folder of a published generation."""
    return location / f"{number:06d}"
