"""The values of a JSON file one by one, in memory that does not grow with the file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final, TextIO

from index.readers.loading import RECORD_BYTES, UnreadableError

_CHUNK: Final = 256 * 1024
_MOST_VALUES: Final = 500_000
"""Fields and lists in one value; each takes a hundred bytes and more of memory."""

_SIGNS: Final = ("[", "{", ",")
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(strict=False)


class Values:
    """Walks over a text; ``line`` is where it stands, counted from 1."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._buffer = ""
        self._at = 0
        self._ended = False
        self._signs = 0  # in the buffer from here on: what opens or parts values
        self.line = 1

    def next(self) -> str:
        """The character that the next value begins with; empty at the end."""
        while True:
            match = _SPACE.match(self._buffer, self._at)
            self._advance(match.end() if match else self._at)
            if self._at < len(self._buffer) or not self._fill():
                return self._buffer[self._at : self._at + 1]

    def is_whole(self) -> bool:
        """Whether all that follows fits into the memory of one record."""
        while len(self._buffer) - self._at < RECORD_BYTES and self._fill():
            pass
        return self._ended and not self._is_crowded()

    def value(self) -> object:
        """Return the next value and stand behind it.

        :raises UnreadableError: where there is none, or it is longer than a record.
        """
        self.next()
        while True:
            if len(self._buffer) - self._at > _CHUNK and self._is_crowded():
                self._refuse(f"more than {_MOST_VALUES:,} values in one; split it")
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except json.JSONDecodeError as error:
                size = len(self._buffer) - self._at
                if size >= RECORD_BYTES or not self._fill(size):
                    self._explain(error)
            except (ValueError, RecursionError) as error:
                self._refuse("nested too deeply or a number too long", error)
            else:
                if end < len(self._buffer) or not self._fill():  # a number may go on
                    self._advance(end)
                    return value

    def elements(self) -> Iterator[tuple[object, int]]:
        """Yield the elements of the array that begins here, each with its line."""
        self._advance(self._at + 1)
        if self._taken("]"):
            return
        while True:
            self.next()
            line = self.line
            yield self.value(), line
            if self._taken("]"):
                return
            self._expect(",")
            if self._taken("]"):  # a comma too many
                return

    def members(self) -> Iterator[tuple[object, int, bool]]:
        """Yield the values of the object that begins here, each with its line.

        Of a value that is an array its elements, which is said third.
        """
        self._advance(self._at + 1)
        while not self._taken("}"):
            self.value()
            self._expect(":")
            if self.next() == "[":
                yield from ((value, line, True) for value, line in self.elements())
            else:
                line = self.line
                yield self.value(), line, False
            self._taken(",")

    def _fill(self, size: int = 0) -> bool:
        """Read on, at least ``size`` characters; False at the end."""
        if self._ended:
            return False
        more = self._text.read(max(size, _CHUNK))
        self._ended = not more
        self._signs += sum(more.count(sign) for sign in _SIGNS)
        self._buffer = self._buffer[self._at :] + more
        self._at = 0
        return bool(more)

    def _is_crowded(self) -> bool:
        return self._signs > _MOST_VALUES

    def _advance(self, end: int) -> None:
        self.line += self._buffer.count("\n", self._at, end)
        self._signs -= sum(self._buffer.count(sign, self._at, end) for sign in _SIGNS)
        self._at = end

    def _taken(self, character: str) -> bool:
        if self.next() != character:
            return False
        self._advance(self._at + 1)
        return True

    def _expect(self, character: str) -> None:
        if not self._taken(character):
            self._refuse(f"expecting {character!r}")

    def _explain(self, error: json.JSONDecodeError) -> None:
        if not self._ended:
            self._refuse(f"an object larger than {RECORD_BYTES // 2**20} MiB")
        self.line += self._buffer.count("\n", self._at, error.pos)
        self._refuse(error.msg.removesuffix(" at").lower(), error)

    def _refuse(self, why: str, error: Exception | None = None) -> None:
        raise UnreadableError(f"invalid JSON: {why}", self.line) from error
