"""The head of an article that stands behind the menu of its page; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from index.article.boilerplate_lines import boilerplate_kind
from index.article.byline import Byline, parse_byline
from index.article.menu_lines import is_item, is_linked, page_line
from index.article.paragraphs import ends_sentence
from index.article.scripts import reading_length

_SHORTEST_BODY = 80
_FEWEST_LINES_ABOVE = 4
_WINDOW = 8
"""How many lines above the body the head can take."""

_BEFORE_BYLINE = 3
_SHORTEST_TITLE = 15
_LONGEST_TITLE = 250
_FEWEST_WORDS = 4
_RELEASE = re.compile(r"(?:for|news|press|media)\s.{0,20}\brelease\b.{0,20}", re.IGNORECASE)


class LateHead(NamedTuple):
    """The numbers of the pieces that are the title (-1 for none) and bylines, and what they say."""

    title: int
    bylines: dict[int, Byline]


def late_head(pieces: Sequence[str], page_title: str) -> LateHead | None:
    """Find the head right above the first long paragraph, where lines of a menu stand above it.

    It is known by a byline or a date. The title is a line that ``page_title``, the first line of
    the text, repeats, else the one above the byline, else the one below. ``None`` where there is
    no byline.
    """
    body = next((n for n, piece in enumerate(pieces) if _is_body(piece)), 0)
    if body < _FEWEST_LINES_ABOVE:
        return None
    bylines = {}
    for number in range(max(1, body - _WINDOW), body):
        if byline := parse_byline(pieces[number]):
            bylines[number] = byline
    if not bylines:
        return None
    first = min(bylines)
    possible = [
        n
        for n in range(max(1, first - _BEFORE_BYLINE), body)
        if n not in bylines and _may_be_title(pieces[n])
    ]
    repeated = [n for n in possible if pieces[n] in page_title]
    above = [n for n in possible if n < first][-1:]
    if above and above[0] - 1 in possible and len(pieces[above[0] - 1].split()) >= _FEWEST_WORDS:
        above = [above[0] - 1]  # and a standfirst between
    title = [*repeated, *above, *possible, -1][0]
    return LateHead(title, bylines)


def _is_body(piece: str) -> bool:
    return reading_length(piece) >= _SHORTEST_BODY and ends_sentence(piece)


def _may_be_title(piece: str) -> bool:
    return (
        _SHORTEST_TITLE <= reading_length(piece) <= _LONGEST_TITLE
        and not _RELEASE.fullmatch(piece)
        and not (is_item(piece) or is_linked(piece) or page_line(piece))
        and not boilerplate_kind(piece)
    )
