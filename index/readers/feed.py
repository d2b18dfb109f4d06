"""RSS and Atom: an item an article; XML that is a page is read as HTML."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any, Final

from index.readers.assemble import Piece, assemble, mark_head
from index.readers.loading import UnreadableError, load
from index.readers.metadata import declared, document
from index.readers.safe_xml import local, parse_xml, text_of
from index.readers.whole_html import fragment_pieces
from index.types import PASSED_OVER, BlockKind, Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_BODIES: Final = ("encoded", "content", "description", "summary", "fulltext")
"""The elements that hold an item's text, the fullest first."""

_FIELDS: Final = {
    "title": "title",
    "author": "author",
    "creator": "author",
    "pubdate": "published",
    "published": "published",
    "date": "published",
    "issued": "published",
    "updated": "updated",
    "language": "language",
    "category": "category",
    "subject": "category",
}


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield an article for each item, or raise ``UnreadableError`` where it is no feed.

    The text is the fullest that the item has: its content, else its description. An item has
    its ``guid``, ``id`` or link for an id, and the line in which it begins.
    """
    data = load(stream)
    root = parse_xml(data)
    name = local(root)
    if name == "html":
        from index.readers import reader

        yield from reader("html").read(file, io.BufferedReader(io.BytesIO(data)))
        return
    items = [one for one in root.iter() if local(one) in ("item", "entry")]
    if name not in ("rss", "feed", "rdf", "channel") and not any(map(_is_article, items)):
        raise UnreadableError(f"{PASSED_OVER}: XML of another kind ({name[:40]}), no feed")
    if not items:
        raise UnreadableError("a feed without an item")
    about = _channel(root)
    ids: set[str] = set()
    for number, item in enumerate(items, 1):
        line = item.sourceline or 1
        try:
            yield _article(file, item, number, about, ids)
        except UnreadableError as error:
            yield Problem(file.id, error.reason, line)


def _is_article(item: Any) -> bool:
    """Whether an item says something of an article, and is no item of a list or of a table."""
    return any(local(child) in _FIELDS or local(child) in _BODIES for child in item)


def _article(
    file: SourceFile, item: Any, number: int, about: dict[str, str], ids: set[str]
) -> Document:
    fields: dict[str, Any] = {}
    bodies: dict[str, str] = {}
    record = ""
    for child in item:
        name = local(child)
        if name in _BODIES and not _is_media(child):
            bodies.setdefault(name, _markup(child))
        elif name == "link":
            _put_link(fields, child)
        elif name in ("guid", "id"):
            record = record or text_of(child)
        elif name in _FIELDS and not _is_media(child):
            _put(fields, _FIELDS[name], child)
    if not any(map(str.strip, bodies.values())):
        bodies["description"] = _of_media(item)
    record = record or fields.get("url", "")
    if not record or record in ids:
        record = str(number)
    ids.add(record)
    if "published" not in fields and "updated" in fields:
        fields["published"] = fields.pop("updated")
    line = item.sourceline or 1
    title = fields.get("title", "")
    body = max((bodies.get(name, "") for name in _BODIES), key=_weight)
    summary = bodies.get("description") or bodies.get("summary") or ""
    pieces = [one._replace(line=line) for one in _blocks(body)]
    if not pieces:
        if not title:
            raise UnreadableError("an item without text", line)
        pieces = [Piece(BlockKind.PARAGRAPH, title, line)]
    elif title and pieces[0].text != title:
        pieces.insert(0, Piece(BlockKind.TITLE, title, line))
    if summary and summary != body:
        fields["description"] = " ".join(one.text for one in _blocks(summary))
    said = declared({**about, **{name: value for name, value in fields.items() if value}})
    pieces, said = mark_head(pieces, said)
    return document(file, *assemble(pieces), said, record=record)


def _blocks(markup: str) -> list[Piece]:
    """The blocks of an item's text: headings are below its title, so none is a title."""
    if not markup.strip():
        return []
    try:
        found = fragment_pieces(markup)
    except UnreadableError:
        return []
    return [
        one._replace(kind=BlockKind.HEADING) if one.kind is BlockKind.TITLE else one
        for one in found
    ]


def _markup(element: Any) -> str:
    """The HTML that an element holds, escaped or as elements."""
    from lxml import etree  # type: ignore[import-untyped]

    if not len(element):
        text = element.text or ""
        if element.get("type") == "text":
            return escape(text)
        return text
    inner = [element.text or ""]
    inner.extend(etree.tostring(child, encoding="unicode") for child in element)
    return "".join(inner)


def _of_media(item: Any) -> str:
    """What an item that has no text of its own says of its film or sound, with its line ends."""
    media = (one for one in item.iter() if _is_media(one))
    texts = [one.text or "" for one in media if local(one) in ("description", "text")]
    return escape(max(texts, key=len, default="")).replace("\n", "<br>")


def _weight(markup: str) -> int:
    return len(markup)


def _channel(root: Any) -> dict[str, str]:
    """What the feed says of all its items: its name is their source."""
    channel = next((one for one in root if local(one) == "channel"), root)
    about: dict[str, str] = {}
    for child in channel:
        name = local(child)
        if name == "title":
            about.setdefault("source", text_of(child))
        elif name == "language":
            about.setdefault("language", text_of(child))
        elif name == "author" and local(root) == "feed":
            about.setdefault("author", _name(child))
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang")
    if language:
        about.setdefault("language", language)
    return {name: value for name, value in about.items() if value}


def _put(fields: dict[str, Any], name: str, child: Any) -> None:
    value: str | list[str]
    if name == "author":
        value = _name(child)
    elif name == "category":
        value = child.get("term") or text_of(child)
    elif name == "title":
        value = " ".join(one.text for one in _blocks(_markup(child)))
    else:
        value = text_of(child)
    if not value:
        return
    if name == "category":
        value = [*fields.get(name, ()), value]
    elif name == "author" and fields.get(name):
        value = f"{fields[name]}, {value}"
    elif name in fields:
        return
    fields[name] = value


def _put_link(fields: dict[str, Any], child: Any) -> None:
    url = child.get("href") or text_of(child)
    if url and child.get("rel", "alternate") == "alternate":
        fields.setdefault("url", url)


def _name(element: Any) -> str:
    """The name of an author: Atom has an element for it, RSS ``address (name)``."""
    for child in element:
        if local(child) == "name":
            return text_of(child)
    text = text_of(element)
    if "(" in text and "@" in text.split("(")[0]:
        return text.split("(", 1)[1].rstrip(") ")
    return text


def _is_media(element: Any) -> bool:
    """Whether an element is of the namespace of pictures and films, which names its own titles."""
    return "search.yahoo.com/mrss" in str(element.tag)
