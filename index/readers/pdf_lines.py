"""The lines of a PDF page, with where and how large they are set, as PDFium finds them."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import hypot
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from index.readers.decode import tidy
from index.readers.pdf_right_to_left import (
    Sign,
    is_right_to_left,
    mostly_right_to_left,
    reading_order,
)

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_BREAK = re.compile("\r\n|\r|\n|\ufffe")
"""PDFium writes U+FFFE for a hyphen at the end of a line, and the line below right behind it."""

_WIDE_GAP = 1.35
"""Lines that are so much farther apart than most begin a paragraph."""

_OTHER_SIZE = 1.12
_INDENT = 0.8
_MOST_INDENT = 6.0
_SAME = 0.35
"""In heights of a line: what is set in another size, an indent, the same place."""

_TITLE_SIZE = 1.2
_LONGEST_TITLE = 250


class Line(NamedTuple):
    """A line of text, its left edge and its foot in points, and its size of type (0 unknown)."""

    text: str
    left: float = 0.0
    foot: float = 0.0
    height: float = 0.0


def lines_of(page: PdfPage) -> list[Line]:
    """Return the lines of a page in their reading order."""
    textpage = page.get_textpage()
    try:
        text = textpage.get_text_range()
        known = len(text) == textpage.count_chars()  # else they cannot be found by number
        return list(_lines(textpage, text, known=known))
    finally:
        textpage.close()


def page_text(lines: Sequence[Line], headlines: Sequence[str] = ()) -> str:
    """Return the lines of a page as a text in which blank lines part what is set apart.

    That is what has a wider gap above, is indented, or is set in another size. What stands in
    one row is one line, and ``headlines`` that follow on one another are one.
    """
    rows = _with_headlines(_rows(lines), headlines)
    gaps = [above.foot - below.foot for above, below in _pairs(rows) if _is_below(above, below)]
    pitch = median(gaps) if gaps else 0.0
    texts: list[str] = []
    for number, line in enumerate(rows):
        if number and _is_apart(rows, number, pitch):
            texts.append("")
        texts.append(line.text)
    return "\n".join(texts)


def large_lines(lines: Sequence[Line]) -> list[str]:
    """Return the lines in the largest type of a page, if they can be a title."""
    rows = [line for line in _rows(lines) if line.height]
    letters = sorted((line.height, len(line.text)) for line in rows)
    middle, half = 0.0, sum(length for _, length in letters) / 2
    for height, length in letters:
        half -= length
        middle = middle or (height if half <= 0 else 0.0)
    largest = max((line.height for line in rows if len(line.text) > 3), default=0.0)
    if not largest or largest < middle * _TITLE_SIZE:
        return []
    found = [line.text for line in rows if line.height * _OTHER_SIZE > largest]
    return found if sum(map(len, found)) <= _LONGEST_TITLE else []


def _lines(textpage: PdfTextPage, text: str, *, known: bool) -> Iterator[Line]:
    start = 0
    leftward = mostly_right_to_left(text)
    for end, hyphen in [
        *((m.start(), m[0] == "\ufffe") for m in _BREAK.finditer(text)),
        (len(text), False),
    ]:
        piece = text[start:end]
        if known and is_right_to_left(piece):
            piece = reading_order(list(_signs(textpage, piece, start)), leftward=leftward)
        shown = " ".join(tidy(piece).split()) + ("-" if hyphen else "")
        if shown:
            yield Line(shown, *(_place(textpage, text, start, end) if known else ()))
        start = end + (2 if text.startswith("\r\n", end) else 1)


def _signs(textpage: PdfTextPage, text: str, start: int) -> Iterator[Sign]:
    """The signs of a piece of text, which begins at the character number ``start``."""
    from pypdfium2 import raw

    left, foot = ctypes.c_double(), ctypes.c_double()
    for number, sign in enumerate(text, start):
        raw.FPDFText_GetCharOrigin(textpage.raw, number, ctypes.byref(left), ctypes.byref(foot))
        box = textpage.get_charbox(number, loose=True)
        yield Sign(sign, round(left.value, 2), foot.value, box[2], box[3] - box[1])


def _place(textpage: PdfTextPage, text: str, start: int, end: int) -> tuple[float, float, float]:
    """Where the first character of a line stands, and how large its first letter is."""
    from pypdfium2 import raw

    left, foot, matrix = ctypes.c_double(), ctypes.c_double(), raw.FS_MATRIX()
    origin = ctypes.byref(left), ctypes.byref(foot)
    first = next(n for n in range(start, end) if not text[n].isspace())
    letter = next((n for n in range(first, end) if text[n].isalnum()), first)
    if not raw.FPDFText_GetCharOrigin(textpage.raw, first, *origin):
        return (0.0, 0.0, 0.0)
    size = raw.FPDFText_GetFontSize(textpage.raw, letter)
    if raw.FPDFText_GetMatrix(textpage.raw, letter, ctypes.byref(matrix)):
        size *= hypot(matrix.c, matrix.d)
    return left.value, foot.value, max(0.0, size)


def _rows(lines: Sequence[Line]) -> list[Line]:
    rows: list[Line] = []
    for line in lines:
        last = rows[-1] if rows else None
        if (
            last
            and line.height
            and abs(line.foot - last.foot) < _SAME * line.height
            and line.left > last.left
        ):
            rows[-1] = last._replace(text=f"{last.text} {line.text}")
        else:
            rows.append(line)
    return rows


def _with_headlines(rows: list[Line], headlines: Sequence[str]) -> list[Line]:
    joined: list[Line] = []
    for line in rows:
        large = line.text in headlines
        if large and joined and joined[-1].text.endswith(headlines[headlines.index(line.text) - 1]):
            joined[-1] = joined[-1]._replace(text=f"{joined[-1].text} {line.text}")
        else:
            joined.append(line)
    return joined


def _pairs(rows: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    return pairwise(rows)


def _is_below(above: Line, below: Line) -> bool:
    return 0 < above.foot - below.foot < 3 * max(above.height, below.height)


def _is_apart(rows: Sequence[Line], number: int, pitch: float) -> bool:
    above, line = rows[number - 1], rows[number]
    if not (above.height and line.height):
        return False
    if max(above.height, line.height) > _OTHER_SIZE * min(above.height, line.height):
        return True
    if not _is_below(above, line):
        return above.foot - line.foot > 0
    if above.foot - line.foot > pitch * _WIDE_GAP:
        return True
    after = rows[number + 1] if number + 1 < len(rows) else above
    indent = line.left - min(above.left, after.left)
    return _INDENT * line.height < indent < _MOST_INDENT * line.height and (
        abs(above.left - after.left) < _SAME * line.height
    )
