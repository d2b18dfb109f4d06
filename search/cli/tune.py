"""``search tune``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from index.upkeep import set_ranking
from search.cli.build import progress
from search.cli.terminal import as_json_line, emit, styled
from search.measures import Estimate
from search.tune import MEASURE, Tuning, tune


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
        "tested": tuning.tested,
        "judged": tuning.judged,
        "measure": MEASURE,
        **{
            name: estimate._asdict()
            for name, estimate in (
                ("before", tuning.before),
                ("after", tuning.after),
                ("gain", tuning.gain),
            )
        },
        "former": asdict(tuning.former),
        "setting": asdict(tuning.setting),
        "real": tuning.is_real,
        "written": tuning.written,
    }


def _lines(tuning: Tuning) -> Iterator[str]:
    kind = "judged queries" if tuning.judged else "queries made of headlines and quotes"
    yield f"{tuning.queries:,} {kind}; {MEASURE} over the {tuning.tested:,} not fitted to:"
    yield ""
    rows = (("as it was", tuning.before, tuning.former), ("fitted", tuning.after, tuning.setting))
    for name, estimate, setting in rows:
        yield f"{name:<11}{_shown(estimate)}   {setting}"
    yield f"{'gain':<11}{_shown(tuning.gain, '+')}"
    yield ""
    yield styled(_verdict(tuning), "bold")


def _shown(estimate: Estimate, sign: str = "") -> str:
    low, high = (f"{end:{sign}.3f}" for end in (estimate.low, estimate.high))
    return f"{estimate.mean:{sign}.4f} ({low} to {high})"


def _verdict(tuning: Tuning) -> str:
    if tuning.setting == tuning.former:
        return "Nothing is better than the ranking as it is"
    if not tuning.is_real:
        return "The gain may be chance: the index stays as it is"
    if not tuning.written:
        return "The gain is real; without --dry-run the index would be ranked so"
    return "The gain is real: the index is ranked so from now on (`search rollback` undoes it)"
