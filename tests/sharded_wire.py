"""What passes between the engine of shards and its nodes: values as bytes, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Final

from index.query import conditions, tree
from index.types import Block, BlockKind, Document, FileState, Passage, Problem

_KINDS: Final[dict[str, Any]] = {
    kind.__name__: kind
    for module in (conditions, tree)
    for kind in vars(module).values()
    if isinstance(kind, type) and is_dataclass(kind)
} | {kind.__name__: kind for kind in (Block, Document, Passage, Problem)}

_SCALARS: Final = frozenset({float, int, str, bool, type(None)})


def packed(value: object) -> bytes:
    """A value as bytes: plain ones, those of ``index.types``, queries and conditions."""
    return json.dumps(_plain(value)).encode()


def unpacked(data: bytes) -> Any:
    """What ``packed`` was given, of no memory in common with it."""
    return _value(json.loads(data))


def _plain(value: Any) -> Any:
    match value:
        case BlockKind():
            return {"is": "BlockKind", "of": value.value}
        case bytes():
            return {"is": "bytes", "of": value.hex()}
        case FileState():
            return {"is": "FileState", "of": _plain(list(value))}
        case tuple():
            return {"is": "tuple", "of": [_plain(one) for one in value]}
        case list():
            return value if _SCALARS.issuperset(map(type, value)) else [*map(_plain, value)]
        case Mapping():
            return {"is": "dict", "of": [[_plain(k), _plain(v)] for k, v in value.items()]}
    if is_dataclass(value) and not isinstance(value, type):
        of = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"is": type(value).__name__, "of": of}
    return value


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return plain if _SCALARS.issuperset(map(type, plain)) else [*map(_value, plain)]
    if not isinstance(plain, dict):
        return plain
    of = plain["of"]
    match plain["is"]:
        case "BlockKind":
            return BlockKind(of)
        case "bytes":
            return bytes.fromhex(of)
        case "FileState":
            return FileState(*_value(of))
        case "tuple":
            return tuple(_value(one) for one in of)
        case "dict":
            return {_value(key): _value(value) for key, value in of}
    return _KINDS[plain["is"]](**{name: _value(one) for name, one in of.items()})
