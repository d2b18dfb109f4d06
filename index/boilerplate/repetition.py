"""Which lines the articles of a source repeat; pure.

A line is boilerplate by repetition only between articles that are otherwise different: versions of
one story share its sentences, and these are no boilerplate. How much two articles have in common
is estimated from sketches, min-hashes of the longest stretch of prose in each (Broder 1997).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from index.article.paragraphs import ends_sentence
from index.article.scripts import reading_length
from index.types import BlockKind, Document

REPEATED_IN: Final = 3
"""The fewest documents of one source that a line must stand in to count as repeated."""

REPEATED_SHARE: Final = 0.02
"""The least share of its source's documents, where the source is large."""

HEAD: Final = frozenset({BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.BYLINE})
"""The kinds of block that say what an article is; never marked, but for a masthead."""

WHOLE: Final = "#"
"""How the fingerprint of a whole document begins, which is no line."""

_SKETCH: Final = "="
_HASHES: Final = 32
_COPIES: Final = 8
"""So many of 32 min-hashes agree where a quarter of the prose of two articles is the same."""

_SHINGLE: Final = 12
_BASE: Final = np.uint64(1_000_003)
_LONGEST_SKETCHED: Final = 50_000
_SHORTEST_PROSE: Final = 40
_WIDEST_GAP: Final = 3
_MOST_SKETCHES: Final = 10_000
_SAMPLE: Final = 12
"""Documents with a line of which it is asked whether they differ."""

_FACTORS: Final = np.random.default_rng(7).integers(1, 2**63, (2, _HASHES), dtype=np.uint64) | 1

Line = tuple[str, str]
"""The source and the fingerprint of a line."""


def threshold(documents: int) -> int:
    """In how many of a source's ``documents`` a line must stand to count as repeated."""
    return max(REPEATED_IN, int(documents * REPEATED_SHARE))


def fingerprint(line: str) -> str:
    """The identity of a line that is to be counted, in hex; case and white space are ignored."""
    words = " ".join(line.casefold().split())
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def often(counts: Mapping[Line, int], documents: Mapping[str, int]) -> dict[Line, int]:
    """The lines, with their counts, that stand in enough documents of their source, copies or not.

    ``counts`` says in how many documents a line stands, ``documents`` how many a source has.
    """
    return {
        line: count
        for line, count in counts.items()
        if count >= threshold(documents[line[0]]) and not line[1].startswith((_SKETCH, WHOLE))
    }


def repeated_lines(
    counts: Mapping[Line, int],
    documents_with_line: Callable[[Line], Iterable[str]],
    sketch_of: Callable[[str], str],
) -> set[Line]:
    """Those of the lines that stand ``often`` whose documents are otherwise different.

    ``sketch_of`` gives the sketch of a document by its id. Of a line in many documents a sample
    of them is compared; at least three of these, and a third, must differ.
    """
    sketches = lru_cache(maxsize=_MOST_SKETCHES)(sketch_of)
    found = set()
    for line in counts:
        ids = sorted(documents_with_line(line))
        sample = ids[:: max(1, len(ids) // _SAMPLE)][:_SAMPLE]
        different = distinct(map(sketches, sample))
        if different >= REPEATED_IN and different * 3 >= len(sample):
            found.add(line)
    return found


def distinct(sketches: Iterable[str]) -> int:
    """How many of the articles with these sketches differ from all before them."""
    kept: list[str] = []
    for sketch in sketches:
        if not any(_are_copies(sketch, other) for other in kept):
            kept.append(sketch)
    return len(kept)


def sketch_among(fingerprints: Collection[str]) -> str:
    """The sketch that stands among the fingerprints of a document's lines; empty if none does."""
    return next((one for one in fingerprints if one.startswith(_SKETCH)), "")


def _are_copies(one: str, other: str) -> bool:
    if not one or not other:
        return False
    size = (len(one) - 1) // _HASHES
    equal = (one[at : at + size] == other[at : at + size] for at in range(1, len(one), size))
    return sum(equal) >= _COPIES


def sketch(document: Document) -> str:
    """The min-hashes of the longest stretch of prose of an article; empty where it has none."""
    prose = _body(document)[:_LONGEST_SKETCHED].casefold()
    letters = "".join(filter(str.isalpha, prose))
    codes = np.frombuffer(letters.encode("utf-32-le", "replace"), dtype=np.uint32)
    if len(codes) < 2 * _SHINGLE:
        return ""
    count = len(codes) - _SHINGLE + 1
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(_SHINGLE - 1, -1, -1):  # Horner's scheme
        hashes = hashes * _BASE + codes[place : place + count]
    hashes ^= hashes >> np.uint64(29)
    least = [((hashes * a + b) >> np.uint64(40)).min() for a, b in zip(*_FACTORS, strict=True)]
    return _SKETCH + "".join(f"{int(value) & 0xFFFF:04x}" for value in least)


def _body(document: Document) -> str:
    """The longest run of sentences with at most a few short lines between them."""
    runs: list[list[str]] = [[]]
    gap = 0
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind in HEAD or block.kind is BlockKind.BOILERPLATE:
            continue
        if ends_sentence(text) and reading_length(text) >= _SHORTEST_PROSE:
            if gap > _WIDEST_GAP:
                runs.append([])
            runs[-1].append(text)
            gap = 0
        else:
            gap += 1
    return "\n".join(max(runs, key=lambda run: sum(map(len, run))))


def count_lines(lines: Iterable[tuple[str, Collection[str]]]) -> tuple[Counter[Line], Counter[str]]:
    """Count the lines of documents, each given as its source and its lines, and the documents."""
    counts: Counter[Line] = Counter()
    documents: Counter[str] = Counter()
    for source, fingerprints in lines:
        documents[source] += 1
        counts.update((source, one) for one in fingerprints)
    return counts, documents


def repeated_among(
    documents: Sequence[Document], lines: Sequence[Collection[str]]
) -> list[set[str]]:
    """For each document the lines of it that the others repeat, given the lines of each."""
    counts, sizes = count_lines((d.origin, own) for d, own in zip(documents, lines, strict=True))
    holders: dict[Line, list[str]] = {}
    for number, own in enumerate(lines):
        for one in own:
            holders.setdefault((documents[number].origin, one), []).append(str(number))
    repeated = repeated_lines(
        often(counts, sizes),
        holders.__getitem__,
        lambda number: sketch_among(lines[int(number)]),
    )
    return [
        {one for one in own if (document.origin, one) in repeated}
        for document, own in zip(documents, lines, strict=True)
    ]
