"""Writing to the terminal: widths, marked words, paths, JSON, and readers that leave early."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import typer

from index.citation import cite
from search.cli.style import MATCH, enabled, linked, styled
from search.display.columns import columns, wrap
from search.display.json_records import as_json
from search.display.printable import isolated, printable, tame

_DOT: Final = " · "
_WIDEST: Final = 100
"""Columns beyond which lines of prose are hard to read."""


def shown_path(path: str, folder: Path) -> str:
    """A path of an index in ``folder``, as one names it from the current folder."""
    absolute = (folder / path).absolute()
    here = Path.cwd()
    if absolute.is_relative_to(here):
        return isolated(printable(str(absolute.relative_to(here))))
    beside = os.path.relpath(absolute, here)
    nearer = beside if beside.count("..") <= 2 else str(absolute)
    return isolated(printable(nearer))


def plural(count: int, noun: str, many: str = "") -> str:
    """A count with its noun, as in ``1 article`` and ``2 articles``; ``many`` as in ``copies``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {many or noun + 's'}"


def width(indent: str = "") -> int:
    """How many columns there are to fill behind an indent."""
    return max(20, min(shutil.get_terminal_size().columns, _WIDEST) - len(indent))


def wrapped(
    text: str,
    indent: str = "",
    marks: Iterable[tuple[int, int]] = (),
    styles: tuple[str, ...] = (),
    first: str | None = None,
) -> str:
    """One paragraph, wrapped to the terminal, the stretches ``marks`` of it set off.

    A mark that a line end falls into is set off on both lines. ``first`` stands in the place of
    the indent in the first line, and ``styles`` are those of all that is not marked.
    """
    shown, marks = _flat(text, marks)
    lines: list[str] = []
    longest = max(indent, first or "", key=len)
    for start, end in wrap(shown, width(longest)) or [(0, 0)]:
        lead = indent if lines or first is None else first
        local = [(max(0, a - start), min(b, end) - start) for a, b in marks]
        lines.append(lead + _marked(shown[start:end], local, styles))
    return "\n".join(lines)


def listed(parts: Iterable[tuple[str, str]], indent: str = "") -> str:
    """Short texts, each with how it is printed, parted by dots.

    A new line begins where no more fits; no text is broken, so that a citation can be clicked.
    """
    lines: list[str] = []
    room = 0
    for text, shown in parts:
        if not text:
            continue
        if columns(text) + len(_DOT) <= room:
            lines[-1] += _DOT + shown
            room -= columns(text) + len(_DOT)
        else:
            lines.append(indent + shown)
            room = width(indent) - columns(text)
    return "\n".join(lines)


def cited(path: str, line: int, folder: Path) -> tuple[str, str]:
    """Where something stands, as ``path:line``, and how it is printed: a link where wanted."""
    place = cite(shown_path(path, folder), line)
    return place, linked(styled(place, "cyan"), (folder / path).absolute())


def emit(lines: Iterable[str]) -> None:
    """Print lines to standard output; a reader that has seen enough ends the command well.

    :raises OSError: where it cannot be written otherwise, as on a disk that is full.
    """
    try:
        for line in lines:
            print(tame(line, styled=enabled()))
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(0) from None


def note(line: str) -> None:
    """Tell the user something that is no result, on standard error."""
    print(f"search: {' '.join(printable(line).split())}", file=sys.stderr)


def note_step(line: str) -> None:
    """Tell who watches what takes long; a pipe or a file is told nothing."""
    if sys.stderr.isatty():
        note(line)


def as_json_line(record: Mapping[str, object]) -> str:
    """A record as one line of JSON that standard output can hold."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
    return as_json(record, ascii_only=not encoding.startswith("utf"))


def _flat(text: str, marks: Iterable[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The text in one line of printable characters, and the marks moved with it."""
    marks = list(marks)
    if not marks:
        return " ".join(printable(text).split()), []
    offsets = [0]
    shown: list[str] = []
    for character in text:
        if character.isspace():
            if not shown or shown[-1] != " ":
                shown.append(" ")
        elif kept := printable(character).strip():
            shown.append(kept)
        offsets.append(len(shown))
    return "".join(shown), [(offsets[a], offsets[b]) for a, b in marks]


def _marked(line: str, marks: Iterable[tuple[int, int]], styles: tuple[str, ...]) -> str:
    pieces = []
    done = 0
    for start, end in marks:
        start, end = max(start, done), min(end, len(line))
        if start < end:
            around = styled(line[done:start], *styles) if styles else line[done:start]
            pieces += [around, styled(line[start:end], *MATCH)]
            done = end
    rest = line[done:]
    return "".join([*pieces, styled(rest, *styles) if styles else rest])
