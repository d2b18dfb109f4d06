"""The marks of a query: what is an operator, and what only looks like one; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from index.query.quotations import NATIVE, Quotations
from index.query.tree import TEXT_FIELDS


class Mark(Enum):
    """What a piece of a query is."""

    WORD = auto()
    PHRASE = auto()
    PATTERN = auto()
    FUZZY = auto()
    FIELD = auto()
    MUST = auto()
    NOT = auto()
    AND = auto()
    OR = auto()
    OPEN = auto()
    CLOSE = auto()


class Lexeme(NamedTuple):
    """A piece of a query.

    ``number`` is a phrase's distance, the letters of a misspelling, or how long an operator is that
    is a word: NOT has 3, a minus 0.
    """

    kind: Mark
    text: str = ""
    number: int = 0
    boost: float = 1.0


_SIGNS: Final = r"\u0300-\u1cff\u200c\u200d"
"""Letters and the marks on them, which are no ``\\w``: with them a word of Hindi is one."""

_PATTERN: Final = re.compile(rf"[\w'’{_SIGNS}-]*[*?][\w'’*?{_SIGNS}-]*")
_FUZZY: Final = re.compile(rf"([\w'’{_SIGNS}-]*(?:[^\W\d_]|[{_SIGNS}]))~([1-9])?(?:/\d)?")
_BOOST: Final = re.compile(r"(.*[\w\"*~)])\^(\d{1,2}(?:\.\d{1,2})?)")
_PHRASE_END: Final = re.compile(r"(?:~(\d{1,4}))?(?:\^(\d{1,2}(?:\.\d{1,2})?))?(?=[\s).,;:!?]|$)")
_FIELD: Final = re.compile(r"(\w[\w-]*):(?=[^\s:/)])")
_COMPARED: Final = re.compile(r"(\w[\w-]*)(?=[<>]=?[\d\"“”„‟«»‹]|!?=[^\s)])")
_SIGN: Final = re.compile(r"!=|[<>]=?|=|-")
_IN_SINGLE_QUOTES: Final = re.compile(r"['‘]([^'‘’]+)['’](?=[\s)]|$)")
_OPERATOR: Final = re.compile(r"(AND|OR|NOT)(?=[\s(])")
_GROUPS: Final = re.compile(r"(?:^|[\s(+:-]|!=|(?:^|[\s()+])(?:AND|OR|NOT))$")
"""What may stand before a parenthesis that groups."""

_GROUP_BOOST: Final = re.compile(r"\^(\d{1,2}(?:\.\d{1,2})?)(?=[\s).,;:!?]|$)")
_CONJUNCTION: Final = re.compile(
    r"\b(?:(?i:and|or|und|oder|bzw\.?|sowie|en|of|och|eller|og|et|ou)|[yeoia])$"
)
"""Behind it a word with a leading hyphen lacks what it shares: "Import und -export".

In capitals a single letter is a name: "World War I -Hitler".
"""

_AS_ASCII: Final = str.maketrans(
    "：（）＂", ':()"', "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
"""Marks as keyboards for Chinese and Japanese write them; those of direction mean nothing."""

_FARTHEST: Final = 99
"""Words that may lie between those of a phrase."""

_LONGEST: Final = 8
"""Characters, more than the longest conjunction has."""

_SHORT_IN_CAPITALS: Final = 3
"""Words up to which AND and OR are operators in a text without small letters."""


def lexemes(text: str, fields: frozenset[str]) -> Iterator[Lexeme]:
    """The pieces of ``text`` in their order; ``fields`` may stand before a colon.

    A prefix (NOT, ``+``, ``-``, a field) always has a unit behind it, and every OPEN its CLOSE.
    """
    return _Lexer(text, fields).run()


class _Lexer:
    def __init__(self, text: str, fields: frozenset[str]) -> None:
        self._text = text = text.translate(_AS_ASCII)
        self._fields = fields
        self._capitals = _in_capitals(text)
        self._quotations = Quotations(text)
        self._closing = _pairs(text, self._quotations)
        self._ends = frozenset(self._closing.values())
        self._length = len(text.rstrip())
        self._is_short = len(text.split(None, _SHORT_IN_CAPITALS)) <= _SHORT_IN_CAPITALS
        self._found: list[Lexeme] = []

    def run(self) -> Iterator[Lexeme]:
        at, text = 0, self._text
        while at < len(text):
            at = at + 1 if text[at].isspace() else self._step(at)
        return iter(_without_loose_operators(self._found))

    def _add(self, kind: Mark, word: str = "", number: int = 0, boost: float = 1.0) -> None:
        self._found.append(Lexeme(kind, word, number, boost))

    def _step(self, at: int) -> int:
        """Read one piece; returns where the next begins."""
        text = self._text
        if at in self._ends:
            boost = _GROUP_BOOST.match(text, at + 1)
            self._add(Mark.CLOSE, boost=float(boost[1]) if boost else 1.0)
            return boost.end() if boost else at + 1
        if at in self._closing:
            self._add(Mark.OPEN)
            return at + 1
        operator = _OPERATOR.match(text, at)
        if operator and self._operates(operator.group(), operator.end()):
            self._add(Mark[operator.group()], number=len(operator.group()))
            return operator.end()
        if text[at] in "+-" and self._is_prefix(at):
            self._add(Mark.MUST if text[at] == "+" else Mark.NOT)
            return at + 1
        if not (self._found and self._found[-1].kind is Mark.FIELD):  # a value is no field itself
            field = _FIELD.match(text, at) or _COMPARED.match(text, at)
            if field and field[1].lower() in self._fields and self._has_value(field.end()):
                return self._field(field[1].lower(), field.end())
        return self._phrase(at) or self._chunk(at)

    def _field(self, name: str, at: int) -> int:
        """Read a field up to its value; a comparison with its value, where that is quoted.

        A value may stand in single quotes, too; elsewhere these are apostrophes.
        """
        text = self._text
        sign = _SIGN.match(text, at)
        end = sign.end() if sign else at
        if self._excludes(name, end):
            self._add(Mark.NOT)
            self._add(Mark.FIELD, name)
            return end
        self._add(Mark.FIELD, name)
        if single := _IN_SINGLE_QUOTES.match(text, end):
            self._add(Mark.PHRASE, text[at:end] + " ".join(single[1].split()), 1)
            return single.end()
        closed = self._quotations.end(end) if end > at else None
        if closed is None:
            return at
        self._add(Mark.PHRASE, text[at:end] + " ".join(text[end + 1 : closed].split()))
        return closed + 1

    def _excludes(self, name: str, end: int) -> bool:
        """Whether a minus before ``end`` negates a field, or ``!=`` words or a whole group."""
        if self._text[end - 1] == "-":
            return self._may_be_excluded(end)
        in_group = name in TEXT_FIELDS or end in self._closing
        return self._text[end - 2 : end] == "!=" and in_group and self._has_value(end)

    def _operates(self, name: str, end: int) -> bool:
        if self._text[end] == "(" and end not in self._closing:
            return False
        if self._capitals:
            return name != "NOT" and self._is_short
        return end < self._length

    def _is_prefix(self, at: int) -> bool:
        text = self._text
        if at and not (text[at - 1].isspace() or at - 1 in self._closing):
            return False
        if text[at] == "-" and self._joins(at):
            return False
        return self._may_be_excluded(at + 1)

    def _may_be_excluded(self, at: int) -> bool:
        if at in self._closing or self._quotations.end(at) is not None:
            return True
        return self._text[at : at + 1].isalpha()

    def _joins(self, at: int) -> bool:
        """Whether a conjunction that is no operator and a blank stand before ``at``."""
        if self._found and self._found[-1].kind in (Mark.AND, Mark.OR):
            return False
        end = at
        while end and self._text[end - 1].isspace():
            end -= 1
        return end < at and bool(_CONJUNCTION.search(self._text[max(0, end - _LONGEST) : end]))

    def _has_value(self, at: int) -> bool:
        return self._text[at : at + 1] not in ("", ")") and not self._text[at].isspace()

    def _phrase(self, at: int) -> int | None:
        end = self._quotations.end(at)
        if end is None:
            return None
        words = " ".join(self._text[at + 1 : end].split())
        tail = _PHRASE_END.match(self._text, end + 1)
        slop, boost = (tail[1], tail[2]) if tail else (None, None)
        self._add(Mark.PHRASE, words, min(_FARTHEST, int(slop or 1)), float(boost or 1))
        return tail.end() if tail else end + 1

    def _chunk(self, at: int) -> int:
        """A word with all that hangs on it, up to white space, a quotation or a parenthesis."""
        text, end = self._text, at + 1
        while end < len(text) and not (text[end].isspace() or self._breaks(end)):
            end += 1
        self._word(self._text[at:end])
        return end

    def _breaks(self, at: int) -> bool:
        if at in self._closing or at in self._ends:
            return True
        return self._quotations.end(at) is not None

    def _word(self, word: str) -> None:
        boosted = _BOOST.fullmatch(word)
        boost = float(boosted[2]) if boosted else 1.0
        bare = boosted[1] if boosted else word
        fuzzy = _FUZZY.fullmatch(bare)
        pattern = bare.rstrip(".,;:!")
        if fuzzy:
            self._add(Mark.FUZZY, fuzzy[1], min(2, int(fuzzy[2] or 1)), boost)
        elif is_pattern(pattern):
            self._add(Mark.PATTERN, pattern, 0, boost)
        elif boosted:
            # A boost alone makes a query one of operators: "treaty^2" can be nothing else.
            self._add(Mark.PHRASE, bare, 1, boost)
        else:
            self._add(Mark.WORD, word)


def is_pattern(word: str) -> bool:
    """Whether ``word`` is one with wildcards, and neither a question nor a swear word.

    It has two letters or more, and a ``?`` stands between letters of the Latin alphabet and its
    like: in Chinese an ASCII question mark ends a sentence.
    """
    if not _PATTERN.fullmatch(word) or sum(map(str.isalnum, word)) < 2:
        return False
    if "?" in word and (re.search(NATIVE, word) or not re.search(r"\w\?\w", word)):
        return False
    if "*" in word and re.search(r"[^\W\d_]\*[^\W\d_]*(?:innen|in)\b", word, re.IGNORECASE):
        return False  # Lehrer*innen
    return "?" in word or not re.search(r"\*{2,}", word)


def _in_capitals(text: str) -> bool:
    """Whether a text has several words in capitals and no other letter: a headline, say.

    Letters of Arabic or Chinese are no capitals: between them AND can be nothing but an operator.
    """
    letters = [character for character in text if character.isalpha()]
    return bool(letters) and not any(
        one.islower() or unicodedata.category(one) == "Lo" for one in letters
    )


def _pairs(text: str, quotations: Quotations) -> dict[int, int]:
    """Where parentheses that group begin and end.

    They are balanced, stand at the edges of words, and not in a quotation.
    """
    pairs: dict[int, int] = {}
    stack: list[int] = []
    at = 0
    while at < len(text):
        at = quotations.end(at) or at
        if text[at] == "(":
            stack.append(at)
        elif text[at] == ")" and stack:
            pairs[stack.pop()] = at
        at += 1
    return {a: b for a, b in pairs.items() if _GROUPS.search(text[max(0, a - 5) : a])}


def _without_loose_operators(found: list[Lexeme]) -> list[Lexeme]:
    """Operators and prefixes that lack what they join are words, or nothing."""
    kept: list[Lexeme] = []
    for place, mark in enumerate(found):
        behind = found[place + 1].kind if place + 1 < len(found) else Mark.CLOSE
        before = kept[-1].kind if kept else Mark.OPEN
        lacks = behind in (Mark.CLOSE, Mark.AND, Mark.OR)
        starts = before in (Mark.OPEN, Mark.AND, Mark.OR, Mark.NOT, Mark.MUST, Mark.FIELD)
        if mark.kind in (Mark.AND, Mark.OR) and (lacks or starts):
            kept.append(Lexeme(Mark.WORD, mark.kind.name))
        elif mark.kind in (Mark.NOT, Mark.MUST, Mark.FIELD) and lacks:
            if mark.kind is Mark.NOT and mark.number:
                kept.append(Lexeme(Mark.WORD, mark.kind.name))
        else:
            kept.append(mark)
    return kept
