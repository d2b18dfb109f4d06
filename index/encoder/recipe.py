"""How an exported encoder is run: the small file that stands beside its weights."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What runs an encoder."""

    ONNX = "onnx"
    STATIC = "static"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Recipe:
    """All that is needed to run an exported encoder, but its weights and its tokenizer.

    ``max_length`` counts special tokens and prompts; ``None`` means that there is no limit.
    ``inputs`` are the names of the graph's inputs. ``batched`` says whether texts may share a
    run without changing one another's vectors. ``reason`` says why a model of kind
    ``REFERENCE`` was not exported.
    """

    kind: Kind
    fingerprint: str
    dimension: int
    max_length: int | None
    query_prompt: str = ""
    passage_prompt: str = ""
    inputs: tuple[str, ...] = ()
    pad_id: int = 0
    batched: bool = True
    reason: str = ""

    def to_json(self) -> str:
        """The recipe as a JSON object."""
        return json.dumps(asdict(self), indent=1)

    @classmethod
    def from_json(cls, text: str) -> Recipe:
        """Read what ``to_json`` wrote; raises ``ValueError``, ``KeyError`` or ``TypeError``."""
        values = json.loads(text)
        values["kind"] = Kind(values["kind"])
        values["inputs"] = tuple(values["inputs"])
        return cls(**values)
