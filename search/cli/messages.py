"""What is no result: messages on standard error."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from search.cli.terminal import quoted_commands, screen
from search.display.columns import wrap
from search.display.printable import printable

_ME: Final = "search: "
_NARROWEST: Final = 20


def told(line: str, paths: Iterable[str] = ()) -> str:
    """A message as standard error shows it: in one line, wrapped only where that is a terminal.

    There no line ends within a name of one of the ``paths``, or of those that the user has typed.
    """
    text = _flat(line)
    if not sys.stderr.isatty():
        return f"{_ME}{text}"
    typed = [word for word in sys.argv[1:] if "/" in word or os.path.lexists(word)]
    spans = [
        (at, at + len(name))
        for name in {_flat(path) for path in (*paths, *typed, os.fspath(Path.cwd()))}
        if name and (at := text.find(name)) >= 0
    ]
    spans += quoted_commands(text)
    lines = wrap(text, max(_NARROWEST, screen(sys.stderr) - len(_ME)), spans)
    indent = " " * len(_ME)
    return _ME + f"\n{indent}".join(text[start:end] for start, end in lines)


def note(line: str, paths: Iterable[str] = ()) -> None:
    """Tell the user something that is no result; ``paths`` are those in it."""
    print(told(line, paths), file=sys.stderr)


def note_step(line: str) -> None:
    """Tell who watches what takes long; a pipe or a file is told nothing."""
    if sys.stderr.isatty():
        note(line)


def _flat(text: str) -> str:
    return " ".join(printable(text).split())
