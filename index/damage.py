"""What the files of an index make a parser raise, turned into one clear error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import IndexDamagedError, Remedy, SearchError, lacks_memory


@contextmanager
def parsing(place: Path | str) -> Iterator[None]:
    """Call what a parser of our own files raises damage, and nothing else.

    Checksums find most damage when an index is opened or verified. What slips through, because
    not everything was checked or because somebody made it so, reaches the libraries that parse
    the files, and each of them fails in its own way. What the machine has to say (no memory, too
    many open files) is no fault of the index; a file that is missing is.

    :raises IndexDamagedError: where anything else than the machine failed.
    :raises MemoryError: where a library was given no memory, whatever it calls that.
    """
    try:
        yield
    except (SearchError, MemoryError):
        raise
    except Exception as error:
        if lacks_memory(error):
            raise MemoryError(str(error)) from error
        if isinstance(error, OSError) and not isinstance(error, FileNotFoundError):
            raise
        cause = f"{type(error).__name__} while reading it"
        raise IndexDamagedError(
            f"{place} is not what was written ({cause})",
            place=str(place),
            cause=cause,
            remedy=Remedy.VERIFY,
        ) from error
