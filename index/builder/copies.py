"""Which articles tell the same story."""

from __future__ import annotations

from index.article.copies import stories
from index.engines.writer import Documents


def settle_stories(documents: Documents) -> None:
    """Give each document the one that stands for its story, by the sketches of all."""
    sketches = documents.sketches()
    ids = list(sketches)
    leaders = stories(list(sketches.values()))
    documents.put_stories({ids[n]: ids[leader] for n, leader in enumerate(leaders) if n != leader})
