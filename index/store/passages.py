"""SQLite: the articles as they were read, and where their passages stand in them.

A passage's text is never stored twice: it is a stretch of its document's text. A document is
stored as it was read, with what marking its boilerplate changed beside it, so that a mark can be
made, changed or taken back without reading the file again.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from index.errors import SearchError, damaged
from index.store.database import VARIABLES, failed, open_published
from index.store.records import COLUMNS, expect, from_record
from index.types import Document, Passage, Problem, Rows

_PASSAGE_COLUMNS: Final = "row, id, document, start, stop, title, heading, line"


class PassageStore:
    """The articles and passages of one generation: read-only, for any number of threads.

    :raises IndexDamagedError: from every method, where the file is not a database of ours.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            self._connection = open_published(path)
        except sqlite3.Error as error:
            raise failed(self._path, error) from error

    def close(self) -> None:
        """Close the file; no other method may be called afterwards."""
        self._connection.close()

    def texts(self, rows: Rows) -> list[tuple[Passage, Document]]:
        """The passages of ``rows``, in that order, each with its document.

        :raises IndexDamagedError: also where a row has no passage, or a passage no document.
        """
        found = {
            record[0]: record
            for record in self._select_in(
                f"SELECT {_PASSAGE_COLUMNS} FROM passage WHERE row IN", rows.tolist()
            )
        }
        documents = self.documents(sorted({record[2] for record in found.values()}))
        try:
            return [_text(found[row], documents) for row in rows.tolist()]
        except KeyError as error:
            raise damaged(self._path, f"there is no {error}") from error

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """The documents of those ids that there are, boilerplate marked, by id."""
        records = self._select_in(f"SELECT {COLUMNS} FROM document WHERE id IN", ids)
        found = {record[0]: from_record(record) for record in records}
        if not found.keys() <= set(ids):
            raise damaged(self._path, "an article has another name than its index says")
        return found

    def passages_of(self, document_id: str) -> list[Passage]:
        """All passages of one document, in the order of its text."""
        rows = self._select(
            "SELECT row FROM passage WHERE document = ? ORDER BY start", document_id
        )
        numbers = np.array([row for (row,) in rows], dtype=np.int64)
        return [passage for passage, _ in self.texts(numbers)]

    def document_of(self, passage_id: str) -> str | None:
        """The id of the document that a passage stands in, if there is such a passage."""
        found = self._select("SELECT document FROM passage WHERE id = ?", passage_id)
        return str(found[0][0]) if found else None

    def ids_and_titles(self) -> list[tuple[str, str]]:
        """The id and the title of every document, by id."""
        return self._select("SELECT id, title FROM document ORDER BY id")

    def document_ids(self, suffix: str) -> list[str]:
        """The ids of the documents that end in ``suffix``, sorted; at most ten."""
        rows = self._select(
            "SELECT id FROM document WHERE substr(id, -length(?1)) = ?1 ORDER BY id LIMIT 10",
            suffix,
        )
        return [row[0] for row in rows]

    def passage_at(self, file: str, line: int) -> tuple[str, str] | None:
        """The ids of the document and the passage at a line of the file whose path ends so.

        It is the last passage that starts there or above, in the first such file.
        """
        found = self._select(
            "SELECT passage.document, passage.id FROM document JOIN passage "
            "ON passage.document = document.id "
            "WHERE substr(document.path, -length(?1)) = ?1 AND passage.line <= ?2 "
            "ORDER BY document.path, passage.line DESC, passage.start LIMIT 1",
            file,
            line,
        )
        return (str(found[0][0]), str(found[0][1])) if found else None

    def marked(self) -> Iterator[Document]:
        """The documents with boilerplate, by id."""
        ids = self._select("SELECT id FROM document WHERE left_out > 0 ORDER BY id")
        for (document_id,) in ids:
            yield self.documents([document_id])[document_id]

    def problems(self) -> list[Problem]:
        """What could not be read of the files that were indexed, by file and line."""
        records = self._select(
            "SELECT path, reason, line, passing FROM problem ORDER BY path, line"
        )
        return [Problem(path, why, line, bool(passing)) for path, why, line, passing in records]

    def _select(self, statement: str, *values: object) -> list[Any]:
        asked = [_encodable(value) if isinstance(value, str) else value for value in values]
        try:
            with self._lock:
                return self._connection.execute(statement, asked).fetchall()
        except sqlite3.ProgrammingError as error:
            raise SearchError(f"{self._path} has been closed", place=str(self._path)) from error
        except sqlite3.Error as error:
            raise failed(self._path, error) from error

    def _select_in(self, statement: str, values: Sequence[object]) -> Iterator[Any]:
        for start in range(0, len(values), VARIABLES):
            part = values[start : start + VARIABLES]
            yield from self._select(f"{statement} ({','.join('?' * len(part))})", *part)


def _encodable(text: str) -> str:
    """``text``, or what no index holds where it is a name of bytes that are no UTF-8."""
    return text.encode(errors="backslashreplace").decode()


def _text(record: Sequence[Any], documents: dict[str, Document]) -> tuple[Passage, Document]:
    _, passage_id, document_id, start, stop, title, heading, line = record
    expect(str, passage_id, document_id, title, heading)
    expect(int, start, stop, line)
    document = documents[document_id]
    text = document.text[start:stop]
    return Passage(passage_id, document_id, text, start, stop, title, heading, line), document
