"""Title, standfirst, bylines, subheads and paragraphs of plain text; pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import category

from index.article.boilerplate_lines import ADVERT, CONSENT, SHARE, SIGN_UP, boilerplate_kind
from index.article.byline import is_name, parse_byline, without_place
from index.article.foreign_bylines import may_be_headline
from index.article.header_lines import Header, read_header, title_span
from index.article.late_head import late_head
from index.article.menu_lines import MENU, is_item, is_linked, page_line, unmarked
from index.article.page_title import title_at
from index.article.paragraphs import Span, ends_sentence, paragraphs
from index.article.scripts import FULL_STOPS, is_wide, lacks_full_stop, reading_length
from index.types import Block, BlockKind

_TOP = 8
"""How many blocks the head of an article (title, standfirst, bylines) can have."""

_ABOVE = 4
"""So many lines above the title of a page a date may stand."""

_ABOVE_TITLE = frozenset({ADVERT, CONSENT, SHARE, SIGN_UP})
"""Boilerplate that can stand between the parts of the head, and is no part of it."""

_TOP_CAPITALS = 3
"""How many lines may stand above a headline that takes two lines in capitals."""

_QUESTIONS = ("?", "？", "؟", ";")

_LONGEST_TITLE = 250
_LONGEST_TITLE_SENTENCE = 100
_LONGEST_STANDFIRST = 320
_LONGEST_HEADING = 90
_LONGEST_HEADING_WORDS = 14
_FEWEST_STANDFIRST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Structure:
    """The blocks of a text, and what its head says of it; what it does not say is empty.

    ``author``, ``published``, ``source`` and ``url`` are in the head's own words.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    standfirst: str = ""
    author: str = ""
    published: str = ""
    source: str = ""
    url: str = ""


def structure(
    text: str,
    *,
    titled: bool = True,
    first_line: int = 1,
    spans: Sequence[Span] | None = None,
) -> Structure:
    """Find the blocks of ``text``, which has one paragraph a line or is wrapped.

    The blocks are in order, do not overlap, have no white space at their ends and together hold
    all of the text but white space; ``block.line`` counts from ``first_line``. A text that is
    not blank has at least one paragraph. With ``titled=False`` the text is known to be a body:
    neither a title nor a standfirst is looked for. ``spans`` are the paragraphs, where they are
    known. Takes time linear in the length of the text.
    """
    spans = paragraphs(text) if spans is None else list(spans)
    if titled:
        spans = _with_whole_headline(text, spans)
    pieces = [text[span.start : span.end] for span in spans]
    kinds = [BlockKind.PARAGRAPH] * len(pieces)
    header = read_header(pieces) if titled else Header()
    kinds[: header.count] = [BlockKind.BYLINE] * header.count
    for number in header.prose:
        kinds[number] = BlockKind.PARAGRAPH
    for number in header.titles:
        kinds[number] = BlockKind.TITLE
    late = title_at(pieces) if titled and not header.count else 0
    head = _mark_head(
        pieces,
        kinds,
        first=header.count or late,
        late=late > 0,
        titled=titled and not header.closed,
        said=header.fields,
    )
    if late and not head[3]:
        head = (*head[:3], _mark_date_above(pieces, kinds, late))
    unsure = bool(pieces) and (_is_menu(pieces[0]) or not any(head[2:]))
    if titled and not header.count and not late and unsure:
        head = _mark_late_head(pieces, kinds, head)
    _mark_headings(pieces, kinds)
    blocks: list[Block] = []
    for number, (span, kind) in enumerate(zip(spans, kinds, strict=True)):
        line, start = first_line + span.line, span.start
        if label := title_span(pieces[number]) if number in header.titles else 0:
            start += label  # which is no part of a title
            end = span.start + len(text[span.start : start].rstrip())
            blocks.append(Block(span.start, end, BlockKind.BYLINE, line))
        blocks.append(Block(start, span.end, kind, line))
    return Structure(
        tuple(blocks),
        *head,
        source=header.fields.get("source", ""),
        url=header.fields.get("url", ""),
    )


def _with_whole_headline(text: str, spans: list[Span]) -> list[Span]:
    """Join two lines in capitals near the top that follow on one another: one headline.

    More of them are a menu.
    """
    capitals = [_is_in_capitals(text[span.start : span.end]) for span in spans[: _TOP_CAPITALS + 3]]
    for number in range(min(_TOP_CAPITALS, len(spans) - 2)):
        first, second = spans[number : number + 2]
        around = [*capitals[max(0, number - 1) : number], *capitals[number + 2 : number + 3]]
        if capitals[number] and capitals[number + 1] and not any(around):
            lines = text[first.start : first.end], text[second.start : second.end]
            if second.line == first.line + 1 and not (
                parse_byline(lines[1]) or ends_sentence(lines[0])
            ):
                whole = Span(first.start, second.end, first.line)
                return [*spans[:number], whole, *spans[number + 2 :]]
    return spans


def _is_in_capitals(line: str) -> bool:
    return line.isupper() and reading_length(line) <= _LONGEST_HEADING and is_heading(line)


def is_heading(line: str) -> bool:
    """Whether ``line`` has the shape of a subhead: short, no sentence unless a question."""
    if reading_length(line) > _LONGEST_HEADING or len(line.split()) > _LONGEST_HEADING_WORDS:
        return False
    if line.endswith((":", ",", ";", "：", "，", "、", "；", "،", "؛")) or (
        ends_sentence(line) and not line.endswith(_QUESTIONS)
    ):
        return False
    first = line.lstrip("\"'“‘«¿¡([")[:1]
    opens = first.isdigit() or (first.isalpha() and not first.islower())
    letters = sum(char.isalpha() or category(char)[0] == "M" for char in line)
    return opens and letters * 2 > len(line)


def _mark_head(
    pieces: Sequence[str],
    kinds: list[BlockKind],
    *,
    first: int,
    late: bool,
    titled: bool,
    said: Mapping[str, str],
) -> tuple[str, str, str, str]:
    """Mark title, standfirst and bylines; return title, standfirst, author and published.

    What the header has ``said`` wins; the head begins with the piece of number ``first``, which
    is the title of a page and may have a dump's signs if it is ``late``.
    """
    title, author = said.get("title", ""), said.get("author", "")
    published, standfirst = said.get("published", ""), ""
    for index in range(first, min(first + _TOP, len(pieces) - 1)):
        piece = pieces[index]
        if boilerplate_kind(piece) in _ABOVE_TITLE:
            continue
        after = pieces[index + 1]
        if titled and not title and _is_menu(piece) and not is_item(after):
            continue
        byline = parse_byline(piece)
        if byline and titled and not title and may_be_headline(piece):
            byline = None
        named = _is_name_at_date(piece, after) and (title or not titled) and not published
        if byline or named:
            kinds[index] = BlockKind.BYLINE
            author = author or (byline.author if byline else without_place(piece))
            published = published or (byline.published if byline else "")
        elif titled and not title and _is_title(piece):
            kinds[index] = BlockKind.TITLE
            title = unmarked(piece) if late else " ".join(piece.split())
        elif title and not standfirst and _is_standfirst(piece, after):
            kinds[index] = BlockKind.STANDFIRST
            standfirst = " ".join(piece.split())
        else:
            break
    return title, standfirst, author, published


def _is_menu(piece: str) -> bool:
    """Whether a line above a title is the last one of a menu, or all of it."""
    return is_item(piece) or is_linked(piece) or page_line(piece) == MENU


def _mark_date_above(pieces: Sequence[str], kinds: list[BlockKind], title: int) -> str:
    """Mark a date that stands right above the title of a page; return it."""
    for index in range(title - 1, max(-1, title - _ABOVE), -1):
        byline = parse_byline(pieces[index])
        if byline and byline.published:
            kinds[index] = BlockKind.BYLINE
            return byline.published
    return ""


def _mark_late_head(
    pieces: Sequence[str], kinds: list[BlockKind], head: tuple[str, str, str, str]
) -> tuple[str, str, str, str]:
    """Mark title and bylines behind the lines of a menu; return what they say as above."""
    found = late_head(pieces, " ".join(pieces[0].split()))
    if found is None:
        return head
    title = head[0]
    if found.title >= 0:
        kinds[: found.title] = [BlockKind.PARAGRAPH] * found.title
        kinds[found.title] = BlockKind.TITLE
        title = " ".join(pieces[found.title].split())
    for number in found.bylines:
        kinds[number] = BlockKind.BYLINE
    authors = [byline.author for byline in found.bylines.values() if byline.author]
    dates = [byline.published for byline in found.bylines.values() if byline.published]
    return title, "", [*authors, ""][0], [*dates, ""][0]


def _is_title(piece: str) -> bool:
    """A line that is no paragraph by its length, or by a full stop that no headline has."""
    if piece.endswith(tuple(FULL_STOPS)) or (piece.endswith(".") and is_wide(piece[-2:-1])):
        return False
    if not any(map(str.isalnum, piece)):
        return False
    sentence = piece.endswith(".") or lacks_full_stop(piece)
    return reading_length(piece) <= (_LONGEST_TITLE_SENTENCE if sentence else _LONGEST_TITLE)


def _is_name_at_date(piece: str, after: str) -> bool:
    """A name without "By", if the next line gives the date."""
    return is_name(without_place(piece)) and parse_byline(after) is not None


def _is_standfirst(piece: str, after: str) -> bool:
    """An open line above the body, or whatever stands between the title and a byline."""
    if reading_length(piece) > _LONGEST_STANDFIRST or len(piece.split()) < _FEWEST_STANDFIRST_WORDS:
        return False
    if piece.endswith(":") or boilerplate_kind(piece):
        return False
    return not ends_sentence(piece) or parse_byline(after) is not None


def _mark_headings(pieces: Sequence[str], kinds: list[BlockKind]) -> None:
    """Mark short lines that stand above a paragraph; a run of short lines is a list."""
    for index in range(len(pieces) - 1):
        if (
            kinds[index] is BlockKind.PARAGRAPH
            and kinds[index + 1] is BlockKind.PARAGRAPH
            and is_heading(pieces[index])
            and ends_sentence(pieces[index + 1])
            and not is_heading(pieces[index + 1])
            and (_has_capitals(pieces[index]) or _is_far_shorter(pieces[index], pieces[index + 1]))
            and not boilerplate_kind(pieces[index])
        ):
            kinds[index] = BlockKind.HEADING


def _has_capitals(line: str) -> bool:
    """Whether ``line`` holds a letter of a script with capitals, which tell a subhead."""
    return any(char.lower() != char.upper() for char in line)


def _is_far_shorter(line: str, below: str) -> bool:
    """Without capitals any open line looks like a subhead; one is half as long as its text."""
    return len(line) * 2 <= len(below)
