"""What a generation says of itself in numbers, counted in its SQLite file."""

from __future__ import annotations

import sqlite3

from index.generation.manifest import Counts


def counts(connection: sqlite3.Connection, rows: int) -> Counts:
    """How much there is of everything; ``rows`` is what the legs hold, dead rows included."""
    tokens, unread = connection.execute(
        "SELECT coalesce(sum(tokens), 0), coalesce(sum(unread), 0) FROM passage"
    ).fetchone()
    left_out = connection.execute("SELECT coalesce(sum(left_out), 0) FROM document").fetchone()[0]
    return Counts(
        documents=_count(connection, "document"),
        passages=_count(connection, "passage"),
        rows=rows,
        boilerplate=int(left_out),
        files=_count(connection, "file"),
        problems=_count(connection, "problem"),
        tokens=int(tokens),
        tokens_unread=int(unread),
    )


def languages(connection: sqlite3.Connection) -> list[str]:
    """The languages of the documents, the most frequent first."""
    found = connection.execute(
        "SELECT language FROM document GROUP BY language ORDER BY count(*) DESC, language"
    )
    return [language for (language,) in found]


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
