"""``search query``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import typer

from search.cli import brief
from search.cli.terminal import as_json_line, emit, printable, shown_path, styled, wrapped
from search.highlight import matches
from search.mode import Mode
from search.searcher import Searcher
from search.types import Hit, LegHit, Result


def run(
    text: str, location: Path | None, *, top_k: int, mode: Mode, as_json: bool
) -> NoReturn:
    """Search, print, and exit: with 1 if nothing is found."""
    with Searcher.open(location) as searcher:
        result = searcher.search(text, top_k=top_k, mode=mode)
        engine = searcher.engine
        languages, folder = engine.manifest.languages, Path(engine.location).parent
    if as_json:
        emit(as_json_line(record(hit)) for hit in result)
    else:
        emit(_lines(result, languages, folder))
    if not result.hits and not as_json:
        typer.echo(f"Nothing found for: {text}", err=True)
    brief.leave(0 if result.hits else 1)


def record(hit: Hit) -> dict[str, object]:
    """One hit as ``--json`` prints it; the fields are described in the README."""
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
        "keyword": _leg_record(hit.keyword),
        "vector": _leg_record(hit.vector),
    }


def _leg_record(leg: LegHit | None) -> dict[str, float] | None:
    return None if leg is None else {"rank": leg.rank, "score": leg.score}


def _lines(result: Result, languages: Sequence[str], folder: Path) -> Iterator[str]:
    for hit in result:
        document = hit.document
        if hit.rank > 1:
            yield ""
        title = printable(document.title) or document.id
        yield f"{hit.rank:>2}  {styled(title, 'bold')}"
        about = " · ".join(part for part in (document.source, document.published[:10]) if part)
        place = styled(f"{shown_path(document.path, folder)}:{hit.passage.line}", "cyan")
        yield "    " + " · ".join(part for part in (printable(about), place, _legs(hit)) if part)
        for paragraph in _paragraphs(hit):
            marks = matches(paragraph, result.query, document.language, languages)
            yield wrapped(paragraph, "    ", marks)


def _paragraphs(hit: Hit) -> Iterator[str]:
    """The paragraphs of the article that the passage is made of, or the part of one."""
    start, end = hit.passage.start, hit.passage.end
    for block in hit.document.blocks:
        if block.start < end and start < block.end:
            yield hit.document.text[max(start, block.start) : min(end, block.end)]


def _legs(hit: Hit) -> str:
    legs = {"keyword": hit.keyword, "vector": hit.vector}
    return " + ".join(f"{name} #{leg.rank}" for name, leg in legs.items() if leg)
