"""``search query``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

import typer

from index.citation import cite
from index.query.syntax import is_structured
from search.cli import brief, explanation
from search.cli.terminal import (
    as_json_line,
    emit,
    listed,
    printable,
    shown_path,
    styled,
    width,
    wrapped,
)
from search.display.highlight import matches
from search.display.snippet import paragraphs, snippet
from search.mode import Mode
from search.query import plain_words
from search.ranking.confidence import MIN_CONFIDENCE
from search.searcher import Searcher
from search.types import Hit, LegHit, Result

if TYPE_CHECKING:
    from search.ranking.rerank import Reranker

_INDENT: Final = "    "
_NEAREST: Final = 3
"""Results that are shown where none is a good match."""

_LINE: Final = "────  nearest, maybe not what was asked"


def run(
    text: str,
    location: Path | None,
    *,
    top_k: int,
    mode: Mode,
    full: bool,
    plain: bool,
    min_confidence: float | None,
    rerank: str | None,
    explain: bool,
    as_json: bool,
) -> NoReturn:
    """Search, print, and exit: with 1 if nothing is found, or nothing above the line.

    The line is at ``min_confidence``, or where the library draws it.
    """
    text = plain_words(text) if plain else text
    with Searcher.open(location) as searcher:
        reranker = _reranker(rerank) if rerank else None
        result = searcher.search(text, top_k=top_k, mode=mode, explain=explain, rerank=reranker)
        answers = searcher.answers(result) if as_json or not full else [None] * len(result)
        engine = searcher.engine
        languages, folder = engine.manifest.languages, Path(engine.location).parent
    good = result.good(MIN_CONFIDENCE if min_confidence is None else min_confidence)
    if as_json:
        hits = zip(result, answers, strict=True)
        emit(as_json_line(record(hit, result.terms, good, answer)) for hit, answer in hits)
    else:
        if not good:
            found = "No good match" if result.hits else "Nothing found"
            typer.echo(f"{found} for: {text}", err=True)
            if is_structured(text):
                typer.echo("--plain takes it as words alone, whatever marks it holds", err=True)
        emit(_lines(result, good, answers, languages, folder, full=full))
    brief.leave(0 if good else 1)


def _reranker(model: str) -> Reranker:
    from search.ranking.rerank import CrossEncoderReranker

    return CrossEncoderReranker(model, lambda line: typer.echo(line, err=True))


def record(
    hit: Hit, terms: Mapping[str, float], good: int, answer: int | None
) -> dict[str, object]:
    """One hit for a query of ``terms`` as ``--json`` prints it; the README describes the fields.

    ``good`` is how many hits stand above the line, ``answer`` as in ``snippet``.
    """
    passage, document = hit.passage, hit.document
    return {
        "rank": hit.rank,
        "score": hit.score,
        "id": passage.id,
        "document": document.id,
        "title": document.title,
        "source": document.source,
        "author": document.author,
        "published": document.published,
        "url": document.url,
        "language": document.language,
        "file": document.path,
        "line": passage.line,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "text": passage.text,
        "snippet": snippet(hit, terms, answer=answer),
        "confidence": hit.confidence,
        "good": hit.rank <= good,
        "keyword": _leg_record(hit.keyword),
        "vector": _leg_record(hit.vector),
    } | ({"explanation": explanation.record(hit.explanation)} if hit.explanation else {})


def _leg_record(leg: LegHit | None) -> dict[str, float] | None:
    return None if leg is None else {"rank": leg.rank, "score": leg.score}


def _lines(
    result: Result,
    good: int,
    answers: Sequence[int | None],
    languages: Sequence[str],
    folder: Path,
    *,
    full: bool,
) -> Iterator[str]:
    for hit in result.hits if good else result.hits[:_NEAREST]:
        document = hit.document
        if hit.rank > 1:
            yield ""
        if hit.rank == good + 1:
            yield styled(_LINE, "dim")
        title = printable(document.title) or printable(document.id)
        first, *more = textwrap.wrap(title, width(_INDENT)) or [""]
        yield f"{hit.rank:>2}  {styled(first, 'bold')}"
        yield from (_INDENT + styled(line, "bold") for line in more)
        place = cite(shown_path(document.path, folder), hit.passage.line)
        named = document.source in Path(place).parts  # A folder's name need not be said twice.
        source = "" if named else printable(document.source)
        day = printable(document.published[:10])
        yield listed([(source, ""), (day, ""), (place, "cyan"), (_legs(hit), "")], _INDENT)
        room = width(_INDENT)
        answer = answers[hit.rank - 1]
        brief_text = "" if full else snippet(hit, result.terms, room, answer=answer)
        shown = paragraphs(hit) if full else brief_text.splitlines()
        for paragraph in shown:
            marks = matches(paragraph, result.query, document.language, languages)
            yield wrapped(paragraph, _INDENT, marks)
        if hit.explanation:
            yield from (
                _INDENT + line for line in explanation.lines(hit.explanation, hit.confidence)
            )


def _legs(hit: Hit) -> str:
    legs = {"keyword": hit.keyword, "vector": hit.vector}
    return " + ".join(f"{name} #{leg.rank}" for name, leg in legs.items() if leg)
