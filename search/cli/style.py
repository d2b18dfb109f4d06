"""Styles on a terminal: bold, underlined, colours, links; and when they are wanted."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Final, TextIO

_CODES: Final = {
    "bold": "1",
    "dim": "2",
    "underline": "4",
    "magenta": "35",  # as grep's file names: of the basic colours the one that is legible on both
}
_COLOURS: Final = frozenset({"magenta"})
MATCH: Final = ("bold", "underline")
"""How the words of a query are marked: legible on light and on dark."""


class Colour(StrEnum):
    """When styles are used."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class _Wanted:
    """What the command line says of styles; one command runs in a process."""

    colour = Colour.AUTO
    links = False


def want(colour: Colour) -> Colour:
    """Use styles so from now on."""
    _Wanted.colour = colour
    return colour


def want_links(wanted: bool) -> None:
    """Make places links that a terminal follows, where styles are used."""
    _Wanted.links = wanted


def enabled(stream: TextIO | None = None) -> bool:
    """Whether styles are used: on a terminal, or as ``--color`` or ``FORCE_COLOR`` say."""
    if _Wanted.colour is not Colour.AUTO:
        return _Wanted.colour is Colour.ALWAYS
    if os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def styled(text: str, *styles: str, stream: TextIO | None = None) -> str:
    """``text`` in those styles where they are used; without colours under ``NO_COLOR``."""
    if not text or not enabled(stream):
        return text
    plain = os.environ.get("NO_COLOR") and _Wanted.colour is not Colour.ALWAYS
    wanted = [style for style in styles if not (plain and style in _COLOURS)]
    return f"\x1b[{';'.join(_CODES[s] for s in wanted)}m{text}\x1b[0m" if wanted else text


def linked(text: str, path: Path) -> str:
    """``text`` as a link to a file (OSC 8), if links are wanted and styles are used."""
    if not (_Wanted.links and enabled()):
        return text
    return f"\x1b]8;;{path.as_uri()}\x1b\\{text}\x1b]8;;\x1b\\"
