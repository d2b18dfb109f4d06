"""One file packed by gzip, bzip2 or xz: read as the file that it was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import TYPE_CHECKING

from index.readers.formats import SUFFIXES, suffix_of
from index.readers.unpacking_limits import (
    Counted,
    Unpacked,
    allowance_of,
    decompressor,
    read_member,
)

if TYPE_CHECKING:
    from index.readers.sources import SourceFile
    from index.types import Document, Problem

_INNER = {".tgz": ".tar", ".tbz": ".tar", ".txz": ".tar"}
_BY = {".bz2": ".bz2", ".tbz": ".bz2", ".xz": ".xz", ".txz": ".xz"}


def read(file: SourceFile, stream: BufferedReader) -> Iterator[Document | Problem]:
    """Yield what the file holds by its name without ``.gz``: ``a.jsonl.gz`` is ``a.jsonl``.

    Its ids and its path stay those of the packed file.
    """
    allowance = allowance_of(file)
    suffix = suffix_of(file.path.name)
    packed = SUFFIXES.get(suffix) == "compressed"
    inner = replace(
        file,
        path=file.path.with_suffix(_INNER.get(suffix, "")) if packed else file.path,
        depth=file.depth + 1,
        allowance=allowance,
    )
    counted = Counted(stream)
    source = decompressor(_BY.get(suffix, ".gz"), counted)
    yield from read_member(inner, Unpacked(source, allowance, lambda: counted.count))
