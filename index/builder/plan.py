"""What a build starts from: the settings, the encoder, and the former generation."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from index.boilerplate import BOILERPLATE
from index.builder.previous import Former
from index.chunk import CHUNKING
from index.encoder import DEFAULT_MODEL, Precision, open_encoder, open_indexed_encoder
from index.encoder.protocol import Encoder
from index.errors import IndexNotFoundError, IndexStateError
from index.generation import generations, integrity
from index.generation.manifest import Manifest
from index.generation.parameters import RankingParameters
from index.keyword.analysis import VERSION as ANALYSIS
from index.progress import Progress
from index.readers import READING

DEFAULT_SOURCE: Final = "seeds"
"""The folder that is indexed if none is named."""

STANDARD_INPUT: Final = "-"
"""The source that stands for standard input."""

KEPT: Final = "kept"
"""Stands in the place of ``BOILERPLATE`` where none is marked."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is asked for; None stands for what the index has, else the default.

    ``trust_remote_code`` lets code run that comes with the model, and is never remembered.
    ``strict`` makes what cannot be read an error, ``fresh`` uses nothing of the index that is
    there but its settings. ``keep`` is how many generations are left; ``wait`` says to wait where
    another process is building. ``encoder`` is one of the program's own, in the place of ``model``.
    """

    model: str | None = None
    precision: Precision | None = None
    keep_boilerplate: bool | None = None
    trust_remote_code: bool = False
    strict: bool = False
    fresh: bool = False
    keep: int = 2
    wait: bool = False
    encoder: Encoder | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build starts from: ``base`` is brought up to date, ``cache`` spares encoding.

    ``parent`` is the number of the current generation, 0 where there is none. ``ranking`` is that
    of the former generation, also under ``fresh``, unless another encoder made it.
    """

    place: Path
    parent: int
    sources: tuple[str, ...]
    settings: Settings
    progress: Progress
    started: float
    encoder: Encoder
    fingerprint: dict[str, str]
    cache: Former | None
    base: Former | None
    renewed: str
    ranking: RankingParameters | None


def make_plan(
    place: Path, sources: Sequence[str | Path], settings: Settings, progress: Progress
) -> Plan:
    """Settle everything that is known before an article is read.

    :raises EncoderError: where the model cannot be used.
    :raises IndexStateError: where there is an index that cannot be read, but for ``fresh``.
    """
    started = time.monotonic()
    former = _former_manifest(place, fresh=settings.fresh)
    encoder = _encoder(settings, former, progress)
    settings = _settled(settings, former)
    usable = former if not settings.fresh else None
    fingerprint = {
        "encoder": encoder.fingerprint,
        "analysis": ANALYSIS,
        "reading": READING,
        "chunking": CHUNKING,
        "boilerplate": KEPT if settings.keep_boilerplate else BOILERPLATE,
    }
    before = usable.fingerprint if usable else fingerprint
    differs = [name for name, value in fingerprint.items() if before.get(name) != value]
    cache = Former(place, usable) if usable and "encoder" not in differs else None
    ranking = former.ranking if former else None
    if ranking and former and former.fingerprint.get("encoder") != encoder.fingerprint:
        ranking = None
        progress.notify("the ranking was tuned with another encoder: run `search tune` again")
    return Plan(
        place=place,
        parent=former.generation if former else 0,
        sources=_names(sources, former),
        settings=settings,
        progress=progress,
        started=started,
        encoder=encoder,
        fingerprint=fingerprint,
        cache=cache,
        base=cache if not differs else None,
        renewed=f"another {' and '.join(differs)}" if differs else "",
        ranking=ranking,
    )


def _encoder(settings: Settings, former: Manifest | None, progress: Progress) -> Encoder:
    """The encoder that is asked for, else that of the index, else the default one."""
    if settings.encoder is not None:
        return settings.encoder
    asked, precision = settings.model, settings.precision
    if asked is None and former is not None:
        encoder = open_indexed_encoder(
            former.model,
            former.fingerprint.get("encoder", ""),
            precision=cast(Precision, former.precision),
            trust_remote_code=settings.trust_remote_code,
            for_building=True,
            notify=progress.notify,
        )
        if precision in (None, former.precision):
            return encoder
        asked = encoder.name
    return open_encoder(
        DEFAULT_MODEL if asked is None else asked,
        precision=precision or (cast(Precision, former.precision) if former else "fp32"),
        trust_remote_code=settings.trust_remote_code,
        for_building=True,
        notify=progress.notify,
    )


def _settled(settings: Settings, former: Manifest | None) -> Settings:
    """The settings with what the index has in place of None."""
    if former is None:
        return settings
    keep = settings.keep_boilerplate
    return replace(
        settings,
        model=settings.model or former.model,
        precision=settings.precision or cast(Precision, former.precision),
        keep_boilerplate=former.fingerprint.get("boilerplate") == KEPT if keep is None else keep,
    )


def _former_manifest(place: Path, *, fresh: bool) -> Manifest | None:
    """The manifest of the current generation, if there is one; checked to the last byte.

    With ``fresh`` only what it says counts, and nothing where it cannot be read.
    """
    try:
        manifest = generations.current_manifest(place)
        if not fresh:
            integrity.check(generations.generation_folder(place, manifest.generation), manifest)
    except IndexNotFoundError:
        return None
    except IndexStateError:
        if not fresh:
            raise
        return None
    return manifest


def _names(sources: Sequence[str | Path], former: Manifest | None) -> tuple[str, ...]:
    """The sources as a later build finds them from any folder: absolute, or standard input."""
    if not sources:
        sources = former.sources if former else (DEFAULT_SOURCE,)
    return tuple(
        STANDARD_INPUT if str(source) == STANDARD_INPUT else str(Path(source).absolute())
        for source in sources
    )
