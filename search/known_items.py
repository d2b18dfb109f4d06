"""Queries made of the articles themselves, each with the one article that answers it.

A headline asks for its own article, and so does a sentence of it that somebody remembers. Where
the article is then searched without these words (``index.pipeline.copy_without``), it must be
found by the rest of it: the inverse cloze task of Lee, Chang and Toutanova, "Latent Retrieval for
Weakly Supervised Open Domain Question Answering", ACL 2019.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np

from index.engine import Engine
from index.progress import Progress
from index.sentences import sentence_spans
from index.types import Document, Passage

LEAST_HEADLINE: Final = 3
"""Words that a headline must have to ask for something."""

QUOTE: Final = (6, 25)
"""The least and the most words of a quote."""

_SENTENCES: Final = 8
"""Sentences of an article, evenly spread, of which the most distinctive is the quote."""

_SEED: Final = 0
_AT_ONCE: Final = 256


class KnownItem(NamedTuple):
    """A query, word for word as it stands in the article of that id that it was made of."""

    text: str
    document_id: str
    is_quote: bool


def known_items(engine: Engine, count: int, progress: Progress) -> list[KnownItem]:
    """At most ``count`` queries, each of another article of two passages or more, by chance.

    Half are headlines and half are quotes, as far as there are. The same index always gives the
    same queries.
    """
    found: dict[str, KnownItem] = {}
    progress.start("asking", count)
    for document in _sample(engine):
        passages = engine.passages_of(document.id)
        if len(passages) < 2:
            continue
        headline, quote = _headline(document), _quote(engine, passages)
        text = quote if len(found) % 2 else headline
        text = text or quote or headline
        if text and text not in found:
            found[text] = KnownItem(text, document.id, text == quote)
            progress.advance("asking")
        if len(found) == count:
            break
    return list(found.values())


def _sample(engine: Engine) -> Iterator[Document]:
    """The documents of an index in an order that chance has made."""
    rows = np.random.default_rng(_SEED).permutation(engine.rows())
    seen: set[str] = set()
    for start in range(0, len(rows), _AT_ONCE):
        passages = engine.passages(rows[start : start + _AT_ONCE])
        ids = list(dict.fromkeys(passage.document_id for passage in passages))
        new = [document_id for document_id in ids if document_id not in seen]
        seen.update(new)
        documents = engine.documents(new)
        yield from (documents[document_id] for document_id in new)


def _headline(document: Document) -> str:
    return document.title if len(document.title.split()) >= LEAST_HEADLINE else ""


def _quote(engine: Engine, passages: list[Passage]) -> str:
    """The sentence whose words are rarest on average, of some."""
    sentences = [
        sentence
        for passage in passages
        for start, end in sentence_spans(passage.text)
        if QUOTE[0] <= len((sentence := passage.text[start:end]).split()) <= QUOTE[1]
    ]
    step = max(1, len(sentences) // _SENTENCES)
    return max(sentences[::step], key=lambda sentence: _rarity(engine, sentence), default="")


def _rarity(engine: Engine, sentence: str) -> float:
    weights = list(engine.term_weights(sentence).values())
    return sum(weights) / len(weights) if weights else 0.0
