"""``search query``, and ``search`` with words alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import typer

from search.cli import brief, freshness, private, results
from search.cli.commands import misspelled
from search.cli.terminal import as_json_line, emit, note
from search.display.records import hit_record
from search.mode import Mode
from search.ranking.confidence import MIN_CONFIDENCE
from search.searcher import Searcher
from search.types import Result

if TYPE_CHECKING:
    from index.encoder import Precision
    from search.ranking.rerank import Reranker


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
    model: str | None,
    trust_remote_code: bool,
    explain: bool,
    as_json: bool,
) -> NoReturn:
    """Search, print, and exit: with 1 if nothing is found, or nothing above the line.

    The line is at ``min_confidence``, or where the library draws it.
    """
    text = readable(text)
    with _opened(location, model, trust_remote_code) as searcher:
        reranker = _reranker(rerank) if rerank else None
        result = searcher.search(
            text, top_k=top_k, mode=mode, plain=plain, explain=explain, rerank=reranker
        )
        answers = searcher.answers(result) if as_json or not full else [None] * len(result)
        engine = searcher.engine
        languages, folder = engine.manifest.languages, Path(engine.location).parent
        if not as_json:
            freshness.note_changes(engine)
    if result.note:
        note(result.note)
    good = result.good(MIN_CONFIDENCE if min_confidence is None else min_confidence)
    if as_json:
        hits = zip(result, answers, strict=True)
        emit(as_json_line(hit_record(hit, result.terms, good, answer)) for hit, answer in hits)
    else:
        if not good:
            _say_nothing_good(result, text)
        shown = results.Shown(good, answers, languages, folder, full)
        emit(results.lines(result, shown))
        remember(engine.location, result)
    brief.leave(0 if good else 1)


def _opened(location: Path | None, model: str | None, trust: bool) -> Searcher:
    """The index, with its encoder from where ``model`` says."""
    if model is None and not trust:
        return Searcher.open(location)
    from index.encoder import open_encoder, open_indexed_encoder
    from index.engines import open_engine
    from index.location import find_index

    engine = open_engine(find_index(location))
    manifest = engine.manifest
    precision = cast("Precision", manifest.precision)
    if model is not None:
        encoder = open_encoder(model, precision=precision, trust_remote_code=trust, notify=note)
    else:
        fingerprint = manifest.fingerprint["encoder"]
        encoder = open_indexed_encoder(
            manifest.model,
            fingerprint,
            precision=precision,
            trust_remote_code=trust,
            notify=note,
        )
    return Searcher(engine, encoder)


def readable(text: str) -> str:
    """What was typed, whatever the terminal's encoding: bytes that are not UTF-8 are Western."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return os.fsencode(text).decode("cp1252", errors="replace")
    return text


def remember(location: str, result: Result) -> None:
    """Keep where the results stand, for ``search show 3`` and ``search open 3``."""
    places = [[hit.document.id, hit.passage.id, hit.passage.line] for hit in result]
    private.remember(location, query=result.query, results=places)


def _say_nothing_good(result: Result, text: str) -> None:
    note(f"{'No good match' if result.hits else 'Nothing found'} for: {text}")
    if meant := misspelled(text):
        note(f"if you meant the command: `search {meant} …`")


def _reranker(model: str) -> Reranker:
    from search.ranking.rerank import CrossEncoderReranker

    return CrossEncoderReranker(model, lambda line: typer.echo(line, err=True))
