"""How results are printed for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.cli import explanation
from search.cli.style import styled
from search.cli.terminal import cited, listed, width, wrapped
from search.display.headline import headline, source
from search.display.highlight import matches
from search.display.printable import isolated, printable
from search.display.snippet import paragraphs, snippet
from search.types import Hit, Result

_INDENT: Final = "    "
_NEAREST: Final = 3
"""Results that are shown where none is a good match."""

_LINE: Final = "────  nearest, maybe not what was asked"


@dataclass(frozen=True, slots=True)
class Shown:
    """How a result is to be printed, and what of it.

    ``good`` is how many hits stand above the line, ``answers`` the sentence that answers in each
    hit (``Searcher.answers``), ``languages`` those of the index and ``folder`` the one it is in.
    """

    good: int
    answers: Sequence[int | None]
    languages: Sequence[str]
    folder: Path
    full: bool = False


def lines(result: Result, shown: Shown) -> Iterator[str]:
    """The hits, each with its headline, where it stands, and what it says."""
    for hit in result.hits if shown.good else result.hits[:_NEAREST]:
        if hit.rank > 1:
            yield ""
        if hit.rank == shown.good + 1:
            yield styled(_LINE, "dim")
        yield from _head(hit, result.parsed.words, shown)
        yield from _body(hit, result, shown)
        if hit.explanation:
            told = explanation.lines(hit.explanation, hit.confidence)
            yield from (_INDENT + line for line in told)


def _head(hit: Hit, words: str, shown: Shown) -> Iterator[str]:
    document = hit.document
    title = isolated(headline(document))
    marks = matches(title, words, document.language, shown.languages)
    yield wrapped(title, _INDENT, marks, styles=("bold",), first=f"{hit.rank:>2}  ")
    published, from_where = printable(document.published[:10]), isolated(source(document))
    place = cited(document.path, hit.passage.line, shown.folder)
    legs = _legs(hit) if hit.explanation else ""
    yield listed([*((t, t) for t in (from_where, published)), place, (legs, legs)], _INDENT)


def _body(hit: Hit, result: Result, shown: Shown) -> Iterator[str]:
    if shown.full:
        texts = list(paragraphs(hit))
    else:
        answer = shown.answers[hit.rank - 1]
        texts = snippet(hit, result.terms, width(_INDENT), answer=answer).splitlines()
    for text in texts:
        yield wrapped(
            text,
            _INDENT,
            matches(text, result.parsed.words, hit.document.language, shown.languages),
        )


def _legs(hit: Hit) -> str:
    legs = {"keyword": hit.keyword, "vector": hit.vector}
    return " + ".join(f"{name} #{leg.rank}" for name, leg in legs.items() if leg)
