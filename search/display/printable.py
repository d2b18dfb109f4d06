"""Text that no terminal can be fooled with; pure."""

from __future__ import annotations

import re
from typing import Final

_BREAKS: Final = "\x0b\x0c\x1c-\x1e\x85\u2028\u2029"
_HIDDEN: Final = (
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"  # control codes, escape among them
    "\xad\u200b\u2060\ufeff"  # soft hyphens and blanks without a width
    "\u202a-\u202e\u2066-\u2069\u061c"  # what turns the direction of a line around
    "\ufff9-\ufffb\U000e0000-\U000e007f"  # annotations and tags, which nobody sees
)
_UNWANTED: Final = re.compile(f"[{_BREAKS}{_HIDDEN}\r\ud800-\udfff]")
_BREAK: Final = re.compile(f"[{_BREAKS}]|\r\n?")
_WILD: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2028\u2029]")
_STYLES: Final = re.compile("(\x1b\\[[0-9;]*m|\x1b\\]8;;[!-~]*\x1b\\\\)")
_LOST: Final = re.compile("[\ud800-\udfff]")
_HIDE: Final = re.compile(f"[{_HIDDEN}]")
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def printable(text: str) -> str:
    r"""``text`` without what an article could use to fool a terminal or a reader.

    Control codes, direction overrides and characters that nobody sees go, line ends of all kinds
    become ``\n``, and halves of surrogate pairs, which no output can hold, become a mark.
    """
    if not _UNWANTED.search(text):
        return text
    return _LOST.sub("\ufffd", _HIDE.sub("", _BREAK.sub("\n", text)))


def tame(text: str, *, styled: bool) -> str:
    """``text`` for a terminal without a control code but, where it is ``styled``, our own.

    Whoever prints makes each part ``printable``; this is for the part that was forgotten.
    """
    if not _WILD.search(text):
        return text
    pieces = _STYLES.split(text) if styled else [text]
    pieces[::2] = [_WILD.sub("", piece) for piece in pieces[::2]]
    return "".join(pieces)


def isolated(text: str) -> str:
    """``text``, set apart if it holds letters that run from right to left.

    What stands behind it on the same line then stays behind it.
    """
    if not _RIGHT_TO_LEFT.search(text):
        return text
    return f"{_FIRST_STRONG_ISOLATE}{text}{_POP_ISOLATE}"
