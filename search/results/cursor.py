"""Where a list of results goes on: an opaque text that a program passes back; pure.

It names what has been given already, so that nothing is repeated and nothing left out, also
where the index was rebuilt in between.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from index.errors import QueryError

_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class Cursor:
    """What has been given of the answer to one question, and by which generation of the index."""

    question: str
    generation: int
    given: frozenset[bytes] = frozenset()

    def beyond(self, ids: Iterable[str], generation: int) -> Cursor:
        """The same, with what is given now."""
        return Cursor(self.question, generation, self.given | {digest(one) for one in ids})

    def __str__(self) -> str:
        head = json.dumps([self.question, self.generation]).encode()
        body = b"".join(sorted(self.given))
        return base64.urlsafe_b64encode(head + b"\n" + body).decode()


def begin(question: Collection[object], generation: int) -> Cursor:
    """A cursor before anything is given; ``question`` is all that decides the answer."""
    text = hashlib.sha256(repr(tuple(question)).encode(errors="replace")).hexdigest()[:16]
    return Cursor(text, generation)


def resume(text: str, question: Collection[object]) -> Cursor:
    """The cursor that ``text`` is.

    :raises QueryError: where it is none, or one of another question.
    """
    try:
        head, _, body = base64.urlsafe_b64decode(text.encode()).partition(b"\n")
        asked, generation = json.loads(head)
        given = frozenset(body[at : at + _BYTES] for at in range(0, len(body), _BYTES))
        cursor = Cursor(str(asked), int(generation), given)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise QueryError("The cursor is none that a result has given") from None
    if cursor.question != begin(question, generation).question:
        raise QueryError("The cursor belongs to another query, or to other options of this one")
    return cursor


def digest(id_: str) -> bytes:
    """What a cursor keeps of an id."""
    return hashlib.blake2b(id_.encode(errors="replace"), digest_size=_BYTES).digest()
