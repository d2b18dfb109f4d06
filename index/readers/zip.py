"""Archives (zip): read as the folder that was packed, without unpacking anything to disk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, cast

from index.readers.formats import printable
from index.readers.loading import UnreadableError, load
from index.readers.safe_zip import BUNDLE_BYTES, open_entry, open_zip
from index.readers.unpacking_limits import allowance_of, is_hidden, member, read_member
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield what the files in the archive hold, by name; ids are ``archive.zip/folder/name``.

    Hidden files are left out as in a folder. What is encrypted, damaged, named twice, or has a
    name that leads out of the archive is a ``Problem``.
    """
    allowance = allowance_of(file)
    whole: IO[bytes] = cast("IO[bytes]", stream)
    if file.depth or not stream.seekable():
        whole = io.BytesIO(load(stream, BUNDLE_BYTES))
    seen: set[str] = set()
    files = 0
    with open_zip(whole, "a zip file") as archive:
        for entry in sorted(archive.infolist(), key=lambda entry: entry.filename):
            if entry.is_dir() or is_hidden(entry.filename):
                continue
            inner_id = f"{file.id}/{printable(entry.filename)}"
            try:
                files += 1
                inner = member(file, entry.filename, entry.file_size, allowance)
                if inner.id in seen:
                    raise UnreadableError("the name stands twice in the archive; the first is read")
                seen.add(inner.id)
                if not entry.file_size:
                    raise UnreadableError("the file is empty")
                with open_entry(archive, entry, allowance) as opened:
                    yield from read_member(inner, opened)
            except UnreadableError as error:
                yield Problem(inner_id, error.reason, error.line)
            if allowance.is_spent:
                return
    if not files:
        raise UnreadableError("no file in it")
