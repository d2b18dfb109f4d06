"""The writer of the engine of shards: what it adds is seen when one number is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from concurrent.futures import Future
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
from sharded_engine import Cluster

from index.engines.writer import Description, Encoded, Keep, NewPassage
from index.errors import IndexDamagedError
from index.generation.manifest import Counts, Manifest
from index.keyword.analysis import VERSION
from index.types import (
    BlockKind,
    Document,
    FileState,
    Line,
    LineCounts,
    Passage,
    Problem,
    Sketch,
)


class ShardedDocuments:
    """See ``index.engines.writer.Documents``; all of it can be packed into bytes."""

    def __init__(self, cluster: Cluster, state: int, kept: Mapping[str, Any]) -> None:
        self._cluster = cluster
        self._state = state
        self.known: dict[str, Any] = {
            "files": dict(kept.get("files", {})),
            "problems": dict(kept.get("problems", {})),
            "documents": dict(kept.get("documents", {})),
            "copies": dict(kept.get("copies", {})),
        }
        self.dirty: set[str] = set()

    @property
    def _documents(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self.known["documents"]
        return found

    def files(self) -> Mapping[str, FileState]:
        return dict(self.known["files"])

    def digests(self, file: str) -> dict[str, str]:
        return {id_: one["hash"] for id_, one in self._documents.items() if one["file"] == file}

    def put_file(self, file: str, state: FileState, problems: Iterable[Problem]) -> None:
        self.known["files"][file] = state
        self.known["problems"][file] = list(problems)

    def touch_file(self, file: str, state: FileState) -> None:
        self.known["files"][file] = state

    def remove_file(self, file: str) -> None:
        self.known["files"].pop(file, None)
        self.known["problems"].pop(file, None)

    def put_problems(self, problems: Iterable[Problem]) -> None:
        self.known["problems"][""] = list(problems)

    def problems(self) -> list[Problem]:
        found = [one for each in self.known["problems"].values() for one in each]
        return sorted(found, key=lambda one: (one.path, one.line))

    def put_document(self, document: Document, file: str, lines: Iterable[str]) -> None:
        self._documents[document.id] = {
            "read": document,
            "file": file,
            "hash": document.content_hash,
            "lines": sorted(set(lines)),
            "marked": document,
        }
        self.dirty.add(document.id)

    def remove_document(self, document_id: str) -> None:
        self._documents.pop(document_id, None)
        self.dirty.discard(document_id)

    def document(self, document_id: str) -> Document:
        read: Document = self._documents[document_id]["read"]
        return read

    def document_ids(self) -> list[str]:
        return sorted(self._documents)

    def put_marked(self, read: Document, marked: Document) -> None:
        self._documents[read.id]["marked"] = marked
        self.dirty.add(read.id)

    def marked(self, document_id: str) -> Document:
        marked: Document = self._documents[document_id]["marked"]
        return marked

    def language_counts(self) -> dict[tuple[str, str], int]:
        read = [one["read"] for one in self._documents.values()]
        return dict(Counter((document.origin, document.language) for document in read))

    def without_language(self) -> list[str]:
        return [id_ for id_ in self.document_ids() if not self.document(id_).language]

    def put_language(self, document_id: str, language: str) -> None:
        one = self._documents[document_id]
        for form in ("read", "marked"):
            one[form] = replace(one[form], language=language)
        self.dirty.add(document_id)

    def put_sketch(self, document_id: str, sketch: Sketch) -> None:
        self._documents[document_id]["sketch"] = sketch.tolist()

    def sketches(self) -> dict[str, Sketch]:
        found = sorted(self._documents.items())
        return {id_: np.array(one["sketch"], dtype=np.uint32) for id_, one in found}

    def put_stories(self, copies: Mapping[str, str]) -> None:
        self.known["copies"] = dict(copies)

    def shares_left_out(self) -> dict[str, float]:
        out: Counter[str] = Counter()
        letters: Counter[str] = Counter()
        for one in self._documents.values():
            document = one["marked"]
            letters[document.origin] += len(document.text)
            out[document.origin] += sum(
                block.end - block.start
                for block in document.blocks
                if block.kind is BlockKind.BOILERPLATE
            )
        shares = {source: out[source] / letters[source] for source in out if out[source]}
        return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))

    def line_counts(self, least: int) -> LineCounts:
        sources = Counter(one["read"].origin for one in self._documents.values())
        lines = Counter(
            (one["read"].origin, line) for one in self._documents.values() for line in one["lines"]
        )
        return LineCounts(dict(sources), {line: n for line, n in lines.items() if n >= least})

    def lines(self, document_id: str) -> list[Line]:
        one = self._documents[document_id]
        return [(one["read"].origin, line) for line in one["lines"]]

    def documents_with_line(self, line: Line) -> list[str]:
        source, text = line
        return [
            id_
            for id_, one in self._documents.items()
            if one["read"].origin == source and text in one["lines"]
        ]

    def passages(self, document: Document) -> list[Passage]:
        shard = self._cluster.shard_of(document.id)
        asked = {"state": self._state, "ids": [document.id], "passages": True}
        found: list[Passage] = self._cluster.ask(shard, "browse", **asked)
        return found


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
