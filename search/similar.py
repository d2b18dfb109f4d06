"""Articles like one article: near in meaning, and in the words of its head."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from index.article.sentences import sentence_spans
from index.chunk import chunk, encoder_input
from index.encoder.protocol import Encoder
from index.engines.protocol import Engine, Request
from index.errors import QueryError
from index.query import Query, plain
from index.query.conditions import Condition, Identified, Without
from index.types import BlockKind, Document, Ranking, Vectors
from search.question.mode import Mode
from search.question.retrieve import Question, retrieve_by
from search.question.retrieved import Retrieved
from search.results.hits import hits_of
from search.results.listing import Listing
from search.results.paging import Page
from search.results.view import View
from search.types import Result

_HEAD: Final = 60
"""Words of an article that its likes may share."""

_HEAD_CHARACTERS: Final = 500
"""What stands for so many words where no blanks part them."""

_PASSAGES: Final = 64
"""Passages that stand for a long article."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An article and what it is compared by: words, a direction of meaning; what is left out."""

    document: Document
    query: Query
    vector: Vectors
    without: tuple[Condition, ...] = ()


class How(NamedTuple):
    """In which mode, under which conditions, in which order and how deep one looks."""

    mode: Mode
    conditions: tuple[Condition, ...]
    view: View
    depth: int


def similar(
    engine: Engine,
    encoder_of: Callable[[Engine], Encoder],
    rank: Callable[[Retrieved], Ranking],
    article: str | Document,
    top_k: int,
    how: How,
) -> Result:
    """The articles like ``article``: the id of one of the index, or one that is in none.

    :raises QueryError: where there is no such article, or it holds no text.
    """
    started = time.perf_counter()
    if isinstance(article, str):
        like = of_article(engine, article)
    else:
        like = of_document(article, encoder_of(engine))
    asked = Question(like.query, how.mode, (*how.conditions, *like.without))

    def ask(depth: int, conditions: tuple[Condition, ...]) -> Retrieved:
        further = replace(asked, conditions=(*asked.conditions, *conditions))
        return retrieve_by(engine, like.vector, further, depth)

    listing = Listing(engine, ask, rank, how.depth, how.view, like.document)
    page = Page(listing, top_k)
    hits = hits_of(engine.read, page.items, page.first_rank, how.view)
    weights = listing.first.found.weights()
    seconds = time.perf_counter() - started
    return Result(like.query.text, how.mode, hits, seconds, weights, like.query, ends=page.ends)


def of_article(engine: Engine, document_id: str) -> Likeness:
    """What an article of the index is compared by; itself is left out.

    :raises QueryError: where there is none.
    """
    documents = engine.catalogue.documents([document_id])
    if document_id not in documents:
        raise QueryError(f"There is no article {document_id} in the index")
    itself = Identified((document_id,))
    request = Request(Query("", None), None, engine.manifest.counts.passages, conditions=(itself,))
    (found,) = engine.ask([request])
    if not len(found.ids):
        raise QueryError(f"{document_id} has no passage to compare")
    document = documents[document_id]
    return Likeness(document, _head(document), _centre(found.vectors()), (Without(itself),))


def of_document(document: Document, encoder: Encoder) -> Likeness:
    """What an article is compared by that is in no index.

    :raises QueryError: where it holds no text.
    """
    passages = chunk(document, encoder.tokenizer)[:_PASSAGES]
    if not passages:
        raise QueryError(f"{document.id}: there is no text to compare")
    vectors = encoder.encode([encoder_input(p) for p in passages])
    return Likeness(document, _head(document), _centre(vectors))


def read_article(path: str) -> Document:
    """The first article of a file, or of standard input where ``path`` is ``-``.

    :raises QueryError: where it cannot be read.
    """
    from index.readers import budget
    from index.readers.sources import SourceFile, find

    files = [one for one in find([path], Path.cwd()) if isinstance(one, SourceFile)]
    problem = "it cannot be read"
    try:
        for file in files:
            for found in budget.read(file):
                if isinstance(found, Document):
                    return found
                problem = found.reason
    finally:
        budget.stop()
    raise QueryError(f"{path}: {problem}")


def _centre(vectors: Vectors) -> Vectors:
    """The unit vector in the middle of ``vectors``, shape (1, dimension)."""
    middle = vectors[:_PASSAGES].mean(axis=0, keepdims=True)
    return np.asarray(middle / max(float(np.linalg.norm(middle)), 1e-9), dtype=np.float32)


def _head(document: Document) -> Query:
    """The words of an article's title and of its first sentences."""
    texts = [document.title, *_sentences(document)]
    words = " ".join(texts).split()[:_HEAD]
    return plain(" ".join(words)[:_HEAD_CHARACTERS])


def _sentences(document: Document) -> Sequence[str]:
    wanted = (BlockKind.STANDFIRST, BlockKind.PARAGRAPH)
    for block in document.blocks:
        if block.kind in wanted and not block.reason:
            text = document.text[block.start : block.end]
            return [text[start:end] for start, end in sentence_spans(text)[:2]]
    return []
