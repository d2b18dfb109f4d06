"""What a generation says of itself: ``manifest.json``."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final

from index.errors import IndexOutdatedError, Remedy, damaged
from index.generation.parameters import RankingParameters

FORMAT: Final = 7
"""The layout of a generation on disk; raised by every change that older code cannot read."""


PRECISIONS: Final = ("fp32", "int8")
"""How an encoder may have computed."""

_LANGUAGE: Final = re.compile(r"([a-z]{2,3})?", re.ASCII)
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of a generation: its size in bytes and the checksums of its blocks.

    ``checksums`` holds the CRC-32 of each block as eight hexadecimal digits, one after the other.
    """

    size: int
    checksums: str


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

    ``parent`` is the generation that was current before it, 0 if there was none. ``fingerprint``
    names all that decides what an index holds for the same articles: encoder, analyzer, chunking,
    boilerplate. ``model`` opens the encoder again; ``sources`` are those that the index was built
    from; ``created`` is UTC, ISO 8601. ``changes`` counts the documents that differ from the
    parent's, and ``names`` holds the first ids of each kind. ``ranking`` is what ``search tune``
    wrote, None for the defaults.
    """

    generation: int
    parent: int
    created: str
    fingerprint: Mapping[str, str]
    model: str
    precision: str
    dimension: int
    sources: tuple[str, ...]
    languages: tuple[str, ...]
    counts: Counts
    changes: Mapping[str, int]
    files: Mapping[str, FileRecord] = field(default_factory=dict)
    format: int = FORMAT
    ranking: RankingParameters | None = None
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def seal(self) -> str:
        """A digest of everything that the manifest says."""
        return _digest(self._fields())

    def to_json(self) -> str:
        """The text of ``manifest.json``: the fields, and their seal."""
        return _text(self._fields() | {"seal": self.seal})

    def _fields(self) -> dict[str, Any]:
        """The fields of ``manifest.json``; ranking and names only where there are any."""
        fields = asdict(self)
        for name in ("ranking", "names"):
            if not fields[name]:
                del fields[name]
        return fields

    @classmethod
    def from_json(cls, text: str, place: str) -> Manifest:
        """Read what ``to_json`` wrote; ``place`` names the file in errors.

        :raises IndexOutdatedError: where another version of this program wrote it.
        :raises IndexDamagedError: where it is not, to the last byte, what was written.
        """
        try:
            fields: dict[str, Any] = json.loads(text)
            if fields["format"] != FORMAT:
                raise _other_format(place, fields["format"])
            seal = fields.pop("seal")
            if seal != _digest(fields) or text != _text(fields | {"seal": seal}):
                raise ValueError("it does not match its seal")
            return _from_fields(fields)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise damaged(place, error) from error


MOST_NAMES: Final = 10
"""Articles of each kind whose ids a manifest holds: it is read at every query."""

_MOST: Final = 1 << 40
_FINGERPRINTS: Final = {"encoder", "analysis", "reading", "chunking", "boilerplate"}
_HEADER: Final = 128
"""The bytes of NumPy's header in ``order.npy`` and ``documents.npy``."""


def check_plausible(manifest: Manifest) -> None:
    """Make sure that a build can have made what says this of itself.

    :raises ValueError: names what no build can have written.
    """
    counts = manifest.counts
    numbers = [*asdict(counts).values(), *manifest.changes.values()]
    numbers += [record.size for record in manifest.files.values()]
    sizes = {manifest.files[name].size for name in ("order.npy", "documents.npy")}
    for wrong, what in (
        (not all(0 <= number < _MOST for number in numbers), "a number"),
        (not 0 < counts.documents <= counts.passages + counts.documents, "no articles"),
        (not counts.passages <= counts.rows, "fewer rows than passages"),
        (sizes != {_HEADER + 4 * counts.rows}, "another number of rows"),
        (counts.tokens_unread > counts.tokens, "more tokens unread than there are"),
        (not 0 < manifest.dimension <= 1 << 16, "the dimension"),
        (manifest.precision not in PRECISIONS, "the precision"),
        (set(manifest.fingerprint) != _FINGERPRINTS, "the fingerprint"),
        (not 0 <= manifest.parent < 10**9, "the parent"),
        (not 0 < manifest.generation < 10**9, "the generation"),
        (set(manifest.changes) != {"added", "changed", "removed"}, "the changes"),
        (not set(manifest.names) <= set(manifest.changes), "the names"),
        (any(len(names) > MOST_NAMES for names in manifest.names.values()), "the names"),
        (not _is_time(manifest.created), "the time"),
        (not all(_LANGUAGE.fullmatch(code) for code in manifest.languages), "a language"),
        (not manifest.model.isprintable() or not manifest.model, "the model"),
    ):
        if wrong:
            raise ValueError(f"its manifest says what no build can have written: {what}")


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


_TYPES: Final[Mapping[str, type]] = {
    "generation": int,
    "parent": int,
    "created": str,
    "fingerprint": dict,
    "model": str,
    "precision": str,
    "dimension": int,
    "sources": list,
    "languages": list,
    "counts": dict,
    "changes": dict,
    "files": dict,
}


def _from_fields(fields: dict[str, Any]) -> Manifest:
    """A manifest from its JSON fields, each of the type that it must have."""
    for name, kind in _TYPES.items():
        if type(fields[name]) is not kind:
            raise ValueError(f"{name} is not of type {kind.__name__}")
    _each(fields["fingerprint"].values(), str)
    _each(fields["sources"] + fields["languages"], str)
    _each([*fields["counts"].values(), *fields["changes"].values()], int)
    fields["counts"] = Counts(**fields["counts"])
    fields["sources"] = tuple(fields["sources"])
    fields["languages"] = tuple(fields["languages"])
    fields["files"] = {name: FileRecord(**record) for name, record in fields["files"].items()}
    _each((record.size for record in fields["files"].values()), int)
    _each((record.checksums for record in fields["files"].values()), str)
    if "names" in fields:
        _each(fields["names"].values(), list)
        _each([name for names in fields["names"].values() for name in names], str)
        fields["names"] = {kind: tuple(names) for kind, names in fields["names"].items()}
    if "ranking" in fields:
        fields["ranking"] = RankingParameters.from_record(fields["ranking"])
    return Manifest(**fields)


def _each(values: Any, kind: type) -> None:
    if any(type(value) is not kind for value in values):
        raise ValueError(f"a value is not of type {kind.__name__}")


def _text(fields: Mapping[str, Any]) -> str:
    """The fields as JSON that UTF-8 can hold: a source may have a name that is no text."""
    text = json.dumps(fields, indent=1, ensure_ascii=False) + "\n"
    return _NO_TEXT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _digest(fields: Mapping[str, Any]) -> str:
    return hashlib.blake2b(_text(fields).encode(), digest_size=16).hexdigest()


def _other_format(place: str, found: object) -> IndexOutdatedError:
    newer = isinstance(found, int) and found > FORMAT
    age = "a newer" if newer else "an older"
    return IndexOutdatedError(
        f"{place} has {age} index format ({found}, this program's is {FORMAT})",
        place=place,
        cause=f"format {found}",
        remedy=Remedy.UPDATE if newer else Remedy.REBUILD,
    )
