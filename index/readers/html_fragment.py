"""Fragments of HTML, as records and feeds hold them, made plain text."""

from __future__ import annotations

import html
import re
from typing import Any

from index.readers.decode import tidy

_TAG = re.compile(
    r"</(?:p|div|b|i|u|em|strong|a|span|ul|ol|li|h[1-6]|blockquote|figure|table|tr|td|pre|code|sup|sub"
    r"|article|section|font|small|cite|q)\s*>|<(?:br|p|hr|img|li)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"</(?:p|div|li|h[1-6]|blockquote|ul|ol)>|<br\s?/?>", re.IGNORECASE)
_FEWEST_CLOSING = 2
_ENTITY = re.compile(
    r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|amp|lt|gt|quot|apos|nbsp|[a-z]{2,8}[14]?);", re.I
)

_BLOCKS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary "
    "table tbody tfoot thead tr ul".split()
)
_UNSEEN = frozenset("script style template noscript head title iframe object svg".split())
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


def is_markup(text: str) -> bool:
    """Whether a text is a fragment of HTML: it has a tag that ends, or an entity."""
    return bool(("<" in text and _TAG.search(text)) or ("&" in text and _ENTITY.search(text)))


def is_escaped(fragment: str, shown: str) -> bool:
    """Whether a fragment was HTML whose signs were escaped once too often."""
    return not _TAG.search(fragment) and len(_CLOSING.findall(shown)) >= _FEWEST_CLOSING


def plain_text(fragment: str) -> str:
    """Return what a fragment of HTML shows: a block a paragraph, with blank lines between.

    A line break stays one; cells of a table are parted by bars. What has no tags keeps its lines.
    """
    if "<" not in fragment or not _TAG.search(fragment):
        return tidy(html.unescape(fragment))
    from lxml import etree  # type: ignore[import-untyped]
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    source = _CONTROLS.sub(" ", tidy(fragment))
    try:
        page = lxml_html.document_fromstring(f"<body>{source}</body>".encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return ""
    parts: list[str] = []
    _collect(page, parts)
    paragraphs = "".join(parts).split("\0")
    lines = ("\n".join(filter(None, map(_one_line, part.split("\n")))) for part in paragraphs)
    return "\n\n".join(filter(None, lines))


def _collect(page: Any, parts: list[str]) -> None:
    """Gather the text; NUL stands between blocks."""
    from lxml import etree

    hidden = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        tag = element.tag
        hidden += (tag in _UNSEEN) * (1 if event == "start" else -1)
        if tag in _BLOCKS:
            parts.append("\0")
        elif tag == "br" and event == "start":
            parts.append("\n")
        elif tag in ("td", "th") and event == "start" and element.getprevious() is not None:
            parts.append(" | ")
        text = element.text if event == "start" else element.tail
        if text and not hidden:
            parts.append(re.sub(r"\s+", " ", text))


def _one_line(text: str) -> str:
    return " ".join(text.split())
