"""The sketch of each document's text, and which document stands for its story."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

import numpy as np

from index.store.row_arrays import Numbers
from index.types import Sketch


def put_sketch(connection: sqlite3.Connection, document_id: str, sketch: Sketch) -> None:
    """Keep the sketch of a document; it stands for its own story until another does."""
    connection.execute(
        "INSERT OR REPLACE INTO story VALUES (?1, ?2, ?1)",
        (document_id, sketch.astype("<u4").tobytes()),
    )


def sketches(connection: sqlite3.Connection) -> dict[str, Sketch]:
    """The sketches of all documents, by their ids in order."""
    found = connection.execute("SELECT document, sketch FROM story ORDER BY document")
    return {id_: np.frombuffer(kept, "<u4") for id_, kept in found}


def put_stories(connection: sqlite3.Connection, copies: Mapping[str, str]) -> None:
    """Keep for each document that is a copy which one stands for its story."""
    connection.execute("UPDATE story SET leader = document WHERE leader != document")
    connection.executemany(
        "UPDATE story SET leader = ?2 WHERE document = ?1", sorted(copies.items())
    )


def numbers(connection: sqlite3.Connection) -> Numbers:
    """For each article, by number, that of the first one of its story.

    Articles are the documents that have passages, in the order of their ids.
    """
    found = connection.execute(
        "SELECT leader FROM story WHERE document IN (SELECT document FROM passage) "
        "ORDER BY document"
    )
    first: dict[str, int] = {}
    return np.array(
        [first.setdefault(leader, number) for number, (leader,) in enumerate(found)], np.int32
    )
