"""Every error that the two packages raise on purpose.

    SearchError                 the base: one line that says what, where and what to do next
    ├── SourceError             articles that cannot be found or, under ``strict``, read
    ├── EncoderError            a model that cannot be found, opened or trusted
    ├── MissingExtraError       an optional package that is not installed
    ├── QueryError              a query that cannot be understood
    └── IndexStateError         an index that cannot be used as it is
        ├── IndexNotFoundError      there is none at that place
        ├── IndexLockedError        another process is writing to it
        ├── IndexOutdatedError      it was made by another version or with other settings
        └── IndexDamagedError       a file of it is missing or is not what was written

A ``SearchError`` is shown to people as it stands, so its text is a single sentence or two
without a traceback; everything else that escapes is a defect.
"""

from __future__ import annotations


class SearchError(Exception):
    """The base of all errors raised on purpose; its text is meant for the user."""


class SourceError(SearchError):
    """Articles cannot be found or, where the caller asked for strictness, read."""


class EncoderError(SearchError):
    """The sentence encoder cannot be found, opened, verified or trusted."""


class MissingExtraError(SearchError):
    """An optional package is not installed; the text holds the exact command that installs it."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the package {package}: pip install 'lede-search[{extra}]'"
        )


class QueryError(SearchError):
    """The query cannot be understood."""


class IndexStateError(SearchError):
    """The index cannot be used as it is."""


class IndexNotFoundError(IndexStateError):
    """There is no index at the place that was named or searched."""


class IndexLockedError(IndexStateError):
    """Another process is writing to the index."""


class IndexOutdatedError(IndexStateError):
    """The index was made by another version, or with another encoder or other settings."""


class IndexDamagedError(IndexStateError):
    """A file of the index is missing or is not what was written."""
