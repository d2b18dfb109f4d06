"""Marking boilerplate in the staged documents.

A line becomes boilerplate in all documents of a source once it stands in enough of them, so an
arriving document can change the marks of others.
"""

from __future__ import annotations

from index.boilerplate import REPEATED_IN, mark, threshold
from index.boilerplate.masthead import masthead, without_masthead
from index.builder.previous import Former
from index.store.writer import Line, LineCounts, Staging
from index.types import Document


def repeated_lines(counts: LineCounts) -> set[Line]:
    """The lines that stand in enough documents of their source to be boilerplate; pure."""
    return {
        line
        for line, count in counts.lines.items()
        if count >= threshold(counts.documents[line[0]])
    }


class Marker:
    """Marks documents by what repeats across the staged ones; with ``keep``, marks nothing."""

    def __init__(self, staging: Staging, *, keep: bool = False) -> None:
        self._staging = staging
        self._keep = keep
        self._repeated = repeated_lines(staging.line_counts(REPEATED_IN))

    def affected(self, former: Former) -> set[str]:
        """The documents with a line that has become, or is no longer, repeated enough."""
        if self._keep:
            return set()
        crossed = repeated_lines(former.line_counts(REPEATED_IN)) ^ self._repeated
        return {
            document for line in crossed for document in self._staging.documents_with_line(line)
        }

    def mark(self, document: Document) -> Document:
        """Mark a document's boilerplate and store the marks."""
        if self._keep:
            return document
        repeated = {
            fingerprint
            for source, fingerprint in self._staging.lines(document.id)
            if (source, fingerprint) in self._repeated
        }
        marked = mark(without_masthead(document, masthead(document, repeated)), repeated)
        self._staging.put_marked(document, marked)
        return marked
