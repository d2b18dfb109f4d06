"""One number for each row: the files ``order.npy`` and ``documents.npy``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamagedError

Numbers = npt.NDArray[np.int32]


def read_numbers(path: Path, rows: int) -> Numbers:
    """The numbers of so many rows, each from -1 to ``rows`` - 1.

    :raises IndexDamagedError: where the file holds anything else.
    """
    try:
        numbers: Numbers = np.load(path, allow_pickle=False)
        if numbers.dtype != np.int32 or numbers.shape != (rows,):
            raise ValueError(f"{numbers.dtype} {numbers.shape} where int32 ({rows},) belongs")
        if rows and not -1 <= numbers.min() <= numbers.max() < rows:
            raise ValueError(f"a number that is not one of {rows} rows")
    except (OSError, ValueError, EOFError, MemoryError) as error:
        raise IndexDamagedError(
            f"{path} is damaged ({error}): run `search build --fresh`"
        ) from error
    return numbers


def write_numbers(path: Path, numbers: Numbers) -> None:
    """Write what ``read_numbers`` reads."""
    np.save(path, numbers, allow_pickle=False)
