"""What a prepared model makes the libraries raise that run it, turned into one clear error."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import EncoderError, SearchError, is_machine_error, lacks_memory


@contextmanager
def running(export: Path) -> Iterator[None]:
    """Call what fails in running the export in this folder damage to it, and nothing else.

    Checksums find what disks do to a cache. Where somebody has put other files there with
    checksums that fit, they reach the libraries that run models, and each fails in its own way.
    What the machine has to say (no memory, no space) is no fault of the export.

    :raises EncoderError: where anything else than the machine failed.
    :raises MemoryError: where a library was given no memory, whatever it calls that.
    """
    try:
        yield
    except (SearchError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a panic of the library of tokenizers is no Exception
        if isinstance(error, OSError) and is_machine_error(error):
            raise
        if lacks_memory(error):
            raise MemoryError(str(error)) from error
        raise EncoderError(
            f"{export}: what was prepared of this model cannot be run ({type(error).__name__}); "
            "delete that folder, and it is made anew",
            place=str(export),
        ) from error
