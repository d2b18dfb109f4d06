"""The lines of PDF pages to paragraphs: running heads, wrapping and hyphens undone; pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from index.article.hyphens import hyphenated_words, is_compound

_EDGE = 2
"""How many lines at the top and at the bottom of a page can be running heads."""

_FEWEST_PAGES = 3
"""On fewer pages a repeated line is as likely to be part of the article."""

_FEW_PAGES = 10
"""On more pages it takes three times the same line to be a head."""

_FULL = 0.8
"""A line this much shorter than the text is wide ends its paragraph."""

_WORD = re.compile(r"\w+(?:-\w+)*")
_HYPHENATED = re.compile(r"([^\W\d_]+)-$")
_LONGEST_WORD = 64
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60"
_UNSPACED = re.compile(rf"[{_WIDE}][{_WIDE}\d]|\d[{_WIDE}]")
"""The ends of lines of Chinese or Japanese, between which there is no blank."""

_NUMBER = re.compile(r"\d+")
_LETTER = re.compile(r"[^\W\d_]")
_PAGE_NUMBER = re.compile(r"[^\w#]*#[^\w#]*(?:#[^\w#]*)?")
"""A page number, alone or of so many, as :func:`_key` writes it."""


class Paragraph(NamedTuple):
    """A paragraph, or a line that stands alone, and the page (from 1) on which it begins."""

    text: str
    page: int


def paragraphs(pages: Sequence[str], headlines: Collection[str] = ()) -> list[Paragraph]:
    """Return the paragraphs of ``pages``, each page the lines as they were set.

    A line joins the next one unless it is short or followed by a blank line; a paragraph that
    breaks off at the foot of a page goes on where the next page starts in lower case. A hyphen
    at a line's end goes where the word does not occur with it within a line. ``headlines`` are
    lines that stay on the first page that has them, however often they are repeated.
    """
    split = [page.replace("\u00ad\n", "").split("\n") for page in pages]
    lines = _without_running_heads(split, {_key(line) for line in headlines})
    width = _width(line for page in lines for line in page)
    hyphenated = frozenset[str]().union(*map(hyphenated_words, pages))
    found: list[Paragraph] = []
    for number, page in enumerate(lines, 1):
        texts = [_join(run, hyphenated) for run in _runs(page, width)]
        if texts and found and _goes_on(found[-1].text, texts[0]):
            last = found.pop()
            found.append(Paragraph(_join((last.text, texts.pop(0)), hyphenated), last.page))
        found.extend(Paragraph(text, number) for text in texts)
    return found


def _without_running_heads(pages: list[list[str]], headlines: set[str]) -> list[list[str]]:
    """Drop lines that stand at the edge of several pages, whatever numbers are in them.

    Left and right pages have heads of their own, and each chapter may; a line of figures alone
    may be a row of a table.
    """
    stripped = [_trimmed(page) for page in pages]
    if len(pages) < _FEWEST_PAGES:
        return _without_numbers(stripped)
    edges = [{_key(line) for line in _edges(page)} for page in stripped]
    counts = Counter(key for keys in edges for key in keys)
    fewest = 2 if len(pages) <= _FEW_PAGES else 3
    running = {
        key
        for key, count in counts.items()
        if count >= fewest and (_LETTER.search(key) or _PAGE_NUMBER.fullmatch(key))
    }
    kept = []
    for page in stripped:
        top, bottom = 0, len(page)
        while top < min(_EDGE, bottom) and _key(page[top]) in running:
            if _key(page[top]) in headlines:
                headlines = headlines - {_key(page[top])}
                break
            top += 1
        while bottom > max(top, len(page) - _EDGE) and _key(page[bottom - 1]) in running:
            bottom -= 1
        kept.append(_trimmed(page[top:bottom]))
    return kept


def _without_numbers(pages: list[list[str]]) -> list[list[str]]:
    """Drop lines at the edges that say which page it is, where more than one page has one."""
    kept = []
    for number, page in enumerate(pages, 1):
        edges = {n for n in range(len(page)) if n < _EDGE or n >= len(page) - _EDGE}
        said = {n for n in edges if _PAGE_NUMBER.fullmatch(_key(page[n]))}
        said = {n for n in said if _NUMBER.findall(page[n])[0] == str(number)}
        kept.append([line for n, line in enumerate(page) if n not in said])
    found = sum(len(page) > len(rest) for page, rest in zip(pages, kept, strict=True))
    return list(map(_trimmed, kept)) if found > 1 else pages


def _trimmed(page: list[str]) -> list[str]:
    lines = [" ".join(line.split()) for line in page]
    filled = [n for n, line in enumerate(lines) if line]
    return lines[filled[0] : filled[-1] + 1] if filled else []


def _edges(page: list[str]) -> list[str]:
    return page[:_EDGE] + page[_EDGE:][-_EDGE:]


def _key(line: str) -> str:
    return _NUMBER.sub("#", line).lower()


def _width(lines: Iterable[str]) -> int:
    """Return the width of a full line: nine in ten lines are no longer."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _runs(page: list[str], width: int) -> list[list[str]]:
    """Group the lines that belong to one paragraph."""
    runs: list[list[str]] = []
    open_run = False
    for line in page:
        if not line:
            open_run = False
        elif open_run or (runs and _goes_on(runs[-1][-1], line) and line[:1].islower()):
            runs[-1].append(line)
        else:
            runs.append([line])
        if line:
            open_run = len(line) >= width * _FULL or bool(_HYPHENATED.search(line))
    return runs


def _goes_on(text: str, following: str) -> bool:
    """Whether ``text`` breaks off in a sentence that ``following`` takes up."""
    return text[-1:] not in '.!?…:”"' and following[:1].islower()


def _join(lines: Sequence[str], hyphenated: frozenset[str]) -> str:
    parts = [lines[0]]
    for line in lines[1:]:
        broken, start = _HYPHENATED.search(parts[-1][-_LONGEST_WORD:]), _WORD.match(line)
        if broken and start and line[0].islower():
            if not is_compound(broken[1], start[0], hyphenated):
                parts[-1] = parts[-1][:-1]
        elif not _UNSPACED.match(parts[-1][-1:] + line[:1]):
            parts.append(" ")
        parts.append(line)
    return "".join(parts)
