"""What a generation says of itself in numbers, counted in its SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from typing import Final

from index.generation.manifest import Counts
from index.types import BlockKind

_BOILERPLATE: Final = BlockKind.BOILERPLATE.value


def counts(connection: sqlite3.Connection, rows: int) -> Counts:
    """How much there is of everything; ``rows`` is what the legs hold, dead rows included."""
    tokens, unread = connection.execute(
        "SELECT coalesce(sum(tokens), 0), coalesce(sum(unread), 0) FROM passage"
    ).fetchone()
    left_out = connection.execute("SELECT coalesce(sum(left_out), 0) FROM document").fetchone()[0]
    return Counts(
        documents=int(
            connection.execute("SELECT count(DISTINCT document) FROM passage").fetchone()[0]
        ),
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


def language_counts(connection: sqlite3.Connection) -> dict[tuple[str, str], int]:
    """How many documents there are, by origin and language; of no sure language under ``""``."""
    found = connection.execute(
        "SELECT origin, language, count(*) FROM document GROUP BY origin, language"
    )
    return {(origin, language): int(count) for origin, language, count in found}


def without_language(connection: sqlite3.Connection) -> list[str]:
    """The ids of the documents of no sure language, sorted."""
    found = connection.execute("SELECT id FROM document WHERE language = '' ORDER BY id")
    return [document_id for (document_id,) in found]


def shares_left_out(connection: sqlite3.Connection) -> dict[str, float]:
    """Which share of the letters of each origin is boilerplate; origins without any are left out.

    The greatest share comes first.
    """
    out: Counter[str] = Counter()
    marked = connection.execute("SELECT origin, marked, blocks FROM document WHERE left_out > 0")
    for origin, changed, read in marked:
        blocks = json.loads(changed)["blocks"] if changed else json.loads(read)
        out[origin] += sum(end - start for start, end, kind, *_ in blocks if kind == _BOILERPLATE)
    letters = connection.execute("SELECT origin, sum(length(text)) FROM document GROUP BY origin")
    shares = {origin: out[origin] / total for origin, total in letters if out[origin]}
    return dict(sorted(shares.items(), key=lambda item: (-item[1], item[0])))


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
