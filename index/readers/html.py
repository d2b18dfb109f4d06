"""HTML: the main content of a page, as trafilatura finds it, with all that stands within it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from io import BufferedReader
from typing import TYPE_CHECKING, Any

from index.article.byline import parse_byline
from index.article.language import detect_language, language_code
from index.readers.assemble import Piece, assemble, mark_head
from index.readers.decode import decode, tidy
from index.readers.html_body import blocks
from index.readers.html_head import with_head
from index.readers.html_missing import CAPTION, with_missing
from index.readers.html_tree import PageText, parse
from index.readers.loading import UnreadableError, load
from index.readers.metadata import Declared, declared, document
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Block, Document

_CHARSET = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_:-]+)""", re.IGNORECASE)
_WHERE_CHARSET = 1024  # as the HTML standard has it

_TOP_LINES = 60
_LONGEST_BYLINE = 160
"""Where in a page a byline is looked for, and how long it is."""

_SHORTEST_PAGE = 80
"""Characters that are an article; trafilatura asks for 250, which is long in Chinese."""

_ENOUGH_TO_TELL = 200
"""Characters from which on the text itself says better than ``lang`` what language it is in."""

_COMMON = {
    "en": frozenset("the of and to in a is that was for it with as on by at from".split()),
    "de": frozenset("der die das und in den von zu mit ist im dem nicht ein eine sich des".split()),
    "fr": frozenset("le la les de des et à en un une du est que qui dans pour au".split()),
    "es": frozenset("el la los las de del y en un una que es por con para se al".split()),
}
_COMMON_SHARE = 0.2
"""A text with so many of a language's commonest words is in it: that is quicker than to ask."""

_ALIKE = (
    *({"nb", "nn", "no", "da"}, {"hr", "sr", "bs", "sl"}, {"id", "ms"}, {"cs", "sk"}),
    *({"pt", "gl", "es", "ca"}, {"ru", "uk", "be", "bg"}, {"hi", "mr", "ne"}, {"af", "nl"}),
)
"""Languages that a short text is easily mistaken between."""


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document]:
    """Yield the one article of a page, or raise ``UnreadableError``."""
    data = load(stream)
    charset = _CHARSET.search(data[:_WHERE_CHARSET])
    text, found, said = article(decode(data, charset[1].decode("ascii") if charset else ""))
    yield document(file, text, found, said)


def article(source: str) -> tuple[str, tuple[Block, ...], Declared]:
    """Return the text of a page, its blocks, and what the page declares.

    :raises UnreadableError: where there is no article in it.
    """
    if not source.strip():
        raise UnreadableError("nothing but white space")
    page = parse(source)
    shown = PageText(page)
    language = page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    said, body = _extract(page)
    said = with_head(page, shown.blocks, said)
    found = [] if body is None else [(kind, tidy(text).strip()) for kind, text in blocks(body)]
    if body is not None and _repeats_cells(body, found, shown):
        found = []  # so that all prose of the page is taken, once
    pieces = with_missing([one for one in found if one[1]], shown)
    pieces, said = _with_title(pieces, said)
    if not any(piece.kind is BlockKind.PARAGRAPH for piece in pieces):
        raise UnreadableError("no article text found")
    lines = [block.text for block in shown.blocks[:_TOP_LINES] if len(block.text) < _LONGEST_BYLINE]
    pieces, said = mark_head(pieces, _with_shown_author(lines, said))
    text, placed = assemble(pieces)
    placed = tuple(
        replace(block, reason=CAPTION) if block.kind is BlockKind.BOILERPLATE else block
        for block in placed
    )
    return text, placed, replace(said, language=_language(language, text))


def _repeats_cells(body: Any, found: Sequence[tuple[BlockKind, str]], page: PageText) -> bool:
    """Whether what stands in a table inside a table was extracted several times."""
    if not any(row.xpath("ancestor::cell") for row in body.iter("row")):
        return False
    shown = sum(len("".join(block.text.split())) for block in page.blocks)
    return sum(len("".join(text.replace("|", "").split())) for _, text in found) > shown


@cache
def _settings() -> Any:
    from trafilatura.settings import use_config

    config = use_config()
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", str(_SHORTEST_PAGE))
    return config


def _extract(page: Any) -> tuple[Declared, Any]:
    """Return what the page declares of its article, and the tree of the article's blocks."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # its errors become ours
    try:
        found = trafilatura.bare_extraction(
            page,
            output_format="txt",  # else its own text is made as well
            with_metadata=True,
            include_comments=False,
            include_formatting=False,
            config=_settings(),
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # whatever it raises on a page, the page is the cause
        raise UnreadableError(f"the page cannot be parsed ({type(error).__name__})") from error
    if not isinstance(found, trafilatura.settings.Document):
        return Declared(), None
    said = {
        "title": found.title,
        "standfirst": found.description,
        "author": found.author,
        "published": found.date,
        "url": found.url,
        "source": found.sitename,
    }
    texts = {name: tidy(" ".join((value or "").split())) for name, value in said.items()}
    return declared(texts), found.body


def _with_title(pieces: list[Piece], said: Declared) -> tuple[list[Piece], Declared]:
    """Leave one title: a heading that says what the page declares, else the first ``h1``.

    An ``h1`` below the first paragraph is no title where the page declares another one.
    """
    above = _above_text(pieces)
    words = said.title.split()
    repeats = [
        n for n, piece in enumerate(pieces[: above + 1]) if words and piece.text.split() == words
    ]
    first = [n for n, piece in enumerate(pieces) if piece.kind is BlockKind.TITLE]
    if words:
        first = [n for n in first if n < above or _is_part(pieces[n].text, said.title)]
    title = [*repeats, *first, -1][0]
    for n, piece in enumerate(pieces):
        if n == title:
            pieces[n] = piece._replace(kind=BlockKind.TITLE)
            said = replace(said, title=" ".join(piece.text.split()))
        elif piece.kind is BlockKind.TITLE:
            pieces[n] = piece._replace(kind=BlockKind.HEADING)
    return pieces, said


def _above_text(pieces: Sequence[Piece]) -> int:
    """The number of the first long paragraph."""
    long = (n for n, p in enumerate(pieces) if p.kind is BlockKind.PARAGRAPH and len(p.text) > 80)
    return next(long, len(pieces))


def _is_part(heading: str, title: str) -> bool:
    """Whether a heading is the declared title, less the name of the site."""
    heading, title = (" ".join(text.casefold().split()) for text in (heading, title))
    return bool(heading) and (heading in title or title in heading)


def _with_shown_author(lines: Sequence[str], said: Declared) -> Declared:
    """Take the author out of a byline that the page shows, if that is all that was found."""
    parts = said.author.replace(";", " ").split()
    for line in lines:
        if parts and all(part in line for part in parts):
            byline = parse_byline(" ".join(line.split()))
            if byline and byline.author:
                return replace(said, author=byline.author)
    return said


def _language(declared_language: str, text: str) -> str:
    """What a page declares, unless a text that is long enough says otherwise."""
    code = language_code(declared_language)
    if not code or len(text) < _ENOUGH_TO_TELL:
        return code
    words = text[: 2 * _ENOUGH_TO_TELL].lower().split()
    if sum(word in _COMMON.get(code, ()) for word in words) > len(words) * _COMMON_SHARE:
        return code
    found = detect_language(text)
    if not found or any(code in group and found in group for group in _ALIKE):
        return code
    return found
