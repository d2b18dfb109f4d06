"""The layout of FAISS's two kinds of file that an index uses, checked before FAISS reads one.

FAISS takes the lengths that a file states as they are. Here they are compared with each other
and with the length of the file, so that FAISS never allocates or reads what is not there. See
``write_index`` in FAISS's ``impl/index_write.cpp``; all numbers are little-endian.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import numpy.typing as npt

from index.errors import damaged, unreadable

_INNER_PRODUCT: Final = 0
_QT_FP16: Final = 4
_MOST_DIMENSIONS: Final = 1 << 16


def check_layout(path: Path, rows: int, dimension: int | None = None) -> None:
    """Make sure that FAISS may read ``path``: ``rows`` vectors, of ``dimension`` where given.

    :raises IndexDamagedError: where any number in it is not what must stand there.
    """
    try:
        with path.open("rb") as file:
            layout = _Layout(file, path.stat().st_size)
            layout.read(rows, dimension)
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, struct.error) as error:
        raise damaged(path, error) from error


class _Layout:
    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size

    def read(self, rows: int, dimension: int | None) -> None:
        kind = self._file.read(4)
        if kind == b"IxSQ":
            width = self._header(rows, dimension)
            self._quantizer(width)
            self._expect("<Q", rows * width * 2, "bytes of vectors")
            self._skip(rows * width * 2)
        elif kind == b"IwSq":
            self._inverted_file(rows, dimension)
        else:
            raise ValueError("it is not a vector index")
        if self._file.tell() != self._size:
            raise ValueError("it is longer or shorter than its contents")

    def _inverted_file(self, rows: int, dimension: int | None) -> None:
        width = self._header(rows, dimension)
        cells, _ = self._take("<QQ")
        self._expect("4s", b"IxFI", "kind of centroids")
        self._header(cells, width)
        self._expect("<Q", cells * width, "numbers in centroids")
        self._skip(cells * width * 4)
        self._expect("<b", 0, "kind of direct map")
        self._expect("<Q", 0, "length of direct map")
        self._quantizer(width)
        self._expect("<Q", width * 2, "bytes of a code")
        self._expect("<?", False, "residual")
        self._expect("4s", b"ilar", "kind of lists")
        self._expect("<QQ", (cells, width * 2), "lists")
        lengths = self._lengths(cells)
        if int(lengths.max(initial=0)) > rows or int(lengths.sum()) != rows:
            raise ValueError("its lists do not hold all vectors")
        seen = np.zeros(rows, dtype=np.bool_)
        for length in lengths.tolist():
            self._skip(length * width * 2)
            ids = np.frombuffer(self._bytes(8 * length), dtype="<u8")
            if int(ids.max(initial=0)) >= max(rows, 1):
                raise ValueError("its lists name vectors that there are not")
            seen[ids.astype(np.int64)] = True
        if not seen.all():
            raise ValueError("its lists do not name all vectors")

    def _lengths(self, cells: int) -> npt.NDArray[np.uint64]:
        """The lengths of the lists that are not empty, or of all lists."""
        (kind,) = self._take("4s")
        (count,) = self._take("<Q")
        numbers = np.frombuffer(self._bytes(8 * count), dtype="<u8")
        if kind == b"full" and count == cells:
            return numbers
        if kind == b"sprs" and count <= 2 * cells and count % 2 == 0:
            if bool((numbers[::2] >= cells).any()) or len(np.unique(numbers[::2])) * 2 != count:
                raise ValueError("its lists are not those of its cells")
            return numbers[1::2]
        raise ValueError("unexpected number of lists")

    def _header(self, rows: int, dimension: int | None) -> int:
        """What every index starts with; returns the number of dimensions."""
        width, count = self._take("<iq")
        if count != rows:
            raise ValueError(f"it holds {count} vectors where {rows} belong")
        if not 0 < width <= _MOST_DIMENSIONS or width != (dimension or width):
            raise ValueError(f"its vectors have {width} dimensions where {dimension} belong")
        self._take("<qq")
        self._expect("<?", True, "trained")
        self._expect("<i", _INNER_PRODUCT, "metric")
        return int(width)

    def _quantizer(self, width: int) -> None:
        self._expect("<i", _QT_FP16, "kind of number")
        self._take("<if")
        self._expect("<QQ", (width, width * 2), "width of a vector")
        self._expect("<Q", 0, "trained numbers")

    def _take(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(form, self._bytes(struct.calcsize(form)))

    def _expect(self, form: str, value: object, what: str) -> None:
        found = self._take(form)
        if (found if isinstance(value, tuple) else found[0]) != value:
            raise ValueError(f"unexpected {what}")

    def _bytes(self, length: int) -> bytes:
        if length > self._size - self._file.tell():
            raise ValueError("it ends too early")
        return self._file.read(length)

    def _skip(self, length: int) -> None:
        if length > self._size - self._file.tell():
            raise ValueError("it ends too early")
        self._file.seek(length, 1)
