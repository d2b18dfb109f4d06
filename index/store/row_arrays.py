"""One number for each row: the files ``order.npy`` and ``documents.npy``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import damaged, unreadable

Numbers = npt.NDArray[np.int32]


def read_numbers(path: Path, rows: int) -> Numbers:
    """The numbers of so many rows, each from -1 to ``rows`` - 1.

    :raises IndexDamagedError: where the file holds anything else.
    """
    try:
        # Mapped first, so that no file makes memory be asked for that it does not fill.
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
        if mapped.dtype != np.int32 or mapped.shape != (rows,):
            raise ValueError(f"{mapped.dtype} {mapped.shape} where int32 ({rows},) belongs")
        numbers: Numbers = np.array(mapped)
        if rows and not -1 <= numbers.min() <= numbers.max() < rows:
            raise ValueError(f"a number that is not one of {rows} rows")
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, EOFError, MemoryError, SyntaxError) as error:
        raise damaged(path, error) from error
    return numbers


def write_numbers(path: Path, numbers: Numbers) -> None:
    """Write what ``read_numbers`` reads."""
    np.save(path, numbers, allow_pickle=False)
