"""Electronic books (EPUB): a chapter an article, in the order of reading."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from index.readers.assemble import Piece, assemble, mark_head
from index.readers.decode import decode
from index.readers.loading import ARTICLE_BYTES, UnreadableError, check_lines
from index.readers.metadata import declared, document
from index.readers.safe_xml import local, parse_xml, text_of
from index.readers.safe_zip import open_bundle, read_part
from index.readers.whole_html import fragment_pieces
from index.types import BlockKind, Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_MOST_CHAPTERS: Final = 5_000
_PAGES: Final = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_APART: Final = re.compile(
    r"cover|title[-_ ]?page|toc|nav|contents|copyright|colophon", re.IGNORECASE
)
_FEW_WORDS: Final = 60
"""A page of so few words under such a name is no chapter."""

_CHARSET: Final = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9_-]{1,30})[\"']")
_FIELDS: Final = {
    "creator": "author",
    "date": "published",
    "language": "language",
    "publisher": "publisher",
    "subject": "category",
    "description": "description",
    "identifier": "identifier",
    "rights": "rights",
}


class Chapter(NamedTuple):
    """A file of the book: ``number`` is its place in the order of reading, from 1."""

    number: int
    name: str
    apart: bool


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield an article for each chapter, or one for a book that has a single one.

    The book's title is their source; its author, date and language are theirs. A chapter has the
    name of its file in the book for an id; the line of its blocks is its number. Cover, title page
    and contents are left out.
    """
    with open_bundle(stream, "an EPUB book") as book:
        package, folder = _package(book)
        about = _about(package)
        titles = _contents(book, package, folder)
        chapters = list(_spine(package, folder))
        found = 0
        problems: list[Problem] = []
        single = sum(not one.apart for one in chapters) == 1
        for chapter in chapters:
            try:
                pieces = _pieces(book, chapter)
                words = sum(len(piece.text.split()) for piece in pieces)
                if not words or (chapter.apart and words < _FEW_WORDS):
                    continue
                found += 1
                yield _article(file, pieces, about, titles.get(chapter.name, ""), chapter, single)
            except UnreadableError as error:
                problems.append(Problem(file.id, f"{chapter.name}: {error.reason}", chapter.number))
        yield from problems
        if not found and not problems:
            raise UnreadableError("a book without text")


def _article(
    file: SourceFile,
    pieces: list[Piece],
    about: Mapping[str, object],
    title: str,
    chapter: Chapter,
    single: bool,
) -> Document:
    book = str(about.get("book", ""))
    first = BlockKind.TITLE if pieces[0].kind is BlockKind.PARAGRAPH else pieces[0].kind
    head = next((n for n, one in enumerate(pieces[:3]) if one.kind is first), None)
    if head is not None:
        title = " ".join(pieces[head].text.split())
        pieces[head] = pieces[head]._replace(kind=BlockKind.TITLE)
    for n, piece in enumerate(pieces):
        if piece.kind is BlockKind.TITLE and n != head:
            pieces[n] = piece._replace(kind=BlockKind.HEADING)
    fields = {"source": book, **{name: value for name, value in about.items() if name != "book"}}
    if single:
        fields["source"] = ""
        title = book or title
    said = declared({**fields, "title": title or book})
    pieces, said = mark_head(pieces, said)
    return document(file, *assemble(pieces), said, record="" if single else chapter.name)


def _pieces(book: zipfile.ZipFile, chapter: Chapter) -> list[Piece]:
    data = read_part(book, chapter.name, ARTICLE_BYTES)
    if not data:
        raise UnreadableError("the book has no such file")
    charset = _CHARSET.search(data[:200])
    text = decode(data, charset[1].decode("ascii") if charset else "utf-8")
    check_lines(text)
    if not text.strip():
        return []
    return [one._replace(line=chapter.number) for one in fragment_pieces(text)]


def _package(book: zipfile.ZipFile) -> tuple[Any, str]:
    """The file that says what the book is made of, and the folder that its names start from."""
    container = read_part(book, "META-INF/container.xml")
    if b"EncryptedData" in read_part(book, "META-INF/encryption.xml") and not container:
        raise UnreadableError("encrypted")
    name = ""
    if container:
        root = parse_xml(container)
        name = next(
            (one.get("full-path", "") for one in root.iter() if local(one) == "rootfile"), ""
        )
    name = name or next((one for one in book.namelist() if one.lower().endswith(".opf")), "")
    package = read_part(book, name)
    if not package:
        raise UnreadableError("not an EPUB book, or a broken one")
    return parse_xml(package), posixpath.dirname(name)


def _about(package: Any) -> dict[str, object]:
    about: dict[str, list[str]] = {}
    for element in package.iterfind("{*}metadata//*"):
        name, text = local(element), text_of(element)
        if not text:
            continue
        if name == "title":
            about.setdefault("book", [text])
        elif name in _FIELDS and not (name == "date" and "published" in about):
            about.setdefault(_FIELDS[name], []).append(text)
    return {name: ", ".join(dict.fromkeys(values)) for name, values in about.items()}


def _manifest(package: Any, folder: str) -> Iterator[tuple[Any, str]]:
    for element in package.iter("{*}item"):
        href = unquote(element.get("href", "").split("#")[0])
        yield element, posixpath.normpath(posixpath.join(folder, href))


def _spine(package: Any, folder: str) -> Iterator[Chapter]:
    """Yield the pages of the book in the order of reading, each once."""
    items = {one.get("id", ""): (one, name) for one, name in _manifest(package, folder)}
    seen: set[str] = set()
    for number, reference in enumerate(package.iter("{*}itemref"), 1):
        if number > _MOST_CHAPTERS:
            raise UnreadableError(f"more than {_MOST_CHAPTERS:,} chapters; this is no book")
        item, name = items.get(reference.get("idref", ""), (None, ""))
        if item is None or name in seen or item.get("media-type", _PAGES[0]) not in _PAGES:
            continue
        seen.add(name)
        called = f"{reference.get('idref', '')} {posixpath.basename(name)}"
        apart = "nav" in (item.get("properties") or "").split() or reference.get("linear") == "no"
        yield Chapter(number, name, apart or _APART.search(called) is not None)


def _contents(book: zipfile.ZipFile, package: Any, folder: str) -> dict[str, str]:
    """The titles of chapters, as the table of contents has them."""
    titles: dict[str, str] = {}
    for item, name in _manifest(package, folder):
        is_nav = "nav" in (item.get("properties") or "").split()
        if not is_nav and item.get("media-type") != "application/x-dtbncx+xml":
            continue
        try:
            root = parse_xml(read_part(book, name))
        except UnreadableError:
            continue
        beside = posixpath.dirname(name)
        for element in root.iter("{*}a", "{*}navPoint"):
            link, text = element.get("href", ""), element
            if local(element) == "navpoint":
                content = next(element.iterchildren("{*}content"), None)
                link = "" if content is None else content.get("src", "")
                text = next(element.iterchildren("{*}navLabel"), None)
            target = posixpath.normpath(posixpath.join(beside, unquote(link.split("#")[0])))
            if link and text is not None:
                titles.setdefault(target, text_of(text))
    return titles
