"""A number for each row or article: the files ``order.npy``, ``documents.npy``, ``stories.npy``."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import damaged, unreadable

Numbers = npt.NDArray[np.int32]


def read_numbers(path: Path, count: int) -> Numbers:
    """So many numbers, each from -1 to ``count`` - 1.

    :raises IndexDamagedError: where the file holds anything else.
    """
    try:
        # Mapped first, so that no file makes memory be asked for that it does not fill.
        mapped = np.load(path, mmap_mode="r", allow_pickle=False)
        if mapped.dtype != np.int32 or mapped.shape != (count,):
            raise ValueError(f"{mapped.dtype} {mapped.shape} where int32 ({count},) belongs")
        numbers: Numbers = np.array(mapped)
        if count and not -1 <= numbers.min() <= numbers.max() < count:
            raise ValueError(f"a number that is not one of {count}")
    except OSError as error:
        raise unreadable(path, error) from error
    except Exception as error:  # the header is Python's syntax, and may be broken in any way
        raise damaged(path, error) from error
    return numbers


def write_numbers(path: Path, numbers: Numbers) -> None:
    """Write what ``read_numbers`` reads."""
    np.save(path, numbers, allow_pickle=False)
