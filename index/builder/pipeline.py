"""build() and compact(): the one file that knows the order of the steps."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

from index.article.copies import sketch_of
from index.boilerplate.bot_walls import FEWEST
from index.builder.bot_walls import find_walls, wall_lines
from index.builder.changes import Changes, SourceReader
from index.builder.copies import settle_stories
from index.builder.early_encoder import EarlyEncoder
from index.builder.given_documents import completed
from index.builder.languages import settle_languages
from index.builder.marking import BoilerplateMarker
from index.builder.passages import PassageEncoder
from index.builder.plan import Plan, Settings, make_plan
from index.builder.report import BuildReport, report
from index.builder.sources import GIVEN, Sources, find_files, require_readable
from index.chunk import chunk
from index.engines import open_writer
from index.engines.writer import Description, Documents, Keep, Writer
from index.errors import IndexNotFoundError, IndexOutdatedError, SearchError, SourceError
from index.location import build_location, find_folder, scheme_of
from index.progress import Progress, Silent
from index.readers import budget
from index.readers.date_order import day_first_by
from index.readers.sources import SourceFile
from index.types import Document, Problem


def build(
    sources: Sources = (),
    location: str | Path | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
    documents: Iterable[Document] | None = None,
) -> BuildReport:
    """Bring the index at ``location`` to the state of ``sources``, and publish it.

    A source is a folder, a file, a glob or ``-`` for standard input. ``documents`` are one more:
    articles that a program already has, each with an id of its own; blocks and language are found
    where they are empty. Without either, the sources of the last build are taken, the documents
    that were given then among them, else ``seeds``. Afterwards the index holds the articles of
    these sources and no others. Only what has changed is read, and no passage is encoded twice. If
    anything fails, the former index stays as it was.

    :raises SourceError: where a source does not exist or has vanished, no article is found or,
        under ``strict``, one cannot be read.
    :raises EncoderError: where the model cannot be used.
    :raises IndexLockedError: where another process is building this index, but for ``wait``.
    :raises SearchError: where the index cannot be written.
    """
    settings, progress = settings or Settings(), progress or Silent()
    renew = documents is None and not sources
    place = build_location(_path(location), renew=renew)
    if not scheme_of(place):
        place = place.expanduser().absolute()
    with open_writer(place, progress, wait=settings.wait) as writer:
        return build_with(writer, place, sources, settings, progress, documents)


def build_with(
    writer: Writer,
    place: Path,
    sources: Sources,
    settings: Settings,
    progress: Progress,
    documents: Iterable[Document] | None,
) -> BuildReport:
    """As ``build``, by the one writer of any engine; ids are relative to the folder of ``place``.

    :raises SearchError: as in ``build``; then the writer has not published.
    """
    plan = make_plan(writer, place, sources, settings, progress, given=documents is not None)
    stored = writer.begin(plan.keep, plan.encoder.dimension)
    with EarlyEncoder(
        plan.encoder, writer.known, keep=plan.keeps_boilerplate, progress=progress
    ) as early:
        changes, walls = _read(plan, writer, stored, early, documents)
        problems = stored.problems()
        kept = plan.published if plan.keep is Keep.EVERYTHING else None
        same = (plan.sources, plan.encoder.name)
        if kept is not None and not changes and (kept.sources, kept.model) == same:
            return report(plan, kept, problems)
        with PassageEncoder(writer, plan.encoder, progress, early) as passages:
            _write(plan, writer, stored, changes, walls, passages)
            left_out = stored.shares_left_out()
            manifest = writer.publish(_description(plan, changes))
    writer.collect(settings.keep)
    return report(plan, manifest, problems, changes, passages, left_out)


def compact(
    location: str | Path | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Write the index anew as it is, without reading a source or encoding a passage.

    Then no file of the new generation holds anything of what was removed; older generations do
    until they go, so ``Settings(keep=1)`` leaves none.

    :raises IndexOutdatedError: where it was made by another version or with other settings.
    """
    started = time.monotonic()
    settings, progress = settings or Settings(), progress or Silent()
    place = find_folder(_path(location)).absolute()
    with open_writer(place, progress, wait=settings.wait, create=False) as writer:
        published = writer.published()
        if published is None:
            raise IndexNotFoundError(f"No index in {place}", place=str(place))
        writer.verify()
        for name, value in writer.fingerprint().items():
            if published.fingerprint.get(name) != value:
                raise IndexOutdatedError(f"{place} was made with another {name}", place=str(place))
        writer.begin(Keep.EVERYTHING, published.dimension)
        writer.compact()
        same = {name: getattr(published, name) for name in Description.__slots__}
        unchanged = dict.fromkeys(published.changes, 0)
        manifest = writer.publish(Description(**{**same, "changes": unchanged, "names": {}}))
        writer.collect(settings.keep)
    seconds = time.monotonic() - started
    return BuildReport(place, manifest, (), reused=manifest.counts.passages, seconds=seconds)


def _read(
    plan: Plan,
    writer: Writer,
    stored: Documents,
    early: EarlyEncoder,
    documents: Iterable[Document] | None,
) -> tuple[Changes, Collection[str]]:
    """Bring the stored documents to the state of the sources; which are walls, not articles."""
    base = plan.place.parent
    known = _files_before(writer, plan.settings)
    if documents is None and GIVEN in plan.sources and GIVEN not in stored.files():
        raise SourceError("The documents that were given to the last build must be given again")
    allow_missing = plan.settings.allow_missing
    day_first = day_first_by(plan.settings.dates)
    found = [
        replace(one, day_first=day_first) if isinstance(one, SourceFile) else one
        for one in find_files(plan.sources, base, known, allow_missing=allow_missing)
    ]
    reader = SourceReader(stored, base, early.offer)
    try:
        reader.read_files(found, [GIVEN] if GIVEN in plan.sources else [], plan.progress)
    finally:
        budget.stop()
    if documents is not None:
        taken = set(stored.document_ids()) - stored.digests(GIVEN).keys()
        reader.read_documents(GIVEN, completed(documents, taken))
    if plan.keep is not Keep.EVERYTHING and not allow_missing:
        require_readable(stored.problems(), base, known)
    removed = set(reader.changes.removed)
    walls: dict[str, Problem] = {}
    if not plan.keeps_boilerplate:
        walls = find_walls(stored, wall_lines(stored.line_counts(FEWEST)), removed)
    stored.put_problems([*(one for one in found if isinstance(one, Problem)), *walls.values()])
    _check(plan, stored, {*removed, *walls})
    return reader.changes, walls.keys()


def _files_before(writer: Writer, settings: Settings) -> Collection[str]:
    """The files that must not be lost; none where the index is made anew since it is damaged."""
    try:
        return writer.files_before()
    except SearchError:
        if not settings.fresh:
            raise
        return ()


def _check(plan: Plan, stored: Documents, without: set[str]) -> None:
    problems = stored.problems()
    if problems and plan.settings.strict:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise SourceError(f"{problems[0]}{more}: nothing was indexed")
    if without.issuperset(stored.document_ids()):
        why = f": {problems[0]}" if problems else ""
        raise SourceError(f"No article to index in {', '.join(plan.sources)}{why}")


def _write(
    plan: Plan,
    writer: Writer,
    stored: Documents,
    changes: Changes,
    walls: Collection[str],
    passages: PassageEncoder,
) -> None:
    """Mark, chunk and write the documents that need it."""
    for document_id in changes.removed:
        writer.remove_document(document_id)
    for document_id in changes.changed:
        writer.remove_passages(document_id)
    arrived = {*changes.added, *changes.changed}
    settle_languages(stored, arrived)
    marker = BoilerplateMarker(writer, stored, walls, keep=plan.keeps_boilerplate)
    touched = sorted(arrived | marker.affected())
    plan.progress.start("preparing", len(touched))
    for done, document_id in enumerate(touched, 1):
        document = marker.mark(stored.document(document_id))
        cut = chunk(document, plan.encoder.tokenizer)
        stored.put_sketch(document_id, sketch_of(document))
        if document_id in arrived:
            passages.add(cut, document.language, document.author)
        elif stored.passages(document) != cut:
            writer.remove_passages(document_id)
            passages.add(cut, document.language, document.author)
        passages.expect(done / len(touched))
        plan.progress.advance("preparing")
    settle_stories(stored)
    passages.finish()


def _description(plan: Plan, changes: Changes) -> Description:
    return Description(
        fingerprint=plan.fingerprint,
        model=plan.encoder.name,
        precision=plan.settings.precision or "fp32",
        dimension=plan.encoder.dimension,
        sources=plan.sources,
        changes={
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
        },
        ranking=plan.ranking,
        names={kind: ids for kind, ids in changes.names.items() if ids},
    )


def _path(location: str | Path | None) -> Path | None:
    return Path(location).expanduser() if location is not None else None
