"""How an exported encoder is run: the small file that stands beside its weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

_Made = TypeVar("_Made", "Recipe", "Side")

UNLIMITED = 2**31 - 1
"""A number of tokens that no text has."""

_LENGTHS = {"dimension": 1 << 20, "max_length": UNLIMITED, "passage_tokens": UNLIMITED}
"""The fields that are at least 1, and at most this much."""


class Kind(StrEnum):
    """What runs one side of an encoder."""

    ONNX = "onnx"
    STATIC = "static"
    TORCH = "torch"


@dataclass(frozen=True, slots=True)
class Side:
    """How texts of one side, passages or queries, are turned into vectors.

    ``max_length`` counts special tokens and prompt; None means that there is no limit. ``weights``
    and ``tokenizer`` are names of files in the export; ``head`` is a graph behind a static table,
    or empty. ``inputs`` are the names of the graph's inputs. ``batched`` says whether texts may
    share a run without changing one another's vectors; ``left`` that a text past the limit loses
    its beginning; ``types`` that the tokenizer tells kinds of tokens apart.
    """

    kind: Kind
    prompt: str = ""
    max_length: int | None = None
    weights: str = ""
    tokenizer: str = "tokenizer.json"
    head: str = ""
    inputs: tuple[str, ...] = ()
    pad_id: int = 0
    batched: bool = True
    special: bool = True
    left: bool = False
    types: bool = False


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that is needed to run an exported encoder, but its weights and its tokenizers.

    Passages are cut at ``passage_tokens`` or at the limit of their side. ``reason`` says why a
    model of kind ``TORCH`` was not exported, ``trusted`` that its own code was run, ``default``
    that it is the packaged default model by its content. ``content`` is the digest of the
    files that it was made of.
    """

    fingerprint: str
    dimension: int
    passage: Side
    query: Side
    passage_tokens: int
    content: str = ""
    reason: str = ""
    trusted: bool = False
    default: bool = False

    @property
    def files(self) -> set[str]:
        """The names of the files of the export that it is run with."""
        return {
            name
            for side in (self.passage, self.query)
            for name in (side.weights, side.tokenizer, side.head)
            if name
        }

    @property
    def exported(self) -> bool:
        """Whether it runs without sentence-transformers."""
        return self.passage.kind is not Kind.TORCH

    def to_json(self) -> str:
        """The recipe as a JSON object."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Read what ``to_json`` wrote.

        :raises ValueError: where it is anything else; also KeyError and TypeError.
        """
        values = dict(json.loads(text))
        sides: dict[str, Any] = {name: _side(values.pop(name)) for name in ("passage", "query")}
        return _checked(cls(**values, **sides))


def _side(values: dict[str, Any]) -> Side:
    values["kind"] = Kind(values["kind"])
    values["inputs"] = tuple(values["inputs"])
    return _checked(Side(**values))


def _checked(made: _Made) -> _Made:
    """What was made, if every value has the type that its field asks for."""
    wanted = {"str": str, "int": int, "bool": bool, "int | None": int | None}
    for field in fields(made):
        kind = wanted.get(str(field.type))
        value = getattr(made, field.name)
        if kind and (not isinstance(value, kind) or (kind is not bool and isinstance(value, bool))):
            raise ValueError(f"{field.name} is {value!r}")
        if field.name in _LENGTHS and value is not None and not 1 <= value <= _LENGTHS[field.name]:
            raise ValueError(f"{field.name} is {value!r}")
    return made
