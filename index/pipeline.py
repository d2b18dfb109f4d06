"""build(): the one file that knows the order of the steps."""

from __future__ import annotations

import contextlib
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from index.chunk import chunk
from index.encoder import DEFAULT_MODEL
from index.errors import SourceError
from index.local import generation
from index.local.former import Former
from index.local.marking import Marker
from index.local.reading import Changes, read_changes
from index.local.staging import Staging
from index.local.writer import PassageWriter
from index.location import default_location
from index.manifest import Counts, Manifest
from index.plan import KEPT, Plan, Settings, make_plan
from index.progress import Progress, Silent
from index.readers.sources import SourceFile, find
from index.types import Problem

_DEAD_SHARE: Final = 0.25
"""Rows of removed passages are kept until they are this share of all; then rows are renumbered."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    ``added``, ``changed`` and ``removed`` count documents, ``encoded`` passages that went
    through the encoder and ``reused`` those whose vector was known; ``seconds`` is wall time.
    ``renewed`` says why everything was made anew, if it was. With ``up_to_date`` nothing had
    changed and nothing was written.
    """

    location: Path
    manifest: Manifest
    problems: tuple[Problem, ...]
    added: int = 0
    changed: int = 0
    removed: int = 0
    encoded: int = 0
    reused: int = 0
    seconds: float = 0.0
    renewed: str = ""
    up_to_date: bool = False


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
    :raises IndexLockedError: where another process is building this index.
    """
    settings = settings or Settings()
    place = (Path(location) if location is not None else default_location()).absolute()
    with generation.writer_lock(place), contextlib.ExitStack() as stack:
        plan = make_plan(place, sources, settings, progress or Silent())
        if plan.cache is not None:
            stack.callback(plan.cache.close)
        folder = generation.begin(place)
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        return _run(plan, folder)


def _run(plan: Plan, folder: Path) -> BuildReport:
    found = list(find(plan.sources, plan.place.parent))
    files = [item for item in found if isinstance(item, SourceFile)]
    problems = [item for item in found if isinstance(item, Problem)]
    known = plan.base.files() if plan.base else {}
    moved = plan.base is not None and plan.base.manifest.sources != plan.sources
    base_file = plan.base.folder / generation.PASSAGES if plan.base else None
    plan.progress.start("reading", len(files))
    with Staging(folder / generation.PASSAGES, base_file) as staging:
        changes = read_changes(staging, files, known, plan.progress)
        staging.put_problems(problems)
        problems = staging.problems()
        _check(plan, problems, articles=staging.count("document") - len(changes.removed))
        if plan.base is not None and not changes and not moved:
            return _up_to_date(plan, plan.base.manifest, problems)
        writer = _write(plan, folder, staging, changes)
        number = max(generation.published(plan.place), default=0) + 1
        manifest = _manifest(plan, number, staging, changes, writer)
    manifest = replace(manifest, files=generation.checksums(folder))
    generation.publish(plan.place, folder, manifest)
    generation.collect(plan.place, plan.settings.keep)
    return BuildReport(
        location=plan.place,
        manifest=manifest,
        problems=tuple(problems),
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        encoded=writer.encoded,
        reused=writer.reused,
        seconds=time.monotonic() - plan.started,
        renewed=plan.renewed,
    )


def _check(plan: Plan, problems: list[Problem], articles: int) -> None:
    if problems and plan.settings.strict:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise SourceError(f"{problems[0]}{more}: nothing was indexed, as --strict asks")
    if not articles:
        why = f": {problems[0]}" if problems else ""
        raise SourceError(f"No article to index in {', '.join(plan.sources)}{why}")


def _write(plan: Plan, folder: Path, staging: Staging, changes: Changes) -> PassageWriter:
    """Mark, chunk and write the documents that need it."""
    gone = [rows for document in changes.removed for rows in staging.remove_document(document)]
    marker = Marker(staging, keep=plan.fingerprint["boilerplate"] == KEPT)
    base = None if _is_sparse(plan.base, staging) else plan.base
    arrived = {*changes.added, *changes.changed}
    if base is None:
        staging.clear_passages()
        touched = staging.document_ids()
    else:
        touched = sorted(arrived | marker.affected(base))
    with PassageWriter(
        folder, staging, plan.encoder, plan.progress, base=base, cache=plan.cache
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


def _is_sparse(base: Former | None, staging: Staging) -> bool:
    """Whether so many rows are dead that they are worth renumbering."""
    if base is None:
        return False
    rows = base.manifest.counts.rows
    return rows - staging.count("passage") > rows * _DEAD_SHARE


def _manifest(
    plan: Plan, number: int, staging: Staging, changes: Changes, writer: PassageWriter
) -> Manifest:
    tokens, unread = staging.tokens()
    return Manifest(
        generation=number,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        fingerprint=plan.fingerprint,
        model=plan.settings.model or DEFAULT_MODEL,
        precision=plan.settings.precision or "fp32",
        trust_remote_code=bool(plan.settings.trust_remote_code),
        dimension=plan.encoder.dimension,
        sources=plan.sources,
        languages=tuple(staging.languages()),
        counts=Counts(
            documents=staging.count("document"),
            passages=staging.count("passage"),
            rows=writer.rows,
            boilerplate=staging.boilerplate_blocks(),
            files=staging.count("file"),
            problems=staging.count("problem"),
            tokens=tokens,
            tokens_unread=unread,
        ),
        changes={
            "added": len(changes.added),
            "changed": len(changes.changed),
            "removed": len(changes.removed),
        },
    )


def _up_to_date(plan: Plan, manifest: Manifest, problems: list[Problem]) -> BuildReport:
    return BuildReport(
        location=plan.place,
        manifest=manifest,
        problems=tuple(problems),
        seconds=time.monotonic() - plan.started,
        up_to_date=True,
    )
