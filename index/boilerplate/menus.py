"""Menus, buttons and footers of pages that were kept whole, as text; pure.

Told by where they stand and by the company of lines that most sites share
(``index.article.menu_lines``): what is above the title, runs of short lines with several known ones
among them, and all that follows the first footer or list behind the last of the prose. Prose itself
is spared.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from index.article.boilerplate_lines import COMMENTS, COPYRIGHT
from index.article.byline import parse_byline
from index.article.menu_lines import (
    ADVERT,
    AFTER,
    FOOT,
    RELATED,
    is_linked,
    is_short,
    page_line,
    prose_lines,
    unmarked,
)
from index.article.menu_lines import MENU as MENU_ENTRY
from index.article.scripts import reading_length

ABOVE: Final = "above the title"
MENU: Final = "menu or buttons"
BELOW: Final = "below the article"

_FEWEST_KNOWN = 2
_WIDEST_GAP = 6
"""Unknown short lines between two known ones that are entries of the same menu."""

_MOST_PROSE_BELOW = {FOOT: 0.34, AFTER: 0.15, RELATED: 0.0}
"""Comments and teasers below an article have at most so much prose beside its own. Lists of other
articles stand within an article as well, so no prose may follow them."""


def page_marks(lines: list[str], title: int, reasons: Sequence[str]) -> dict[int, str]:
    """Why lines of a page are not its article, by index.

    ``title`` is the index of the title, -1 where there is none; ``reasons`` says which lines are
    known to be boilerplate by other rules.
    """
    prose = prose_lines(lines)
    known = [
        page_line(line) or (AFTER if reason == COMMENTS else "")
        for line, reason in zip(lines, reasons, strict=True)
    ]
    short = [
        bool(kind) or (not is_prose and (is_short(line) or is_linked(line)))
        for line, kind, is_prose in zip(lines, known, prose, strict=True)
    ]
    for n, line in enumerate(lines):
        if short[n] and not known[n] and parse_byline(unmarked(line)):
            short[max(0, n - 1) : n + 1] = [False] * (n + 1 - max(0, n - 1))
    name = unmarked(lines[title]) if title > 0 else ""
    found = {
        n: ABOVE
        for n in range(max(title, 0))
        if short[n] or reasons[n] or name in unmarked(lines[n])
    }
    first = next((n for n in range(title + 1, len(lines)) if prose[n]), len(lines))
    last = max((n for n in range(len(lines)) if prose[n]), default=-1)
    for run in _runs(short):
        inside = first < run.start < last
        found.update(dict.fromkeys(_between_known(lines, known, run, inside=inside), MENU))
    end = _end(lines, known, prose, first, signed=COPYRIGHT in reasons)
    found.update(dict.fromkeys(range(end, len(lines)), BELOW))
    return found


def _runs(short: Sequence[bool]) -> list[range]:
    """The stretches of short lines."""
    runs = []
    start = 0
    for n, one in enumerate([*short, False]):
        if not one:
            if n > start:
                runs.append(range(start, n))
            start = n + 1
    return runs


def _between_known(
    lines: Sequence[str], known: Sequence[str], run: range, *, inside: bool
) -> list[int]:
    """The lines of a run from a known one, or a link, to another, if there are several.

    ``inside`` an article a list may well hold links, or words that menus hold too.
    """
    if inside:
        sure = [n for n in run if known[n] not in ("", MENU_ENTRY)]
    else:
        sure = [n for n in run if known[n] or is_linked(lines[n])]
    found: list[int] = []
    group: list[int] = []
    for n in [*sure, len(lines) + _WIDEST_GAP + 2]:
        if group and n - group[-1] > _WIDEST_GAP:
            if len(group) >= _FEWEST_KNOWN:
                found.extend(range(group[0], group[-1] + 1))
            group = []
        group.append(n)
    found += [n for n in run if known[n] == ADVERT]
    return found


def _end(
    lines: Sequence[str],
    known: Sequence[str],
    prose: Sequence[bool],
    first: int,
    *,
    signed: bool,
) -> int:
    """The first line of what follows the article; the number of lines if nothing does.

    Behind it there is no paragraph beside another, and little prose in all; but another known
    line, unless the page is ``signed`` with a copyright.
    """
    at = [n for n in range(first + 1, len(lines)) if known[n]]
    sizes = [reading_length(line) * is_prose for line, is_prose in zip(lines, prose, strict=True)]
    for place, n in enumerate(at):
        if known[n] not in _MOST_PROSE_BELOW or (place == len(at) - 1 and not signed):
            continue
        body = sum(sizes[first:n])
        below = sum(sizes[n:])
        if below <= body * _MOST_PROSE_BELOW[known[n]] and not _has_paragraphs(prose, n):
            return n
    return len(lines)


def _has_paragraphs(prose: Sequence[bool], start: int) -> bool:
    """Whether prose stands beside prose from ``start`` on, with one line between at most."""
    at = [n for n in range(start, len(prose)) if prose[n]]
    return any(after - before <= 2 for before, after in pairwise(at))
