"""How results are printed for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from search.cli.style import styled
from search.cli.terminal import Part, cited, dim, listed, plural, width, wrapped
from search.display.headline import headline, source
from search.display.highlight import matches
from search.display.printable import isolated, printable
from search.display.snippet import paragraphs, snippet
from search.types import Hit, Result, Totals

_INDENT: Final = "    "
_NEAREST: Final = 3
"""Results that are shown where none is a good match."""

_LINE: Final = "────  nearest, maybe not what you meant"


@dataclass(frozen=True, slots=True)
class Shown:
    """How a result is to be printed, and what of it.

    ``good`` is how many hits stand above the line, ``answers`` the sentence that answers in
    a passage (``Searcher.answers``), ``languages`` those of the index, ``folder`` where it lies.
    """

    good: int
    answers: Mapping[str, int | None]
    languages: Sequence[str]
    folder: Path
    full: bool = False


def lines(result: Result, shown: Shown) -> Iterator[str]:
    """The hits, each with its headline, where it stands, and what it says."""
    for place, hit in enumerate(result.hits if shown.good else result.hits[:_NEAREST]):
        if place:
            yield ""
        if hit.rank == shown.good + 1 or (not place and hit.rank > shown.good):
            yield styled(_LINE, "dim")
        yield from _head(hit, result.parsed.words, shown)
        yield from _body(hit, result, shown)
        for other in hit.others:
            yield listed([cited(other.document.path, other.passage.line, shown.folder)], _INDENT)
            yield from _body(other, result, shown)
        if beside := _beside(hit, shown.folder):
            yield beside
        if hit.explanation:
            from search.cli.explanation import lines as explained

            told = explained(hit.explanation, hit.confidence, width(_INDENT))
            yield from (_INDENT + line for line in told)


def _head(hit: Hit, words: str, shown: Shown) -> Iterator[str]:
    document = hit.document
    title = isolated(headline(document))
    marks = matches(title, words, document.language, shown.languages)
    yield wrapped(title, _INDENT, marks, styles=("bold",), first=f"{hit.rank:>2}  ")
    published, from_where = printable(document.published[:10]), isolated(source(document))
    place = cited(document.path, hit.passage.line, shown.folder)
    legs = _legs(hit) if hit.explanation else ""
    yield listed([Part(from_where), Part(published), place, Part(legs)], _INDENT)


def _body(hit: Hit, result: Result, shown: Shown) -> Iterator[str]:
    if shown.full:
        texts = list(paragraphs(hit))
    else:
        answer = shown.answers.get(hit.passage.id)
        texts = snippet(
            hit, result.terms, width(_INDENT), answer=answer, question=result.query
        ).splitlines()
    marks = [_marks(text, hit, result, shown) for text in texts]
    heading = isolated(hit.passage.heading)
    if not any(marks) and (found := _marks(heading, hit, result, shown)):
        yield wrapped(heading, _INDENT, found, styles=("bold",))
    for text, spans in zip(texts, marks, strict=True):
        yield wrapped(text, _INDENT, spans)


def _marks(text: str, hit: Hit, result: Result, shown: Shown) -> list[tuple[int, int]]:
    return matches(text, result.parsed.words, hit.document.language, shown.languages)


def totals(found: Totals) -> str:
    """How many articles there are for a query."""
    verb = "matches" if found.matching == 1 else "match"
    matching = f"{plural(found.matching, 'article')} {verb}"
    if not found.near:
        return matching
    if not found.matching:
        return f"No article has all the words; {found.near:,} {_is(found.near)} near"
    return f"{matching}, {found.near:,} more {_is(found.near)} near"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _beside(hit: Hit, folder: Path) -> str:
    """What else there is of the article, and of its story."""
    more = f"+{plural(hit.more, 'more passage')}" if hit.more else ""
    told = printable(f"and {_copies(hit, folder)}") if hit.copies else ""
    return listed([Part(more, dim), Part(told, dim)], _INDENT)


def _copies(hit: Hit, folder: Path) -> str:
    """How many copies of the story there are, and where it stood first, or else where one is."""
    count, first = hit.copied, hit.copies[0]
    day, own = first.published[:10], hit.document.published[:10]
    if own and day and own < day:
        return plural(count, "later copy", "later copies")
    number = plural(count, "copy", "copies")
    where = f"in {first.source}" if first.source else ""
    if own and own == day:
        return " ".join(
            filter(None, [f"{number},", "one" if count > 1 else "", where, "the same day"])
        )
    when = f"on {day}" if day else ""
    if told := " ".join(filter(None, [where, when])):
        return f"{number}, first {told}"
    return f"{number}, {'one ' if count > 1 else ''}in {cited(first.file, first.line, folder).text}"


def _legs(hit: Hit) -> str:
    legs = {"keyword": hit.keyword, "vector": hit.vector}
    return " + ".join(f"{name} #{leg.rank}" for name, leg in legs.items() if leg)
