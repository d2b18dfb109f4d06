"""Words that a hyphen parts at the end of a line, made whole; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from index.article.paragraphs import Span

_HYPHENS = "-\u2010\u00ac"
_PARTED = re.compile(
    rf"[ \t]+(?P<first>[^\s]*?(?P<left>[^\W\d_]+))[{_HYPHENS}][ \t]*\n[ \t]*(?P<right>[^\W\d_]+)"
)
_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
_KEEPS_HYPHEN = frozenset("well self half cross".split())
"""What is hardly ever a syllable of an English word, and often the first part of two."""


def hyphenated_words(text: str) -> frozenset[str]:
    """The words of ``text`` that have a hyphen within a line, in lower case."""
    return (
        frozenset(word.lower() for word in _COMPOUND.findall(text)) if "-" in text else frozenset()
    )


def is_compound(left: str, right: str, compounds: Collection[str]) -> bool:
    """Whether the hyphen between two parts belongs to the word: it has one elsewhere, too."""
    return left.lower() in _KEEPS_HYPHEN or f"{left}-{right}".lower() in compounds


def whole_words(text: str, spans: Sequence[Span]) -> tuple[str, list[Span]]:
    """Return ``text`` with the words whole that are parted within ``spans``, and their places.

    The first part of a word goes down to the next line, so every line keeps its number.
    """
    if not any(f"{hyphen}\n" in text for hyphen in _HYPHENS):
        return text, list(spans)
    compounds = hyphenated_words(text)

    def joined(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        if not right[0].islower():
            return match[0]
        hyphen = "-" if is_compound(left, right, compounds) or "-" in match["first"] else ""
        return f"\n{match['first']}{hyphen}{right}"

    parts: list[str] = []
    moved: list[Span] = []
    done = size = 0
    for span in spans:
        between, piece = text[done : span.start], _PARTED.sub(joined, text[span.start : span.end])
        start = size + len(between)
        size = start + len(piece)
        parts += between, piece
        moved.append(Span(start, size, span.line))
        done = span.end
    return "".join([*parts, text[done:]]), moved
