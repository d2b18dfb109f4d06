"""Looking after an index: is it whole, what was it before, and back to that."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from index.encoder import damaged_files
from index.errors import IndexNotFoundError, IndexStateError, Remedy
from index.generation import durable_files, generations, integrity, layout
from index.generation.lock import writer_lock
from index.generation.manifest import Manifest
from index.generation.parameters import RankingParameters
from index.location import find_folder
from index.types import Problem


@dataclass(frozen=True, slots=True)
class Verification:
    """What ``verify`` found: ``damage`` is empty where everything is as it was written."""

    manifest: Manifest
    damage: tuple[Problem, ...]
    remedy: Remedy
    """What mends the damage."""


@dataclass(frozen=True, slots=True)
class Published:
    """A generation on disk."""

    manifest: Manifest
    current: bool


def verify(location: str | Path | None = None) -> Verification:
    """Read every byte of the current generation, and of what is kept of its encoder.

    :raises IndexStateError: where there is no index, or not even its manifest can be read.
    """
    place = _place(location)
    while True:
        manifest = generations.current_manifest(place)
        folder = layout.generation_folder(place, manifest.generation)
        damage = [Problem(str(path), reason) for path, reason in integrity.damage(folder, manifest)]
        if not damage or generations.current_generation(place) == manifest.generation:
            break  # else a build has replaced and removed it while it was read
    encoder = damaged_files(manifest.fingerprint.get("encoder", ""))
    remedy = Remedy.REBUILD if damage else Remedy.RENEW if encoder else Remedy.NONE
    if damage and len(generations.lineage(place)) > 1:
        remedy = Remedy.ROLL_BACK
    damage += [Problem(path, "it is not what was written") for path in encoder]
    return Verification(manifest, tuple(damage), remedy)


def history(location: str | Path | None = None) -> list[Published]:
    """The current generation and those that ``rollback`` can return to, the newest first.

    :raises IndexStateError: where there is no index, or the current one cannot be read.
    """
    place = _place(location)
    current = generations.current_manifest(place)
    others = (number for number in generations.published(place) if number != current.generation)
    found = [Published(current, True), *(Published(m, False) for m in _readable(place, others))]
    return sorted(found, key=lambda one: -one.manifest.generation)


def rollback(location: str | Path | None = None, number: int | None = None) -> Manifest:
    """Make an older generation the current one: the one before, or the one of that number.

    It is read to the last byte first. The next build starts from it.

    :raises IndexStateError: where there is none, or it is not whole.
    :raises IndexLockedError: where another process is writing to the index.
    """
    place = _place(location)
    with writer_lock(place), durable_files.writing(place):
        manifest = _before(place) if number is None else _numbered(place, number)
        integrity.check(layout.generation_folder(place, manifest.generation), manifest)
        generations.make_current(place, manifest)
    return manifest


def set_ranking(
    setting: RankingParameters | None, location: str | Path | None = None, keep: int = 2
) -> Manifest:
    """Publish the current generation once more, to be ranked by ``setting``; None: by default.

    Its files are shared with the one before, which ``rollback`` returns to.

    :raises IndexStateError: where there is no index, or it is not whole.
    :raises IndexLockedError: where another process is writing to the index.
    """
    place = _place(location)
    with writer_lock(place), durable_files.writing(place):
        current = generations.current_manifest(place)
        folder = layout.generation_folder(place, current.generation)
        integrity.check(folder, current)
        with generations.beginning(place) as building:
            for name in current.files:
                if not (building / name).parent.exists():
                    durable_files.create_folder((building / name).parent)
                durable_files.link(folder / name, building / name)
            manifest = replace(
                current,
                generation=generations.next_number(place),
                parent=current.generation,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                changes=dict.fromkeys(current.changes, 0),
                names={},
                ranking=setting,
            )
            generations.publish(place, building, manifest)
        generations.collect(place, keep)
    return manifest


def _place(location: str | Path | None) -> Path:
    return find_folder(Path(location) if location is not None else None).absolute()


def _readable(place: Path, numbers: Iterable[int]) -> Iterator[Manifest]:
    for number in numbers:
        with contextlib.suppress(IndexStateError):
            yield generations.read_manifest(place, number)


def _before(place: Path) -> Manifest:
    """The generation before the current one, or the newest where that cannot be told."""
    try:
        earlier = generations.lineage(place)[1:2]
    except IndexNotFoundError:
        raise
    except IndexStateError:
        earlier = list(_readable(place, reversed(generations.published(place))))[:1]
    if not earlier:
        raise IndexStateError(f"{place} has no older version to return to", place=str(place))
    return earlier[0]


def _numbered(place: Path, number: int) -> Manifest:
    if number not in generations.published(place):
        raise IndexStateError(
            f"{place} has no version {number}", place=str(place), remedy=Remedy.LIST_VERSIONS
        )
    return generations.read_manifest(place, number)
