"""Archives (tar, also packed by gzip, bzip2 or xz): read as the folder that was packed."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from functools import partial
from typing import IO, TYPE_CHECKING, cast

from index.readers.formats import printable
from index.readers.loading import UnreadableError
from index.readers.unpacking_limits import Unpacked, allowance_of, is_hidden, member, read_member
from index.types import Problem

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document


def read(file: SourceFile, stream: io.BufferedReader) -> Iterator[Document | Problem]:
    """Yield what the files in the archive hold, in its order, as of a zip file.

    Links, devices and the like are passed over.
    """
    allowance = allowance_of(file)
    seen: set[str] = set()
    files = 0
    try:
        with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as archive:
            for entry in archive:
                if not entry.isreg() or is_hidden(entry.name):
                    continue
                inner_id = f"{file.id}/{printable(entry.name)}"
                opened = archive.extractfile(entry)
                if opened is None:
                    continue
                try:
                    files += 1
                    inner = member(file, entry.name, entry.size, allowance)
                    if inner.id in seen:
                        raise UnreadableError(
                            "the name stands twice in the archive; the first is read"
                        )
                    seen.add(inner.id)
                    if not entry.size:
                        raise UnreadableError("the file is empty")
                    yield from read_member(
                        inner, Unpacked(opened, allowance, partial(int, entry.size))
                    )
                except UnreadableError as error:
                    yield Problem(inner_id, error.reason, error.line)
                if allowance.is_spent:
                    return
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise UnreadableError("not a tar file, or a broken one") from error
    if not files:
        raise UnreadableError("no file in it")
