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
_DEEPEST_INDENT = 40
_NARROWEST_WRAP = 40
_NARROWEST_WIDE_WRAP = 20
_FEWEST_PARTED = 2
"""Lines that end in the middle of a word show that even a narrow column is wrapped."""

_WIDER = 1.2
"""A line that is so much wider than the others is a paragraph that stands on one line."""

_OPEN_LINE = 0.9
"""A line that breaks off in a sentence goes on below, if it is nearly full."""

_OWN_WIDTH = 4
"""So many lines without a blank one tell by themselves whether they are wrapped."""

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
    paragraph again; what is wrapped is told for each run of lines without a blank one, and for
    short runs from all of them together. The time is linear in the length of the text.
    """
    lines = _lines(text)
    runs = _runs(lines)
    overall = _wrap_width(text, [pair for run in runs for pair in pairwise(run)])
    spans: list[Span] = []
    for run in runs:
        pairs = list(pairwise(run))
        parted = sum(_is_parted(text, *pair) for pair in pairs) >= _FEWEST_PARTED
        width = _wrap_width(text, pairs, parted=parted) if len(run) >= _OWN_WIDTH else 0
        width = width or overall
        spans.append(run[0])
        for before, line in pairs:
            if _is_parted(text, before, line) or (width and _continues(text, before, line, width)):
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


def _runs(lines: list[Span]) -> list[list[Span]]:
    """Group the lines that have no blank one between them."""
    runs: list[list[Span]] = []
    for line in lines:
        if runs and line.line == runs[-1][-1].line + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return runs


def _wrap_width(text: str, pairs: list[tuple[Span, Span]], *, parted: bool = False) -> int:
    """The column at which ``pairs`` of lines are wrapped, 0 where they are not.

    Only lines that are long enough to be full, and no longer than a wrap is wide, tell: the
    items of a menu do not, nor do paragraphs that stand on one line. Nine tenths of the others
    keep within the width; what is wrapped has most of them full, at least one that goes on in
    the middle of a sentence, and below most another long one or the end of a sentence.
    """
    narrowest = _NARROWEST_WIDE_WRAP if parted else _NARROWEST_WRAP
    pairs = [pair for pair in pairs if _may_be_wrapped(text, pair[0], narrowest)]
    if not pairs:
        return 0
    lengths = sorted(_column(text, line) for line, _ in pairs)
    width = lengths[(len(lengths) - 1) * 9 // 10]
    full = [(line, after) for line, after in pairs if _continues(text, line, after, width)]
    broken = parted or any(
        _breaks_off(text[line.end - 1]) and _goes_on(text[after.start]) for line, after in full
    )
    whole = sum(
        _may_be_wrapped(text, after, narrowest) or ends_sentence(text[after.start : after.end])
        for _, after in full
    )
    return width if broken and len(full) * 2 >= len(pairs) and whole * 2 >= len(full) else 0


def _column(text: str, line: Span) -> int:
    """The column at which a line ends, what it is indented by included."""
    opening = max(0, line.start - _DEEPEST_INDENT)
    return line.end - max(opening, text.rfind("\n", opening, line.start) + 1)


def _may_be_wrapped(text: str, line: Span, narrowest: int) -> bool:
    narrowest = _NARROWEST_WIDE_WRAP if is_wide(text[line.start]) else narrowest
    return narrowest <= line.end - line.start <= _WIDEST_WRAP


def _is_parted(text: str, line: Span, after: Span) -> bool:
    """Whether a hyphen parts a word at the end of ``line``."""
    end = text[line.end - 2 : line.end]
    return len(end) == 2 and end[0].isalpha() and end[1] in "-‐¬" and text[after.start].islower()


def _breaks_off(last: str) -> bool:
    return last.isalnum() or unicodedata.category(last).startswith("M")


def _goes_on(first: str) -> bool:
    """Whether a letter can stand within a sentence: small, or of a script without capitals."""
    return first.islower() or (first.isalpha() and first.lower() == first.upper())


def _continues(text: str, line: Span, after: Span, width: int) -> bool:
    length = _column(text, line)
    if length > width * _WIDER or _LIST_ITEM.match(text, after.start):
        return False
    if text[after.start - 1] == "\u3000":  # a paragraph is indented so, in Chinese and Japanese
        return False
    word = _FIRST_WORD.match(text, after.start + 2 * text.startswith("> ", after.start))
    room = _RAGGED if is_wide(text[after.start]) else 1
    if word is None:
        return False
    if text[line.end - 1].isalnum() and text[after.start].islower():
        width = int(width * _OPEN_LINE)
    return length + room + len(word[0]) > width
