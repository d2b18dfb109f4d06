"""What stands in the tree of a page and is no text of it; and tables that only place blocks."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

_LINK_MARKS: Final = frozenset(("¶", "#", "§", "🔗", "⚓", "\u200b", "[edit]"))
"""What a link to a heading itself is written as."""

_LINE_NUMBERS = re.compile(
    r"(?:^|[\s_-])(?:lineno\w*|line-?num\w*|gutter|lntd?|blob-num)(?:$|[\s_-])", re.IGNORECASE
)
_NUMBERS = re.compile(r"[\d\s]{1,20000}")
_EDIT: Final = "mw-editsection"
_UNSHOWN: Final = frozenset(("siteSub", "contentSub", "jump-to-nav"))
"""What a wiki adds to each page, and hides."""

_SIGN_UP = re.compile(r"newsletter|sign-?up|subscri", re.IGNORECASE)
_LONGEST_BOX: Final = 600
_AROUND: Final = frozenset(("prev", "previous", "next", "up", "start", "contents", "index"))
_LONGEST_AROUND: Final = 400
"""Characters of a box around a form, and of a line of links to the pages around this one."""

_PARTS: Final = frozenset("p div br h1 h2 h3 h4 h5 h6 blockquote ul ol table".split())
_LONG_CELL: Final = 300
_FEWEST_PARTS: Final = 2
"""A cell with more characters than a datum has, in so many blocks, is a column of the page."""

_FRAMES = re.compile(r"</?(?:frameset|frame|noframes)\b[^<>]*>", re.IGNORECASE)


def without_frames(source: str) -> str:
    """The source of a page in which what stands for browsers without frames is its body."""
    return _FRAMES.sub("", source) if "<noframes" in source.lower() else source


_SIGN = re.compile(r"<!\[CDATA\[|<(/?)(?:script|style)\b[^<>]*>", re.IGNORECASE)
_IN_CODE = re.compile(
    r"<(?:pre|code|samp|kbd|xmp|textarea|listing)\b[^<>]{0,200}>\s*\Z", re.IGNORECASE
)
_NEAR: Final = 300


def with_sections(source: str) -> str:
    """The source of a page in which each section of CDATA is the text that it stands for.

    A parser of HTML takes a section for a comment. One that is markup from end to end, and not
    code, was put there by mistake: its tags are tags. Those of programs stay.
    """
    parts: list[str] = []
    at, program = 0, False
    for sign in _SIGN.finditer(source) if "<![CDATA[" in source else ():
        if sign.start() < at:
            continue
        if sign[0][1] != "!":
            program = not sign[1] and not sign[0].endswith("/>")
        elif not program:
            end = source.find("]]>", sign.end())
            if end < 0:
                break
            inner = source[sign.end() : end]
            is_markup = inner.strip().startswith("<") and inner.strip().endswith(">")
            if not is_markup or _IN_CODE.search(source, max(0, sign.start() - _NEAR), sign.start()):
                inner = html.escape(inner, quote=False)
            parts += source[at : sign.start()], inner
            at = end + len("]]>")
    return "".join(parts) + source[at:]


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LOOKED_AT = (*_HEADINGS, "form", "a", "span", "td", "pre", "div", "script", "style", "svg")
_MARKS = frozenset("abbr acronym big ins mark small time tt u".split())


def repair(page: Any) -> None:
    """Empty links to headings, take out what is never text, and undo tables of layout.

    Tables with a program in a cell are undone too, since their rows are no rows. Marks within a
    sentence go and leave their words, since the extractor would take the words as well.
    """
    removed, marks, forms = [], [], []
    around = Counter[Any]()
    for element in page.iter(*_LOOKED_AT, *_MARKS):
        tag = element.tag
        if tag in _MARKS:
            marks.append(element)
            continue
        if tag == "a":
            if (element.text or "").strip() in _LINK_MARKS and not len(element):
                element.text = None
            if element.get("rel") in _AROUND:
                around[element.getparent()] += 1
        elif tag == "form":
            forms.append(element)
        elif tag in _HEADINGS:
            _part_spans(element)
        elif element.get("id") in _UNSHOWN:
            removed.append(element)
        elif tag in ("script", "style", "svg"):
            if "json" not in element.get("type", ""):
                removed.append(element)
        elif names := element.get("class"):
            numbers = "n" in names and _LINE_NUMBERS.search(names[:200])
            if names == _EDIT or (numbers and _NUMBERS.fullmatch("".join(element.itertext()))):
                removed.append(element)
    removed += [line for line, links in around.items() if links > 1 and _is_line(line)]
    removed += _boxes_around(forms)
    for element in removed:
        if element.getparent() is not None:
            element.drop_tree()
    for element in marks:
        if _is_within_sentence(element):
            element.drop_tag()
    for table in list(page.iter("table")):
        if _is_layout(table):
            for element in [table, *_own_parts(table)]:
                element.tag = "div"


def _is_line(element: Any) -> bool:
    """Whether an element that holds links to the pages before and behind is not much else."""
    return bool(element.xpath("string-length()") <= _LONGEST_AROUND)


def _boxes_around(forms: Sequence[Any]) -> list[Any]:
    """The boxes, called so, in which readers are asked for their address."""
    are: dict[Any, bool] = {}
    boxes = []
    for form in forms:
        box = None
        for element in form.iterancestors("div", "section", "aside", "figure"):
            if element not in are:
                called = f"{element.get('class', '')} {element.get('id', '')}"[:200]
                are[element] = _SIGN_UP.search(called) is not None and bool(
                    element.xpath("string-length()") <= _LONGEST_BOX
                )
            if not are[element]:
                break
            box = element
        boxes += [] if box is None else [box]
    return boxes


def _part_spans(heading: Any) -> None:
    """Put a blank between the parts of a heading that a style sets apart."""
    for one, other in pairwise(heading):
        classes = one.get("class"), other.get("class")
        if one.tag == other.tag == "span" and all(classes) and not one.tail:
            before, after = one.xpath("string()"), other.xpath("string()")
            if before[-1:].isalnum() and after[:1].isupper() and not before[-1:].isupper():
                one.tail = " "


def _is_within_sentence(element: Any) -> bool:
    """Whether there are words right beside it; a date that stands alone is the page's own."""
    parent, before = element.getparent(), element.getprevious()
    around = (parent.text if before is None else before.tail, element.tail)
    return any(text and not text.isspace() for text in around)


def _is_layout(table: Any) -> bool:
    for cell in table.iter("td"):
        if next(cell.iter("pre"), None) is not None:
            return True
        parts = 0
        for element in cell.iter():
            parts += element.tag in _PARTS
            if parts >= _FEWEST_PARTS:
                break
        if parts >= _FEWEST_PARTS and len(" ".join("".join(cell.itertext()).split())) > _LONG_CELL:
            return True
    return False


def _own_parts(table: Any) -> list[Any]:
    """The rows and cells of a table, without those of tables within it."""
    found = []
    waiting = list(table)
    while waiting:
        element = waiting.pop()
        if element.tag in ("tbody", "thead", "tfoot", "tr", "td", "th", "caption"):
            found.append(element)
            if element.tag not in ("td", "th"):
                waiting.extend(element)
    return found
