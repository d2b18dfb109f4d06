"""What is new in the sources: only files that changed are read, and only their articles count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from index import boilerplate
from index.progress import Progress
from index.readers.budget import read
from index.readers.sources import SourceFile
from index.store.writer import FileState, Staging
from index.types import Document, Problem


@dataclass(slots=True)
class Changes:
    """The documents that differ from the former generation, by id."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


def state(file: SourceFile) -> FileState:
    """What tells whether a file has changed since it was read."""
    return file.size, file.mtime_ns


def read_changes(
    staging: Staging,
    files: Iterable[SourceFile],
    known: dict[str, FileState],
    progress: Progress,
    arrived: Callable[[Document], None],
) -> Changes:
    """Bring the staged documents to the state of ``files``; ``known`` is that of the last build.

    ``arrived`` is called with every document that is new. A file that cannot be read any more
    takes its documents with it, as if it were gone.
    """
    changes = Changes()
    gone = set(known)
    for file in files:
        gone.discard(file.id)
        if known.get(file.id) != state(file):
            _read_file(staging, file, changes, arrived)
        progress.advance("reading")
    for file_id in sorted(gone):
        changes.removed.extend(sorted(staging.hashes(file_id)))
        staging.remove_file(file_id)
    return changes


def _read_file(
    staging: Staging, file: SourceFile, changes: Changes, arrived: Callable[[Document], None]
) -> None:
    before = staging.hashes(file.id)
    problems: list[Problem] = []
    for found in read(file):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        known = before.pop(found.id, None)
        if known == found.content_hash:
            continue
        staging.put_document(found, file.id, boilerplate.candidates(found))
        if known is None:
            changes.added.append(found.id)
            arrived(found)
        else:
            changes.changed.append(found.id)
    changes.removed.extend(sorted(before))
    staging.put_file(file.id, state(file), problems)
