"""Org mode: its headings and paragraphs, without drawers, comments and markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING

from index.readers.decode import decode
from index.readers.light_markup import Line, article
from index.readers.loading import load
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_HEADING = re.compile(r"(\*+)[ \t]+(.*)")
_STATE = re.compile(r"(?:TODO|DONE|NEXT|WAITING)[ \t]+|\[#[A-Z0-9]\][ \t]*")
_TAGS = re.compile(r"[ \t]+:[\w@#%:]+:[ \t]*$")
_KEYWORD = re.compile(r"#\+([\w-]+):[ \t]*(.*)")
_DRAWER = re.compile(r"[ \t]*:([\w-]+):[ \t]*$")
_PLANNING = re.compile(r"[ \t]*(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):")
_RULER = re.compile(r"\|[-+|]+")
_NOTE = re.compile(r"\[fn:[\w-]*\][ \t]*")
_LINK = re.compile(r"\[\[([^\[\]]+)\](?:\[([^\[\]]+)\])?\]")
_EMPHASIS = re.compile(r"(?<![\w*/_=~+])([*/_=~+])(\S(?:[^\n]{0,300}?\S)?)\1(?![\w*/_=~+])")
_BULLET = re.compile(r"([ \t]*)(?:[-+]|\d+[.)])[ \t]+(?:\[[ xX-]\][ \t]+)?")


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document]:
    """Yield the one article of an Org file, or raise ``UnreadableError``.

    ``#+TITLE``, ``#+AUTHOR`` and ``#+DATE`` are its metadata, else the first heading its title.
    """
    fields: dict[str, object] = {}
    yield article(file, _lines(decode(load(stream)), fields), fields)


def _lines(text: str, fields: dict[str, object]) -> Iterator[Line]:
    drawer = verbatim = comment = False
    for number, line in enumerate(text.split("\n"), 1):
        keyword = _KEYWORD.match(line.lstrip())
        if comment:
            comment = not line.strip().upper().startswith("#+END_COMMENT")
        elif line.strip().upper().startswith("#+BEGIN_COMMENT"):
            comment = True
            yield Line(number, "")
        elif drawer:
            drawer = line.strip().upper() != ":END:"
        elif line.lstrip().upper().startswith(("#+BEGIN_", "#+END_")):
            verbatim = line.lstrip().upper().startswith(("#+BEGIN_SRC", "#+BEGIN_EXAMPLE"))
            yield Line(number, "")
        elif verbatim:
            yield Line(number, line.rstrip(), verbatim=True)
        elif keyword:
            if keyword[2].strip():
                fields.setdefault(keyword[1].lower(), _plain(keyword[2].strip()).strip("<>[]"))
        elif match := _HEADING.match(line):
            text = _TAGS.sub("", _STATE.sub("", match[2], count=2))
            yield Line(number, _plain(text), BlockKind.HEADING)
        elif (opening := _DRAWER.match(line)) and opening[1].upper() != "END":
            drawer = True
        elif line.lstrip().startswith("# ") or line.strip() == "#" or _PLANNING.match(line):
            yield Line(number, "")
        elif line.lstrip().startswith("|"):
            cells = (_plain(cell.strip()) for cell in line.strip().strip("|").split("|"))
            if not _RULER.fullmatch(line.strip()):
                yield Line(number, " | ".join(filter(None, cells)), verbatim=True)
        else:
            bullet = _BULLET.match(line)
            text = line[bullet.end() :] if bullet else line
            yield Line(number, _plain(text.strip()), item=bullet is not None)


def _plain(text: str) -> str:
    text = _NOTE.sub("", text).removesuffix("\\\\")
    text = _LINK.sub(lambda link: link[2] or link[1], text)
    return _EMPHASIS.sub(r"\2", text)
