"""Marking boilerplate in the documents of the next state.

A line becomes boilerplate in all documents of a source once it stands in enough of them, so an
arriving document can change the marks of others.
"""

from __future__ import annotations

from index.boilerplate import REPEATED_IN, mark, threshold
from index.boilerplate.masthead import masthead, without_masthead
from index.engines.writer import Documents, Writer
from index.types import Document, Line, LineCounts


def repeated_lines(counts: LineCounts) -> set[Line]:
    """The lines that stand in enough documents of their source to be boilerplate; pure."""
    return {
        line
        for line, count in counts.lines.items()
        if count >= threshold(counts.documents[line[0]])
    }


class BoilerplateMarker:
    """Marks documents by what repeats across all of them; with ``keep``, marks nothing."""

    def __init__(self, writer: Writer, documents: Documents, *, keep: bool = False) -> None:
        self._writer = writer
        self._documents = documents
        self._keep = keep
        self._repeated = set() if keep else repeated_lines(documents.line_counts(REPEATED_IN))

    def affected(self) -> set[str]:
        """The documents with a line that has become, or is no longer, repeated enough."""
        if self._keep:
            return set()
        before = repeated_lines(self._writer.line_counts_before(REPEATED_IN))
        return {
            document
            for line in before ^ self._repeated
            for document in self._documents.documents_with_line(line)
        }

    def mark(self, document: Document) -> Document:
        """Mark a document's boilerplate and store the marks."""
        if self._keep:
            return document
        repeated = {
            fingerprint
            for source, fingerprint in self._documents.lines(document.id)
            if (source, fingerprint) in self._repeated
        }
        marked = mark(without_masthead(document, masthead(document, repeated)), repeated)
        self._documents.put_marked(document, marked)
        return marked
