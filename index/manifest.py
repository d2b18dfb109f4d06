"""What a generation says of itself: ``manifest.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from index.errors import IndexDamagedError, IndexOutdatedError

FORMAT: Final = 1
"""The layout of a generation on disk; raised by every change that older code cannot read."""


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a generation: its size in bytes and a BLAKE2b digest (hex) of each block."""

    size: int
    blocks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a generation holds.

    ``tokens`` are the encoder's tokens of all passages, ``tokens_unread`` those of them that it
    never saw. ``rows`` includes the rows of passages that have been removed since the last
    compaction.
    """

    documents: int
    passages: int
    rows: int
    boilerplate: int
    files: int
    problems: int
    tokens: int
    tokens_unread: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One published state of an index.

    ``fingerprint`` names all that decides what an index holds for the same articles: encoder,
    analyzer, chunking, boilerplate. ``model`` opens the encoder again; ``sources`` are those
    that the index was built from; ``created`` is UTC, ISO 8601.
    """

    generation: int
    created: str
    fingerprint: Mapping[str, str]
    model: str
    precision: str
    trust_remote_code: bool
    dimension: int
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    counts: Counts
    changes: Mapping[str, int]
    files: Mapping[str, FileRecord] = field(default_factory=dict)
    format: int = FORMAT

    def to_json(self) -> str:
        """The text of ``manifest.json``."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str, place: str) -> Manifest:
        """Read what ``to_json`` wrote; ``place`` names the file in errors.

        :raises IndexOutdatedError: where another version of this program wrote it.
        :raises IndexDamagedError: where it is not a manifest.
        """
        try:
            fields: dict[str, Any] = json.loads(text)
            if fields["format"] != FORMAT:
                raise IndexOutdatedError(
                    f"{place} has index format {fields['format']}, this program reads {FORMAT}: "
                    "run `search build --fresh`, or update the program"
                )
            fields["counts"] = Counts(**fields["counts"])
            fields["files"] = {
                name: FileRecord(record["size"], tuple(record["blocks"]))
                for name, record in fields["files"].items()
            }
            fields["sources"] = tuple(fields["sources"])
            fields["languages"] = tuple(fields["languages"])
            return cls(**fields)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise IndexDamagedError(
                f"{place} is damaged ({error}): run `search build --fresh`"
            ) from error
