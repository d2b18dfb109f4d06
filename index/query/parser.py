"""From the text of a query to its tree; pure.

    arms control              words: the more of them a passage holds, the better
    "arms control"            a phrase; “…”, „…“, «…», ‹…›, 「…」 and 『…』 quote as well
    "arms control"~3          its words within a distance
    negotiat*  wom?n          a pattern
    ratifcation~  ~2          a misspelt word
    +vote  -ratified          must be there, must not
    vote AND treaty           both; OR: one of them; NOT: without
    (vote OR ballot) treaty   a group
    title:treaty              in a field: title, heading or body
    treaty^2                  counts twice

People paste URLs, headlines and questions. So a mark is an operator only where it cannot be
anything else, and a text without any operator is plain words, every character of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from index.errors import QueryError
from index.query.lexer import Lexeme, Mark, lexemes
from index.query.tree import (
    TEXT_FIELDS,
    All,
    Either,
    Filter,
    Fuzzy,
    Must,
    Node,
    Not,
    Pattern,
    Phrase,
    Query,
    Some,
    Word,
    Words,
    boosted,
)

LONGEST: Final = 2000
"""Characters in a query that uses operators: far more than people type."""

_DEEPEST: Final = 40
"""Groups inside groups, and signs before signs."""

_QUOTES: Final = '"“”„‟«»‹›「」『』'
_MARKS: Final = re.compile(rf"[{_QUOTES}*~^?:+]|(?<!\w)-")
_MAY_OPERATE: Final = re.compile(f"[{_QUOTES}*~^?:<>!=+：＂-]|AND|OR|NOT")
"""Without any of these a text is plain words, as most are."""

_NAMES: Final = re.compile(r"(?<!\S)(?:AND|OR|NOT)(?!\S)")
_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def plain(text: str) -> Query:
    """``text`` as words alone, whatever marks of the query language stand in it.

    A headline that quotes somebody then asks for what it says, not for that very phrase alone.

    :raises QueryError: where it is no text.
    """
    text = _checked(text)
    words = _unmarked(text) if _operators(text, frozenset(TEXT_FIELDS)) else text
    return Query(text, Words(words) if _has_word(words) else None)


def parse(text: str, columns: Collection[str] = ()) -> Query:
    """The query that ``text`` is; ``columns`` are the fields of articles that it may filter by.

    :raises QueryError: where it is no text, or too long or too deep to be understood.
    """
    text = _checked(text)
    marks = _operators(text, frozenset({*TEXT_FIELDS, *columns}))
    if not marks:
        return Query(text, Words(text) if _has_word(text) else None)
    if len(text) > LONGEST:
        raise QueryError(
            f"The query has {len(text):,} characters, and {LONGEST:,} at most can be understood "
            "where it uses operators: shorten it."
        )
    root = _Parser(marks, frozenset(columns)).group(0)
    return Query(text, Some((root,)) if isinstance(root, Not) else root)


def _operators(text: str, fields: frozenset[str]) -> list[Lexeme]:
    """The lexemes of a text that uses an operator; none of one in plain words."""
    if not _MAY_OPERATE.search(text):
        return []
    marks = list(lexemes(text, fields))
    words = (Mark.WORD, Mark.OPEN, Mark.CLOSE)
    return marks if any(mark.kind not in words for mark in marks) else []


def _unmarked(text: str) -> str:
    words = _MARKS.sub(" ", text)
    return " ".join(_NAMES.sub(lambda name: name.group().lower(), words).split())


def _checked(text: str) -> str:
    if not isinstance(text, str):
        raise QueryError(f"A query is text, not {type(text).__name__}")
    return _SURROGATES.sub(" ", text)


def _has_word(text: str) -> bool:
    return any(map(str.isalnum, text)) or any(ord(character) > 0x2000 for character in text)


class _Parser:
    """Reads a list of lexemes from left to right."""

    def __init__(self, marks: list[Lexeme], columns: frozenset[str]) -> None:
        self._marks = marks
        self._columns = columns
        self._at = 0

    def group(self, depth: int, field: str = "") -> Node | None:
        """Everything up to the end of the group, or of the query."""
        units: list[Node | None] = []
        joints: list[Mark | None] = []
        joint: Mark | None = None
        while self._at < len(self._marks):
            mark = self._marks[self._at]
            if mark.kind is Mark.CLOSE:
                break
            if mark.kind in (Mark.AND, Mark.OR):
                joint = mark.kind
                self._at += 1
                continue
            units.append(self._unit(depth, field))
            joints.append(joint if len(units) > 1 else None)
            joint = None
        return _joined(units, joints)

    def _unit(self, depth: int, field: str) -> Node | None:
        if depth > _DEEPEST:
            raise QueryError("The query has too many parentheses or NOTs: take some away.")
        mark = self._marks[self._at]
        self._at += 1
        match mark.kind:
            case Mark.NOT:
                part = self._next(depth, field)
                return None if part is None else Not(part)
            case Mark.MUST:
                part = self._next(depth, field)
                return None if part is None else Must(part)
            case Mark.FIELD:
                return self._next(depth, mark.text)
            case Mark.OPEN:
                inner = self.group(depth + 1, field)
                boost = self._marks[self._at].boost
                self._at += 1
                if isinstance(inner, Some) and field in self._columns:
                    inner = _any_of(inner, field)
                return inner if inner is None or boost == 1 else boosted(inner, boost)
        if field in self._columns:
            return Filter(field, mark.text)
        match mark.kind:
            case Mark.PHRASE:
                return Phrase(mark.text, field, mark.number or 1, mark.boost)
            case Mark.PATTERN:
                return Pattern(mark.text, field, mark.boost)
            case Mark.FUZZY:
                return Fuzzy(mark.text, mark.number, field, mark.boost)
        return Word(mark.text, field, mark.boost) if _has_word(mark.text) else None

    def _next(self, depth: int, field: str) -> Node | None:
        """The unit behind a prefix, which the lexer promises."""
        return self._unit(depth + 1, field)


def _any_of(group: Some, field: str) -> Node:
    """Values of ``field`` side by side: any of them, but all that have marks or other fields."""
    values: list[Node] = []
    held: list[Node] = []
    for part in group.parts:
        own = isinstance(part, Must | Not) or (isinstance(part, Filter) and part.field != field)
        (held if own else values).append(part)
    either = values if len(values) < 2 else [Either(tuple(values))]
    return All((*either, *held)) if held else either[0]


def _joined(units: list[Node | None], joints: list[Mark | None]) -> Node | None:
    """Units with AND, OR or nothing before each: AND binds closest, then OR."""
    ands = _merged(list(zip(units, joints, strict=True)), Mark.AND)
    ors = _merged(ands, Mark.OR)
    parts = tuple(dict.fromkeys(unit for unit, _ in ors if unit is not None))
    if len(parts) == 1:
        return parts[0]
    return Some(parts) if parts else None


def _merged(
    units: list[tuple[Node | None, Mark | None]], joint: Mark
) -> list[tuple[Node | None, Mark | None]]:
    merged: list[list[tuple[Node | None, Mark | None]]] = []
    for unit, before in units:
        if before is joint and merged:
            merged[-1].append((unit, before))
        else:
            merged.append([(unit, before)])
    kind = All if joint is Mark.AND else Either
    result: list[tuple[Node | None, Mark | None]] = []
    for run in merged:
        parts = tuple(dict.fromkeys(unit for unit, _ in run if unit is not None))
        single = parts[0] if parts else None
        result.append((kind(parts) if len(parts) > 1 else single, run[0][1]))
    return result
