"""Both kinds of engine, built by the same build from the same articles."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Final, Protocol

from sharded_engine import Cluster, ShardedEngine
from sharded_writer import ShardedWriter

from index.builder.pipeline import build_with
from index.builder.plan import Settings
from index.builder.report import BuildReport
from index.engines import default_parameters, open_engine, open_writer
from index.engines.local.engine import bm25_of
from index.engines.protocol import Engine
from index.engines.writer import Writer
from index.progress import Silent
from index.types import Document
from search.ranking.fusion import VECTOR_WEIGHT

PARAMETERS: Final = replace(default_parameters(VECTOR_WEIGHT), context=0.0)
"""Without the context of the article, which a shard's plain BM25 does not know."""

NAMES: Final = ("embedded", "one shard", "four shards")


class Kind(Protocol):
    """An index of one kind, at a place of its own."""

    place: Path

    def writer(self) -> AbstractContextManager[Writer]: ...

    def open(self) -> Engine: ...


class Embedded:
    def __init__(self, place: Path) -> None:
        self.place = place

    def writer(self) -> AbstractContextManager[Writer]:
        return open_writer(self.place, Silent())

    def open(self) -> Engine:
        return open_engine(self.place, PARAMETERS)


class Sharded:
    def __init__(self, place: Path, shards: int) -> None:
        self.place = place
        self.cluster = Cluster(shards)

    def writer(self) -> AbstractContextManager[Writer]:
        return nullcontext(ShardedWriter(self.cluster))

    def open(self) -> Engine:
        return ShardedEngine(self.cluster, bm25_of(PARAMETERS))


def kind_of(name: str, place: Path) -> Kind:
    if name == "embedded":
        return Embedded(place)
    return Sharded(place, 1 if name == "one shard" else 4)


def build(
    kind: Kind,
    sources: Iterable[Path] = (),
    documents: Iterable[Document] | None = None,
    settings: Settings | None = None,
) -> BuildReport:
    named = [str(source) for source in sources]
    with kind.writer() as writer:
        return build_with(writer, kind.place, named, settings or Settings(), Silent(), documents)
