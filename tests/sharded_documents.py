"""The documents of the next state of an index in shards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from sharded_engine import Cluster

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
