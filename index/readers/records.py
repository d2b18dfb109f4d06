"""Records, many to a file: what JSON lines and tables have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from index.article.structure import structure
from index.readers.field_names import ABSTRACTS, IDS, MARKDOWN, NAMES, PARTS, TEXTS, plain_name
from index.readers.loading import RECORD_BYTES, UnreadableError, check_lines
from index.readers.metadata import Declared, declared, document
from index.readers.record_values import as_body, as_text, is_page
from index.readers.unnamed_text import unnamed_texts
from index.types import Block, BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_LOOKED_FOR = 80
"""Characters of an abstract by which it is found in the text."""

_ENVELOPES = (
    "source",
    "article",
    "fields",
    "document",
    "doc",
    "data",
    "item",
    "post",
    "attributes",
)
"""The fields that can hold the record itself, as search engines and APIs deliver it."""

_ABOUT = ("metadata", "meta", "head", "header", "frontmatter")
"""The fields that can hold what a record says of itself."""


class Records:
    """Makes the documents of one file, whose record ids it keeps apart.

    ``day_first`` is how the file writes dates, None where that is not known. ``texts`` are the
    names of fields that nobody knows and that were found to hold prose.
    """

    def __init__(self, file: SourceFile, day_first: bool | None = None) -> None:
        self._file = file
        self._ids: set[str] = set()
        self._day_first = day_first
        self.texts: dict[str, None] = {}

    def document(self, fields: Mapping[str, object], line: int, name: str = "") -> Document:
        """Make the document of the record that starts at ``line``, called ``name`` without an id.

        A record without a text is the prose in fields of other names, else its title or
        standfirst. Raises ``UnreadableError`` for one without any and for an id seen before.
        """
        rest = _opened({str(name).strip().lower(): value for name, value in fields.items()})
        text, markup = _take_text(rest)
        if not text.strip():
            self.texts.update(dict.fromkeys(unnamed_texts(rest)))
            found = [rest.pop(name) for name in self.texts if name in rest]
            text = as_body(found)
        record = " ".join(_take(rest, IDS).split()) or name or str(line)
        said = declared(rest)
        if not text.strip():
            text = said.standfirst or said.title
            if not text:
                raise UnreadableError("no text in a field named text, body or content", line)
        check_lines(text, line)
        if record in self._ids:
            raise UnreadableError(f"the id {record} occurs before; give each record its own", line)
        self._ids.add(record)
        text, said, blocks = markup(text, said, line)
        return document(self._file, text, blocks, said, record=record, day_first=self._day_first)


Structured = tuple[str, Declared, tuple[Block, ...]]


def _structured(text: str, said: Declared, line: int) -> Structured:
    if text == said.title:
        return text, said, (Block(0, len(text), BlockKind.PARAGRAPH, line),)
    found = structure(text, titled=not said.title, first_line=line)
    said = replace(
        said,
        title=said.title or found.title,
        standfirst=said.standfirst or found.standfirst,
        author=said.author or found.author,
        published=said.published or found.published,
    )
    blocks = tuple(b if b.line == line else replace(b, line=line) for b in found.blocks)
    return text, said, blocks


def _as_page(source: str, said: Declared, line: int) -> Structured:
    """The article of a whole page, or all of its text where it has none."""
    from index.readers import html

    return _of_markup(html.article, source, said, line)


def _as_markdown(source: str, said: Declared, line: int) -> Structured:
    from index.readers import markdown

    return _of_markup(markdown.article, source, said, line)


def _of_markup(
    read: Callable[[str], tuple[str, tuple[Block, ...], Declared]],
    source: str,
    said: Declared,
    line: int,
) -> Structured:
    try:
        text, blocks, shown = read(source)
    except UnreadableError:
        text = as_body(source)
        if not text.strip():
            raise
        return _structured(text, said, line)
    lacking = {name: getattr(shown, name) for name in NAMES if not getattr(said, name)}
    if shown.title and shown.title in said.title:
        said = replace(said, title=shown.title)
    said = replace(said, **lacking, other={**shown.other, **said.other})
    return text, said, tuple(replace(block, line=line) for block in blocks)


def lines(stream: TextIO) -> Iterator[str]:
    """Yield the lines of a text, line ends included, in bounded memory.

    Of a line longer than the limit only the beginning is yielded, without its end: see
    :func:`is_cut`.
    """
    while line := stream.readline(RECORD_BYTES):
        yield line
        while is_cut(line):
            line = stream.readline(RECORD_BYTES)


def is_cut(line: str) -> bool:
    """Whether :func:`lines` has left out the end of this line."""
    return len(line) >= RECORD_BYTES and not line.endswith("\n")


def holds_article(fields: Mapping[str, object]) -> bool:
    """Whether a record has a text, in a field of its own or in an envelope."""
    titled = False
    for name, value in fields.items():
        plain = plain_name(str(name))
        if plain in TEXTS and _is_text(value):
            return True
        if plain in _ENVELOPES and isinstance(value, dict) and holds_article(value):
            return True
        titled = titled or (plain in NAMES["title"] and isinstance(value, str))
    return titled and any(plain_name(str(n)) in PARTS and _is_text(v) for n, v in fields.items())


def is_summary(fields: Mapping[str, object]) -> bool:
    """Whether a record has no text but a title and what says in short what it is about."""
    kinds = {
        ours
        for name, value in fields.items()
        for ours in ("title", "standfirst")
        if plain_name(str(name)) in NAMES[ours] and isinstance(value, str) and value.strip()
    }
    return len(kinds) == 2


def _is_text(value: object) -> bool:
    if isinstance(value, list):
        return any(isinstance(one, str) and one.strip() for one in value) or any(
            isinstance(one, dict) and (holds_article(one) or bool(as_body(one))) for one in value
        )
    if isinstance(value, dict):
        return any(isinstance(one, str) and one.strip() for one in value.values()) and bool(
            as_body(value)
        )
    return isinstance(value, str) and bool(value.strip())


def _opened(fields: dict[str, object]) -> dict[str, object]:
    """Return the record out of its envelope, where it has one and no text beside it."""
    for name in list(fields):
        about = fields[name]
        if plain_name(name) in _ABOUT and isinstance(about, dict):
            inside = {str(key).strip().lower(): value for key, value in about.items()}
            if any(plain_name(key) in NAMES["title"] for key in inside):
                fields = inside | {key: one for key, one in fields.items() if key != name}
    own = (
        v for n, v in fields.items() if plain_name(n) in TEXTS and plain_name(n) not in _ENVELOPES
    )
    if any(map(_is_text, own)):
        return fields
    for name, inner in fields.items():
        if plain_name(name) in _ENVELOPES and isinstance(inner, dict) and holds_article(inner):
            inside = {str(key).strip().lower(): value for key, value in inner.items()}
            return {key: v for key, v in fields.items() if key != name} | inside
    return fields


def _take_text(
    fields: dict[str, object],
) -> tuple[str, Callable[[str, Declared, int], Structured]]:
    """Remove and return the first of the text fields that holds any, below its abstract.

    And what makes blocks of it: a field may hold a whole page, or Markdown.
    """
    text = taken = ""
    for name in [*_named(fields, TEXTS), *_named(fields, PARTS)]:
        value = fields[name]
        if _is_text(value) and (text := as_body(value)):
            taken = plain_name(name)
            del fields[name]
            if isinstance(value, str) and is_page(value):
                return value, _as_page
            if isinstance(value, str) and taken in MARKDOWN:
                return value, _as_markdown
            break
    above = [] if not text or taken in ABSTRACTS else list(_named(fields, ABSTRACTS))
    for name in above:
        abstract = as_body(fields.pop(name))
        if abstract and abstract[:_LOOKED_FOR] not in text:
            text = f"{abstract}\n\n{text}"
    return text, _structured


def _take(fields: dict[str, object], names: tuple[str, ...]) -> str:
    """Remove and return the first of these fields that holds anything."""
    for name in _named(fields, names):
        return as_text(fields.pop(name))
    return ""


def _named(fields: Mapping[str, object], names: tuple[str, ...]) -> list[str]:
    """The fields with one of these plain names that are not empty, in the order of ``names``."""
    plain: dict[str, str] = {}
    for name, value in fields.items():
        if value is not None and value != "":
            plain.setdefault(plain_name(name), name)
    return [plain[name] for name in names if name in plain]
