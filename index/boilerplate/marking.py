"""Boilerplate of scraped articles, marked and never removed; pure.

Four kinds of evidence, none of which is a list of one publisher's phrases: what a short line
says (``index.article.site_lines``), the same line in many documents of a source, the rhythm of
teasers (headline, standfirst, byline, again and again: ``teasers``), and the company that a
doubtful line keeps. Body prose is spared in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Final

from index.article.calls_to_action import addresses_reader, may_be_sign_up, opens_like_call
from index.article.paragraphs import ends_sentence
from index.article.site_lines import SIGN_UP, boilerplate_kind
from index.article.structure import is_heading
from index.boilerplate.masthead import masthead, without_masthead
from index.boilerplate.pages import page_marks
from index.boilerplate.repetition import HEAD, fingerprint, repeated_among, sketch
from index.boilerplate.teasers import teasers
from index.boilerplate.walls import whole
from index.types import Block, BlockKind, Document

BOILERPLATE: Final = "boilerplate-5"
"""Names these rules; a part of an index's fingerprint."""

SHARED = "repeated in other articles of this source"
REPEATED = "repeated in this article"
TEASERS = "teaser list"

_LONGEST_CANDIDATE = 300
_LONGEST_SENTENCE = 120
_FEWEST_SHARED_WORDS = 3
"""Fewer words may label a row of a table: repeated, they count only beside marked lines."""

_QUOTES = tuple("\"'“‘«„")


def candidates(document: Document) -> frozenset[str]:
    """The fingerprints of the lines that are worth counting over the documents of a source.

    Among them is the document's sketch, which tells its copies from other articles, and what
    counts of a short one that may be no article at all.
    """
    lines = _lines(document)
    head = _head(document)
    top = [index for index in range(head) if document.blocks[index].kind in HEAD]
    found = {fingerprint(lines[index]) for index in (*top, *_candidates(lines, head))}
    return frozenset(found | {sketch(document), whole(document)} - {""})


def mark(document: Document, repeated: Collection[str] = frozenset()) -> Document:
    """Mark the boilerplate of ``document`` with a short reason each; nothing else changes.

    ``repeated`` holds the fingerprints of the lines that stand in at least ``threshold``
    documents of the same source; others may be in it. Title, standfirst and bylines at the head
    are never marked, and a document of which nothing would be left is returned as it came. What
    is marked already stays so, and to mark twice is to mark once.
    """
    lines = _lines(document)
    head = _head(document)
    found = [
        "" if block.kind in HEAD else boilerplate_kind(line)
        for block, line in zip(document.blocks, lines, strict=True)
    ]
    shared = _shared(lines, head, found, repeated)
    for index in shared:
        if len(lines[index].split()) >= _FEWEST_SHARED_WORDS:
            found[index] = SHARED
    for index in teasers(lines, head, found):
        found[index] = found[index] or TEASERS
    for index, reason in page_marks(lines, _title(document), found).items():
        found[index] = found[index] or reason
    for index, block in enumerate(document.blocks):
        if block.kind in HEAD:
            found[index] = ""
    marks = zip(document.blocks, found, strict=True)
    # All so far goes by the text alone: that keeps a second marking from finding more.
    reasons = [_known_reason(block) or reason for block, reason in marks]
    _mark_company(lines, head, reasons, shared)
    if not _has_text(document.blocks, reasons):
        return document
    blocks = tuple(map(_with_reason, document.blocks, reasons))
    return replace(document, blocks=blocks)


def _has_text(blocks: Sequence[Block], reasons: Sequence[str]) -> bool:
    """Whether something of an article is left: rules that leave nothing were wrong about it."""
    return any(
        block.kind not in HEAD and not reason for block, reason in zip(blocks, reasons, strict=True)
    )


def mark_together(documents: Sequence[Document]) -> list[Document]:
    """Mark the boilerplate of documents, each alone and by what those of its source repeat."""
    lines = [candidates(document) for document in documents]
    return [
        mark(without_masthead(document, masthead(document, repeated)), repeated)
        for document, repeated in zip(documents, repeated_among(documents, lines), strict=True)
    ]


def _known_reason(block: Block) -> str:
    return (block.reason or "marked by the reader") if block.kind is BlockKind.BOILERPLATE else ""


def _with_reason(block: Block, reason: str) -> Block:
    return replace(block, kind=BlockKind.BOILERPLATE, reason=reason) if reason else block


def _lines(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def _head(document: Document) -> int:
    """The number of blocks down to the last one of the head."""
    ends = [index for index, block in enumerate(document.blocks, 1) if block.kind in HEAD]
    return ends[-1] if ends else 0


def _title(document: Document) -> int:
    """The index of the title; -1 where none stands in the text."""
    kinds = [block.kind for block in document.blocks]
    return kinds.index(BlockKind.TITLE) if BlockKind.TITLE in kinds else -1


def _candidates(lines: Sequence[str], head: int) -> list[int]:
    """The lines that are boilerplate if they are repeated: no quotations, no body prose."""
    return [
        index
        for index in range(head, len(lines))
        if len(lines[index]) <= _LONGEST_CANDIDATE
        and not lines[index].startswith(_QUOTES)
        and any(map(str.isalpha, lines[index]))
        and not _is_body(lines, index)
    ]


def _is_prose(line: str) -> bool:
    return line.startswith(_QUOTES) or (ends_sentence(line) and len(line) > _LONGEST_SENTENCE)


def _is_body(lines: Sequence[str], index: int) -> bool:
    """A sentence of some length between others, or a subhead above one."""
    line = lines[index]
    after = lines[index + 1] if index + 1 < len(lines) else ""
    if ends_sentence(line):
        return len(line) > _LONGEST_SENTENCE and bool(after) and not may_be_sign_up(line)
    return is_heading(line) and len(after) > _LONGEST_SENTENCE and ends_sentence(after)


def _shared(
    lines: Sequence[str], head: int, reasons: Sequence[str], repeated: Collection[str]
) -> set[int]:
    """The lines that other documents have too; none if this document is a copy of another."""
    if not repeated:
        return set()
    shared = {
        index
        for index in _candidates(lines, head)
        if not reasons[index] and fingerprint(lines[index]) in repeated
    }
    body = sum(len(line) for line, reason in zip(lines, reasons, strict=True) if not reason)
    return shared if sum(len(lines[index]) for index in shared) * 2 <= body else set()


def _mark_company(
    lines: Sequence[str], head: int, reasons: list[str], shared: Collection[int]
) -> None:
    """Mark doubtful lines beside marked ones, until nothing changes."""
    often = Counter(line for line in lines[head:] if len(line) <= _LONGEST_CANDIDATE)
    queue = [index for index, reason in enumerate(reasons) if reason]
    while queue:
        at = queue.pop()
        for index in (at - 1, at + 1):
            if head <= index < len(lines) and not reasons[index]:
                reason = SHARED if index in shared else _doubtful(lines, index, reasons, often)
                if reason:
                    reasons[index] = reason
                    queue.append(index)


def _doubtful(
    lines: Sequence[str], index: int, reasons: Sequence[str], often: Mapping[str, int]
) -> str:
    """The reason to mark a line by what stands on both sides of it."""
    line = lines[index]
    before = reasons[index - 1] if index else ""
    after = reasons[index + 1] if index + 1 < len(lines) else ""
    if SIGN_UP in (before, after):
        if often.get(line, 0) > 1 and " " in line and not _is_prose(line):
            return REPEATED
        if may_be_sign_up(line) or (before and after and addresses_reader(line)):
            return SIGN_UP
        if after and opens_like_call(line):
            return SIGN_UP
    if before and after and not any(map(str.isalnum, line)):
        return before
    return ""
