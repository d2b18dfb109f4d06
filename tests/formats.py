"""Reads what a test writes: ``read_bytes(folder, "a.eml", data)``."""

from __future__ import annotations

from pathlib import Path

from index.readers import read
from index.readers.sources import SourceFile
from index.types import BlockKind, Document, Problem


def read_bytes(folder: Path, name: str, data: bytes | str) -> list[Document | Problem]:
    """All that a file of this name and content yields."""
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read(SourceFile(path, name, path.stat().st_size, 0)))


def article(folder: Path, name: str, data: bytes | str) -> Document:
    """The one article of such a file."""
    (found,) = read_bytes(folder, name, data)
    assert isinstance(found, Document), found
    return found


def reasons(found: list[Document | Problem]) -> list[str]:
    """The problems among what was read, one line each."""
    return [str(one) for one in found if isinstance(one, Problem)]


def blocks(document: Document) -> list[tuple[int, str, str]]:
    """Line, kind and text of each block."""
    return [
        (one.line, one.kind.value, document.text[one.start : one.end]) for one in document.blocks
    ]


def texts(document: Document) -> list[str]:
    """The text of each paragraph."""
    return [
        document.text[one.start : one.end]
        for one in document.blocks
        if one.kind is BlockKind.PARAGRAPH
    ]


def check(document: Document) -> None:
    """That a document keeps what is promised of every document."""
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end
        assert document.text[end : block.start].strip() == ""
        assert document.text[block.start : block.end].strip() != ""
        assert block.line >= 1
        end = block.end
    assert document.text[end:].strip() == ""
    assert document.text.strip() != ""
    assert len(document.content_hash) == 64
