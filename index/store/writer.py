"""The SQLite file of a generation in the making: what was read, and which passages came of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from index.generation.durable_files import create
from index.generation.manifest import Counts
from index.store import counts as counting
from index.store import numbering, stories
from index.store.columns import write_columns
from index.store.database import SCHEMA, VARIABLES, file_states, line_counts, problems, rows_of
from index.store.metadata import gather
from index.store.records import COLUMNS, from_record, left_out, marks, to_record
from index.store.row_arrays import Numbers
from index.types import Document, FileState, Line, LineCounts, Passage, Problem, Rows, Sketch


class StoreWriter:
    """Writes the documents and passages of the next generation; for one thread.

    It starts as a copy of ``previous``, or empty. Nothing is durable before ``close``. What is
    removed may be left in unused parts of the file, unless passages were renumbered: then the
    file is written anew.
    """

    def __init__(self, path: Path, previous: Path | None = None) -> None:
        with create(path) as file:
            if previous is not None:
                with previous.open("rb") as old:
                    shutil.copyfileobj(old, file, 1 << 20)
        self._connection = sqlite3.connect(path, isolation_level=None)
        # Whoever is killed here leaves a folder that nobody reads: no journal is needed.
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF")
        if previous is None:
            self._connection.executescript(SCHEMA)
        self._connection.execute("BEGIN")
        self._compact = False

    def close(self) -> None:
        """Write everything to the file and close it."""
        self._connection.execute("COMMIT")
        if self._compact:
            self._connection.execute("VACUUM")
        self._connection.close()

    def abandon(self) -> None:
        """Close the file as it is; it may have been closed before."""
        self._connection.close()

    # Files

    def put_file(self, file: str, state: FileState, problems: Iterable[Problem]) -> None:
        """Remember that a file was read in this state, and what was wrong with it."""
        self._connection.execute(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)", (file, *state)
        )
        self._connection.execute("DELETE FROM problem WHERE file = ?", (file,))
        self._put_problems(file, problems)

    def touch_file(self, file: str, state: FileState) -> None:
        """Remember that a file is in another state, and still says the same."""
        self._connection.execute(
            "UPDATE file SET size = ?, mtime = ?, ctime = ?, digest = ?, settled = ? WHERE id = ?",
            (*state, file),
        )

    def remove_file(self, file: str) -> None:
        """Forget a file; its documents are removed one by one."""
        self._connection.execute("DELETE FROM file WHERE id = ?", (file,))
        self._connection.execute("DELETE FROM problem WHERE file = ?", (file,))

    def files(self) -> dict[str, FileState]:
        """The state in which each file was read, by file id."""
        return file_states(self._connection)

    def digests(self, file: str) -> dict[str, str]:
        """The content digest of each document of a file, by document id."""
        return dict(
            self._connection.execute("SELECT id, hash FROM document WHERE file = ?", (file,))
        )

    def put_problems(self, problems: Iterable[Problem]) -> None:
        """Remember what was wrong with the sources before a file could be opened."""
        self._connection.execute("DELETE FROM problem WHERE file = ''")
        self._put_problems("", problems)

    def _put_problems(self, file: str, problems: Iterable[Problem]) -> None:
        self._connection.executemany(
            "INSERT INTO problem VALUES (?, ?, ?, ?, ?)",
            [(file, p.path, p.reason, p.line, p.passing) for p in problems],
        )

    def problems(self) -> list[Problem]:
        """What could not be read of the files that were read, by file and line."""
        return problems(self._connection)

    # Documents

    def put_document(self, document: Document, file: str, lines: Iterable[str]) -> None:
        """Add or replace a document as it was read, with the lines that count as repeated."""
        self._forget_lines(document.id)
        self._connection.executemany(
            "INSERT INTO line VALUES (?, ?, ?)",
            [(document.id, document.origin, line) for line in sorted(lines)],
        )
        record = (*to_record(document), file, document.content_hash, document.origin)
        self._connection.execute(
            f"INSERT OR REPLACE INTO document ({COLUMNS}, file, hash, origin) "
            f"VALUES ({','.join('?' * len(record))})",
            record,
        )

    def remove_document(self, document_id: str) -> Rows:
        """Remove a document with its passages; returns the rows that are free now."""
        self._forget_lines(document_id)
        self._connection.execute("DELETE FROM document WHERE id = ?", (document_id,))
        self._connection.execute("DELETE FROM story WHERE document = ?", (document_id,))
        return self.remove_passages(document_id)

    def document(self, document_id: str) -> Document:
        """A document as it was read, without marks."""
        record = self._connection.execute(
            f"SELECT {COLUMNS} FROM document WHERE id = ?", (document_id,)
        ).fetchone()
        return from_record(record, as_read=True)

    def document_ids(self) -> list[str]:
        """The ids of all documents, sorted."""
        return [row[0] for row in self._connection.execute("SELECT id FROM document ORDER BY id")]

    def put_marked(self, read: Document, marked: Document) -> None:
        """Store beside a document as it was read what marking its boilerplate changed."""
        self._connection.execute(
            "UPDATE document SET marked = ?, left_out = ? WHERE id = ?",
            (marks(read, marked), left_out(marked), read.id),
        )

    def language_counts(self) -> dict[tuple[str, str], int]:
        """See ``counts.language_counts``."""
        return counting.language_counts(self._connection)

    def without_language(self) -> list[str]:
        """See ``counts.without_language``."""
        return counting.without_language(self._connection)

    def put_language(self, document_id: str, language: str) -> None:
        """Settle the language of a document; it still counts as read as it was."""
        statement = "UPDATE document SET language = ? WHERE id = ?"
        self._connection.execute(statement, (language, document_id))

    # Copies

    def put_sketch(self, document_id: str, sketch: Sketch) -> None:
        """See ``stories.put_sketch``."""
        stories.put_sketch(self._connection, document_id, sketch)

    def sketches(self) -> dict[str, Sketch]:
        """See ``stories.sketches``."""
        return stories.sketches(self._connection)

    def put_stories(self, copies: Mapping[str, str]) -> None:
        """See ``stories.put_stories``."""
        stories.put_stories(self._connection, copies)

    # Lines repeated across documents

    def line_counts(self, least: int) -> LineCounts:
        """See ``line_counts``."""
        return line_counts(self._connection, least)

    def lines(self, document_id: str) -> list[Line]:
        """The lines of a document that count as repeated."""
        statement = "SELECT origin, fingerprint FROM line WHERE document = ?"
        return self._connection.execute(statement, (document_id,)).fetchall()

    def documents_with_line(self, line: Line) -> list[str]:
        """The ids of the documents of a source in which a line stands."""
        statement = "SELECT document FROM line WHERE origin = ? AND fingerprint = ?"
        return [row[0] for row in self._connection.execute(statement, line)]

    def _forget_lines(self, document_id: str) -> None:
        self._connection.execute("DELETE FROM line WHERE document = ?", (document_id,))

    # Passages

    def passages(self, document: Document) -> list[Passage]:
        """The passages of a document, in the order of its text."""
        records = self._connection.execute(
            "SELECT id, start, stop, title, heading, line FROM passage WHERE document = ? "
            "ORDER BY start",
            (document.id,),
        )
        return [
            Passage(id_, document.id, document.text[start:stop], start, stop, title, heading, line)
            for id_, start, stop, title, heading, line in records
        ]

    def put_passages(
        self,
        first_row: int,
        passages: Sequence[Passage],
        inputs: Sequence[bytes],
        tokens: Sequence[tuple[int, int]],
    ) -> None:
        """Give passages the rows from ``first_row`` on.

        ``inputs`` are the digests of what the encoder reads of each; ``tokens`` says how many
        tokens that has, and how many of them were never read.
        """
        records = [
            (row, p.id, p.document_id, p.start, p.end, p.title, p.heading, p.line, digest, *count)
            for row, (p, digest, count) in enumerate(
                zip(passages, inputs, tokens, strict=True), first_row
            )
        ]
        self._connection.executemany(f"INSERT INTO passage VALUES ({','.join('?' * 11)})", records)

    def rows_of(self, digests: Iterable[bytes]) -> dict[bytes, int]:
        """For each of those inputs that a passage has, the row of one that has it."""
        return rows_of(self._connection, digests)

    def remove_passages(self, document_id: str) -> Rows:
        """Remove the passages of a document; returns the rows that are free now."""
        rows = self._connection.execute(
            "DELETE FROM passage WHERE document = ? RETURNING row", (document_id,)
        ).fetchall()
        return np.array(sorted(row for (row,) in rows), dtype=np.int64)

    def renumber(self) -> Rows:
        """See ``numbering.renumber``."""
        self._compact = True
        return numbering.renumber(self._connection)

    def passages_in(self, rows: Sequence[int]) -> list[tuple[int, Passage, str, str]]:
        """The passages in those rows that are not free: row, passage, language and author."""
        found: list[tuple[int, Passage, str, str]] = []
        document, text, language, author = "", "", "", ""
        for at in range(0, len(rows), VARIABLES):
            part = rows[at : at + VARIABLES]
            records = self._connection.execute(
                "SELECT row, id, document, start, stop, title, heading, line FROM passage "
                f"WHERE row IN ({','.join('?' * len(part))}) ORDER BY document, start",
                part,
            ).fetchall()
            for row, id_, of, start, stop, *context in records:
                if of != document:  # so that the text of an article is read once
                    document = of
                    text, language, author = self._connection.execute(
                        "SELECT text, language, author FROM document WHERE id = ?", (document,)
                    ).fetchone()
                passage = Passage(id_, document, text[start:stop], start, stop, *context)
                found.append((row, passage, language, author))
        return found

    def order(self, rows: int) -> tuple[Numbers, Numbers]:
        """See ``numbering.order``."""
        return numbering.order(self._connection, rows)

    def stories(self) -> Numbers:
        """See ``stories.numbers``."""
        return stories.numbers(self._connection)

    def write_columns(self, path: Path) -> None:
        """Write the metadata of the documents that have passages, numbered as in ``order``."""
        write_columns(path, *gather(self._connection))

    def count_passages(self) -> int:
        """How many passages there are."""
        return int(self._connection.execute("SELECT count(*) FROM passage").fetchone()[0])

    def counts(self, rows: int) -> Counts:
        """How much there is of everything; ``rows`` includes those that are free."""
        return counting.counts(self._connection, rows)

    def languages(self) -> list[str]:
        """See ``counts.languages``."""
        return counting.languages(self._connection)

    def shares_left_out(self) -> dict[str, float]:
        """See ``counts.shares_left_out``."""
        return counting.shares_left_out(self._connection)
