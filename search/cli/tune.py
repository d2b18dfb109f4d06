"""``search tune``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from index.generation.history import set_ranking
from index.generation.parameters import RankingParameters
from search.cli.build import progress
from search.cli.style import styled
from search.cli.terminal import Part, as_json_line, bold, emit, row
from search.evaluation.measures import Estimate
from search.evaluation.tune import MEASURE, Tuning, tune


def run(
    location: Path | None,
    *,
    judgements: Path,
    split: str,
    dry_run: bool,
    keep: int,
    as_json: bool,
) -> None:
    """Fit, and say what it is worth."""
    with progress() as shown:
        tuning = tune(judgements, location, split, dry_run=dry_run, keep=keep, progress=shown)
    emit([as_json_line(_record(tuning))] if as_json else _lines(tuning))


def run_reset(location: Path | None, *, keep: int, as_json: bool) -> None:
    """Return to the defaults."""
    generation = set_ranking(None, location, keep).generation
    if as_json:
        emit([as_json_line({"generation": generation, "fitted": None})])
    else:
        emit([f"Version {generation} is ranked by the defaults"])


def _record(tuning: Tuning) -> dict[str, object]:
    return {
        "queries": tuning.queries,
        "measure": MEASURE,
        "before": tuning.before._asdict(),
        "after": tuning.after._asdict(),
        "difference": tuning.difference._asdict(),
        "former": asdict(tuning.former),
        "fitted": asdict(tuning.fitted),
        "real": tuning.is_real,
        "written": tuning.written,
    }


def _lines(tuning: Tuning) -> Iterator[str]:
    judged = (
        f"{tuning.queries:,} judged queries, half of them fitted to; {MEASURE} over the others:"
    )
    yield row([Part(judged)], "")
    yield ""
    yield styled(f"{'as it was':<12}{'fitted':<12}gain", "bold")
    yield (f"{tuning.before.mean:<12.4f}{tuning.after.mean:<12.4f}{_shown(tuning.difference)}")
    yield ""
    yield _settings("as it was: ", tuning.former)
    yield _settings("fitted:    ", tuning.fitted)
    yield ""
    yield row([Part(_verdict(tuning), bold)], "")


def _settings(name: str, ranking: RankingParameters) -> str:
    return row([Part(str(ranking))], " " * len(name), name)


def _shown(difference: Estimate) -> str:
    return f"{difference.mean:+.4f} ({difference.low:+.3f} to {difference.high:+.3f})"


def _verdict(tuning: Tuning) -> str:
    if tuning.fitted == tuning.former:
        return "Nothing is better than the ranking as it is"
    if not tuning.is_real:
        return "The gain may be chance: the index stays as it is"
    if not tuning.written:
        return "The gain is real; without --dry-run the index would be ranked so"
    return "The gain is real: the index is ranked so from now on (`search rollback` undoes it)"
