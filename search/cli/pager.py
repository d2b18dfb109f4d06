"""Long text on a terminal: through the user's pager, from where one wants to read."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence

from search.cli.style import enabled
from search.cli.terminal import emit
from search.display.printable import tame


def page(parts: Sequence[str], above: int) -> None:
    """Print ``parts``; where they are more than a screen of a terminal, through ``$PAGER``.

    ``less`` begins ``above`` lines down, so that the passage stands on the first screen.
    """
    lines = "\n".join(parts).split("\n")
    rows = shutil.get_terminal_size().lines
    command = _pager(max(1, above - 2)) if sys.stdout.isatty() and len(lines) >= rows else []
    if not command:
        emit(lines)
        return
    text = "".join(f"{tame(line, styled=enabled())}\n" for line in lines)
    try:
        subprocess.run(command, input=text, encoding="utf-8", errors="replace", check=False)
    except OSError:
        emit(lines)


def _pager(first_line: int) -> list[str]:
    """The pager's command, or nothing where there is none."""
    command = shlex.split(os.environ.get("PAGER", "less"))
    if not command or not shutil.which(command[0]):
        return []
    if os.path.basename(command[0]) == "less":  # noqa: PTH119
        return [*command, "-R", f"+{first_line}"]
    return command
