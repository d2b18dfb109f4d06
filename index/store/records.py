"""An article as a row of SQLite: as it was read, and beside it what marking boilerplate changed.

Blocks are stored as they are, with kind and reason, so that an article is read back without
knowing any rule: an index made with other rules of boilerplate is read all the same.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from index.types import Block, BlockKind, Document

COLUMNS: Final = (
    "id, path, title, standfirst, author, published, url, source, language, "
    "metadata, blocks, marked, left_out, text"
)
"""What ``to_record`` writes and ``from_record`` reads, in this order."""

_HEAD: Final = ("title", "standfirst", "author", "published", "url", "source", "language")
"""The fields of a ``Document``, all text, in which marking may change it beside its blocks."""

_KINDS: Final = {kind.value: kind for kind in BlockKind}


def to_record(document: Document) -> tuple[object, ...]:
    """The values of ``COLUMNS`` for a document as it was read."""
    return (
        document.id,
        document.path,
        *(getattr(document, name) for name in _HEAD),
        json.dumps(dict(document.metadata), ensure_ascii=False),
        _text(_numbers(document.blocks)),
        "",
        left_out(document),
        document.text,
    )


def marks(read: Document, marked: Document) -> str:
    """The value of ``marked``: empty where marking changed nothing, else what it changed."""
    if read == marked:
        return ""
    heads = {name: getattr(marked, name) for name in _HEAD}
    changed = {name: text for name, text in heads.items() if text != getattr(read, name)}
    return _text({"blocks": _numbers(marked.blocks), **changed})


def left_out(document: Document) -> int:
    """How many blocks of a document are boilerplate."""
    return sum(block.kind is BlockKind.BOILERPLATE for block in document.blocks)


def from_record(record: Sequence[Any], *, as_read: bool = False) -> Document:
    """A document from its ``COLUMNS``, with what marking changed or as it was read.

    :raises TypeError: where a value is of another type than was written, as after damage.
    :raises ValueError: where JSON is not what was written.
    :raises KeyError: where a block is of a kind that there is not.
    """
    id_, path, *head, metadata, blocks, marked, _, text = record
    expect(str, id_, path, *head, metadata, blocks, marked, text)
    changed: dict[str, Any] = {} if as_read or not marked else json.loads(marked)
    read = json.loads(blocks) if not changed else changed.pop("blocks")
    document = Document(
        id=id_,
        path=path,
        text=text,
        blocks=_blocks(read),
        **dict(zip(_HEAD, head, strict=True)),
        metadata=_mapping(json.loads(metadata)),
    )
    if not changed:
        return document
    expect(str, *changed.values())
    if not changed.keys() <= set(_HEAD):
        raise ValueError("marking changed what it never changes")
    return replace(document, **changed)


def expect(kind: type, *values: object) -> None:
    """Make sure of types: SQLite stores any value in any column, and so may a damaged byte.

    :raises TypeError: where one of ``values`` is not of type ``kind``.
    """
    for value in values:
        if type(value) is not kind:
            raise TypeError(f"a value is not of type {kind.__name__}")


def _numbers(blocks: Iterable[Block]) -> list[tuple[int, int, str, int, str]]:
    return [(b.start, b.end, b.kind.value, b.line, b.reason) for b in blocks]


def _blocks(numbers: Iterable[Sequence[Any]]) -> tuple[Block, ...]:
    found = []
    for start, end, kind, line, reason in numbers:
        expect(int, start, end, line)
        expect(str, reason)
        found.append(Block(start, end, _KINDS[kind], line, reason))
    return tuple(found)


def _mapping(value: Any) -> Mapping[str, Any]:
    expect(dict, value)
    return dict(value)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
