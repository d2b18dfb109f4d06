"""The writer of the engine of shards: what it adds is seen when one number is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence, Set
from concurrent.futures import Future
from datetime import UTC, datetime
from typing import Any

from sharded_documents import ShardedDocuments
from sharded_engine import Cluster

from index.engines.writer import Description, Encoded, Keep, NewPassage
from index.errors import IndexDamagedError
from index.generation.manifest import Counts, Manifest
from index.keyword.analysis import VERSION
from index.types import (
    BlockKind,
    LineCounts,
)


class ShardedWriter:
    """See ``index.engines.writer.Writer``."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._before = cluster.published
        self._next = self._before + 1
        self._waiting: list[tuple[Sequence[NewPassage], Future[Encoded]]] = []

    def fingerprint(self) -> Mapping[str, str]:
        return {"analysis": VERSION}

    def published(self) -> Manifest | None:
        if not self._before:
            return None
        return Manifest.from_json(self._cluster.state(self._before)["manifest"], "the cluster")

    def verify(self) -> None:
        published = self.published()
        if published is None:
            return
        held = sum(s["passages"] for s in self._cluster.ask_all("describe", state=self._before))
        if held != published.counts.passages:
            raise IndexDamagedError(f"The cluster holds {held} passages")

    def begin(self, keep: Keep, dimension: int) -> ShardedDocuments:
        self._cluster.ask_all("discard", state=self._before)
        kept = self._cluster.state(self._before) if self._before else {}
        self._kept = kept if keep is Keep.EVERYTHING else {}
        self._reuses = keep is not Keep.NOTHING
        self._dimension = dimension
        if keep is not Keep.EVERYTHING:
            self._remove(None, passages_only=False)
        self._documents = ShardedDocuments(
            self._cluster, self._before, self._kept.get("builder", {})
        )
        return self._documents

    def files_before(self) -> Collection[str]:
        before = self._cluster.state(self._before) if self._before else {}
        files: dict[str, object] = before.get("builder", {}).get("files", {})
        return files

    def line_counts_before(self, least: int) -> LineCounts:
        builder = self._kept.get("builder", {})
        return ShardedDocuments(self._cluster, self._before, builder).line_counts(least)

    def known(self, inputs: Set[bytes]) -> set[bytes]:
        added = {one.input for passages, _ in self._waiting for one in passages}
        states = [self._next, self._before] if self._reuses else [self._next]
        found = {
            digest
            for state in states
            for each in self._cluster.ask_all("known", state=state, inputs=sorted(inputs))
            for digest in each
        }
        return found | (added & inputs)

    def remove_document(self, document_id: str) -> None:
        self._documents.remove_document(document_id)
        self._remove(document_id, passages_only=False)

    def remove_passages(self, document_id: str) -> None:
        self._remove(document_id, passages_only=True)

    def compact(self) -> None:
        """Nothing is left to do: ``collect`` forgets what is in no state any more."""

    def add(self, passages: Sequence[NewPassage], encoded: Future[Encoded]) -> None:
        self._flush()
        self._waiting.append((passages, encoded))

    def publish(self, description: Description) -> Manifest:
        self._flush()
        documents = self._documents
        for document_id in sorted(documents.dirty):
            self._send(document_id, "documents", documents=[documents.marked(document_id)])
        self._cluster.ask_all("copies", state=self._next, copies=documents.known["copies"])
        described = self._cluster.ask_all("describe", state=self._next)
        languages = Counter(documents.document(id_).language for id_ in documents.document_ids())
        manifest = Manifest(
            generation=self._next,
            parent=self._before,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            languages=tuple(sorted(languages, key=lambda code: (-languages[code], code))),
            counts=self._counts(described),
            **{name: getattr(description, name) for name in Description.__slots__},
        )
        state = {
            "manifest": manifest.to_json(),
            "problems": documents.problems(),
            "builder": documents.known,
        }
        self._cluster.publish(self._before, state)
        return manifest

    def collect(self, keep: int) -> None:
        self._cluster.forget(self._cluster.published - max(1, keep) + 1)

    def _counts(self, described: Sequence[Mapping[str, Any]]) -> Counts:
        ids = self._documents.document_ids()
        left_out = [
            block.kind is BlockKind.BOILERPLATE
            for id_ in ids
            for block in self._documents.marked(id_).blocks
        ]
        passages = sum(each["passages"] for each in described)
        return Counts(
            documents=len(ids),
            passages=passages,
            rows=passages,
            boilerplate=sum(left_out),
            files=len(self._documents.files()),
            problems=len(self._documents.problems()),
            tokens=sum(each["tokens"] for each in described),
            tokens_unread=sum(each["unread"] for each in described),
        )

    def _remove(self, document_id: str | None, *, passages_only: bool) -> None:
        asked = {"document": document_id, "passages_only": passages_only}
        self._cluster.ask_all("remove", state=self._next, **asked)

    def _flush(self) -> None:
        """Send what is waiting to its shards; raises what went wrong in encoding it."""
        waiting, self._waiting = self._waiting, []
        for passages, encoded in waiting:
            vectors = {digest: vector.tolist() for digest, vector in encoded.result().items()}
            missing = sorted({one.input for one in passages} - vectors.keys())
            for each in self._cluster.ask_all("vectors", inputs=missing):
                vectors.update(each)
            for one in passages:
                record = {
                    "passage": one.passage,
                    "language": one.language,
                    "author": one.author,
                    "input": one.input,
                    "tokens": one.tokens,
                    "unread": one.unread,
                    "vector": vectors[one.input],
                }
                self._send(one.passage.document_id, "add", passages=[record])

    def _send(self, document_id: str, verb: str, **message: Any) -> None:
        shard = self._cluster.shard_of(document_id)
        self._cluster.ask(shard, verb, state=self._next, **message)
