"""The SQLite file of a generation: its tables, and how it is opened to be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from index.errors import IndexStateError, damaged
from index.types import FileState, LineCounts, Problem

SCHEMA: Final = """
CREATE TABLE file (
    id TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime INTEGER NOT NULL, ctime INTEGER NOT NULL,
    digest BLOB NOT NULL, settled INTEGER NOT NULL
);
CREATE TABLE problem (
    file TEXT NOT NULL, path TEXT NOT NULL, reason TEXT NOT NULL, line INTEGER NOT NULL,
    passing INTEGER NOT NULL
);
CREATE TABLE document (
    id TEXT PRIMARY KEY, file TEXT NOT NULL, hash TEXT NOT NULL, path TEXT NOT NULL,
    title TEXT NOT NULL, standfirst TEXT NOT NULL, author TEXT NOT NULL, published TEXT NOT NULL,
    url TEXT NOT NULL, source TEXT NOT NULL, language TEXT NOT NULL, metadata TEXT NOT NULL,
    origin TEXT NOT NULL, blocks TEXT NOT NULL, marked TEXT NOT NULL,
    left_out INTEGER NOT NULL, text TEXT NOT NULL
);
CREATE INDEX document_file ON document (file);
CREATE TABLE story (document TEXT PRIMARY KEY, sketch BLOB NOT NULL, leader TEXT NOT NULL);
CREATE TABLE line (document TEXT NOT NULL, origin TEXT NOT NULL, fingerprint TEXT NOT NULL);
CREATE INDEX line_document ON line (document);
CREATE INDEX line_fingerprint ON line (origin, fingerprint);
CREATE TABLE passage (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document TEXT NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, title TEXT NOT NULL, heading TEXT NOT NULL,
    line INTEGER NOT NULL, input BLOB NOT NULL, tokens INTEGER NOT NULL, unread INTEGER NOT NULL
);
CREATE INDEX passage_document ON passage (document);
CREATE INDEX passage_input ON passage (input);
"""
"""``line`` holds the lines that count as repeated across documents, ``passage.input`` the digest
of what the encoder read, ``story.leader`` the document that
stands for a story. ``problem.file`` is empty for what was wrong before a file was opened."""

_STATEMENTS: Final = {part.strip() for part in SCHEMA.split(";") if part.strip()}

VARIABLES: Final = 500
"""Values bound in one statement; SQLite's oldest limit is 999."""

_MACHINE: Final = {7: "no memory", 10: "input or output failed", 14: "it cannot be opened"}
"""SQLite's codes of errors that lie with the machine and not with the file."""


def rows_of(connection: sqlite3.Connection, digests: Iterable[bytes]) -> dict[bytes, int]:
    """For each of those inputs that a passage has, the row of one that has it."""
    found = {}
    for digest in digests:
        row = connection.execute(
            "SELECT row FROM passage WHERE input = ? LIMIT 1", (digest,)
        ).fetchone()
        if row is not None:
            found[digest] = int(row[0])
    return found


def open_published(path: Path) -> sqlite3.Connection:
    """Open the file of a published generation to read it, from any thread.

    :raises sqlite3.Error: where it is not a database, or has another schema than ours: a view or
        a trigger from a stranger could compute for ever.
    """
    # The file never changes once published, so SQLite need neither lock it nor look again.
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection.execute("PRAGMA trusted_schema=OFF")
    connection.execute("PRAGMA cell_size_check=ON")
    found = connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")
    if {text for (text,) in found} != _STATEMENTS:
        connection.close()
        raise sqlite3.DatabaseError("its tables are not those of an index")
    return connection


def failed(path: Path, error: sqlite3.Error) -> IndexStateError:
    """The error that says why a published file could not be read."""
    cause = _MACHINE.get(getattr(error, "sqlite_errorcode", 1) & 0xFF)
    if cause is None or not path.is_file():
        return damaged(path, error)
    return IndexStateError(f"{path} cannot be read ({cause})", place=str(path), cause=cause)


def problems(connection: sqlite3.Connection) -> list[Problem]:
    """What could not be read of the sources, by file and line."""
    rows = connection.execute("SELECT path, reason, line, passing FROM problem ORDER BY 1, 3")
    return [Problem(path, reason, line, bool(passing)) for path, reason, line, passing in rows]


def file_states(connection: sqlite3.Connection) -> dict[str, FileState]:
    """The state in which each file was read, by file id."""
    rows = connection.execute("SELECT id, size, mtime, ctime, digest, settled FROM file")
    return {
        id_: FileState(size, mtime, ctime, digest, bool(settled))
        for id_, size, mtime, ctime, digest, settled in rows
    }


def line_counts(connection: sqlite3.Connection, least: int) -> LineCounts:
    """How often lines stand in documents: those that stand in at least ``least`` of an origin."""
    documents = dict(connection.execute("SELECT origin, count(*) FROM document GROUP BY origin"))
    lines = connection.execute(
        "SELECT origin, fingerprint, count(*) FROM line GROUP BY 1, 2 HAVING count(*) >= ?",
        (least,),
    )
    return LineCounts(
        documents, {(origin, fingerprint): count for origin, fingerprint, count in lines}
    )
