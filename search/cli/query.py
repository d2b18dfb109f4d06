"""``search query``, and ``search`` with words alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

from index.errors import EncoderError, QueryError
from index.location import folder_of_paths
from search.cli import facets, fast_exit, freshness, results, user_state
from search.cli.command_classes import misspelled
from search.cli.messages import note, note_step
from search.cli.search_options import Form, Wanted
from search.cli.streams import byte_order_mark
from search.cli.terminal import as_json_line, emit, wrapped
from search.display import tables
from search.display.json_records import hit_record
from search.question.mode import Mode
from search.question.unknown_words import remarks
from search.ranking.confidence import MIN_CONFIDENCE
from search.searcher import Searcher
from search.types import Result

if TYPE_CHECKING:
    from index.encoder import Precision
    from index.encoder.protocol import Encoder
    from index.engines.protocol import Engine
    from index.generation.manifest import Manifest
    from search.ranking.rerank import Reranker

TIMELINE = "month"
"""What a timeline counts by."""


def run(
    text: str,
    location: Path | None,
    wanted: Wanted,
    *,
    full: bool,
    min_confidence: float | None,
    rerank: str | None,
    model: str | None,
    trust_remote_code: bool,
    explain: bool,
) -> NoReturn:
    """Search, print, and exit: with 1 if nothing is found, or nothing above the line.

    The line is at ``min_confidence``, or where the library draws it.
    """
    _check_form(wanted, explain=explain)
    text = readable(text)
    needs_encoder = bool(text) and wanted.mode is not Mode.KEYWORD
    with _opened(location, needs_encoder, model, trust_remote_code) as searcher:
        _note_dictionaries(searcher.engine)
        reranker = _reranker(rerank) if rerank else None
        result = wanted.search(
            searcher,
            text,
            explain=explain,
            rerank=reranker,
            totals=wanted.form is not Form.CSV and wanted.form is not Form.MARKDOWN,
            facets=wanted.facets,
        )
        good = result.good(MIN_CONFIDENCE if min_confidence is None else min_confidence)
        show(searcher, result, good, wanted, full=full)
    fast_exit.leave(0 if good and result.hits else 1)


def show(
    searcher: Searcher, result: Result, good: int, wanted: Wanted, *, full: bool, what: str = ""
) -> None:
    """Print a result in the form that is wanted; ``good`` hits stand above the line.

    ``what`` was looked for: unless it is said, what answers the query.
    """
    form, engine = wanted.form, searcher.engine
    answers = [None] * len(result) if full else searcher.answers(result)
    if result.note:
        note(result.note)
    found = bool(good and result.hits)
    for remark in remarks(result.unknown, result.query, found=found, note=result.note):
        note(remark)
    if form is Form.JSON:
        emit(_json(result, good, answers))
        return
    freshness.note_changes(engine)
    if not (good and result.hits):
        _say_nothing_good(result, wanted, what or f"for: {result.query}")
        if not what and wanted.view.page == 1 and (meant := misspelled(result.query)):
            note(f"if you meant the command: `search {meant} …`")
    if form is Form.CSV:
        rows = (
            row
            for hit, answer in zip(result, answers, strict=True)
            for row in tables.rows(result.query, hit, result.terms, good, answer, full)
        )
        first, *others = tables.csv_lines(rows, tables.COLUMNS)
        emit([byte_order_mark() + first, *others])
    elif form is Form.MARKDOWN:
        emit(tables.markdown(result, answers, full))
    else:
        known = {hit.passage.id: answer for hit, answer in zip(result, answers, strict=True)}
        folder = folder_of_paths(engine.location)
        shown = results.Shown(good, known, engine.manifest.languages, folder, full)
        emit(_text(result, shown, wanted))
    remember(engine.location, result)


def _check_form(wanted: Wanted, *, explain: bool) -> None:
    """Refuse what a table or a list of quotations has no place for.

    :raises QueryError: where it is asked for.
    """
    if wanted.form not in (Form.CSV, Form.MARKDOWN):
        return
    asked = {"--facets or --timeline": bool(wanted.facets), "--explain": explain}
    for option, is_asked in asked.items():
        if is_asked:
            raise QueryError(f"--{wanted.form} has no place for {option}: choose --json instead")


def _opened(location: Path | None, needs_encoder: bool, model: str | None, trust: bool) -> Searcher:
    """The index, with its encoder from where ``model`` says.

    The encoder comes first: another core opens its graph while this one imports and opens the rest.
    """
    from index.engines import manifest_of, open_engine
    from index.location import find_index

    place = find_index(location)
    manifest = manifest_of(place)
    encoder = _encoder_of(manifest, model, trust) if needs_encoder or model or trust else None
    engine = open_engine(place)
    if model is None and engine.manifest.fingerprint != manifest.fingerprint:
        encoder = None  # the index was just rebuilt
    return Searcher(engine, encoder)


def _encoder_of(manifest: Manifest, model: str | None, trust: bool) -> Encoder | None:
    """The encoder of an index; None where it cannot be opened, as whoever needs it will say."""
    from index.encoder import open_encoder, open_indexed_encoder

    precision = cast("Precision", manifest.precision)
    if model is not None:
        return open_encoder(
            model, precision=precision, trust_remote_code=trust, notify=note, step=note_step
        )
    try:
        return open_indexed_encoder(
            manifest.model,
            manifest.fingerprint["encoder"],
            precision=precision,
            trust_remote_code=trust,
            notify=note,
            step=note_step,
            wait=False,
        )
    except EncoderError:
        if trust:
            raise
        return None


def _note_dictionaries(engine: Engine) -> None:
    """Say on a terminal why the first query on this machine takes longer."""
    if sys.stderr.isatty():
        from search.first_use import dictionaries_to_unpack

        if named := ", ".join(dictionaries_to_unpack(engine)):
            note(f"unpacking the dictionaries of words for {named} (once, some seconds)")


def readable(text: str) -> str:
    """What was typed, whatever the terminal's encoding: bytes that are not UTF-8 are Western."""
    try:
        text.encode()
    except UnicodeEncodeError:
        typed = text.encode(sys.getfilesystemencoding(), "surrogateescape")
        for encoding in ("utf-8", "cp1252"):
            with suppress(UnicodeDecodeError):
                return typed.decode(encoding)
        return typed.decode("cp1252", errors="replace")
    return text


def remember(location: str, result: Result) -> None:
    """Keep where the results stand, for ``search show 3`` and ``search open 3``."""
    places = {hit.rank: [hit.document.id, hit.passage.id] for hit in result}
    user_state.remember(location, query=result.query, results=places)


def _json(result: Result, good: int, answers: Sequence[int | None]) -> Iterator[str]:
    """A line for each article; where counts were asked for, one for these in front."""
    if result.facets:
        counted = result.totals._asdict() if result.totals else {}
        yield as_json_line({"totals": counted, "facets": result.facets})
    for hit, answer in zip(result, answers, strict=True):
        yield as_json_line(hit_record(hit, result.terms, good, answer, result.query))


def _text(result: Result, shown: results.Shown, wanted: Wanted) -> Iterator[str]:
    counts = dict(result.facets)
    if TIMELINE in counts:
        yield from facets.timeline(counts.pop(TIMELINE))
    yield from facets.facet_lines(counts)
    yield from results.lines(result, shown)
    if result.totals and result.hits and shown.good:
        left = sum(result.totals) - result.hits[-1].rank
        if left > 0 and wanted.view.grouped:
            yield ""
            more = "" if result.ends else f"; --page {wanted.view.page + 1} shows more"
            yield wrapped(results.totals(result.totals) + more, styles=("dim",))


def _say_nothing_good(result: Result, wanted: Wanted, what: str) -> None:
    if wanted.view.page > 1 and not result.hits:
        note(f"No page {wanted.view.page} {what}")
    else:
        note(f"{'No good match' if result.hits else 'Nothing found'} {what}")


def _reranker(model: str) -> Reranker:
    from search.ranking.rerank import CrossEncoderReranker

    return CrossEncoderReranker(model, note_step)
