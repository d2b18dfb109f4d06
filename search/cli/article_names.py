"""What a person means who names an article: the third result, a citation, a part of a name."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final, NamedTuple

from index.engines.protocol import Engine
from index.errors import QueryError
from index.location import folder_of_paths
from index.readers.formats import printable
from search.cli import user_state

_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_ISOLATES: Final = re.compile("[\u2066-\u2069]")
_LINE_END: Final = re.compile(r"(/?)\s*\n\s*")
"""Where a narrow terminal wrapped what was copied from it."""


class Named(NamedTuple):
    """An article, the passage if one is meant, and the query whose answer named it."""

    document: str
    passage: str | None
    query: str = ""


def named(engine: Engine, name: str) -> Named:
    """What ``name`` means; a number is a result of the last answer from this index.

    :raises QueryError: where it means nothing, or more than one thing.
    """
    name = _LINE_END.sub(lambda found: found[1] or " ", _ISOLATES.sub("", name))
    last = user_state.last(engine.location)
    results = last.results
    if not _NUMBER.fullmatch(name):
        said = printable(_from_here(name, folder_of_paths(engine.location)))
        document, passage = engine.catalogue.resolve(said)
        asked = any(document == one[0] for one in results.values())
        return Named(document, passage, last.query if asked else "")
    if not results:
        raise QueryError(f"There is no last answer to take number {name} of: search first")
    number = str(int(name))
    if number not in results:
        raise QueryError(
            f"The last answer has no number {name}: it goes from {min(results, key=int)} to "
            f"{max(results, key=int)}"
        )
    document, passage = results[number]
    if document not in engine.catalogue.documents([document]):
        raise QueryError(f"{document} is not in the index any more: search again")
    known = {one.id for one in engine.catalogue.passages_of(document)}
    return Named(document, passage if passage in known else None, last.query)


def _from_here(name: str, folder: Path) -> str:
    """A file that is named from where one stands, with its line, as the index names it."""
    file, colon, line = name.rpartition(":")
    for path, rest in ((name, ""), (file, colon + line)):
        if path and (absolute := Path(path).expanduser().absolute()).is_file():
            absolute = Path(os.path.normpath(absolute))
            inside = absolute.is_relative_to(folder.absolute())
            return str(absolute.relative_to(folder.absolute()) if inside else absolute) + rest
    return name
