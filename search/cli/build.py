"""``search build``."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from index.encoder import Precision
from index.pipeline import BuildReport, build
from index.plan import Settings
from index.progress import Progress
from index.types import Problem
from search.cli.terminal import as_json_line, emit, printable, styled

_MOST_PROBLEMS: Final = 10
"""Problems printed one by one; a screenful more would hide the result."""


def run(
    sources: list[str],
    location: Path | None,
    *,
    model: str | None,
    precision: Precision | None,
    keep_boilerplate: bool | None,
    strict: bool,
    fresh: bool,
    trust_remote_code: bool | None,
    as_json: bool,
) -> None:
    """Build and say what was done."""
    settings = Settings(
        model=model,
        precision=precision,
        keep_boilerplate=keep_boilerplate,
        strict=strict,
        fresh=fresh,
        trust_remote_code=trust_remote_code,
    )
    with _progress() as progress:
        report = build(sources, location, settings, progress)
    _print_problems(report.problems)
    emit([as_json_line(_record(report))] if as_json else _lines(report))


def _print_problems(problems: Sequence[Problem]) -> None:
    for problem in problems[:_MOST_PROBLEMS]:
        print(f"search: {printable(str(problem))}", file=sys.stderr)
    more = len(problems) - _MOST_PROBLEMS
    if more > 0:
        print(f"search: and {more:,} more: `search problems` lists them all", file=sys.stderr)


@contextlib.contextmanager
def _progress() -> Iterator[Progress]:
    """Bars on a terminal, only what must be said elsewhere."""
    from search.cli.progress import Bars, Plain

    if not sys.stderr.isatty():
        yield Plain()
        return
    with Bars() as bars:
        yield bars


def _lines(report: BuildReport) -> Iterator[str]:
    counts = report.manifest.counts
    holds = f"{counts.documents:,} articles, {counts.passages:,} passages"
    if report.up_to_date:
        yield f"Up to date: {holds} in {report.location}; nothing has changed"
    else:
        if report.renewed:
            yield f"Everything was made anew: {report.renewed} than before"
        changes = {"added": report.added, "changed": report.changed, "removed": report.removed}
        done = ", ".join(f"{count:,} {name}" for name, count in changes.items() if count)
        yield f"{styled('Indexed', 'bold')} {holds} in {report.seconds:.1f} s" + (
            f" ({done})" if done else ""
        )
        if counts.boilerplate:
            yield f"Left out {counts.boilerplate:,} blocks of boilerplate: see `search boilerplate`"
    if report.problems:
        yield f"Could not read {len(report.problems):,} things (see `search problems`)"


def _record(report: BuildReport) -> dict[str, object]:
    counts = asdict(report.manifest.counts)
    return {
        "index": str(report.location),
        "generation": report.manifest.generation,
        "up_to_date": report.up_to_date,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "encoded": report.encoded,
        "reused": report.reused,
        "seconds": round(report.seconds, 3),
        "renewed": report.renewed,
        **counts,
        "problems": [{"file": p.path, "line": p.line, "reason": p.reason} for p in report.problems],
    }
