"""The one JSON of what is found and shown, whoever prints it; pure."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from index.types import Document, Passage
from search.display.headline import headline
from search.display.snippet import snippet
from search.types import Hit, LegHit

if TYPE_CHECKING:
    from search.ranking.explanation import Explanation, LegShare

_CODES: Final = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
"""What JSON may hold as it is, and a terminal or a program trips over."""


def as_json(record: Mapping[str, object], *, ascii_only: bool = False) -> str:
    """A record as one line of JSON, control codes escaped; a number that is none is null."""
    text = json.dumps(_finite(record), ensure_ascii=ascii_only, allow_nan=False)
    return _CODES.sub(lambda found: f"\\u{ord(found.group()):04x}", text)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value


def hit_record(
    hit: Hit,
    terms: Mapping[str, float],
    good: int,
    answer: int | None = None,
    question: str = "",
) -> dict[str, object]:
    """An article that was found for a query of ``terms``; docs/json.md describes the fields.

    ``good`` is how many hits stand above the line, ``answer`` and ``question`` as in ``snippet``.
    """
    passage, document = hit.passage, hit.document
    return {
        "rank": hit.rank,
        "score": hit.score,
        "id": passage.id,
        "document": document.id,
        "title": document.title,
        "source": document.source,
        "author": document.author,
        "published": document.published,
        "url": document.url,
        "language": document.language,
        "metadata": dict(document.metadata),
        "file": document.path,
        "line": passage.line,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "text": passage.text,
        "snippet": snippet(hit, terms, answer=answer, question=question),
        "confidence": hit.confidence,
        "unsure": hit.unsure or None,
        "good": hit.rank <= good,
        "keyword": _leg_record(hit.keyword),
        "vector": _leg_record(hit.vector),
        "passages": [
            _passage_record(hit, terms, answer, question),
            *(_passage_record(other, terms, None, question) for other in hit.others),
        ],
        "more": hit.more,
        "copies": [copy._asdict() for copy in hit.copies],
        "copied": hit.copied,
    } | ({"explanation": explanation_record(hit.explanation)} if hit.explanation else {})


def _passage_record(
    hit: Hit, terms: Mapping[str, float], answer: int | None, question: str
) -> dict[str, object]:
    passage = hit.passage
    return {
        "id": passage.id,
        "line": passage.line,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "text": passage.text,
        "snippet": snippet(hit, terms, answer=answer, question=question),
        "score": hit.score,
        "confidence": hit.confidence,
    }


def article_record(document: Document, passages: Sequence[Passage]) -> dict[str, object]:
    """A whole article with its blocks and passages."""
    return {
        "id": document.id,
        "file": document.path,
        "title": document.title,
        "headline": headline(document),
        "standfirst": document.standfirst,
        "author": document.author,
        "published": document.published,
        "url": document.url,
        "source": document.source,
        "language": document.language,
        "metadata": dict(document.metadata),
        "text": document.text,
        "blocks": [
            {
                "kind": block.kind.value,
                "start": block.start,
                "end": block.end,
                "line": block.line,
                "reason": block.reason,
            }
            for block in document.blocks
        ],
        "passages": [
            {"id": p.id, "start": p.start, "end": p.end, "line": p.line, "heading": p.heading}
            for p in passages
        ],
    }


def explanation_record(explanation: Explanation) -> dict[str, object]:
    """What makes a score."""
    return {
        "keyword": _share_record(explanation.keyword),
        "vector": _share_record(explanation.vector),
        "match": explanation.match,
        "score": explanation.score,
        "terms": [term._asdict() for term in explanation.terms],
        "reason": explanation.reason,
        "feedback": asdict(explanation.feedback) if explanation.feedback else None,
    }


def _leg_record(leg: LegHit | None) -> dict[str, float] | None:
    return None if leg is None else {"rank": leg.rank, "score": leg.score}


def _share_record(leg: LegShare | None) -> dict[str, object] | None:
    return None if leg is None else asdict(leg) | {"share": leg.share}
