"""build() and compact(): the one file that knows the order of the steps."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from index.builder.changes import Changes, read_changes
from index.builder.encode_ahead import Ahead
from index.builder.marking import Marker
from index.builder.passage_writer import PassageWriter
from index.builder.plan import KEPT, Plan, Settings, make_plan
from index.builder.previous import Former
from index.builder.report import BuildReport, report
from index.chunk import chunk
from index.errors import IndexOutdatedError, SearchError, SourceError
from index.generation import generations, integrity
from index.generation.manifest import FileRecord, Manifest
from index.location import build_location, find_index
from index.progress import Progress, Silent
from index.readers.date_order import day_first_by
from index.readers.sources import SourceFile, find
from index.store.writer import Staging
from index.types import Problem

_DEAD_SHARE: Final = 0.25
"""Rows of removed passages are kept until they are this share of all; then rows are renumbered."""


def build(
    sources: Sequence[str | Path] = (),
    location: str | Path | None = None,
    settings: Settings | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Bring the index at ``location`` to the state of ``sources``, and publish it.

    Without sources, those of the last build are taken, else ``seeds``. Afterwards the index
    holds the articles of these sources and no others. Only what has changed is read, and no
    passage is encoded twice. If anything fails, the former index stays as it was.

    :raises SourceError: where a source does not exist, no article is found or, under
        ``strict``, one cannot be read.
    :raises EncoderError: where the model cannot be used.
    :raises IndexLockedError: where another process is building this index, but for ``wait``.
    :raises SearchError: where the index cannot be written.
    """
    place = build_location(Path(location) if location is not None else None, renew=not sources)
    with _begun(place, sources, settings or Settings(), progress) as (plan, folder):
        with _staged(plan, folder) as staging, _ahead(plan) as ahead:
            changes, problems = _read(plan, staging, ahead)
            moved = plan.base is not None and (
                plan.base.manifest.sources != plan.sources
                or plan.base.manifest.model != plan.encoder.name
            )
            if plan.base is not None and not changes and not moved:
                return report(plan, plan.base.manifest, problems)
            base = None if _is_sparse(plan.base, staging, changes) else plan.base
            writer = _write(plan, folder, staging, changes, base, ahead)
            manifest = _manifest(plan, staging, changes, writer)
        return report(plan, _publish(plan, folder, manifest), problems, changes, writer)


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
    place = find_index(Path(location) if location is not None else None)
    generations.current_generation(place)
    with _begun(place, (), settings or Settings(), progress) as (plan, folder):
        _current_base(plan, place)
        with _staged(plan, folder) as staging:
            changes = Changes()
            writer = _write(plan, folder, staging, changes, None)
            manifest = _manifest(plan, staging, changes, writer)
        return report(plan, _publish(plan, folder, manifest), [], changes, writer)


def _current_base(plan: Plan, place: Path) -> Former:
    """The former generation, if nothing about making it has changed since."""
    if plan.base is None:
        raise IndexOutdatedError(
            f"{place} was made with {plan.renewed}: run `search build` to renew it"
        )
    return plan.base


@contextlib.contextmanager
def _begun(
    place: Path, sources: Sequence[str | Path], settings: Settings, progress: Progress | None
) -> Iterator[tuple[Plan, Path]]:
    """What a build starts from, and an empty folder for what it makes."""
    place = place.absolute()
    progress = progress or Silent()
    with (
        _explained(place),
        generations.writer_lock(place, wait=settings.wait, notify=progress.notify),
        contextlib.ExitStack() as stack,
    ):
        plan = make_plan(place, sources, settings, progress)
        if plan.cache is not None:
            stack.callback(plan.cache.close)
        folder = generations.begin(place)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        yield plan, folder


@contextlib.contextmanager
def _explained(place: Path) -> Iterator[None]:
    """Turn what keeps a build from writing into one line."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = (isinstance(error, OSError) and error.strerror) or str(error)
        named = getattr(error, "filename2", None) or getattr(error, "filename", None) or place
        raise SearchError(
            f"Cannot write the index: {named}: {reason.lower()}; what was published before is "
            "whole: mend that, and run the command again"
        ) from error


def _staged(plan: Plan, folder: Path) -> Staging:
    former = plan.base.folder / generations.PASSAGES if plan.base else None
    return Staging(folder / generations.PASSAGES, former)


def _ahead(plan: Plan) -> Ahead:
    known = plan.cache.vectors if plan.cache else None
    return Ahead(plan.encoder, known, keep=_keeps_boilerplate(plan))


def _keeps_boilerplate(plan: Plan) -> bool:
    return plan.fingerprint["boilerplate"] == KEPT


def _read(plan: Plan, staging: Staging, ahead: Ahead) -> tuple[Changes, list[Problem]]:
    """Bring the staged documents to the state of the sources."""
    day_first = day_first_by(plan.settings.dates)
    found = [
        replace(item, day_first=day_first) if isinstance(item, SourceFile) else item
        for item in find(plan.sources, plan.place.parent)
    ]
    files = [item for item in found if isinstance(item, SourceFile)]
    known = plan.base.files() if plan.base else {}
    plan.progress.start("reading", len(files))
    changes = read_changes(staging, files, known, plan.progress, ahead.offer)
    staging.put_problems(item for item in found if isinstance(item, Problem))
    problems = staging.problems()
    _check(plan, problems, articles=staging.count_documents() - len(changes.removed))
    return changes, problems


def _publish(plan: Plan, folder: Path, manifest: Manifest) -> Manifest:
    manifest = replace(manifest, files=_checksums(plan, folder))
    generations.publish(plan.place, folder, manifest)
    generations.collect(plan.place, plan.settings.keep)
    return manifest


def _checksums(plan: Plan, folder: Path) -> dict[str, FileRecord]:
    if plan.base is None:
        return integrity.checksums(folder)
    return integrity.checksums(folder, plan.base.folder, plan.base.manifest.files)


def _check(plan: Plan, problems: list[Problem], articles: int) -> None:
    if problems and plan.settings.strict:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise SourceError(f"{problems[0]}{more}: nothing was indexed, as --strict asks")
    if not articles:
        why = f": {problems[0]}" if problems else ""
        raise SourceError(f"No article to index in {', '.join(plan.sources)}{why}")


def _write(
    plan: Plan,
    folder: Path,
    staging: Staging,
    changes: Changes,
    base: Former | None,
    ahead: Ahead | None = None,
) -> PassageWriter:
    """Mark, chunk and write the documents that need it; all of them where there is no base."""
    gone = [rows for document in changes.removed for rows in staging.remove_document(document)]
    marker = Marker(staging, keep=_keeps_boilerplate(plan))
    arrived = {*changes.added, *changes.changed}
    if base is None:
        staging.clear_passages()
        touched = staging.document_ids()
    else:
        touched = sorted(arrived | marker.affected(base))
    with PassageWriter(
        folder, staging, plan.encoder, plan.progress, base=base, cache=plan.cache, ahead=ahead
    ) as writer:
        writer.remove(gone if base else [])
        for done, document_id in enumerate(touched, 1):
            document = marker.mark(staging.document(document_id))
            passages = chunk(document, plan.encoder.tokenizer)
            if document_id in arrived or staging.passages(document) != passages:
                writer.remove(staging.remove_passages(document_id))
                writer.add(passages, document.language)
            writer.expect(done / len(touched))
    return writer


def _is_sparse(base: Former | None, staging: Staging, changes: Changes) -> bool:
    """Whether so many rows will be dead that they are worth renumbering."""
    if base is None:
        return False
    leaving = sum(map(staging.count_passages, [*changes.removed, *changes.changed]))
    rows = base.manifest.counts.rows
    return rows - base.manifest.counts.passages + leaving > rows * _DEAD_SHARE


def _manifest(plan: Plan, staging: Staging, changes: Changes, writer: PassageWriter) -> Manifest:
    return Manifest(
        generation=generations.next_number(plan.place),
        parent=plan.parent,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        fingerprint=plan.fingerprint,
        model=plan.encoder.name,
        precision=plan.settings.precision or "fp32",
        dimension=plan.encoder.dimension,
        sources=plan.sources,
        languages=tuple(staging.languages()),
        counts=staging.counts(writer.rows),
        changes={
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
        },
        ranking=plan.ranking,
    )
