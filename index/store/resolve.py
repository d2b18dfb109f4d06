"""What a person means by the name of an article or a passage."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from index.citation import cited
from index.errors import QueryError, Remedy
from index.store.passages import PassageStore

_NAMED: Final = 10
_TOP: Final = 2_000
"""Characters of an article without a title among which what it is called by is looked for."""

_TOGETHER: Final = 500
_PASSAGE: Final = re.compile(r"(?P<document>.+)(?P<number>#p\d+)")


def resolve(store: PassageStore, name: str) -> tuple[str, str | None]:
    """The ids of the document, and of the passage if one is named, that ``name`` means.

    ``name`` is an id, the end of just one document's id (with ``#p`` and a number for a passage),
    a file and a line as a result cites them, or a part of just one id or title, whatever its case;
    an article without a title is called by how it begins.

    :raises QueryError: where it means nothing, or more than one thing.
    """
    if name in store.documents([name]):
        return name, None
    document = store.document_of(name)
    if document is not None:
        return document, name
    part = _PASSAGE.fullmatch(name)
    found = store.document_ids(part["document"] if part else name)
    if len(found) > 1:
        raise QueryError(f"{name} could be any of: {', '.join(found)}")
    if found and part is None:
        return found[0], None
    if found and part and store.document_of(found[0] + part["number"]):
        return found[0], found[0] + part["number"]
    place = cited(name)
    passage = store.passage_at(*place) if place else None
    return passage or (_by_part(store, name), None)


def _by_part(store: PassageStore, name: str) -> str:
    """The id of the one document that has ``name`` in its id or title, or is called just so."""
    wanted = _folded(name)
    known = [(id_, _folded(id_), _folded(title)) for id_, title in store.ids_and_titles()]
    exact = [id_ for id_, id_folded, title in known if wanted in (id_folded, title)]
    found = exact or [id_ for id_, *names in known if any(wanted in one for one in names)]
    if not found and wanted:
        found = _beginning_so(store, wanted, [id_ for id_, _, title in known if not title])
    if not found or not wanted:
        raise QueryError(f"No article or passage {name}", place=name, remedy=Remedy.SEARCH)
    if len(found) > 1:
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise QueryError(f"{name} could be any of: {', '.join(found[:_NAMED])}{more}")
    return found[0]


def _beginning_so(store: PassageStore, wanted: str, ids: Sequence[str]) -> list[str]:
    """Those of the articles ``ids`` that have ``wanted``, which may be cut short, in their top."""
    words = wanted.rstrip(" .…")
    found: list[str] = []
    if not words:
        return found
    for start in range(0, len(ids), _TOGETHER):
        some = store.documents(ids[start : start + _TOGETHER]).values()
        found += [one.id for one in some if words in _folded(one.text[:_TOP])]
    return found


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
