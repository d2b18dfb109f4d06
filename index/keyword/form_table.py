"""A table of the forms of words, each with the rule that makes it the word it is a form of.

A rule takes so many bytes off the end of a form and puts others there. A form is kept as 48 bits
of a hash of it, so that one look-up of an unknown word in ten million finds another one. A table is
bytes that can be mapped into memory:

    the number of forms, of rules, and of bytes of the rules' texts, as 8 bytes each
    65,537 places, 4 bytes each: where the forms begin whose hashes have these upper 16 bits
    of each form the next 32 bits of its hash, ascending in its place, then the number of its rule
    of each rule how much it takes away, then where its text begins, 4 bytes each; and the texts
"""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable
from typing import Final

import numpy as np

Entry = tuple[bytes, bytes, int]
"""A form, its word, and how many bytes both begin with at least."""

_PRIME: Final = 0x1921FB54442D185D
_FACTOR: Final = 0x1C6EF372FE94F82B
_PLACES: Final = 1 << 16
_HEAD: Final = np.dtype("<u8")
_NUMBER: Final = np.dtype("<u4")


class FormTable:
    """Looks forms up in what ``table_of`` made.

    :raises ValueError: where that is something else.
    """

    def __init__(self, content: bytes | memoryview) -> None:
        view = memoryview(content)
        if len(view) < 24 or sys.byteorder != "little":
            raise ValueError("not a table of forms")
        forms, rules, text = view[:24].cast("Q")
        numbers = (_PLACES + 1, forms, forms, rules, rules + 1)
        if len(view) != 24 + 4 * sum(numbers) + text:
            raise ValueError("not a table of forms")
        parts, at = [], 24
        for count in numbers:
            parts.append(view[at : at + 4 * count].cast("I"))
            at += 4 * count
        self._places, self._hashes, self._rules, self._taken, self._begins = parts
        self._text = view[at:]

    def get(self, form: str) -> str | None:
        """The word that ``form`` is a form of, ``form`` itself if it is one; None if unknown."""
        key = form.encode()
        found = self._find(key)
        if found < 0:
            return None
        rule = self._rules[found]
        taken = self._taken[rule]
        end = self._text[self._begins[rule] : self._begins[rule + 1]]
        if not taken and not end:
            return form
        return (key[: len(key) - taken] + end.tobytes()).decode(errors="replace")

    def __contains__(self, form: str) -> bool:
        return self._find(form.encode()) >= 0

    def _find(self, key: bytes) -> int:
        hashed = int.from_bytes(key, "little") * _FACTOR % _PRIME
        wanted = hashed >> 13 & 0xFFFFFFFF
        place = hashed >> 45
        last = self._places[place + 1]
        found = bisect_left(self._hashes, wanted, self._places[place], last)
        return found if found < last and self._hashes[found] == wanted else -1


def table_of(forms: Iterable[Entry], *, words: bool) -> bytes:
    """The table of ``forms``.

    Of equal forms the first is taken. ``words`` keeps those that are no form of another word.
    """
    hashes, numbers = array("Q"), array("I")
    rules: dict[tuple[int, bytes], int] = {(0, b""): 0}
    add_hash, add_number, number_of = hashes.append, numbers.append, rules.setdefault
    from_bytes = int.from_bytes
    for form, word, kept in forms:
        add_hash(from_bytes(form, "little") * _FACTOR % _PRIME)
        add_number(0 if form == word else number_of((len(form) - kept, word[kept:]), len(rules)))
    hashed = np.frombuffer(hashes, dtype=np.uint64) >> np.uint64(13)
    order = np.argsort(hashed, kind="stable")
    hashed, rule = hashed[order], np.frombuffer(numbers, dtype=np.uint32)[order]
    chosen = np.ones(len(hashed), dtype=bool)
    chosen[1:] = hashed[1:] != hashed[:-1]
    if not words:
        chosen &= rule != 0
    hashed, rule = hashed[chosen], rule[chosen]
    places = np.searchsorted(hashed, np.arange(_PLACES + 1, dtype=np.uint64) << np.uint64(32))
    texts = [text for _, text in rules]
    begins = np.cumsum([0, *map(len, texts)])
    return b"".join(
        [
            np.array([len(hashed), len(rules), begins[-1]], dtype=_HEAD).tobytes(),
            places.astype(_NUMBER).tobytes(),
            (hashed & np.uint64(0xFFFFFFFF)).astype(_NUMBER).tobytes(),
            rule.astype(_NUMBER).tobytes(),
            np.array([taken for taken, _ in rules], dtype=_NUMBER).tobytes(),
            begins.astype(_NUMBER).tobytes(),
            *texts,
        ]
    )
