"""Whoosh's files: the schema, and how a folder of segments is written and read, without pickles.

Whoosh pickles its table of contents, what its index of terms says of itself, and postings; a pickle
can run code and ask for any amount of memory. Here the first two are JSON, the schema is fixed and
not stored, and postings are blocks of numbers (``codec``).
"""

from __future__ import annotations

import io
import json
import mmap
import os
import re
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from index.errors import damaged
from index.keyword.bm25 import FIELDS
from index.keyword.codec import AnalysedText, Codec
from index.keyword.occurrences import Occurrences

with warnings.catch_warnings():
    # Whoosh 2.7.4 is older than the warnings that its source provokes when it is compiled.
    warnings.simplefilter("ignore")
    from whoosh.codec import whoosh3
    from whoosh.columns import NumericColumn
    from whoosh.fields import COLUMN, Schema
    from whoosh.filedb.filestore import FileStorage
    from whoosh.filedb.structfile import StructFile
    from whoosh.index import TOC, FileIndex, clean_files
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


def _refuse(_: object) -> Any:
    raise damaged("the keyword index", "it holds a pickle, which this program never writes")


# Whoosh would unpickle a posting list that stands in its index of terms, where none ever does.
whoosh3.loads = _refuse


class _NewFile(StructFile):  # type: ignore[misc]
    """A file being written: JSON, its length before it, where Whoosh would pickle."""

    def write_pickle(self, value: object, protocol: int = -1) -> None:
        """Write plain data."""
        del protocol
        content = json.dumps(value).encode()
        self.write_uint(len(content))
        self.write(content)


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
        """The plain data at the current position, as ``_NewFile`` writes it."""
        return json.loads(self.read(self.read_uint()))

    def get(self, position: int, length: int) -> bytes:
        """The ``length`` bytes at ``position``, fewer where the file ends before."""
        if isinstance(self.file, mmap.mmap):
            return self.file[position : position + length]
        return b""


class Storage(FileStorage):  # type: ignore[misc]
    """A folder of Whoosh's files, written and read without pickles."""

    def create_file(self, name: str, excl: bool = False, mode: str = "wb", **_: object) -> _NewFile:
        """A new file, private to the user."""
        del excl
        path = self._fpath(name)
        file = open(path, mode.replace("w", "x"), opener=_open_private)  # noqa: SIM115
        return _NewFile(file, name=name)

    def open_file(self, name: str, **_: object) -> MappedFile:
        """The file, mapped."""
        return MappedFile(Path(self._fpath(name)))


class _Index(FileIndex):  # type: ignore[misc]
    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.indexname = _NAME
        self._schema = SCHEMA

    def _read_toc(self) -> TOC:
        return read_toc(self.storage)


class _Writer(SegmentWriter):  # type: ignore[misc]
    """Writes the columns of documents, and posting lists that are made elsewhere."""

    def __init__(self, storage: Storage, occurrences: Occurrences) -> None:
        super().__init__(_Index(storage), codec=_CODEC, compound=False, _lk=False)
        self._occurrences = occurrences

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for field in self._occurrences.fields():
            self.fieldwriter.add_field(field, self._occurrences.lists(field))
        self.fieldwriter.close()

    def _commit_toc(self, segments: Sequence[whoosh3.W3Segment]) -> None:
        _write_toc(self.storage, self.generation, segments)
        clean_files(self.storage, _NAME, self.generation, segments)


def create(storage: Storage) -> None:
    """Make the folder's index an empty one."""
    _write_toc(storage, 0, [])


def writer(storage: Storage, occurrences: Occurrences) -> SegmentWriter:
    """A writer of one more segment, with the posting lists of ``occurrences`` when it commits.

    That no other one writes is the caller's care.
    """
    return _Writer(storage, occurrences)


def reader(storage: Storage, segment: whoosh3.W3Segment) -> SegmentReader:
    """A reader of one segment's terms and postings."""
    return SegmentReader(storage, SCHEMA, segment)


def read_toc(storage: Storage) -> TOC:
    """The table of contents, its segments made of what was checked.

    :raises ValueError, TypeError, KeyError: where it is not what was written.
    """
    number = TOC._latest_generation(storage, _NAME)
    text = Path(storage.folder, TOC._filename(_NAME, number)).read_bytes()
    return TOC(SCHEMA, [_segment(**record) for record in json.loads(text)], number)


def _write_toc(storage: Storage, number: int, segments: Sequence[whoosh3.W3Segment]) -> None:
    records = [
        {"name": s.segid, "count": s.doc_count_all(), "deleted": sorted(s.deleted_docs())}
        for s in segments
    ]
    with storage.create_file(TOC._filename(_NAME, number)) as file:
        file.write(json.dumps(records).encode())


def _segment(name: str, count: int, deleted: list[int]) -> whoosh3.W3Segment:
    if not (
        type(name) is str
        and re.fullmatch("[0-9a-z]{1,64}", name)
        and type(count) is int
        and count >= 0
        and all(type(document) is int and 0 <= document < count for document in deleted)
    ):
        raise ValueError("a segment was never written so")
    return whoosh3.W3Segment(_CODEC, _NAME, count, name, set(deleted))


def column(storage: Storage, segment: whoosh3.W3Segment, name: str) -> npt.NDArray[np.int64]:
    """A numeric column: one value for each document of the segment, deleted ones included."""
    path = Path(storage.folder, whoosh3.W3Codec.column_filename(segment, name))
    values = np.fromfile(path, dtype=">i8" if name == "row" else ">u4")
    if len(values) != segment.doc_count_all():
        raise damaged(path, "it is not as long as its segment")
    return values.astype(np.int64)


def forms_path(storage: Storage, segment: whoosh3.W3Segment) -> Path:
    """The file of a segment's words as they are written."""
    return Path(storage.folder, segment.make_filename(".forms"))


def postings(storage: Storage, segment: whoosh3.W3Segment) -> MappedFile:
    """The file of a segment's posting lists."""
    return storage.open_file(segment.make_filename(whoosh3.W3Codec.POSTS_EXT))


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)
