"""Long text on a terminal: through the user's pager, from where one wants to read."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from search.cli.interrupt import letting_be
from search.cli.style import enabled
from search.cli.terminal import emit
from search.display.printable import tame

_OPTIONS: Final = {"less": ("-R", "+{line}"), "more": ("+{line}",)}
"""What a pager is told: that there are styles, and where to begin."""


def page(parts: Sequence[str], above: int) -> None:
    """Print ``parts``; where they are more than a screen of a terminal, through ``$PAGER``.

    ``less`` and ``more`` begin near the line ``above``, so that it stands on the first screen.
    """
    lines = "\n".join(parts).split("\n")
    rows = shutil.get_terminal_size().lines
    first = max(1, min(above - 2, len(lines) - rows + 2))  # the screen is full at the end too
    command = _pager(first) if sys.stdout.isatty() and len(lines) >= rows else []
    if not command:
        emit(lines)
        return
    text = "".join(f"{tame(line, styled=enabled())}\n" for line in lines)
    try:
        with letting_be():
            subprocess.run(command, input=text, encoding="utf-8", errors="replace", check=False)
    except OSError:
        emit(lines)


def _pager(first_line: int) -> list[str]:
    """The pager's command, or nothing where there is none."""
    try:
        command = shlex.split(os.environ.get("PAGER", "less"))
    except ValueError:  # a quotation mark that is not closed
        return []
    if not command or not shutil.which(command[0]):
        return []
    options = _OPTIONS.get(Path(command[0]).name, ())
    return [*command, *(option.format(line=first_line) for option in options)]
