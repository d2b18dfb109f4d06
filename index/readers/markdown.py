"""Markdown: front matter, then the blocks of the body without their markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from io import BufferedReader
from typing import TYPE_CHECKING

from index.article.byline import parse_byline
from index.readers.assemble import Piece, assemble, mark_head
from index.readers.decode import decode
from index.readers.front_matter import front_matter
from index.readers.loading import UnreadableError, check_lines, load
from index.readers.metadata import Declared, declared, document
from index.readers.templates import without_templates
from index.types import BlockKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from index.readers.sources import SourceFile
    from index.types import Block, Document

_LONGEST_STANDFIRST_WORDS = 60

_MARKUP = "*_`[]<&~\\|"
_MOST_MARKUP = 250_000
"""Characters that could be markup; the parser takes a kilobyte and more for each."""

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = re.compile(r"\s*<(?:script|style)\b", re.IGNORECASE)


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document]:
    """Yield the one article of a Markdown file, or raise ``UnreadableError``."""
    components = file.path.suffix.lower() == ".mdx"
    yield document(file, *article(decode(load(stream)), components=components))


def article(source: str, *, components: bool = False) -> tuple[str, tuple[Block, ...], Declared]:
    """Return the text of a source, its blocks, and what its front matter declares.

    :raises UnreadableError: where there is no article in it.
    """
    if not source.strip():
        raise UnreadableError("nothing but white space")
    check_lines(source)
    if sum(map(source.count, _MARKUP)) > _MOST_MARKUP:
        raise UnreadableError(f"more than {_MOST_MARKUP:,} marks; this is no single article")
    fields, body, lines_above = front_matter(source)
    said = declared(fields)
    text = without_templates(body, components=components)
    pieces, title = _pieces(text, said.title, lines_above)
    if not pieces:
        raise UnreadableError("no article text found")
    marked, said = mark_head(pieces, replace(said, title=title))
    return *assemble(marked), said


def _pieces(body: str, title: str, lines_above: int) -> tuple[list[Piece], str]:
    """Return the blocks of the body and the title, declared or else the first ``h1``."""
    pieces: list[Piece] = []
    row: list[str] = []
    rows: list[str] = []
    opened = ""
    table_line = 0
    for token in _parser().parse(body):
        text, kind = "", BlockKind.PARAGRAPH
        if token.type == "inline" and opened in ("th_open", "td_open"):
            row.append(" ".join(_plain(token.children or ()).split()))
        elif token.type == "inline":
            text = _plain(token.children or ()).strip()
            if opened == "h1" and (not title or title == " ".join(text.split())):
                title = " ".join(text.split())
                repeated = any(piece.kind is BlockKind.TITLE for piece in pieces)
                text, kind = ("" if repeated else text), BlockKind.TITLE
            elif opened[:1] == "h":
                kind = BlockKind.HEADING
            elif pieces and pieces[-1].kind is BlockKind.TITLE and _is_standfirst(token, text):
                kind = BlockKind.STANDFIRST
        elif token.type in ("fence", "code_block"):
            text = token.content.strip()
        elif token.type == "html_block" and not _UNSEEN.match(token.content):
            text = html.unescape(_TAG.sub(" ", _COMMENT.sub("", token.content))).strip()
        elif token.type == "tr_close":
            rows.append(" | ".join(row).strip(" |"))
            row = []
        elif token.type == "table_close":
            text, rows = "\n".join(filter(None, rows)), []
        if token.type == "table_open":
            table_line = token.map[0] if token.map else 0
        if text:
            line = table_line if token.type == "table_close" else (token.map or [0])[0]
            pieces.append(Piece(kind, text, lines_above + line + 1))
        opened = token.tag if token.type == "heading_open" else token.type
    return pieces, title


def _plain(tokens: Sequence[Token]) -> str:
    """Return inline tokens as text: links by their text, images by their alternative text."""
    parts = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            parts.append(token.content)
        elif token.type == "softbreak":
            parts.append(" ")
        elif token.type == "hardbreak" or token.content.lower().startswith("<br"):
            parts.append("\n")
        elif token.type == "image":
            parts.append(_plain(token.children or ()))
    return "".join(parts)


def _is_standfirst(token: Token, text: str) -> bool:
    """Whether a paragraph under the title is set off as a whole: all italic or all bold."""
    tokens = [child for child in token.children or () if child.content or child.nesting]
    if len(tokens) < 3 or len(text.split()) > _LONGEST_STANDFIRST_WORDS or parse_byline(text):
        return False
    whole = tokens[0].type in ("em_open", "strong_open") and tokens[-1].level == tokens[0].level
    inside = all(child.level > tokens[0].level for child in tokens[1:-1])
    return whole and inside and len(text.split()) > 4


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
