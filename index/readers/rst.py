"""reStructuredText: its sections and paragraphs, without directives, comments and markup."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BufferedReader
from typing import TYPE_CHECKING, Final

from index.readers.decode import decode
from index.readers.light_markup import Line, article
from index.readers.loading import load
from index.types import BlockKind

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document

_RULE = re.compile(r"([!-/:-@\[-`{-~])\1+[ \t]*$")
_BORDER = re.compile(r"[ \t]*\+[-=+]{3,}[ \t]*$")
_COLUMNS = re.compile(r"[ \t]*={2,}(?:[ \t]+={2,})+$")
_DIRECTIVE = re.compile(r"\.\.[ \t]+(?:\|[^|\n]+\|[ \t]+)?([\w:.+-]+?)::(?:[ \t]+(.*))?$")
_FOOTNOTE = re.compile(r"\.\.[ \t]+\[[^\]\n]{1,40}\](?:[ \t]+|$)")
_FIELD = re.compile(r":([A-Za-z][\w -]{0,40}):(?:[ \t]+(.*))?$")
_BULLET = re.compile(r"[ \t]*(?:[-*+•]|\(?(?:\d{1,3}|#|[a-z])[.)])[ \t]+(?=\S)")
_ROLE = re.compile(r":[\w:.+-]{1,60}:`([^`\n]{1,500})`|`([^`\n]{1,500})`(?::[\w:.+-]{1,60}:|__?)?")
_TARGET = re.compile(r"\s*<[^<>]*>$")
_CODE = re.compile(r"``([^\n]{1,500}?)``")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*?)(?=\S)([^*\n]{1,500}?)(?<=\S)\1(?![\w*])")
_REFERENCE = re.compile(r"\b(\w[\w.-]{0,80}?)__?(?![\w_])|\|([^|\n]{1,80})\|_?")
_NOTE = re.compile(r"[ \t]*\[(?:\d+|#[\w-]*|\*)\]_(?!\w)")

_UNSEEN: Final = frozenset(
    "image figure include literalinclude toctree contents meta raw highlight "
    "default-role role replace unicode date sectnum target-notes index tags post author automodule "
    "autoclass autofunction youtube thumbnail gallery chart".split()
)
"""Directives whose argument is no text; of a figure the caption is."""

_CAPTIONED: Final = frozenset(("figure",))
_VERBATIM: Final = frozenset("code code-block sourcecode parsed-literal math".split())
_NIKOLA: Final = frozenset("title date author tags category slug description link".split())


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document]:
    """Yield the one article of a file, or raise ``UnreadableError``.

    Fields at its beginning (``:Author:``, ``:Date:``) are its metadata, and its first section's
    title is its title.
    """
    fields: dict[str, object] = {}
    yield article(file, _lines(decode(load(stream)).split("\n"), fields), fields)


def _lines(source: list[str], fields: dict[str, object]) -> Iterator[Line]:
    number = 0
    texts = 0
    while number < len(source):
        line = source[number].rstrip()
        below = source[number + 1].rstrip() if number + 1 < len(source) else ""
        number += 1
        if line == ".." and not below.strip():
            yield Line(number, "")
        elif line.startswith("..") and (line == ".." or line[2] in " \t"):
            end = _end_of_block(source, number)
            yield Line(number, "")
            yield from _explicit(line, source, number, end, fields, top=texts < 3)
            number = end
        elif _RULE.match(line) and len(line) > 2 and _is_text(below) and number + 1 < len(source):
            after = source[number + 1].rstrip()
            if _RULE.match(after) and after[:1] == line[:1]:
                yield Line(number + 1, _plain(below.strip()), BlockKind.HEADING)
                number, texts = number + 2, texts + 1
            # else a line across the page
        elif _is_text(line) and _is_underline(below, line):
            yield Line(number, _plain(line.strip()), BlockKind.HEADING)
            number, texts = number + 1, texts + 1
        elif _COLUMNS.match(line):
            yield Line(number, "")
            yield from _rows(source, number, line)
            number = _end_of_table(source, number)
        elif _RULE.match(line) or _BORDER.match(line):
            yield Line(number, "")
        elif texts < 3 and (field := _FIELD.match(line)):
            if field[2]:
                fields.setdefault(field[1].strip().lower(), _plain(field[2].strip()))
        elif line.endswith("::"):
            texts += 1
            shown = line[:-2].rstrip()
            yield Line(number, _plain(f"{shown}:" if shown else ""))
            end = _end_of_block(source, number)
            yield from _verbatim(source, number, end)
            number = end
        else:
            texts += bool(line.strip())
            bullet = _BULLET.match(line)
            text = line[bullet.end() :] if bullet else line
            if text.lstrip().startswith("|"):
                cells = (_plain(cell.strip()) for cell in text.split("|"))
                yield Line(number, " | ".join(filter(None, cells)), verbatim=True)
            else:
                yield Line(number, _plain(text.strip()), item=bullet is not None)


def _explicit(
    line: str, source: list[str], start: int, end: int, fields: dict[str, object], *, top: bool
) -> Iterator[Line]:
    """The text of a directive or a footnote; a comment has none, but may declare metadata."""
    directive = _DIRECTIVE.match(line)
    if directive:
        name = directive[1].lower()
        if name in _VERBATIM:
            yield from _verbatim(source, start, end, options=True)
            return
        if directive[2] and name not in _UNSEEN:
            yield Line(start, _plain(directive[2].strip()))
        if name in _UNSEEN and name not in _CAPTIONED:
            return
        for number in range(start, end):
            text = source[number].strip()
            if name == "csv-table" and text and not _FIELD.match(text):
                cells = (cell.strip() for cell in next(csv.reader([text]), []))
                yield Line(number + 1, " | ".join(map(_plain, cells)), verbatim=True)
            elif not _FIELD.match(text):
                yield Line(number + 1, _plain(text))
        yield Line(end, "")
    elif match := _FOOTNOTE.match(line):
        yield Line(start, _plain(line[match.end() :]), item=True)
        for number in range(start, end):
            yield Line(number + 1, _plain(source[number].strip()))
        yield Line(end, "")
    elif top:
        name, colon, value = line[2:].strip().partition(":")
        if colon and name.lower() in _NIKOLA and value.strip():
            fields.setdefault(name.lower(), value.strip())


def _verbatim(source: list[str], start: int, end: int, *, options: bool = False) -> Iterator[Line]:
    for number in range(start, end):
        text = source[number].rstrip()
        options = options and (not text.strip() or _FIELD.match(text.strip()) is not None)
        if not options:
            yield Line(number + 1, text, verbatim=True)
    yield Line(end, "")


def _rows(source: list[str], start: int, border: str) -> Iterator[Line]:
    """The rows of a table whose columns a border marks, a line each."""
    spans = [match.span() for match in re.finditer("=+", border)]
    for number in range(start, _end_of_table(source, start)):
        line = source[number].rstrip()
        if not _RULE.match(line) and not _COLUMNS.match(line):
            cells = [line[a:b].strip() for a, b in spans[:-1]] + [line[spans[-1][0] :].strip()]
            yield Line(
                number + 1, " | ".join(_plain(cell) for cell in cells if cell), verbatim=True
            )
    yield Line(start, "")


def _end_of_table(source: list[str], start: int) -> int:
    """Where a table ends: behind a border that has a blank line below it."""
    for number in range(start, len(source)):
        below = source[number + 1].strip() if number + 1 < len(source) else ""
        if not below and _COLUMNS.match(source[number].rstrip()):
            return number + 1
        if not source[number].strip() and not below:
            return number
    return len(source)


def _end_of_block(source: list[str], start: int) -> int:
    """Where what is indented from ``start`` on ends, blank lines behind it left out."""
    end = at = start
    while at < len(source) and (not source[at].strip() or source[at][0] in " \t"):
        at += 1
        if source[at - 1].strip():
            end = at
    return end


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not _RULE.match(line) and not line.startswith("..")


def _is_underline(line: str, title: str) -> bool:
    return bool(_RULE.match(line)) and len(line) >= max(2, len(title.strip()) * 2 // 3)


def _plain(text: str) -> str:
    if not text or text.isalnum():
        return text
    text = _NOTE.sub("", text)
    text = _CODE.sub(r"\1", text)
    text = _ROLE.sub(lambda found: _shown(found[1] or found[2]), text)
    text = _EMPHASIS.sub(r"\2", text)
    return _REFERENCE.sub(lambda found: found[1] or found[2], text)


def _shown(text: str) -> str:
    return _TARGET.sub("", text) or text.strip("<>")
