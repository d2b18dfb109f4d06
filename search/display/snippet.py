"""The sentences of a passage that answer a query; pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from index.article.sentences import clause_ends, sentence_spans
from index.keyword.analysis import analyze, tokens
from search.display.columns import clusters, wrap
from search.types import Hit

LINES: Final = 3
WIDTH: Final = 76

_NUMBER: Final = re.compile(
    r"\b(?:how (?:many|much|long|old|far|big|large|high|often|tall)|when"
    r"|what (?:share|percentage|number|price|year|date)|wie ?viele?|wann|combien|quand"
    r"|cuánt[oa]s?|cuándo|quant[oia]|quando|hoeveel|wanneer)\b"
    r"|сколько|когда|多少|几|何(?:人|年|時)|いつ|いくら",
    re.IGNORECASE,
)
"""A question whose answer is a number or a date."""

_DIGIT: Final = re.compile(r"\d")
_FIGURE: Final = 1.0
"""What a figure in a sentence adds where one is asked for: as much as the rarest term."""

_BREAK: Final = re.compile("[，、；：،؛。]")
"""Where a clause ends without a blank."""

_COMMON: Final = math.log(2)
"""The weight of a term that half of all articles hold: what is commoner chooses no sentence, unless
all are."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence of a passage; ``number`` counts them all, ``paragraph`` its paragraphs.

    ``gap`` is what parts it from the one before: a blank, but not in every script.
    """

    number: int
    paragraph: int
    gap: str
    text: str
    terms: frozenset[str]


def paragraphs(hit: Hit) -> Iterator[str]:
    """The paragraphs of the article that a hit's passage is made of, or the part of one."""
    start, end = hit.passage.start, hit.passage.end
    for block in hit.document.blocks:
        if block.start < end and start < block.end:
            yield hit.document.text[max(start, block.start) : min(end, block.end)]


def sentences(hit: Hit) -> list[str]:
    """The sentences of a hit's passage, in their order."""
    return [sentence.text for sentence in _sentences(hit)]


def snippet(
    hit: Hit,
    terms: Mapping[str, float],
    width: int = WIDTH,
    lines: int = LINES,
    answer: int | None = None,
    question: str = "",
) -> str:
    """The sentences of a hit's passage that answer a query, in at most so many lines.

    They are those that hold most of ``terms``, the query's with their weights (``Result.terms``),
    or the one of number ``answer`` of all ``sentences``, if that is given. Where ``question``
    asks for a number or a date, those that have a figure go before. A passage that holds no term
    shows its first sentences, and where room is left the neighbours of a sentence follow.
    Paragraphs are parted by line ends, and "…" stands where something is left out. Only a
    sentence that is too long by itself is cut, between two words.
    """
    weights = {term: weight for term, weight in terms.items() if weight > _COMMON} or dict(terms)
    if answer is not None:
        weights = {}
    first = answer or 0
    figure = _FIGURE * max(weights.values(), default=0.0) if _NUMBER.search(question) else 0.0
    remaining, chosen = list(_sentences(hit)), list[_Sentence]()
    count = len(remaining)
    while remaining:
        gains = [
            (_gain(one, chosen, weights, figure), _beside(one, chosen, first)) for one in remaining
        ]
        best = max(range(len(remaining)), key=gains.__getitem__)
        if not any(gains[best]):
            break
        sentence = remaining.pop(best)
        together = sorted([*chosen, sentence], key=lambda one: one.number)
        if _fits(_joined(together, count), width, lines):
            chosen = together
        elif not chosen:
            return _cut(sentence, hit, weights, count, width, lines)
    return _joined(chosen, count)


def _sentences(hit: Hit) -> Iterator[_Sentence]:
    number = 0
    for place, paragraph in enumerate(paragraphs(hit)):
        before = 0
        for start, end in sentence_spans(paragraph):
            text = " ".join(paragraph[start:end].split())
            gap = " " if paragraph[before:start].isspace() else ""
            yield _Sentence(number, place, gap, text, _terms(text, hit))
            number, before = number + 1, end


def _terms(text: str, hit: Hit) -> frozenset[str]:
    return _analyzed(text, hit.document.language)


@lru_cache(maxsize=1 << 12)
def _analyzed(text: str, language: str) -> frozenset[str]:
    return frozenset(analyze(text, language))


def _gain(
    sentence: _Sentence,
    chosen: Sequence[_Sentence],
    weights: Mapping[str, float],
    figure: float,
) -> float:
    """The weight of the terms that are shown by adding ``sentence``, and are not yet.

    The first figure beside one of the terms weighs ``figure``.
    """
    gain = _weight(sentence.terms.difference(*(one.terms for one in chosen)), weights)
    is_first = not any(_DIGIT.search(one.text) for one in chosen)
    return gain + (figure if gain and is_first and _DIGIT.search(sentence.text) else 0.0)


def _weight(terms: frozenset[str], weights: Mapping[str, float]) -> float:
    return math.fsum(weights.get(term, 0.0) for term in terms)


def _beside(sentence: _Sentence, chosen: Sequence[_Sentence], first: int) -> int:
    """How well a sentence reads beside those: best behind one of them, then before one.

    Where there are none, only that of number ``first`` does.
    """
    if not chosen:
        return int(sentence.number == first)
    steps = {sentence.number - one.number for one in chosen}
    return 2 * (1 in steps) + (-1 in steps)


def _joined(chosen: Sequence[_Sentence], count: int) -> str:
    """The text of sentences in their order, of ``count`` that the passage has."""
    pieces: list[str] = []
    expected, paragraph = 0, 0
    for sentence in chosen:
        if pieces:
            apart = sentence.gap if sentence.number == expected else " "
            pieces.append("\n" if sentence.paragraph != paragraph else apart)
        if sentence.number != expected:
            pieces.append("… ")
        pieces.append(sentence.text)
        expected, paragraph = sentence.number + 1, sentence.paragraph
    return "".join(pieces) + (" …" if pieces and expected != count else "")


def _fits(text: str, width: int, lines: int) -> bool:
    if len(text) > lines * width:
        return False
    return sum(len(wrap(part, width)) for part in text.split("\n")) <= lines


def _cut(
    sentence: _Sentence,
    hit: Hit,
    weights: Mapping[str, float],
    count: int,
    width: int,
    lines: int,
) -> str:
    """The part of a long sentence, from its start or from a clause on, that holds most."""

    def part(start: int) -> str:
        lead = "… " if start or sentence.number else ""
        tail = " …" if sentence.number < count - 1 else ""
        text = f"{lead}{sentence.text[start:].lstrip()}{tail}"
        shown = wrap(text, width)
        if len(shown) <= lines:
            return text
        first, last = shown[lines - 1]
        room = [end for _, end in wrap(text[first:last], width - 2)][:1]
        return f"{text[: first + room[0]].rstrip()} …" if room else text[:first]

    text = sentence.text
    starts = [0, *clause_ends(text), *(match.end() for match in _BREAK.finditer(text))]
    best = _fullest([part(start) for start in starts if text[start:].strip(" ")], hit, weights)
    if _weight(_terms(best, hit), weights) < _weight(sentence.terms, weights) and weights:
        # No clause shows what the sentence holds: begin a little before its words.
        ends = [cluster.start for cluster in clusters(text)]
        held = [
            token.start for token in tokens(text, hit.document.language) if token.term in weights
        ]
        near = [max([end for end in ends if end <= at - width // 2] or [0]) for at in held[:20]]
        best = _fullest([best, *(part(_word_start(text, start)) for start in near)], hit, weights)
    return best


def _fullest(parts: Sequence[str], hit: Hit, weights: Mapping[str, float]) -> str:
    """The part that holds most; of equal ones the first if it begins the sentence."""
    held = [_weight(_terms(text, hit), weights) for text in parts]
    best = [text for text, weight in zip(parts, held, strict=True) if weight == max(held)]
    return best[0] if best[0] == parts[0] else best[len(best) // 2]


def _word_start(text: str, at: int) -> int:
    """The next place behind a blank, if one is near; else the place itself."""
    blank = text.find(" ", at, at + 20)
    return blank + 1 if at and blank >= 0 else at
