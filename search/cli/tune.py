"""``search tune``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from index.upkeep import set_ranking
from search.cli.build import progress
from search.cli.terminal import as_json_line, emit, styled
from search.measures import Estimate
from search.tune import MEASURE, Gain, Tuning, tune


def run(
    location: Path | None,
    *,
    judgements: Path | None,
    split: str,
    dry_run: bool,
    keep: int,
    as_json: bool,
) -> None:
    """Fit, and say what it is worth."""
    with progress() as shown:
        tuning = tune(location, judgements, split, dry_run=dry_run, keep=keep, progress=shown)
    emit([as_json_line(_record(tuning))] if as_json else _lines(tuning))


def run_reset(location: Path | None, *, keep: int, as_json: bool) -> None:
    """Return to the defaults."""
    generation = set_ranking(None, location, keep).generation
    if as_json:
        emit([as_json_line({"generation": generation, "setting": None})])
    else:
        emit([f"Generation {generation} is ranked by the defaults"])


def _record(tuning: Tuning) -> dict[str, object]:
    return {
        "queries": tuning.queries,
        "measure": MEASURE,
        "gains": [_gain_record(gain) for gain in tuning.gains],
        "former": asdict(tuning.former),
        "setting": asdict(tuning.setting),
        "real": tuning.is_real,
        "written": tuning.written,
    }


def _gain_record(gain: Gain) -> dict[str, object]:
    return {
        "kind": gain.kind,
        "queries": gain.queries,
        "before": gain.before._asdict(),
        "after": gain.after._asdict(),
        "difference": gain.difference._asdict(),
        "real": gain.is_real,
    }


def _lines(tuning: Tuning) -> Iterator[str]:
    yield f"{tuning.queries:,} queries, half of them fitted to; {MEASURE} over the others:"
    yield ""
    yield styled(f"{'':<22}{'as it was':<12}{'fitted':<12}gain", "bold")
    for gain in tuning.gains:
        yield (
            f"{f'{gain.queries:,} {gain.kind}':<22}{gain.before.mean:<12.4f}"
            f"{gain.after.mean:<12.4f}{_shown(gain.difference)}"
        )
    yield ""
    yield f"as it was: {tuning.former}"
    yield f"fitted:    {tuning.setting}"
    yield ""
    yield styled(_verdict(tuning), "bold")


def _shown(difference: Estimate) -> str:
    return f"{difference.mean:+.4f} ({difference.low:+.3f} to {difference.high:+.3f})"


def _verdict(tuning: Tuning) -> str:
    if tuning.setting == tuning.former:
        return "Nothing is better than the ranking as it is"
    if not tuning.is_real:
        return "Not every gain is certain: the index stays as it is"
    if not tuning.written:
        return "The gain is real; without --dry-run the index would be ranked so"
    return "The gain is real: the index is ranked so from now on (`search rollback` undoes it)"
