"""Where an index lies."""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from index.errors import IndexNotFoundError, IndexStateError, Remedy

FOLDER: Final = ".search-index"
"""The name of an index's folder, beside the articles' folder."""

LOCK: Final = "lock"
"""The name of what the one writer of an index holds, in its folder."""

CURRENT: Final = "current"
"""The name of what says there which generation is the current one."""

BUILDING: Final = "building-"
"""How the name of a folder there begins in which the next generation is made."""

VARIABLE: Final = "SEARCH_INDEX"
"""The environment variable that names an index."""


_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+(?=[^/])")
"""How an address begins; a drive of one letter begins a path."""


def build_location(named: Path | None = None, *, renew: bool) -> Path:
    """The index to build: ``named``, else ``$SEARCH_INDEX``, else one of the current folder.

    What is named may be an address, which is handed on.

    ``renew`` says that the sources of the last build are meant; only then an index in a folder
    above is taken, since other sources would replace all that it holds.

    :raises IndexStateError: where that one belongs to another user, or a path is no text.
    """
    named = named or _from_environment()
    if named is not None:
        return named if scheme_of(named) else _text(_within(named))
    here = Path.cwd()
    return _text((_own_above(here) if renew else None) or here / FOLDER)


def find_index(named: Path | None = None) -> Path:
    """The index to ask: ``named``, else ``$SEARCH_INDEX``, else the nearest one here or above.

    What is named may be an address, which is handed on.

    :raises IndexNotFoundError: if there is none.
    :raises IndexStateError: where the nearest one belongs to another user and was not named, or
        its path is no text.
    """
    named = named or _from_environment()
    if named is not None and scheme_of(named):
        return named
    location = _within(named) if named is not None else _own_above(Path.cwd())
    if location is None or not location.is_dir():
        place = f"at {location}" if location else f"in {Path.cwd()} or above"
        raise IndexNotFoundError(f"No index {place}", place=str(location or Path.cwd()))
    return _text(location)


def find_folder(named: Path | None = None) -> Path:
    """As ``find_index``, for what only an index in a folder has: its files and its versions.

    :raises IndexStateError: besides, where an address is named.
    """
    place = find_index(named)
    if scheme_of(place):
        raise IndexStateError(
            f"{address(place)} is an address; this takes an index that is a folder",
            place=address(place),
        )
    return place


def scheme_of(location: str | Path) -> str:
    """What stands before ``://`` in the address of an index; empty where it is a folder.

    A path knows an address too, though it keeps but one of the slashes. A folder that there is
    may be called anything.
    """
    found = _ADDRESS.match(str(location))
    return found[1].lower() if found and not Path(location).is_dir() else ""


def is_index(names: Collection[str]) -> bool:
    """Whether a folder in which these names stand is an index, or about to become one."""
    begun = all(name == LOCK or name.startswith(BUILDING) for name in names)
    return LOCK in names and (CURRENT in names or begun)


def folder_of_paths(location: str | Path) -> Path:
    """The folder that the paths of an index's articles begin in.

    It is the one that holds the index; for an address it is the current one.
    """
    return Path.cwd() if scheme_of(location) else Path(location).parent


def address(location: str | Path) -> str:
    """An address as it is written, with both slashes."""
    return _ADDRESS.sub(r"\1://", str(location))


def _text(folder: Path) -> Path:
    """A folder whose path the libraries that open files in it can be told."""
    try:
        str(folder.absolute()).encode()
    except UnicodeEncodeError as error:
        raise IndexStateError(
            f"{folder}: an index cannot lie at a path that is not UTF-8", place=str(folder)
        ) from error
    return folder


def _from_environment() -> Path | None:
    value = os.environ.get(VARIABLE)
    return Path(value) if value else None


def _within(folder: Path) -> Path:
    """The index that ``folder`` means: the one in it, if there is one, else itself."""
    return folder / FOLDER if (folder / FOLDER).is_dir() else folder


def _is_bare(folder: Path) -> bool:
    """Whether a folder is what a first build leaves that has failed: nothing but a lock."""
    try:
        return all(path.name == LOCK for path in folder.iterdir())
    except OSError:
        return False


def _own_above(start: Path) -> Path | None:
    """The nearest index in a folder or above it.

    Whoever may write to a folder above could plant one there, so it must belong to this user.
    """
    folders = (folder / FOLDER for folder in (start, *start.parents))
    found = next((folder for folder in folders if folder.is_dir() and not _is_bare(folder)), None)
    if found is not None and hasattr(os, "geteuid"):
        owners = {found.lstat().st_uid, found.stat().st_uid}
        if owners != {os.geteuid()}:
            raise IndexStateError(
                f"The index {found} belongs to another user and was not named",
                place=str(found),
                cause="another user's",
                remedy=Remedy.NAME_INDEX,
            )
    return found
