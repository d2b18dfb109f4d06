"""Where quotations begin and end in a text; pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

NATIVE: Final = r"[\u0e00-\u0edf\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]"
"""Letters of scripts without blanks, which a quotation mark may stand beside."""

_CLOSING: Final = {
    '"': '"“”„‟',
    "“": '”"“',
    "„": '“”"‟',
    "‟": '”"',
    "”": '”"',
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
}
"""For each opening quotation mark those that may close it."""


class Quotations:
    """Those of one text; where one ends is not looked for, but known: a text may have thousands."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends: dict[str, list[int]] = {}
        self._letters: list[int] | None = None

    def end(self, at: int) -> int | None:
        """Where the quotation ends that begins at ``at``; None if none does."""
        marks = _CLOSING.get(self._text[at : at + 1])
        if marks is None or not _may_open(self._text, at):
            return None
        end = _next(self._closing(marks), at)
        letter = None if end is None else _next(self._alphanumeric(), at)
        return end if end is not None and letter is not None and letter < end else None

    def _closing(self, marks: str) -> list[int]:
        """All places where one of ``marks`` may close a quotation."""
        if marks not in self._ends:
            self._ends[marks] = [
                found.start()
                for found in re.finditer(f"[{marks}]", self._text)
                if _may_close(self._text, found.start())
            ]
        return self._ends[marks]

    def _alphanumeric(self) -> list[int]:
        if self._letters is None:
            self._letters = [at for at, one in enumerate(self._text) if one.isalnum()]
        return self._letters


def _next(places: list[int], at: int) -> int | None:
    """The first of ``places``, which ascend, behind ``at``."""
    found = bisect_right(places, at)
    return places[found] if found < len(places) else None


def _may_open(text: str, at: int) -> bool:
    """A quotation mark between two letters belongs to the word, as in Hebrew acronyms."""
    before = text[at - 1 : at] if at else ""
    return not before.isalnum() or bool(re.match(NATIVE, before)) or text[at] in "「『"


def _may_close(text: str, at: int) -> bool:
    behind = text[at + 1 : at + 2]
    return not behind.isalnum() or bool(re.match(NATIVE, behind)) or text[at] in "」』"
