"""From what was typed to a question that an engine can answer, and to its answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from index.engines.protocol import Engine, Request
from index.errors import QueryError
from index.query import Query, parse, plain
from index.query.conditions import Condition
from index.query.fields import known, unknown_field
from index.query.filters import Filters, separate
from index.query.in_words import in_words
from index.query.tree import wanted
from index.types import Unknown, Vectors
from search.query_encoder import Encoded
from search.question.mode import Mode
from search.question.retrieved import Retrieved, confidences
from search.question.unknown_words import exchanged, names
from search.ranking.confidence import MIN_CONFIDENCE

LONGEST: Final = 3_000
"""Characters of a query: what is longer is an article, and each of its words costs time."""

_BY_WORDS: Final = "nothing matches the query as it is written, so it is taken as plain words"
_UNREADABLE: Final = "the query cannot be read as it is written, so it is taken as plain words"


@dataclass(frozen=True, slots=True)
class Question:
    """A query as an engine takes it, and what has to be said of how it was read.

    ``conditions`` hold for every result; ``by_passage`` as in ``Request``.
    """

    query: Query
    mode: Mode
    conditions: tuple[Condition, ...] = ()
    by_passage: bool = False
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing at all."""
        return self.query.root is None and not self.conditions


def question(
    text: str,
    mode: Mode,
    engine: Engine,
    filters: Filters | None = None,
    *,
    by_words: bool = False,
    by_passage: bool = False,
) -> Question:
    """The question that ``text`` is to an index; ``by_words`` takes it as words alone.

    :raises QueryError: where a filter means nothing, all is excluded, or the text is too long.
    """
    if isinstance(text, str) and len(text) > LONGEST:
        raise QueryError(
            f"The query has {len(text):,} characters, and {LONGEST:,} at most can be asked: "
            "shorten it, or look for articles similar to the whole text."
        )
    fields = engine.fields
    given = filters.conditions(fields) if filters else ()
    if by_words:
        return Question(plain(text), mode, given, by_passage)
    try:
        parsed = parse(text, known(fields))
    except QueryError:
        return Question(plain(text), mode, given, by_passage, _UNREADABLE)
    query, conditions = separate(parsed, fields)
    names_nothing = query.root is not None and not any(True for _ in wanted(query.root))
    if names_nothing and not (given or conditions):
        raise QueryError(
            f"The query {text!r} names nothing to look for: add a word without NOT or a minus."
        )
    return Question(query, mode, (*given, *conditions), by_passage, unknown_field(text, fields))


def retrieve_by(engine: Engine, vector: Vectors, asked: Question, depth: int) -> Retrieved:
    """What both legs find for a vector that is given, and for the words of a question."""
    request = Request(
        asked.query, vector, depth, words=asked.mode is not Mode.VECTOR, conditions=asked.conditions
    )
    (found,) = engine.ask([request])
    return Retrieved(asked.query, asked.mode, vector, found, sure=False)


def retrieve(
    engine: Engine,
    encode: Callable[[str], Encoded],
    asked: Question,
    depth: int,
    conditions: tuple[Condition, ...] = (),
) -> Retrieved:
    """What both legs, or the one that the mode names, find; by words where that is nothing.

    What is excluded stays so, and filters hold.
    """
    found = _retrieve(engine, encode, asked, depth, conditions)
    if asked.query.is_plain:
        return _respelt(engine, encode, asked, found, depth, conditions) or found
    if len(found.found.ids):
        return found
    words = in_words(asked.query)
    if words is None:
        return found
    by_words = replace(asked, query=words)
    return _retrieve(engine, encode, by_words, depth, conditions)._replace(note=_BY_WORDS)


def note_of_nothing(engine: Engine, asked: Question, note: str) -> str:
    """``note``, and which filter of a question that found nothing no article meets."""
    from search.question.unmet_filters import unmet

    return "; ".join(filter(None, (note, unmet(engine, asked.conditions))))


def _respelt(
    engine: Engine,
    encode: Callable[[str], Encoded],
    asked: Question,
    found: Retrieved,
    depth: int,
    conditions: tuple[Condition, ...],
) -> Retrieved | None:
    """What the nearest words of the corpus find, for a query that finds nothing good."""
    if asked.note:
        return None  # a word that was meant for a field is not to be looked for under its name
    unknown = _misspelt(encode, asked, found)
    if not unknown or not _is_poor(engine, found):
        return None
    text = asked.query.words
    for one in unknown:
        text = exchanged(text, one.word, one.nearest)
    again = _retrieve(engine, encode, replace(asked, query=plain(text)), depth, conditions)
    if not len(again.found.keyword) or (len(found.found.ids) and _is_poor(engine, again)):
        return None
    missing = ", ".join(one.word for one in unknown)
    return again._replace(note=f"in no article: {missing}; searched for: {text}")


def _misspelt(encode: Callable[[str], Encoded], asked: Question, found: Retrieved) -> list[Unknown]:
    """The words in whose place the nearest one may be searched.

    Where anything was found, none is a word that the encoder knows as it stands, and each is much
    like the nearest. Where words were found, no name is exchanged.
    """
    every = found.found.unknown() if asked.mode is not Mode.VECTOR else []
    unknown = [one for one in every if one.nearest]
    if not unknown or (len(found.found.keyword) and names(every, asked.query.text)):
        return []
    if found.vector is None or not len(found.found.ids):
        return unknown
    known = encode(asked.query.words).whole_words
    return [one for one in unknown if one.likely and one.word.lower() not in known]


def _is_poor(engine: Engine, found: Retrieved) -> bool:
    """Whether nothing that was found is a good match, as far as that can be told."""
    if not len(found.found.ids):
        return True
    sure = confidences(engine, found)
    return sure is not None and not bool((sure >= MIN_CONFIDENCE).any())


def _retrieve(
    engine: Engine,
    encode: Callable[[str], Encoded],
    asked: Question,
    depth: int,
    conditions: tuple[Condition, ...],
) -> Retrieved:
    words = asked.query.words if asked.mode is not Mode.KEYWORD else ""
    encoded = encode(words) if words else None
    vector = encoded.vector if encoded else None
    request = Request(
        asked.query,
        vector,
        depth,
        words=asked.mode is not Mode.VECTOR or vector is None,
        conditions=(*asked.conditions, *conditions),
        by_passage=asked.by_passage,
    )
    (found,) = engine.ask([request])
    reading = encoded.reading if encoded else 1.0
    return Retrieved(asked.query, asked.mode, vector, found, asked.note, reading)
