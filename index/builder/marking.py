"""Marking boilerplate in the documents of the next state.

A line becomes boilerplate in all documents of a source once it stands in enough of them, so an
arriving document can change the marks of others.
"""

from __future__ import annotations

from collections.abc import Collection

from index.boilerplate import REPEATED_IN, mark, often, repeated_lines, sketch_among
from index.boilerplate.bot_walls import as_wall
from index.boilerplate.masthead import masthead, without_masthead
from index.builder.bot_walls import wall_lines
from index.engines.writer import Documents, Writer
from index.types import Document, Line, LineCounts


class BoilerplateMarker:
    """Marks documents by what repeats across all of them; with ``keep``, marks nothing.

    ``walls`` are those that hold the same short text in place of an article, by their ids.
    """

    def __init__(
        self,
        writer: Writer,
        documents: Documents,
        walls: Collection[str] = (),
        *,
        keep: bool = False,
    ) -> None:
        self._writer = writer
        self._documents = documents
        self._keep = keep
        counts = documents.line_counts(REPEATED_IN)
        self._often = _often(counts)
        self._wall_lines = wall_lines(counts)
        self._walls = frozenset(walls)
        self._repeated = repeated_lines(self._often, documents.documents_with_line, self._sketch)

    def _sketch(self, document_id: str) -> str:
        return sketch_among([fingerprint for _, fingerprint in self._documents.lines(document_id)])

    def affected(self) -> set[str]:
        """The documents with a line that may have become, or may no longer be, repeated enough.

        Of a line that copies share it depends on the copies, so it is always looked at.
        """
        if self._keep:
            return set()
        counts = self._writer.line_counts_before(REPEATED_IN)
        before = _often(counts)
        walls = self._wall_lines | wall_lines(counts)
        crossed = before.keys() ^ self._often.keys()
        shared_by_copies = self._often.keys() - self._repeated
        return {
            document
            for line in crossed | shared_by_copies | walls
            for document in self._documents.documents_with_line(line)
        }

    def mark(self, document: Document) -> Document:
        """Mark a document's boilerplate and store the marks."""
        if self._keep:
            return document
        if document.id in self._walls:
            marked = as_wall(document)
            self._documents.put_marked(document, marked)
            return marked
        repeated = {
            fingerprint
            for source, fingerprint in self._documents.lines(document.id)
            if (source, fingerprint) in self._repeated
        }
        marked = mark(without_masthead(document, masthead(document, repeated)), repeated)
        self._documents.put_marked(document, marked)
        return marked


def _often(counts: LineCounts) -> dict[Line, int]:
    return often(counts.lines, counts.documents)
