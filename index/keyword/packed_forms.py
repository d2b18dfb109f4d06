"""The dictionaries of simplemma, read as they are packed.

Its own readers make a mapping of all forms first, which takes twice as long and, for the largest,
0.4 GB. A packed dictionary is a stream of records that are sorted by form: how many bytes a form
has in common with the one before, how many more it has, and these; then how many bytes to take
away from its end to make the word that it is a form of, how many to put there, and these. For the
number taken away, 254 stands for the word of the record before, and 255 for a word written in full.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

_MAGIC: Final = b"SMFC1\x00"
_AS_BEFORE: Final = 254
_IN_FULL: Final = 255


def packed_size(name: str) -> int:
    """How many bytes a dictionary has as it is packed."""
    return _file(name).stat().st_size


def _file(name: str) -> Path:
    return Path(str(files("simplemma.strategies.dictionaries"))) / "data" / f"{name}.plzma"


def packed_forms(name: str) -> Iterator[tuple[bytes, bytes, int]]:
    """Each form in the dictionary, its word, and how many bytes they begin with at least.

    :raises ValueError: where the installed simplemma packs its dictionaries in another way.
    """
    data = lzma.decompress(_file(name).read_bytes())
    if not data.startswith(_MAGIC):
        raise ValueError(f"simplemma packs {name} in an unknown way")
    at = len(_MAGIC)
    records, shift = 0, 0
    while data[at] & 0x80:
        records |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
    records |= data[at] << shift
    at += 1
    form = word = b""
    kept = 0
    for _ in range(records):
        shared = data[at]
        start = at + 2
        at = start + data[at + 1]
        form = form[:shared] + data[start:at]
        taken = data[at]
        if taken == _AS_BEFORE:
            at += 1
            kept = min(kept, shared)
        else:
            start = at + 2
            at = start + data[at + 1]
            kept = 0 if taken == _IN_FULL else len(form) - taken
            word = form[:kept] + data[start:at]
        yield form, word, kept
    if at != len(data):
        raise ValueError(f"simplemma packs {name} in an unknown way")
