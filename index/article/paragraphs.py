"""Where the paragraphs of plain text stand: lines, and lines that a hard wrap cut; pure."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from index.article.scripts import FULL_STOPS, is_wide, lacks_full_stop

_LINE = re.compile(r"\S[^\n]*")
_FIRST_WORD = re.compile(r"[\u2e80-\u9fff]|[\u0e01-\u109f\u1780-\u17ff]{1,12}|\S{1,40}")
"""What a line must have no room for to be full: a word, or what is parted where words are not."""
_LIST_ITEM = re.compile(r"[-–—*•·]\s|\d{1,3}[.)]\s")

_CLOSING = "\"'“”’»«›)]*_」』】》〉） \t\u200f"
_SENTENCE_END = frozenset(".!?…！？؟፧" + FULL_STOPS)
_GREEK_QUESTION = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff][;\u037e]$")
_LONGEST_OPEN_LINE = 60
"""In Thai and Lao, which have no full stop, no longer line is a headline or a subhead."""

_WIDEST_WRAP = 100
_NARROWEST_WRAP = 40
_NARROWEST_WIDE_WRAP = 20
_RAGGED = 4
"""Chinese lines of one width differ by so many characters, by digits and marks of punctuation."""


class Span(NamedTuple):
    """``text[start:end]``, without white space at its ends, on ``line`` counted from 0."""

    start: int
    end: int
    line: int


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of ``text`` in order; together they hold all of it but white space.

    A paragraph is a line, however it is set off from the next one. Lines that a hard wrap cut
    (none much wider than the others, each too full to take the next one's first word) are one
    paragraph again. The time is linear in the length of the text.
    """
    lines = _lines(text)
    width = _wrap_width(text, lines)
    if not width:
        return lines
    spans: list[Span] = []
    for index, line in enumerate(lines):
        if index and _continues(text, lines[index - 1], line, width):
            spans[-1] = spans[-1]._replace(end=line.end)
        else:
            spans.append(line)
    return spans


def ends_sentence(line: str) -> bool:
    """Whether ``line`` ends with a full stop or its like, closing quotes and brackets aside.

    In a script without full stops a line ends a sentence if it is longer than a headline.
    """
    end = line[-16:].rstrip(_CLOSING)
    if end[-1:] in _SENTENCE_END:
        return bool(end)
    if _GREEK_QUESTION.search(end):
        return True
    return len(line) > _LONGEST_OPEN_LINE and lacks_full_stop(end)


def _lines(text: str) -> list[Span]:
    """The lines that are not blank."""
    lines = []
    number = seen = 0
    for match in _LINE.finditer(text):
        number += text.count("\n", seen, match.start())
        seen = match.start()
        lines.append(Span(match.start(), match.start() + len(match[0].rstrip()), number))
    return lines


def _wrap_width(text: str, lines: list[Span]) -> int:
    """The column at which ``text`` is wrapped, 0 where it is not.

    Nine tenths of the lines with another one right below keep within the width; what is wrapped
    has most of them full, and at least one that goes on in the middle of a sentence.
    """
    pairs = [(line, after) for line, after in pairwise(lines) if after.line == line.line + 1]
    if not pairs:
        return 0
    lengths = sorted(line.end - line.start for line, _ in pairs)
    width = lengths[(len(lengths) - 1) * 9 // 10]
    wide = is_wide(text[pairs[0][0].start])
    if not (_NARROWEST_WIDE_WRAP if wide else _NARROWEST_WRAP) <= width <= _WIDEST_WRAP:
        return 0
    full = [(line, after) for line, after in pairs if _continues(text, line, after, width)]
    broken = any(
        _breaks_off(text[line.end - 1]) and _goes_on(text[after.start]) for line, after in full
    )
    return width if broken and len(full) * 2 >= len(pairs) else 0


def _breaks_off(last: str) -> bool:
    return last.isalnum() or unicodedata.category(last).startswith("M")


def _goes_on(first: str) -> bool:
    """Whether a letter can stand within a sentence: small, or of a script without capitals."""
    return first.islower() or (first.isalpha() and first.lower() == first.upper())


def _continues(text: str, line: Span, after: Span, width: int) -> bool:
    if after.line != line.line + 1 or _LIST_ITEM.match(text, after.start):
        return False
    if text[after.start - 1] == "\u3000":  # a paragraph is indented so, in Chinese and Japanese
        return False
    word = _FIRST_WORD.match(text, after.start)
    room = _RAGGED if is_wide(text[after.start]) else 1
    return word is not None and line.end - line.start + room + len(word[0]) > width
