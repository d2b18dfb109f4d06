"""Writing to the terminal: styles, widths, JSON, and readers that leave early."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TextIO

import typer

_CODES: Final = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "cyan": "36"}
_COLOURS: Final = frozenset({"red", "green", "yellow", "cyan"})
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_DOT: Final = " · "
_WIDEST: Final = 100
"""Columns beyond which lines of prose are hard to read."""


def styled(text: str, *styles: str, stream: TextIO | None = None) -> str:
    """``text`` in those styles where the stream is a terminal; without colours under NO_COLOR."""
    stream = stream or sys.stdout
    if not stream.isatty() or os.environ.get("TERM") == "dumb":
        return text
    wanted = [s for s in styles if not (os.environ.get("NO_COLOR") and s in _COLOURS)]
    if not wanted or not text:
        return text
    return f"\x1b[{';'.join(_CODES[s] for s in wanted)}m{text}\x1b[0m"


def printable(text: str) -> str:
    """``text`` without control characters, which an article could use to fool a terminal."""
    return _CONTROL.sub("", text)


def shown_path(path: str, folder: Path) -> str:
    """A path of an index in ``folder``, as one names it from the current folder."""
    absolute = (folder / path).absolute()
    here = Path.cwd()
    return printable(str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute))


def plural(count: int, noun: str) -> str:
    """A count with its noun, as in ``1 article`` and ``2 articles``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def width(indent: str = "") -> int:
    """How many columns there are to fill behind an indent."""
    return max(20, min(shutil.get_terminal_size().columns, _WIDEST) - len(indent))


def wrapped(text: str, indent: str = "", marks: Iterable[tuple[int, int]] = ()) -> str:
    """One paragraph, wrapped to the terminal, the stretches ``marks`` of it set off.

    A mark that a line end falls into is set off on both lines.
    """
    shown, marks = _flat(text, marks)
    lines = []
    position = 0
    for line in textwrap.wrap(shown, width(indent), break_on_hyphens=False) or [""]:
        start = shown.index(line, position) if line else position
        position = start + len(line)
        lines.append(indent + _mark(line, [(a - start, b - start) for a, b in marks]))
    return "\n".join(lines)


def listed(parts: Iterable[tuple[str, str]], indent: str = "") -> str:
    """Short texts with their styles, parted by dots; a new line begins where no more fits.

    No text is broken, so that a citation can be clicked.
    """
    lines: list[str] = []
    room = 0
    for text, style in parts:
        if not text:
            continue
        shown = styled(text, style) if style else text
        if len(text) + len(_DOT) <= room:
            lines[-1] += _DOT + shown
            room -= len(text) + len(_DOT)
        else:
            lines.append(indent + shown)
            room = width(indent) - len(text)
    return "\n".join(lines)


def emit(lines: Iterable[str]) -> None:
    """Print lines to standard output; a reader that has seen enough ends the command well."""
    try:
        for line in lines:
            print(line)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def as_json_line(record: Mapping[str, object]) -> str:
    """A record as one line of JSON."""
    return json.dumps(record, ensure_ascii=False)


def _flat(text: str, marks: Iterable[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The text in one line without control characters, and the marks moved with it."""
    marks = list(marks)
    offsets = [0]
    shown: list[str] = []
    for character in text:
        if character.isspace():
            if not shown or shown[-1] != " ":
                shown.append(" ")
        elif not _CONTROL.match(character):
            shown.append(character)
        offsets.append(len(shown))
    return "".join(shown), [(offsets[a], offsets[b]) for a, b in marks]


def _mark(line: str, marks: Iterable[tuple[int, int]]) -> str:
    pieces = []
    done = 0
    for start, end in marks:
        start, end = max(start, done), min(end, len(line))
        if start < end:
            pieces += [line[done:start], styled(line[start:end], "bold", "yellow")]
            done = end
    return "".join([*pieces, line[done:]])
