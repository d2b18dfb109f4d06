"""How wide text is on a terminal, and where a line of it may end; pure.

A Han or kana character takes two columns, a sign above a letter none. A line never ends within
what a reader sees as one character: a letter with its signs, a family of emoji, a flag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from index.keyword.segmentation import words
from index.keyword.words import UNSPACED

_SIMPLE: Final = re.compile(
    "[\t\n -~\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1fff"
    "\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
)
"""Characters of one column each that join with no other."""

_PLAIN: Final = re.compile("[ -~]*")
"""Letters that every terminal shows alike: most text, for which there is a quick way."""

_WORD: Final = re.compile(r"\S+")
_NAME: Final = re.compile("[^/]*/+|[^/]+")
"""A name in a path, with the slash behind it."""

_RUN_ON: Final = re.compile(f"[{UNSPACED}]+")
_HANGUL: Final = re.compile("[\u1100-\u11ff\uac00-\ud7ff]")
_NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！）」』】〕〉》”’々ー…‥％,.!?:;)]}"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NEVER_LAST: Final = frozenset("（「『【〔〈《“‘([{")


class Cluster(NamedTuple):
    """What is seen as one character: ``text[start:end]``, ``columns`` wide, from 0 to 2."""

    start: int
    end: int
    columns: int


def columns(text: str) -> int:
    """How many columns ``text`` takes on a terminal, in one line."""
    if _SIMPLE.fullmatch(text):
        return len(text)
    return sum(cluster.columns for cluster in clusters(text))


def clusters(text: str) -> Iterator[Cluster]:
    """What a reader sees as the characters of ``text``, in order (Unicode annex 29)."""
    if _SIMPLE.fullmatch(text):
        yield from (Cluster(place, place + 1, 1) for place in range(len(text)))
        return
    import regex
    from rich.cells import cell_len

    for match in regex.finditer(r"\X", text):
        yield Cluster(match.start(), match.end(), min(2, cell_len(match.group())))


def wrap(text: str, width: int, paths: Sequence[tuple[int, int]] = ()) -> list[tuple[int, int]]:
    """The lines that ``text`` makes in so many columns, as offsets without the blanks around.

    A line ends at a blank, beside a Han or kana character, or between two words of Thai, Lao,
    Khmer or Burmese; only what is wider than a line by itself is broken elsewhere, between two
    characters. In the stretches ``paths``, a line ends behind a slash alone, in a name that is
    wider than a line at its blanks, and in an address (``https://``) nowhere. An empty text has
    no lines.
    """
    if not paths and _PLAIN.fullmatch(text):
        return _wrapped_at_blanks(text, width)
    lines: list[tuple[int, int]] = []
    start = end = used = 0
    paths = _widened(text, paths)
    for piece in _pieces(text, width, paths):
        gap = piece.start - end
        if end > start:
            if used + gap + piece.columns <= width:
                end, used = piece.end, used + gap + piece.columns
                continue
            lines.append((start, end))
        is_of_path = any(first <= piece.start < last for first, last in paths)
        *full, (start, end, used) = [piece] if is_of_path else _chopped(text, piece, width)
        lines += [(one.start, one.end) for one in full]
    return [*lines, (start, end)] if end > start else lines


def wrapped_lines(text: str, width: int) -> list[str]:
    """The same lines as text."""
    return [text[start:end] for start, end in wrap(text, width)]


def _wrapped_at_blanks(text: str, width: int) -> list[tuple[int, int]]:
    """As ``wrap``, of text in ``_PLAIN`` characters."""
    lines: list[tuple[int, int]] = []
    last = len(text.rstrip(" "))
    start = len(text) - len(text.lstrip(" "))
    while start < last:
        end = last
        if last - start > width:
            blank = text.rfind(" ", start, start + width + 1)
            end = start + width if blank < 0 else start + len(text[start:blank].rstrip(" "))
        lines.append((start, end))
        start = end + len(text[end:last]) - len(text[end:last].lstrip(" "))
    return lines


def _widened(text: str, paths: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those stretches with what stands beside them without a blank, those that meet as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(paths):
        while start and not text[start - 1].isspace():
            start -= 1
        while end < len(text) and not text[end].isspace():
            end += 1
        if found and start <= found[-1][1]:
            first, last = found.pop()
            start, end = first, max(last, end)
        found.append((start, end))
    return found


def _pieces(text: str, width: int, paths: Sequence[tuple[int, int]]) -> Iterator[Cluster]:
    """What a line holds or not as a whole, the names of ``paths`` among them."""
    done = 0
    for start, end in paths:
        yield from _pieces_of_prose(text, done, start)
        pattern = _WORD if "://" in text[start:end] else _NAME
        for name in pattern.finditer(text, start, end):
            is_wide = columns(name.group()) > width
            for part in _WORD.finditer(text, *name.span()) if is_wide else [name]:
                yield Cluster(*part.span(), columns(part.group()))
        done = end
    yield from _pieces_of_prose(text, done, len(text))


def _pieces_of_prose(text: str, begin: int, stop: int) -> Iterator[Cluster]:
    """Words, and single characters of scripts without blanks."""
    for match in _WORD.finditer(text, begin, stop):
        word, offset = match.group(), match.start()
        if _SIMPLE.fullmatch(word):
            yield Cluster(offset, match.end(), len(word))
            continue
        begun = _word_starts(word)
        start, used, before = offset, 0, ""
        for one in clusters(word):
            shown = word[one.start : one.end]
            if before and (one.start in begun or _may_part(before, shown)):
                yield Cluster(start, offset + one.start, used)
                start, used = offset + one.start, 0
            used += one.columns
            before = shown
        yield Cluster(start, match.end(), used)


def _word_starts(text: str) -> set[int]:
    """Where words begin in scripts that put no blanks between them, runs of them apart."""
    return {
        run.start() + word.start
        for run in _RUN_ON.finditer(text)
        for word in words(run.group())[1:]
    }


def _may_part(before: str, behind: str) -> bool:
    if behind[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST:
        return False
    return any(columns(one) == 2 and not _HANGUL.match(one) for one in (before, behind))


def _chopped(text: str, piece: Cluster, width: int) -> list[Cluster]:
    """A piece in parts that fit; one column is the least width that a character has."""
    if piece.columns <= width:
        return [piece]
    parts: list[Cluster] = []
    start = end = piece.start
    used = 0
    for one in clusters(text[piece.start : piece.end]):
        if used and used + one.columns > width:
            parts.append(Cluster(start, end, used))
            start, used = end, 0
        end, used = piece.start + one.end, used + one.columns
    return [*parts, Cluster(start, end, used)]
