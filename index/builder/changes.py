"""What is new in the sources: only files that changed are read, and only their articles count."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from index import boilerplate
from index.builder.file_state import NEVER, file_digest, file_state, is_same
from index.engines.writer import Documents
from index.errors import is_machine_error
from index.progress import Progress
from index.readers.budget import read
from index.readers.sources import STDIN, SourceFile
from index.types import Document, FileState, Problem


@dataclass(slots=True)
class Changes:
    """The documents that differ from the published state, by id."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    @property
    def names(self) -> dict[str, tuple[str, ...]]:
        """The ids of each kind, sorted."""
        kinds = {"added": self.added, "changed": self.changed, "removed": self.removed}
        return {kind: tuple(sorted(ids)) for kind, ids in kinds.items()}


class SourceReader:
    """Brings the documents of the next state to that of their sources; counts what changed.

    ``base`` is the folder that ids are relative to; ``arrived`` is called with every document that
    is new. What cannot be read for a passing reason keeps its documents, and is tried again by
    the next build. Errors of the machine end the build.
    """

    def __init__(
        self, documents: Documents, base: Path, arrived: Callable[[Document], None]
    ) -> None:
        self.changes = Changes()
        self._documents = documents
        self._base = base
        self._arrived = arrived

    def read_files(
        self, found: Iterable[SourceFile | Problem], keep: Iterable[str], progress: Progress
    ) -> None:
        """Read the files that changed; those that are found no more go, but for ``keep``."""
        found = list(found)
        known = self._documents.files()
        files = [one for one in found if isinstance(one, SourceFile)]
        progress.start("reading", len(files))
        for file in files:
            self._read_file(file, known.get(file.id))
            progress.advance("reading")
        hidden = [self._absolute(p.path) for p in found if isinstance(p, Problem) and p.passing]
        gone = known.keys() - {file.id for file in files} - set(keep)
        for file_id in sorted(gone):
            if not any(is_inside(self._absolute(file_id), place) for place in hidden):
                self.changes.removed.extend(sorted(self._documents.digests(file_id)))
                self._documents.remove_file(file_id)
        self._documents.put_problems(one for one in found if isinstance(one, Problem))

    def read_documents(self, file_id: str, found: Iterable[Document]) -> None:
        """Take documents as they are given, in the place of all that ``file_id`` stands for."""
        self._put(file_id, found)
        self._documents.put_file(file_id, NEVER, [])

    def _read_file(self, file: SourceFile, before: FileState | None) -> None:
        if str(file.path) == STDIN:
            self._documents.put_file(file.id, NEVER, self._put(file.id, read(file)))
            return
        try:
            state = file_state(file.path)
            if before is not None and is_same(state, before):
                return
            state = state._replace(digest=file_digest(file.path))
        except OSError as error:
            if is_machine_error(error):
                raise
            reason = f"cannot be read: {(error.strerror or str(error)).lower()}"
            problems = [Problem(file.id, reason, passing=True)]
        else:
            if before is not None and before.digest == state.digest:
                self._documents.touch_file(file.id, state)
                return
            problems = self._put(file.id, read(file))
        passing = any(problem.passing for problem in problems)
        self._documents.put_file(file.id, NEVER if passing else state, problems)

    def _put(self, file_id: str, found: Iterable[Document | Problem]) -> list[Problem]:
        """Store the documents of a file; those that it has no more go, unless it may be read yet.

        Returns what was wrong.
        """
        before = self._documents.digests(file_id)
        problems: list[Problem] = []
        for one in found:
            if isinstance(one, Problem):
                problems.append(one)
                continue
            known = before.pop(one.id, None)
            if known == one.content_hash:
                continue
            self._documents.put_document(one, file_id, boilerplate.candidates(one))
            if known is None:
                self.changes.added.append(one.id)
                self._arrived(one)
            else:
                self.changes.changed.append(one.id)
        if not any(problem.passing for problem in problems):
            self.changes.removed.extend(sorted(before))
        return problems

    def _absolute(self, file_id: str) -> str:
        return os.path.normpath(self._base / file_id)


def is_inside(path: str, folder: str) -> bool:
    """Whether an absolute path is a folder itself or something in it."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
