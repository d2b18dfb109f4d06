"""What to say of the words of a query that stand in no article; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from index.types import Unknown

_SHORTEST: Final = 4
_FEW: Final = 3
_ASKING: Final = frozenset(
    "what when where which whom whose does were will would could should have this that these "
    "those there they with from about into".split()
)


def names(unknown: Iterable[Unknown], query: str) -> list[str]:
    """Those of the words that are names: in capitals, where those of the query say something.

    The first word of a longer query has one in any case.
    """
    words = query.split()
    if query.isupper() or not words:
        return []
    sentence = words[0] if len(words) > _FEW else ""
    return [
        word
        for word, *_ in unknown
        if word[0].isupper()
        and len(word) >= _SHORTEST
        and word not in sentence
        and word.lower() not in _ASKING
    ]


def remarks(
    unknown: Iterable[Unknown], query: str, *, found: bool = True, note: str = ""
) -> Iterator[str]:
    """What is worth saying of words: where nothing was found, of each, but for those in a note."""
    known = [one for one in unknown if f"no field {one.word}:" not in note]
    proper = names(known, query)
    alone = [one.word for one in known if not one.nearest and (one.word in proper or not found)]
    if alone:
        yield f"{', '.join(alone)}: in no article"
    for word, nearest, _ in known:
        if nearest:
            yield f"{word}: in no article; did you mean {nearest}?"


def exchanged(text: str, word: str, other: str) -> str:
    """``text`` with ``other`` in the place of ``word``, but not of a part of another word."""
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: other, text)
