"""Lists of teasers for other articles, told by their rhythm; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from index.article.boilerplate_lines import RELATED, SIGN_UP
from index.article.byline import parse_byline
from index.article.menu_lines import prose_lines
from index.article.paragraphs import ends_sentence
from index.article.structure import is_heading

_LONGEST_TEASER = 320
_LONGEST_HEADLINE = 170
_MOST_LINES = 5
"""The lines of one teaser, from its headline to its byline or separator."""

_FEWEST_HEADLINES = 6
"""A bare list of headlines, with nothing else to give it away, has at least so many."""

_AGE = re.compile(
    r"\d{1,3}\+?\s?-?(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?)\s(?:ago|read)\b.{0,30}",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:\d{1,2}[.)]?|[-–—*•·])\s+")
_LIST_ITEM = re.compile(r"[-–—*•·]\s|\(?\w{1,3}[.)]\s")
_SENTENCES = re.compile(r"[.!?][\"'”’)]*\s+[\"'“‘(]*[^\W_a-z]")


def teasers(lines: Sequence[str], head: int, reasons: Sequence[str]) -> set[int]:
    """The indices of the teasers among ``lines``, of which the first ``head`` are left alone.

    ``reasons`` says which lines are known to be boilerplate, and why: the heading of a teaser
    list and a sign-up block open one. Without these it takes bylines or separators at regular
    distances, or headlines to the end of the text.
    """
    found = _between_bylines(lines, head) | _between_separators(lines, head, reasons)
    known = [bool(reason) or index in found for index, reason in enumerate(reasons)]
    return found | _behind_opening(lines, reasons, known) | _last_headlines(lines, head, known)


def _is_separator(line: str) -> bool:
    return len(line) <= 40 and not any(map(str.isalnum, line))


def _is_signature(line: str) -> bool:
    """A byline, a date or an age, as it stands below a teaser."""
    return parse_byline(line) is not None or _AGE.fullmatch(line) is not None


def _is_short(line: str) -> bool:
    return len(line) <= _LONGEST_TEASER and len(_SENTENCES.findall(line)) <= 1


def _is_headline(line: str) -> bool:
    """An open line of some words, neither an item of a list nor a row of a table."""
    if len(line) > _LONGEST_HEADLINE or _LIST_ITEM.match(line) or line.endswith((":", ",", ";")):
        return False
    if ends_sentence(line) and not line.endswith(("?", "!")):
        return False
    letters = sum(map(str.isalpha, line)) + sum(map(str.isspace, line))
    return letters * 5 >= len(line) * 4


def _between_bylines(lines: Sequence[str], head: int) -> set[int]:
    """Two or more records of a headline, perhaps a standfirst, and a byline."""
    signed = [index for index in range(head, len(lines)) if _is_signature(lines[index])]
    found: set[int] = set()
    for first, second in pairwise(signed):
        period = second - first
        record = range(first + 1, second)
        if not 2 <= period <= _MOST_LINES or not all(_is_short(lines[i]) for i in record):
            continue
        if not any(_is_headline(lines[i]) for i in record):
            continue
        found.update(range(first, second + 1))
        if first - 1 not in found:
            found.update(_first_record(lines, max(head, first - period + 1), first))
    if found:
        found.update(_rest(lines, max(found) + 1, _MOST_LINES))
    return found


def _first_record(lines: Sequence[str], start: int, stop: int) -> range:
    """The lines from the first headline that only short lines part from ``stop``."""
    opening = stop
    for index in range(stop - 1, start - 1, -1):
        if not _is_short(lines[index]):
            break
        if _is_headline(lines[index]) or _is_separator(lines[index]):
            opening = index
    return range(opening, stop)


def _rest(lines: Sequence[str], start: int, most: int) -> range:
    """What is left behind a run of teasers, if it is no more than a part of one."""
    rest = lines[start:]
    cut_short = len(rest) <= most and all(
        _is_separator(line) or _is_headline(line) for line in rest
    )
    return range(start, len(lines)) if cut_short else range(0)


def _between_separators(lines: Sequence[str], head: int, reasons: Sequence[str]) -> set[int]:
    """Records set off by separators, to the end of the text: a headline and more, or opened."""
    marks = [i for i in range(head, len(lines)) if _is_separator(lines[i])]
    found: set[int] = set()
    end = len(lines)
    for at in reversed(marks):
        record = range(at + 1, end)
        if not 1 <= len(record) <= _MOST_LINES or not all(_is_short(lines[i]) for i in record):
            break
        if not _is_headline(lines[record[0]]):
            break
        found.update(range(at, end))
        end = at
    count = sum(index in found for index in marks)
    opened = end > head and bool(reasons[end - 1])
    pairs = len(found) >= 3 * count
    return found if count >= 2 and (opened or (pairs and count >= 3)) else set()


def _behind_opening(lines: Sequence[str], reasons: Sequence[str], known: list[bool]) -> set[int]:
    """Headlines below the heading of a teaser list, or below a last sign-up block."""
    last = _last_teasers(lines, known)
    prose = prose_lines(list(lines))
    found: set[int] = set()
    end = 0
    for index, reason in enumerate(reasons):
        if index >= end and (reason == RELATED or (reason == SIGN_UP and index + 1 in last)):
            run = _run(lines, index + 1, known, prose)
            found.update(run)
            end = run.stop
    return found


def _last_teasers(lines: Sequence[str], known: Sequence[bool]) -> set[int]:
    """The indices from which on all lines are short and most, two at least, are headlines."""
    starts: set[int] = set()
    headlines = others = 0
    for index in range(len(lines) - 1, -1, -1):
        if known[index]:
            pass
        elif _is_headline(lines[index]):
            headlines += 1
        elif _is_short(lines[index]):
            others += 1
        else:
            break
        if headlines >= max(2, 2 * others):
            starts.add(index)
    return starts


def _run(lines: Sequence[str], start: int, known: Sequence[bool], prose: Sequence[bool]) -> range:
    """The teasers from ``start``, numbered or not; a subhead of the prose behind is left to it."""
    stop = start
    while stop < len(lines) and (known[stop] or (_is_listed(lines[stop]) and not prose[stop])):
        stop += 1
    last = lines[stop - 1]
    is_subhead = is_heading(last) and not known[stop - 1] and not _NUMBERED.match(last)
    if start < stop - 1 and stop < len(lines) and is_subhead:
        stop -= 1
    return range(start, stop)


def _is_listed(line: str) -> bool:
    bare = _NUMBERED.sub("", line, count=1)
    return _is_separator(line) or (_is_headline(bare) and not _SENTENCES.search(bare))


def _last_headlines(lines: Sequence[str], head: int, known: Sequence[bool]) -> set[int]:
    """A list of headlines that ends the text, unless a colon leads into it."""
    start = len(lines)
    while start > head and (known[start - 1] or _is_bare_headline(lines[start - 1])):
        start -= 1
    bare = [index for index in range(start, len(lines)) if not known[index]]
    led_in = start > 0 and lines[start - 1].endswith((":", "-", "–", "—"))
    return set(bare) if len(bare) >= _FEWEST_HEADLINES and not led_in and start else set()


def _is_bare_headline(line: str) -> bool:
    """A headline written as a sentence is, without figures: no row of a table, no fixture."""
    words = line.split()
    lower = sum(len(word) >= 3 and word.islower() for word in words)
    return (
        6 <= len(words) <= 22
        and lower >= 3
        and line[0].isupper()
        and not any(map(str.isdigit, line))
        and _is_headline(line)
    )
