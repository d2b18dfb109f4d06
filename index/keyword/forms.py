"""The words as they are written, beside the terms of a segment: a sorted file of text.

Each line is a term and its forms, in the order of their codes (``occurrences``), parted by tabs.
What is written in several parts is kept apart from the same in one: ``email`` and ``e-mail``.
"""

from __future__ import annotations

import io
import mmap
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from index.damage import parsing

FORM_END: Final = r"(?:\x1f\d)?(?=[\t\n])"
"""What is behind the letters of a form, as a regular expression."""

_PARTS: Final = "\x1f"
MOST_PARTS: Final = 4
"""From here on it is not told of how many parts a word is made."""


def in_parts(form: str, parts: int) -> str:
    """A form that is written in ``parts``."""
    return form if parts < 2 else f"{form}{_PARTS}{min(parts, MOST_PARTS)}"


def parts_of(form: str) -> int:
    """In how many parts a form is written."""
    return int(form.partition(_PARTS)[2] or 1)


def in_one(form: str) -> str:
    """A form without that."""
    return form.partition(_PARTS)[0]


class Written(NamedTuple):
    """A term in one of its forms: ``galleri`` as ``gallery``."""

    term: str
    form: str


def write_forms(path: Path, forms: Mapping[str, Mapping[str, int]]) -> None:
    """Write the forms of each term, which are numbered from 0 in their order."""
    lines = ("\t".join((term, *forms[term])) for term in sorted(forms))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


class Forms:
    """The forms of one segment, in a file that is mapped: a term is looked up where it lies.

    Whoever asks for all forms has the whole file read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            # Mapped, since the generation may be removed while it is asked.
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def code(self, written: Written) -> int | None:
        """The code of a form; None if the term is never written so in the segment."""
        forms = self.of(written.term)
        return forms.index(written.form) if written.form in forms else None

    def of(self, term: str) -> list[str]:
        """The forms of a term in the segment, each at its code."""
        return self._line(term).split("\t")[1:]

    def matching(self, pattern: re.Pattern[str]) -> Iterator[Written]:
        """The forms that ``pattern`` matches; it begins with a tab and ends with ``FORM_END``."""
        for match in pattern.finditer(self._text):
            start = self._text.rfind("\n", 0, match.start()) + 1
            yield Written(self._text[start : self._text.index("\t", start)], match.group()[1:])

    @cached_property
    def every(self) -> dict[str, list[str]]:
        """Each form with its terms."""
        found: dict[str, list[str]] = {}
        for line in filter(None, self._text.split("\n")):
            term, *forms = line.split("\t")
            for form in forms:
                found.setdefault(form, []).append(term)
        return found

    def holds(self, term: str) -> bool:
        """Whether the term stands in the segment."""
        return bool(self._line(term))

    @cached_property
    def _text(self) -> str:
        return self._decoded(self._bytes[:])

    def _decoded(self, content: bytes) -> str:
        with parsing(self._path):
            return content.decode()

    def _line(self, term: str) -> str:
        """The line of a term, found by halving the file, in 10 µs."""
        key, low, high = f"{term}\t".encode(), 0, len(self._bytes)
        while low < high:
            middle = (low + high) // 2
            start = max(self._bytes.rfind(b"\n", low, middle) + 1, low)
            end = self._bytes.find(b"\n", middle)
            end = len(self._bytes) if end < 0 else end  # it is damaged
            line = self._bytes[start:end]
            if line.startswith(key):
                return self._decoded(line)
            if line < key:
                low = end + 1
            else:
                high = start
        return ""
