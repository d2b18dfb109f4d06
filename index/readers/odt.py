"""OpenDocument text (.odt, .fodt): its paragraphs, then its notes; lines are their numbers."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from index.readers import office
from index.readers.assemble import Piece
from index.readers.decode import tidy
from index.readers.loading import UnreadableError, load
from index.readers.metadata import Declared, declared
from index.readers.safe_xml import local, parse_xml, text_of
from index.readers.safe_zip import PART_BYTES, open_bundle, read_part
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_NOT_SHOWN: Final = frozenset(
    "note annotation annotation-end tracked-changes text-box table-of-content alphabetical-index "
    "illustration-index user-index bibliography sequence-decls forms desc title".split()
)
_SIGNS: Final = {"s": " ", "tab": " ", "line-break": "\n"}
_KINDS: Final = {
    "title": BlockKind.TITLE,
    "subtitle": BlockKind.STANDFIRST,
    "author": BlockKind.BYLINE,
    "date": BlockKind.BYLINE,
}
_META: Final = {
    "title": "title",
    "description": "description",
    "subject": "subject",
    "keyword": "keywords",
    "initial-creator": "author",
    "creator": "author",
    "creation-date": "published",
    "date": "published",
    "language": "language",
}
_LONG_CELL: Final = 300


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document]:
    """Yield the one article of a document, or raise ``UnreadableError``.

    Footnotes and text boxes stand behind the rest. Comments, what was deleted under review, and
    the table of contents are left out.
    """
    content, meta = _parts(stream)
    text = next((one for one in content.iter() if local(one) == "text" and len(one)), None)
    if text is None:
        raise UnreadableError("no text in it")
    styles = _styles(content)
    said: dict[str, object] = {}
    pieces: list[Piece] = []
    for kind, shown, style in _pieces(text, styles):
        pieces.append(Piece(kind, shown, len(pieces) + 1))
        if style in ("author", "date"):
            said.setdefault(style, shown)
    for aside in _asides(text):
        pieces.append(Piece(BlockKind.PARAGRAPH, aside, len(pieces) + 1))
    yield office.article(file, pieces, declared(said), _noted(meta))


def _parts(stream: io.BufferedReader) -> tuple[Any, Any]:
    """The roots of content and metadata; they are the same in a flat file."""
    if stream.peek(1)[:1] == b"<":
        whole = parse_xml(load(stream, PART_BYTES))
        return whole, whole
    with open_bundle(stream, "an OpenDocument text") as bundle:
        content, meta = read_part(bundle, "content.xml"), read_part(bundle, "meta.xml")
        if not content:
            raise UnreadableError("not an OpenDocument text, or a broken one")
        if b"encryption-data" in read_part(bundle, "META-INF/manifest.xml"):
            raise UnreadableError("encrypted; save a copy without a password")
    return parse_xml(content), parse_xml(meta) if meta else None


def _styles(content: Any) -> dict[str, str]:
    """For each style of a paragraph the one that it is made from, if that has a name."""
    return {
        _value(one, "name"): _value(one, "parent-style-name")
        for one in content.iter("{*}style")
        if _value(one, "parent-style-name")
    }


def _pieces(holder: Any, styles: dict[str, str]) -> Iterator[tuple[BlockKind, str, str]]:
    for element in holder:
        name = local(element)
        if name == "h":
            yield BlockKind.HEADING, _text(element), ""
        elif name == "p":
            style = _value(element, "style-name")
            for _ in range(10):
                if style.lower() not in _KINDS:
                    style = styles.get(style, style)
            style = style.lower()
            yield _KINDS.get(style, BlockKind.PARAGRAPH), _text(element), style
        elif name == "table":
            yield from _table(element, styles)
        elif name not in _NOT_SHOWN:
            yield from _pieces(element, styles)


def _table(table: Any, styles: dict[str, str]) -> Iterator[tuple[BlockKind, str, str]]:
    """Yield a table as one block, a row a line; its paragraphs where it only places text."""
    rows = [
        [list(_pieces(cell, styles)) for cell in row if local(cell) == "table-cell"]
        for row in _rows(table)
    ]
    cells = [cell for row in rows for cell in row]
    if any(len(cell) > 3 or sum(len(one[1]) for one in cell) > _LONG_CELL for cell in cells):
        for cell in cells:
            yield from cell
        return
    lines = (
        " | ".join(filter(None, (" ".join(t for _, t, _ in one) for one in row))) for row in rows
    )
    text = "\n".join(" ".join(line.split()) for line in lines if line)
    if text:
        yield BlockKind.PARAGRAPH, text, ""


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, those in groups too, and none of a table within."""
    for element in table:
        if local(element) == "table-row":
            yield element
        elif local(element) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element)


def _asides(text: Any) -> Iterator[str]:
    """The text of notes and boxes, in the order in which they stand."""
    from lxml import etree  # type: ignore[import-untyped]

    inside = 0
    for event, element in etree.iterwalk(text, events=("start", "end")):
        name = local(element)
        if name in ("note-body", "text-box"):
            inside += 1 if event == "start" else -1
        elif inside and event == "start" and name in ("p", "h") and (shown := _text(element)):
            yield shown


def _text(paragraph: Any) -> str:
    from lxml import etree

    parts = []
    walk = etree.iterwalk(paragraph, events=("start", "end"))
    for event, element in walk:
        name = local(element)
        if event == "end":
            if element is not paragraph:
                parts.append(_flat(element.tail))
            continue
        if name in _NOT_SHOWN:
            walk.skip_subtree()
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
        else:
            parts.append(_flat(element.text))
    lines = tidy("".join(parts)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _flat(text: str | None) -> str:
    return (text or "").replace("\n", " ")


def _noted(meta: Any) -> Declared:
    """What the program has noted of the file; a date that the author gave wins."""
    fields: dict[str, object] = {}
    holder = None if meta is None else next((x for x in meta.iter() if local(x) == "meta"), None)
    for element in () if holder is None else holder:
        name, text = local(element), text_of(element)
        if name == "user-defined" and _value(element, "name").lower() in ("date", "published"):
            fields["published"] = text
        elif name in _META and text:
            fields.setdefault(_META[name], text)
    return declared(fields)


def _value(element: Any, name: str) -> str:
    return next((str(v) for key, v in element.attrib.items() if key.endswith("}" + name)), "")
