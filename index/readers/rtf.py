"""Rich text (.rtf): its paragraphs as striprtf finds them; lines are their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING, Final

from index.article.structure import structure
from index.readers import office
from index.readers.assemble import Piece
from index.readers.decode import tidy
from index.readers.loading import ARTICLE_BYTES, UnreadableError, check_lines, load
from index.readers.metadata import Declared, declared
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_RTF_BYTES: Final = 64 * 2**20
"""Pictures stand in it as text."""

_PICTURE: Final = re.compile(rb"[0-9A-Fa-f\s]{512,}")
_MOST_GROUPS: Final = 2_000_000
_INFO: Final = re.compile(
    r"\{\\(title|author|subject|keywords|doccomm|creatim|revtim)\b[ ]?((?:[^{}\\]|\\.){0,2000})\}"
)
_TIME: Final = re.compile(r"\\(yr|mo|dy)(\d{1,4})")
_CODE: Final = re.compile(
    r"\\u(-?\d{1,5}) ?(?:\\'[0-9a-f]{2}|\?)?|\\'([0-9a-f]{2})|\\[a-z]+-?\d* ?"
)
_CODEPAGE: Final = re.compile(r"\\ansicpg(\d{3,5})")
_LINE_BREAK: Final = re.compile(r"\\line(?![a-z])")
_FOOTNOTE: Final = re.compile(r"(?:\\\*)?\\footnote(?![a-z])")
_BULLET: Final = re.compile(r"[•·▪◦‣–-]\t[ ]?|\d{1,3}[.)]\t")
_BREAK: Final = "\u2028"
_CELL: Final = "\u2029"
_INFO_BYTES: Final = 64 * 1024


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document]:
    """Yield the one article of a document, or raise ``UnreadableError``."""
    data = load(stream, _RTF_BYTES)
    if not data.lstrip().startswith(b"{\\rtf"):
        raise UnreadableError("not a rich text document")
    data = _PICTURE.sub(b" ", data)
    if len(data) > ARTICLE_BYTES:
        raise UnreadableError(f"larger than {ARTICLE_BYTES // 2**20} MiB; split it into articles")
    source = data.decode("cp1252", errors="replace")
    text = _text(source)
    if not text.strip():
        raise UnreadableError("no text in it")
    check_lines(text)
    found = structure(text)
    pieces = [
        Piece(
            BlockKind.PARAGRAPH if _CELL in text[block.start : block.end] else block.kind,
            text[block.start : block.end].replace(_BREAK, "\n").replace(_CELL, " | "),
            number,
        )
        for number, block in enumerate(found.blocks, 1)
    ]
    said = Declared(found.title, found.standfirst, found.author, found.published)
    yield office.article(file, pieces, said, _noted(source[:_INFO_BYTES]))


def _text(source: str) -> str:
    from striprtf.striprtf import rtf_to_text

    source = _LINE_BREAK.sub(lambda _: f"\\u{ord(_BREAK)}?", _FOOTNOTE.sub(" ", source))
    try:
        text = str(rtf_to_text(source, errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:  # whatever it raises, the file is the cause
        raise UnreadableError("a broken rich text document") from error
    return "\n\n".join(_rows(tidy(text).split("\n")))


def _rows(lines: list[str]) -> Iterator[str]:
    """Yield the paragraphs; the cells of a row, which end in bars, joined to one."""
    row: list[str] = []
    for line in lines:
        line = _BULLET.sub("", line.strip())
        line = _BREAK.join(" ".join(part.split()) for part in line.split(_BREAK))
        if row and not line.startswith("|"):
            yield _CELL.join(row)
            row = []
        if line.startswith("|") or line.endswith("|") or row:
            row.extend(filter(None, (cell.strip() for cell in line.split("|"))))
        elif line:
            yield line
    if row:
        yield _CELL.join(row)


def _noted(source: str) -> Declared:
    """What the program has noted of the file."""
    page = _CODEPAGE.search(source)
    encoding = f"cp{page[1]}" if page else "cp1252"
    fields: dict[str, object] = {}
    for found in _INFO.finditer(source):
        name, value = found[1], found[2]
        if name in ("creatim", "revtim"):
            time = {unit: int(number) for unit, number in _TIME.findall(value)}
            if {"yr", "mo", "dy"} <= set(time) and time["yr"] > 1:
                date = f"{time['yr']:04}-{time['mo']:02}-{time['dy']:02}"
                fields.setdefault("published", date)
        else:
            shown = _CODE.sub(lambda code: _character(code, encoding), value)
            fields["description" if name == "doccomm" else name] = shown
    return declared(fields)


def _character(code: re.Match[str], encoding: str) -> str:
    if code[1]:
        return chr(int(code[1]) % 0x10000)
    if code[2]:
        try:
            return bytes.fromhex(code[2]).decode(encoding, errors="replace")
        except LookupError:
            return ""
    return ""
