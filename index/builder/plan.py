"""What a build starts from: the settings, the encoder, and the published state."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, cast

from index.article.date_order import DateOrder
from index.boilerplate import BOILERPLATE
from index.builder.sources import Sources, source_names
from index.chunk import CHUNKING
from index.encoder import DEFAULT_MODEL, Precision, open_encoder, open_indexed_encoder
from index.encoder.protocol import Encoder
from index.engines.writer import Keep, Writer
from index.errors import IndexStateError
from index.generation.manifest import Manifest
from index.generation.parameters import RankingParameters
from index.progress import Progress
from index.readers.date_order import reading

KEPT: Final = "kept"
"""Stands in the place of ``BOILERPLATE`` where none is marked."""

_SAID: Final = {"encoder": "model"}
"""What users call a part of the fingerprint, where that is another word."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is asked for; None stands for what the index has, else the default.

    ``trust_remote_code`` lets code run that comes with the model, and is never remembered.
    ``dates`` says whether 3/5/2021 is a day in May or in March. ``strict`` makes what cannot be
    read an error, ``fresh`` uses nothing of the index that is there but its settings.
    ``allow_missing`` lets go of sources that have vanished with all of their files. ``keep`` is
    how many generations are left; ``wait`` says to wait where another process is building.
    ``encoder`` is one of the program's own, in the place of ``model``.
    """

    model: str | None = None
    precision: Precision | None = None
    keep_boilerplate: bool | None = None
    dates: DateOrder | None = None
    trust_remote_code: bool = False
    strict: bool = False
    fresh: bool = False
    allow_missing: bool = False
    keep: int = 2
    wait: bool = False
    encoder: Encoder | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What a build starts from: ``keep`` says what of the ``published`` state is used again.

    ``renewed`` says why not everything is, where an index is there. ``ranking`` is that of the
    published state, also under ``fresh``, unless another encoder made it.
    """

    place: Path
    published: Manifest | None
    sources: tuple[str, ...]
    settings: Settings
    progress: Progress
    started: float
    encoder: Encoder
    fingerprint: dict[str, str]
    keep: Keep
    renewed: str
    ranking: RankingParameters | None

    @property
    def keeps_boilerplate(self) -> bool:
        """Whether none is to be marked."""
        return self.fingerprint["boilerplate"] == KEPT


def make_plan(
    writer: Writer,
    place: Path,
    sources: Sources,
    settings: Settings,
    progress: Progress,
    *,
    given: bool = False,
) -> Plan:
    """Settle everything that is known before an article is read.

    ``given`` says that there are documents beside the sources.

    :raises EncoderError: where the model cannot be used.
    :raises IndexStateError: where there is an index that cannot be read, but for ``fresh``.
    :raises SourceError: where no source is named, and the index has none.
    """
    started = time.monotonic()
    published = _published(writer, fresh=settings.fresh)
    names = source_names(sources, published, given=given)
    encoder = _encoder(settings, published, progress)
    settings = _settled(settings, published)
    fingerprint = {
        "encoder": encoder.fingerprint,
        **writer.fingerprint(),
        "reading": reading(settings.dates),
        "chunking": CHUNKING,
        "boilerplate": KEPT if settings.keep_boilerplate else BOILERPLATE,
    }
    before = published.fingerprint if published and not settings.fresh else fingerprint
    differs = [name for name, value in fingerprint.items() if before.get(name) != value]
    said = [_SAID.get(name, name) for name in differs]
    keep = Keep.VECTORS if differs else Keep.EVERYTHING
    if published is None or settings.fresh or "encoder" in differs:
        keep = Keep.NOTHING
    ranking = published.ranking if published else None
    if ranking and published and published.fingerprint.get("encoder") != encoder.fingerprint:
        ranking = None
        progress.notify(
            "the ranking was tuned with another model: it is the default one until it is tuned"
        )
    return Plan(
        place=place,
        published=published,
        sources=names,
        settings=settings,
        progress=progress,
        started=started,
        encoder=encoder,
        fingerprint=fingerprint,
        keep=keep,
        renewed=f"another {' and '.join(said)}" if said else "",
        ranking=ranking,
    )


def _encoder(settings: Settings, published: Manifest | None, progress: Progress) -> Encoder:
    """The encoder that is asked for, else that of the index, else the default one."""
    if settings.encoder is not None:
        return settings.encoder
    asked, precision = settings.model, settings.precision
    if asked is None and published is not None:
        encoder = open_indexed_encoder(
            published.model,
            published.fingerprint.get("encoder", ""),
            precision=cast(Precision, published.precision),
            trust_remote_code=settings.trust_remote_code,
            for_building=True,
            notify=progress.notify,
            step=progress.step,
        )
        if precision in (None, published.precision):
            return encoder
        asked = encoder.name
    return open_encoder(
        DEFAULT_MODEL if asked is None else asked,
        precision=precision or (cast(Precision, published.precision) if published else "fp32"),
        trust_remote_code=settings.trust_remote_code,
        for_building=True,
        notify=progress.notify,
        step=progress.step,
    )


def _settled(settings: Settings, published: Manifest | None) -> Settings:
    """The settings with what the index has in place of None."""
    if published is None:
        return settings
    keep = settings.keep_boilerplate
    dates = published.fingerprint.get("reading", "").rpartition(" ")[2]
    return replace(
        settings,
        model=settings.model or published.model,
        precision=settings.precision or cast(Precision, published.precision),
        keep_boilerplate=published.fingerprint.get("boilerplate") == KEPT if keep is None else keep,
        dates=settings.dates or (DateOrder(dates) if dates in set(DateOrder) else None),
    )


def _published(writer: Writer, *, fresh: bool) -> Manifest | None:
    """What the published state says of itself; checked to the last byte.

    With ``fresh`` only what it says counts, and nothing where it cannot be read.
    """
    try:
        published = writer.published()
        if not fresh:
            writer.verify()
    except IndexStateError:
        if not fresh:
            raise
        return None
    return published
