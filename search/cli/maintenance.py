"""``search verify``, ``search history``, ``search rollback`` and ``search compact``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import typer

from index.builder.pipeline import compact
from index.builder.plan import Settings
from index.generation.changed_names import Names, changed_names
from index.generation.history import Published, history, rollback, verify
from index.generation.manifest import Manifest
from index.location import find_folder
from search.cli.build import progress
from search.cli.changes import changes as by_name
from search.cli.messages import note
from search.cli.remedies import hint
from search.cli.terminal import Part, as_json_line, bold, emit, plural, row


def run_verify(location: Path | None, *, as_json: bool) -> None:
    """Say whether every file is what was written; exit with 2 if not."""
    found = verify(location)
    number, files = found.manifest.generation, found.manifest.files
    size = sum(record.size for record in files.values())
    if as_json:
        damage = [{"file": p.path, "reason": p.reason} for p in found.damage]
        record = {"generation": number, "files": len(files), "bytes": size, "damage": damage}
        emit([as_json_line(record)])
    elif not found.damage:
        emit([f"Version {number} is whole: {len(files)} files, {size / 1e6:.1f} MB"])
    for problem in found.damage:
        note(str(problem), [problem.path])
    if found.damage:
        note(f"Version {number} is damaged: {hint(found.remedy)}")
        raise typer.Exit(2)


def run_history(location: Path | None, *, as_json: bool) -> None:
    """List the generations on disk, the newest first."""
    found = history(location)
    place = find_folder(location).absolute()
    emit(line for one in found for line in _history(one, place, as_json=as_json))


def run_rollback(number: int | None, location: Path | None, *, as_json: bool) -> None:
    """Make an older generation current."""
    one = Published(rollback(location, number), current=True)
    _say(f"Back to version {one.manifest.generation}", one, as_json=as_json)


def run_compact(location: Path | None, *, keep: int, wait: bool, as_json: bool) -> None:
    """Write the index anew, without what was removed."""
    with progress() as shown:
        report = compact(location, Settings(keep=keep, wait=wait), shown)
    one = Published(report.manifest, current=True)
    done = f"Compacted in {report.seconds:.1f} s: version {one.manifest.generation}"
    _say(done, one, as_json=as_json)


def _say(done: str, one: Published, *, as_json: bool) -> None:
    emit([as_json_line(_record(one)) if as_json else row([Part(f"{done}: {_held(one.manifest)}")])])


def _history(one: Published, place: Path, *, as_json: bool) -> Iterator[str]:
    """A version and, unless all that it holds is new in it, what changed, by name."""
    manifest = one.manifest
    if as_json:
        yield as_json_line(_record(one, changed_names(place, manifest)))
        return
    style = bold if one.current else str
    current = "  current" if one.current else ""
    number = style(f"{manifest.generation:>4}  ")
    yield row([Part(_held(manifest) + current, style)], " " * 6, number)
    if manifest.changes.get("added", 0) < manifest.counts.documents:
        yield from by_name(manifest.names, manifest.changes, place.parent)


def _record(one: Published, names: Names | None = None) -> dict[str, object]:
    """What ``--json`` says of a version; its manifest has the first ``names`` alone."""
    manifest = one.manifest
    return {
        "generation": manifest.generation,
        "current": one.current,
        "parent": manifest.parent,
        "created": manifest.created,
        **manifest.changes,
        "names": manifest.names if names is None else names,
        **asdict(manifest.counts),
        "bytes": sum(record.size for record in manifest.files.values()),
    }


def _held(manifest: Manifest) -> str:
    """When a version was made, what it holds, and what was changed in it."""
    counts = manifest.counts
    changes = ", ".join(f"{n:,} {what}" for what, n in manifest.changes.items() if n)
    return (
        f"{manifest.created}  {plural(counts.documents, 'article')}, "
        f"{plural(counts.passages, 'passage')} ({changes or 'no article changed'})"
        + (", tuned" if manifest.ranking else "")
    )
