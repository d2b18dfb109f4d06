"""Every error that the two packages raise on purpose.

    SearchError                 the base: one line that says what and where
    ├── SourceError             articles that cannot be found or, under ``strict``, read
    ├── EncoderError            a model that cannot be found, opened or trusted
    ├── MissingExtraError       an optional package that is not installed
    ├── QueryError              a query that cannot be understood
    └── IndexStateError         an index that cannot be used as it is
        ├── IndexNotFoundError      there is none at that place
        ├── IndexLockedError        another process is writing to it
        ├── IndexOutdatedError      it was made by another version or with other settings
        └── IndexDamagedError       a file of it is missing or is not what was written

A ``SearchError`` is shown to people as it stands, so its text is a single sentence or two without
a traceback; everything else that escapes is a defect. What mends it is not in the text but in
``remedy``: the command line names its command, a library or a server says it in its own way.
"""

from __future__ import annotations

import errno
from enum import StrEnum
from typing import Final, Self

_MACHINE: Final = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.ENOMEM, errno.EMFILE, errno.ENFILE, errno.EIO, errno.EROFS}
)

_STARVED: Final = (
    "bad_alloc",
    "can't start new thread",
    "cannot allocate",
    "failed to allocate",
    "failed to map segment",
    "not enough memory",
    "out of memory",
)
"""What libraries say, each in an error of its own, where they are given no memory."""

_LONGEST_CAUSE: Final = 200
"""Characters of what a library says of damage: it may quote what it has read."""


class Remedy(StrEnum):
    """What mends an error."""

    NONE = ""
    BUILD = "build"
    """Build an index of some articles, or name one that there is."""

    RENEW = "renew"
    """Build again as before: what does not fit is made anew."""

    REBUILD = "rebuild"
    """Build afresh, using nothing of the index that is there."""

    ROLL_BACK = "roll back"
    """Build afresh, or return to the version before."""

    VERIFY = "verify"
    """Verify the index, which says what is damaged, and build afresh."""

    WAIT = "wait"
    """Wait until another process has finished."""

    LIST_VERSIONS = "list versions"
    """Choose one of the versions that there are."""

    UPDATE = "update"
    """Update the program, or build afresh."""

    NAME_INDEX = "name index"
    """Name the index, and so say that it is trusted."""

    SEARCH = "search"
    """Search: results name the articles that there are."""

    NAME_MODEL = "name model"
    """Name the model at ``place``, and so say that it is wanted."""

    NAME_FOLDER = "name folder"
    """Name the folder in which the model lies."""

    TRUST = "trust"
    """Read the code that comes with the model at ``place``, and say that it is trusted."""

    ALLOW_MISSING = "allow missing"
    """Bring the source back, or say that it may go."""


class SearchError(Exception):
    """The base of all errors raised on purpose; its text is meant for the user.

    ``place`` is where (a path, a name), ``cause`` what was found there; both may be empty.
    """

    remedy: Remedy = Remedy.NONE

    def __init__(
        self, text: str, *, place: str = "", cause: str = "", remedy: Remedy | None = None
    ) -> None:
        super().__init__(text)
        self.place = place
        self.cause = cause
        if remedy is not None:
            self.remedy = remedy


class SourceError(SearchError):
    """Articles cannot be found or, where the caller asked for strictness, read."""


class EncoderError(SearchError):
    """The sentence encoder cannot be found, opened, verified or trusted."""


class MissingExtraError(SearchError):
    """An optional package is not installed; the text holds the exact command that installs it."""

    @classmethod
    def of(cls, package: str, extra: str, purpose: str) -> Self:
        """The error that says which ``package`` is missing, and which ``extra`` brings it."""
        return cls(f"{purpose} needs the package {package}: pip install 'lede-search[{extra}]'")


class QueryError(SearchError):
    """The query cannot be understood."""


class IndexStateError(SearchError):
    """The index cannot be used as it is."""


class IndexNotFoundError(IndexStateError):
    """There is no index at the place that was named or searched."""

    remedy = Remedy.BUILD


class IndexLockedError(IndexStateError):
    """Another process is writing to the index."""

    remedy = Remedy.WAIT


class IndexOutdatedError(IndexStateError):
    """The index was made by another version, or with another encoder or other settings."""

    remedy = Remedy.RENEW


class IndexDamagedError(IndexStateError):
    """A file of the index is missing or is not what was written."""

    remedy = Remedy.REBUILD


def damaged(place: object, cause: object) -> IndexDamagedError:
    """The error that says that a file is not what was written; ``cause`` is cut to one line."""
    why = " ".join(str(cause).split())[:_LONGEST_CAUSE]
    return IndexDamagedError(f"{place} is damaged ({why})", place=str(place), cause=why)


def unreadable(place: object, error: OSError) -> IndexStateError:
    """The error that says that a file of an index cannot be read.

    Only where it is missing, or is no file, the index is damaged; else it lies with the machine.
    """
    if isinstance(error, FileNotFoundError | NotADirectoryError | IsADirectoryError):
        return damaged(place, "it is missing")
    cause = (error.strerror or str(error)).lower()
    return IndexStateError(f"{place} cannot be read ({cause})", place=str(place), cause=cause)


def is_machine_error(error: OSError) -> bool:
    """Whether an error lies with the machine (no space, no memory, too many files, I/O).

    Such an error says nothing of the file that met with it, and ends what is being done.
    """
    return error.errno in _MACHINE


def lacks_memory(error: BaseException) -> bool:
    """Whether there was too little memory, or there were too many threads, for a library."""
    return isinstance(error, MemoryError) or any(sign in str(error).lower() for sign in _STARVED)
