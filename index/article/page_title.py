"""Where the title of an article stands that was kept as a whole page, menus and all; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from index.article.byline import parse_byline
from index.article.menu_lines import (
    SHARE,
    is_item,
    is_linked,
    is_short,
    page_line,
    prose_lines,
    unmarked,
)
from index.article.scripts import reading_length

_SEARCHED = 400
_FEWEST_MENU_LINES = 4
_FEWEST_KNOWN = 2
_LONGEST_TITLE = 250
_SHORTEST_TITLE = 12
_SITE = re.compile(r"\s+(?:[-–—|·:•»«]|::|//)\s+")


def title_at(pieces: Sequence[str]) -> int:
    """The index of the title among the lines of a text: 0, but for a page with its menu.

    It is the line that the first one repeats with the site's name beside it, else the heading of
    the first order, else, below a menu, the first line of some words; always above the body.
    """
    lines = list(pieces[:_SEARCHED])
    if len(lines) < _FEWEST_MENU_LINES:
        return 0
    body = _body(prose_lines(lines))
    if (repeated := _repeated_title(lines[: body + 1])) is not None:
        return repeated
    heads = [n for n, line in enumerate(lines[: body + 1]) if line.startswith("# ")]
    if heads and heads[0] > 0:
        return heads[0]
    return _below_menu(lines, body)


def _repeated_title(lines: Sequence[str]) -> int | None:
    """The last line above the body that says what the first one does, but for the site's name."""
    first = _bare(lines[0])
    parts = _SITE.split(first)
    titles = {first, parts[0], parts[-1]} if len(parts) > 1 else {first}
    titles |= {first[: match.start()].strip() for match in _SITE.finditer(first)}
    titles |= {first[match.end() :].strip() for match in _SITE.finditer(first)}
    titles = {title for title in titles if reading_length(title) >= _SHORTEST_TITLE}
    found = [n for n in range(1, len(lines)) if _bare(lines[n]) in titles]
    return found[0] if found else None


def _bare(line: str) -> str:
    return unmarked(line).casefold()


def _below_menu(lines: list[str], body: int) -> int:
    """The first line of some words below a menu: the one above a byline, else above the body."""
    menu = [
        n
        for n in range(body)
        if page_line(lines[n]) not in ("", SHARE) or (is_linked(lines[n]) and is_short(lines[n]))
    ]
    if len(menu) >= _FEWEST_KNOWN:  # the other items of its list are entries, too
        items = (n for n in range(body) if is_item(lines[n]) and is_short(lines[n]))
        menu = sorted({*menu, *items})
    if len(menu) < _FEWEST_MENU_LINES:
        return 0
    titles = [n for n in range(menu[0], body) if n not in menu and _may_be_title(lines[n])]
    signed = [n for n in titles if _is_signed(lines, n)]
    below = [n for n in titles if n > menu[-1]]
    return (signed or below or [0])[0]


def _may_be_title(line: str) -> bool:
    text = unmarked(line)
    if not _SHORTEST_TITLE <= reading_length(text) <= _LONGEST_TITLE or page_line(line):
        return False
    words = len(text.split())
    return (words > 2 or not text.isascii()) and parse_byline(text) is None and not is_linked(line)


def _is_signed(lines: Sequence[str], at: int) -> bool:
    """Whether a byline or a date stands below, with at most a standfirst between."""
    below = [unmarked(line) for line in lines[at + 1 : at + 3]]
    if not below:
        return False
    return parse_byline(below[0]) is not None or (
        len(below) > 1 and parse_byline(below[1]) is not None and len(below[0].split()) > 4
    )


def _body(prose: Sequence[bool]) -> int:
    """Where the longest run of prose begins; the number of lines if there is none."""
    best = (0, len(prose))
    start, size, gap = 0, 0, 0
    for n, is_prose in enumerate(prose):
        if is_prose:
            if size == 0:
                start = n
            size, gap = size + 1, 0
            if size > best[0]:
                best = (size, start)
        else:
            gap += 1
            if gap > 3:
                size = 0
    return best[1]
