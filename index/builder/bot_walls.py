"""Which documents are the same short text in place of an article, across all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from index.boilerplate.bot_walls import REASON, are_several
from index.boilerplate.repetition import WHOLE
from index.builder.sources import GIVEN
from index.engines.writer import Documents
from index.types import Line, LineCounts, Problem


def find_walls(
    documents: Documents, lines: Iterable[Line], removed: Collection[str] = ()
) -> dict[str, Problem]:
    """What is wrong with each such document, by its id; those ``removed`` count no more.

    ``lines`` are their ``wall_lines``. What a program has given is an article by its word.
    """
    found: dict[str, Problem] = {}
    out = {*removed, *documents.digests(GIVEN)}
    for line in lines:
        ids = [one for one in documents.documents_with_line(line) if one not in out]
        read = [documents.document(one) for one in ids]
        if are_several(document.path for document in read):
            for document in read:
                text = " ".join(document.text[:200].split())[:80]
                found[document.id] = Problem(document.path, f"{REASON} ({text})")
    return found


def wall_lines(counts: LineCounts) -> set[Line]:
    """Those of the lines counted that stand for a whole document."""
    return {line for line in counts.lines if line[1].startswith(WHOLE)}
