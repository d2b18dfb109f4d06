"""Which place and which article each row has."""

from __future__ import annotations

import sqlite3

import numpy as np

from index.store.row_arrays import Numbers
from index.types import Rows


def order(connection: sqlite3.Connection, rows: int) -> tuple[Numbers, Numbers]:
    """Of each of ``rows`` rows the place among all passages, and the number of its document.

    Both are -1 for a row that is free. Documents stand in the order of their ids and passages
    in the order of the text, so they do not depend on the order in which documents arrived.
    """
    places = np.full(rows, -1, dtype=np.int32)
    documents = np.full(rows, -1, dtype=np.int32)
    number, latest = -1, None
    used = connection.execute("SELECT row, document FROM passage ORDER BY document, start")
    for place, (row, document) in enumerate(used):
        if document != latest:
            number, latest = number + 1, document
        places[row] = place
        documents[row] = number
    return places, documents


def renumber(connection: sqlite3.Connection) -> Rows:
    """Give all passages the rows from 0 on, in their order; returns the rows they had."""
    rows = connection.execute("SELECT row FROM passage ORDER BY document, start")
    old = np.array([row for (row,) in rows], dtype=np.int64)
    # By way of numbers below 0, so that no passage takes the row of another.
    connection.executemany(
        "UPDATE passage SET row = ? WHERE row = ?",
        [(-1 - new, row) for new, row in enumerate(old.tolist())],
    )
    connection.execute("UPDATE passage SET row = -1 - row")
    return old
