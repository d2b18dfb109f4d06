"""``search query``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NoReturn

import typer

from search.cli import brief, explanation
from search.cli.terminal import (
    as_json_line,
    emit,
    printable,
    shown_path,
    styled,
    width,
    wrapped,
)
from search.highlight import matches
from search.mode import Mode
from search.searcher import Searcher
from search.snippet import paragraphs, snippet
from search.types import Hit, LegHit, Result

_INDENT: Final = "    "


def run(
    text: str,
    location: Path | None,
    *,
    top_k: int,
    mode: Mode,
    full: bool,
    explain: bool,
    as_json: bool,
) -> NoReturn:
    """Search, print, and exit: with 1 if nothing is found."""
    with Searcher.open(location) as searcher:
        result = searcher.search(text, top_k=top_k, mode=mode, explain=explain)
        engine = searcher.engine
        languages, folder = engine.manifest.languages, Path(engine.location).parent
    if as_json:
        emit(as_json_line(record(hit, result.terms)) for hit in result)
    else:
        emit(_lines(result, languages, folder, full=full))
    if not result.hits and not as_json:
        typer.echo(f"Nothing found for: {text}", err=True)
    brief.leave(0 if result.hits else 1)


def record(hit: Hit, terms: Mapping[str, float]) -> dict[str, object]:
    """One hit for a query of ``terms`` as ``--json`` prints it; the README describes the fields."""
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
        "snippet": snippet(hit, terms),
        "keyword": _leg_record(hit.keyword),
        "vector": _leg_record(hit.vector),
    } | ({"explanation": explanation.record(hit.explanation)} if hit.explanation else {})


def _leg_record(leg: LegHit | None) -> dict[str, float] | None:
    return None if leg is None else {"rank": leg.rank, "score": leg.score}


def _lines(result: Result, languages: Sequence[str], folder: Path, *, full: bool) -> Iterator[str]:
    for hit in result:
        document = hit.document
        if hit.rank > 1:
            yield ""
        title = printable(document.title) or document.id
        yield f"{hit.rank:>2}  {styled(title, 'bold')}"
        about = " · ".join(part for part in (document.source, document.published[:10]) if part)
        place = styled(f"{shown_path(document.path, folder)}:{hit.passage.line}", "cyan")
        yield "    " + " · ".join(part for part in (printable(about), place, _legs(hit)) if part)
        room = width(_INDENT)
        shown = paragraphs(hit) if full else snippet(hit, result.terms, room).splitlines()
        for paragraph in shown:
            marks = matches(paragraph, result.query, document.language, languages)
            yield wrapped(paragraph, _INDENT, marks)
        if hit.explanation:
            yield from (_INDENT + line for line in explanation.lines(hit.explanation))


def _legs(hit: Hit) -> str:
    legs = {"keyword": hit.keyword, "vector": hit.vector}
    return " + ".join(f"{name} #{leg.rank}" for name, leg in legs.items() if leg)
