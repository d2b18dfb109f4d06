"""What a build did."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from index.builder.changes import Changes
from index.builder.passages import PassageEncoder
from index.builder.plan import Plan
from index.generation.manifest import Manifest
from index.types import Problem


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    ``added``, ``changed`` and ``removed`` count documents, whose ids are in ``names`` under
    these words, sorted; ``encoded`` counts passages that went through the encoder and ``reused``
    those whose vector was known; ``seconds`` is wall time.
    ``renewed`` says why everything was made anew, if it was. With ``up_to_date`` nothing had
    changed and nothing was written. ``left_out`` is the share of the letters of each source that
    is boilerplate, the greatest first; without those that have none.
    """

    location: Path
    manifest: Manifest
    problems: tuple[Problem, ...]
    added: int = 0
    changed: int = 0
    removed: int = 0
    encoded: int = 0
    reused: int = 0
    seconds: float = 0.0
    renewed: str = ""
    up_to_date: bool = False
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    left_out: Mapping[str, float] = field(default_factory=dict)


def report(
    plan: Plan,
    manifest: Manifest,
    problems: list[Problem],
    changes: Changes | None = None,
    passages: PassageEncoder | None = None,
    left_out: Mapping[str, float] | None = None,
) -> BuildReport:
    """The report of a build, or of one that found nothing to do and added no passages."""
    changes = changes or Changes()
    return BuildReport(
        location=plan.place,
        manifest=manifest,
        problems=tuple(problems),
        added=len(changes.added),
        changed=len(changes.changed),
        removed=len(changes.removed),
        encoded=passages.encoded if passages else 0,
        reused=passages.reused if passages else 0,
        seconds=time.monotonic() - plan.started,
        renewed=plan.renewed,
        up_to_date=passages is None,
        names=changes.names,
        left_out=left_out or {},
    )
