"""Whoosh's files: the schema, how a folder of segments is written and read, no pickle trusted.

Whoosh pickles its table of contents, and a pickle can run code. So an index is read through
``MappedFile`` alone, which knows the few types that Whoosh writes; the pickled schema is skipped,
because ours is fixed; and postings are not pickled in the first place (``codec``).
"""

from __future__ import annotations

import io
import mmap
import pickle
import warnings
from collections import defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.errors import IndexDamagedError
from index.keyword.bm25 import FIELDS
from index.keyword.codec import AnalysedText, Codec

with warnings.catch_warnings():
    # Whoosh 2.7.4 is older than the warnings that its source provokes when it is compiled.
    warnings.simplefilter("ignore")
    from whoosh.codec import whoosh3
    from whoosh.columns import NumericColumn
    from whoosh.fields import COLUMN, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import StructFile
    from whoosh.index import TOC, FileIndex
    from whoosh.reading import SegmentReader
    from whoosh.writing import SegmentWriter

_NAME: Final = "MAIN"
_CODEC: Final = Codec()

SCHEMA: Final = Schema(
    # The row of a passage, its fields, and their exact lengths, which Whoosh would round. The
    # defaults are values that never occur: Whoosh leaves them out at the end of a column.
    row=COLUMN(NumericColumn("q", default=-1)),
    **{field: AnalysedText() for field in FIELDS},
    **{f"{field}_length": COLUMN(NumericColumn("I", default=2**32 - 1)) for field in FIELDS},
)


class _Record:
    """What a pickled segment or codec is read as: its attributes and no behaviour."""


def _latin1(text: str, _: str) -> bytes:
    """How pickle's second protocol writes bytes."""
    return text.encode("latin-1")


_KNOWN: Final[Mapping[tuple[str, str], Callable[..., Any]]] = {
    ("whoosh.codec.whoosh3", "W3Segment"): _Record,
    ("index.keyword.codec", "Codec"): _Record,
    ("collections", "defaultdict"): defaultdict,
    ("builtins", "int"): int,
    ("builtins", "set"): set,
    ("_codecs", "encode"): _latin1,
}


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _KNOWN:
            return _KNOWN[module, name]
        raise IndexDamagedError(
            f"The keyword index holds a {module}.{name}, which this program never writes: "
            "run `search build --fresh`, and do not trust where this one came from"
        )


def load(file: Any) -> Any:
    """The plain data pickled at the position of ``file``, which is left behind it.

    Raises:
        IndexDamagedError: the pickle names a type that an index has no use for.
    """
    return _Unpickler(file).load()


# Whoosh would unpickle a posting list that stands in its index of terms: one pickle in the whole
# path that no subclass can reach. Nothing but numbers and bytes has ever been written there.
whoosh3.loads = lambda data: load(io.BytesIO(data))


class MappedFile(StructFile):  # type: ignore[misc]
    """A file of an index, mapped into memory; ``get`` may be called by several threads."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            empty = not file.seek(0, io.SEEK_END)
            content = (
                io.BytesIO() if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            )
        super().__init__(content, name=path.name)
        self.is_real = False  # no arrays are read past the mapping, from the file itself

    def read_pickle(self) -> Any:
        """The plain data pickled at the current position."""
        return load(self.file)

    def get(self, position: int, length: int) -> bytes:
        """The ``length`` bytes at ``position``, fewer where the file ends before."""
        if isinstance(self.file, mmap.mmap):
            return self.file[position : position + length]
        return b""


class Storage(FileStorage):  # type: ignore[misc]
    """A folder of Whoosh's files, read through ``MappedFile`` alone."""

    def open_file(self, name: str, **_: object) -> MappedFile:
        """The file, mapped."""
        return MappedFile(Path(self._fpath(name)))


class _Index(FileIndex):  # type: ignore[misc]
    def _read_toc(self) -> TOC:
        return read_toc(self.storage)


def create(storage: Storage) -> None:
    """Make the folder's index an empty one."""
    TOC.create(storage, SCHEMA, _NAME)


def writer(storage: Storage, limitmb: int) -> SegmentWriter:
    """A writer of one more segment; that no other one writes is the caller's care."""
    index = _Index(storage, SCHEMA, _NAME)
    return SegmentWriter(index, codec=_CODEC, compound=False, limitmb=limitmb, _lk=False)


def reader(storage: Storage, segment: whoosh3.W3Segment) -> SegmentReader:
    """A reader of one segment's terms and postings."""
    return SegmentReader(storage, SCHEMA, segment)


def read_toc(storage: Storage) -> TOC:
    """The table of contents, its segments made anew from their checked attributes."""
    toc = TOC.read(storage, _NAME, schema=SCHEMA)
    toc.segments = [_segment(record) for record in toc.segments]
    return toc


def _segment(record: Any) -> whoosh3.W3Segment:
    name, count, deleted = record.segid, record._doccount, record._deleted or set()
    if not (
        isinstance(name, str)
        and name.isalnum()
        and isinstance(count, int)
        and all(isinstance(doc, int) and 0 <= doc < count for doc in deleted)
    ):
        raise IndexDamagedError("The keyword index has a segment that was never written so.")
    return whoosh3.W3Segment(_CODEC, _NAME, count, name, deleted)


def column(storage: Storage, segment: whoosh3.W3Segment, name: str) -> npt.NDArray[np.int64]:
    """A numeric column: one value for each document of the segment, deleted ones included."""
    path = Path(storage.folder, whoosh3.W3Codec.column_filename(segment, name))
    values = np.fromfile(path, dtype=">i8" if name == "row" else ">u4")
    if len(values) != segment.doc_count_all():
        raise IndexDamagedError(f"{path} is not what was written: run `search build --fresh`")
    return values.astype(np.int64)


def forms_path(storage: Storage, segment: whoosh3.W3Segment) -> Path:
    """The file of a segment's words as they are written."""
    return Path(storage.folder, segment.make_filename(".forms"))


def postings(storage: Storage, segment: whoosh3.W3Segment) -> MappedFile:
    """The file of a segment's posting lists."""
    return storage.open_file(segment.make_filename(whoosh3.W3Codec.POSTS_EXT))
