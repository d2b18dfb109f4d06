"""Writing to the terminal: widths, marked words, paths, JSON, and readers that leave early."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, TextIO

import typer

from index.citation import cite
from index.types import Problem
from search.cli.style import MATCH, enabled, linked, styled
from search.display.columns import columns, wrap
from search.display.json_records import as_json
from search.display.printable import isolated, printable, tame

_DOT: Final = " · "
_COMMAND: Final = re.compile("`[^`]+`")
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


class Part(NamedTuple):
    """A stretch of a line and how it is styled; a path is broken behind a slash alone."""

    text: str
    style: Callable[[str], str] = str
    is_path: bool = False


def screen(stream: TextIO | None = None) -> int:
    """How many columns the terminal has that a stream, else standard output, goes to; else 80."""
    stream = stream or sys.stdout
    if not os.environ.get("COLUMNS", "").isdecimal() and stream.isatty():
        return os.get_terminal_size(stream.fileno()).columns or 80
    return shutil.get_terminal_size().columns


def width(indent: str = "") -> int:
    """How many columns there are to fill behind an indent."""
    return max(20, min(screen(), _WIDEST) - len(indent))


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

    def plain(text: str) -> str:
        return styled(text, *styles)

    parts: list[Part] = []
    done = 0
    for start, end in marks:
        start = max(start, done)
        if start < end:
            parts += [Part(shown[done:start], plain), Part(shown[start:end], _match)]
            done = end
    parts.append(Part(shown[done:], plain))
    return laid(parts, indent, first, width(max(indent, first or "", key=len)))


def laid(
    parts: Sequence[Part],
    indent: str,
    first: str | None,
    room: int,
    *,
    commands: bool = False,
) -> str:
    """Parts one behind the other, in lines of ``room`` columns behind an indent.

    ``first`` stands in the place of the indent in the first line. With ``commands`` no line ends
    within one that is quoted for the user to type.
    """
    spans: list[tuple[int, int, Part]] = []
    for part in parts:
        start = spans[-1][1] if spans else 0
        spans.append((start, start + len(part.text), part))
    text = "".join(part.text for part in parts)
    paths = [(start, end) for start, end, part in spans if part.is_path]
    if commands:
        paths += quoted_commands(text)
    lines: list[str] = []
    for start, end in wrap(text, room, paths) or [(0, 0)]:
        shown = [
            part.style(part.text[max(0, start - a) : end - a])
            for a, b, part in spans
            if a < end and start < b
        ]
        lines.append((indent if lines or first is None else first) + "".join(shown))
    return "\n".join(lines)


def quoted_commands(text: str) -> list[tuple[int, int]]:
    """Where commands stand in a message, as offsets: between backticks."""
    return [found.span() for found in _COMMAND.finditer(text)]


def row(parts: Sequence[Part], indent: str = "  ", first: str = "") -> str:
    """A line of a list: on a terminal wrapped, with an indent from its second line on.

    Elsewhere it stays a line, for a program that reads it.
    """
    if sys.stdout.isatty():
        return laid(parts, indent, first, max(20, screen() - len(indent)), commands=True)
    return first + "".join(part.style(part.text) for part in parts)


def listed(parts: Iterable[Part], indent: str = "") -> str:
    """Short texts parted by dots; a new line begins where no more fits.

    What is wider than a terminal by itself is wrapped there, and nothing is elsewhere, so that a
    citation can be clicked and read by a program.
    """
    lines: list[str] = []
    room = 0
    for part in parts:
        wide = columns(part.text)
        if not wide:
            continue
        if wide + len(_DOT) <= room:
            lines[-1] += _DOT + part.style(part.text)
            room -= wide + len(_DOT)
        else:
            lines.append(row([part], indent, indent))
            room = width(indent) - wide
    return "\n".join(lines)


def dim(text: str) -> str:
    """``text`` as what is beside the point."""
    return styled(text, "dim")


def bold(text: str) -> str:
    """``text`` as what the eye should find."""
    return styled(text, "bold")


def cited(path: str, line: int, folder: Path) -> Part:
    """Where something stands, as ``path:line``: a link where wanted."""

    def link(text: str) -> str:
        return linked(styled(text, "magenta"), (folder / path).absolute())

    return Part(cite(shown_path(path, folder), line), link, is_path=True)


def located(path: str, folder: Path) -> Part:
    """A file or a folder of an index in ``folder``."""
    return Part(shown_path(path, folder), is_path=True)


def problem_place(problem: Problem, folder: Path) -> Part:
    """Where something is that was not read."""
    if problem.line:
        return cited(problem.path, problem.line, folder)
    return located(problem.path, folder)


def located_source(source: str) -> Part:
    """A source of an index; ``-`` is standard input."""
    return Part("standard input") if source == "-" else located(source, Path.cwd())


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


def as_json_line(record: Mapping[str, object]) -> str:
    """A record as one line of JSON that standard output can hold."""
    encoding = (sys.stdout.encoding or "").lower().replace("-", "").replace("_", "")
    return as_json(record, ascii_only=not encoding.startswith("utf"))


def _match(text: str) -> str:
    return styled(text, *MATCH)


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
