"""Word (.docx): the paragraphs of the text, then its footnotes; lines are numbers of paragraphs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from index.readers import office
from index.readers.assemble import Piece
from index.readers.decode import tidy
from index.readers.loading import UnreadableError, load
from index.readers.metadata import Declared, declared
from index.readers.safe_xml import check_xml, local, parse_xml, text_of
from index.readers.safe_zip import BUNDLE_BYTES, open_zip, read_part
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_XML: Final = re.compile(r".*\.(?:xml|rels)", re.IGNORECASE)
_TEMPLATE_DATE: Final = "2013-12-23"
"""When python-docx's own template was made, which its documents inherit."""

_NOT_SHOWN: Final = frozenset(
    "del movefrom instrtext deltext fallback ppr rpr sectpr txbxcontent".split()
)
_SIGNS: Final = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "nobreakhyphen": "-"}
_HOLDERS: Final = frozenset("sdt sdtcontent ins moveto customxml smarttag body txbxcontent".split())
_LONG_CELL: Final = 300
_MOST_IN_CELL: Final = 3
"""A cell with more characters or paragraphs places text on the page, and is no datum."""

_CORE: Final = {
    "title": "title",
    "creator": "author",
    "language": "language",
    "subject": "description",
    "keywords": "keywords",
    "category": "category",
}
_HEADING: Final = re.compile(r"heading \d")
_CONTENTS: Final = re.compile(r"toc (?:\d|heading)|contents \d|table of (?:figures|authorities)")
_KINDS: Final = {
    "title": BlockKind.TITLE,
    "subtitle": BlockKind.STANDFIRST,
    "author": BlockKind.BYLINE,
    "date": BlockKind.BYLINE,
}


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document]:
    """Yield the one article of a document, or raise ``UnreadableError``.

    What was inserted under review is in it, what was deleted is not. A text box stands behind the
    paragraph that holds it. The table of contents is left out.
    """
    package = _open(load(stream, BUNDLE_BYTES))
    main = package.main_document_part
    styles = Styles(_related(main, "styles"))
    said: dict[str, object] = {}
    pieces: list[Piece] = []
    for kind, text, style in _pieces(_root(main), styles):
        pieces.append(Piece(kind, text, len(pieces) + 1))
        if style in ("author", "date"):
            said.setdefault(style, text)
    for part in ("footnotes", "endnotes"):
        notes = _related(main, part)
        for note in () if notes is None else notes:
            text = " ".join(_text(one) for one in note.iter() if local(one) == "p").strip()
            pieces.append(Piece(BlockKind.PARAGRAPH, text, len(pieces) + 1))
    yield office.article(file, pieces, declared(said), _noted(package))


class Styles:
    """What the styles of paragraphs are called, under whatever id."""

    def __init__(self, root: Any) -> None:
        self._names: dict[str, str] = {}
        self._based: dict[str, str] = {}
        self._outlined: set[str] = set()
        for style in () if root is None else root:
            if local(style) != "style":
                continue
            key = _value(style, "styleId")
            for child in style.iter():
                name = local(child)
                if name == "name":
                    self._names[key] = _value(child, "val").lower()
                elif name == "basedon":
                    self._based[key] = _value(child, "val")
                elif name == "outlinelvl" and _value(child, "val") != "9":
                    self._outlined.add(key)

    def of(self, paragraph: Any) -> tuple[BlockKind, str]:
        """What a paragraph is, and the name of its style as far as that tells it."""
        key = ""
        for element in paragraph:
            if local(element) == "ppr":
                for child in element:
                    if local(child) == "pstyle":
                        key = _value(child, "val")
                    elif local(child) == "outlinelvl" and _value(child, "val") != "9":
                        return BlockKind.HEADING, ""
                break
        for _ in range(10):
            name = self._names.get(key, "")
            if _CONTENTS.match(name):
                return BlockKind.BOILERPLATE, name
            if name in _KINDS:
                return _KINDS[name], name
            if _HEADING.match(name) or key in self._outlined:
                return BlockKind.HEADING, name
            key = self._based.get(key, "")
        return BlockKind.PARAGRAPH, ""


def _open(data: bytes) -> Any:
    from docx.package import Package

    with open_zip(io.BytesIO(data), "a Word document") as bundle:
        if sum(entry.file_size for entry in bundle.infolist()) > BUNDLE_BYTES:
            raise UnreadableError(f"larger than {BUNDLE_BYTES // 2**20} MiB, unpacked")
        for entry in bundle.infolist():
            if _XML.fullmatch(entry.filename):
                check_xml(read_part(bundle, entry.filename))
    try:
        package = Package.open(io.BytesIO(data))
        _ = package.main_document_part
    except Exception as error:  # whatever it raises, the file is the cause
        raise UnreadableError("not a Word document, or a broken one") from error
    return package


def _root(part: Any) -> Any:
    element = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


def _related(part: Any, kind: str) -> Any:
    """The root of the part of this kind that belongs to another one, if there is one."""
    for relation in part.rels.values():
        if not relation.is_external and str(relation.reltype).endswith(f"/{kind}"):
            return _root(relation.target_part)
    return None


def _pieces(root: Any, styles: Styles) -> Iterator[tuple[BlockKind, str, str]]:
    for element in _blocks(root):
        if local(element) == "tbl":
            yield from _table(element, styles)
            continue
        kind, style = styles.of(element)
        if kind is not BlockKind.BOILERPLATE and (text := _text(element)):
            yield kind, text, style
        for box in element.iter("{*}txbxContent"):
            if not any(local(above) == "fallback" for above in box.iterancestors("{*}Fallback")):
                for inner in _blocks(box):
                    if text := _text(inner):
                        yield BlockKind.PARAGRAPH, text, ""


def _blocks(holder: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables in an element, whatever holds them."""
    for child in holder:
        name = local(child)
        if name in ("p", "tbl"):
            yield child
        elif name in _HOLDERS:
            yield from _blocks(child)


def _table(table: Any, styles: Styles) -> Iterator[tuple[BlockKind, str, str]]:
    """Yield a table as one block, a row a line; its paragraphs where it only places text."""
    rows = [
        [list(cell.iter("{*}p")) for cell in row if local(cell) == "tc"]
        for row in table
        if local(row) == "tr"
    ]
    texts = [[[_text(one) for one in cell] for cell in row] for row in rows]
    cells = [cell for row in texts for cell in row]
    if any(len(" ".join(one)) > _LONG_CELL or len(one) > _MOST_IN_CELL for one in cells):
        for row in rows:
            for cell in row:
                for one in cell:
                    if text := _text(one):
                        yield styles.of(one)[0], text, ""
        return
    lines = (" | ".join(filter(None, (" ".join(cell).strip() for cell in row))) for row in texts)
    text = "\n".join(" ".join(line.split()) for line in lines if line)
    if text:
        yield BlockKind.PARAGRAPH, text, ""


def _text(paragraph: Any) -> str:
    from lxml import etree  # type: ignore[import-untyped]

    parts: list[str] = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, element in walk:
        name = local(element)
        if name in _NOT_SHOWN:
            walk.skip_subtree()
        elif name == "t":
            parts.append(element.text or "")
        elif name in _SIGNS:
            parts.append(_SIGNS[name])
    lines = tidy("".join(parts)).split("\n")
    return "\n".join(filter(None, (" ".join(line.split()) for line in lines)))


def _noted(package: Any) -> Declared:
    """What the program has noted of the file, by whatever relation it has attached that."""
    part = next((one for one in package.iter_parts() if "core" in str(one.partname)), None)
    if part is None:
        return Declared()
    found = {local(element): text_of(element) for element in parse_xml(part.blob)}
    date = found.get("created") or found.get("modified") or ""
    fields = {_CORE[name]: text for name, text in found.items() if name in _CORE}
    return declared({**fields, "published": "" if date.startswith(_TEMPLATE_DATE) else date})


def _value(element: Any, name: str) -> str:
    return next((str(v) for key, v in element.attrib.items() if key.endswith("}" + name)), "")
