"""``search watch``."""

from __future__ import annotations

import contextlib
import logging
import time
from pathlib import Path

from index.builder.plan import Settings
from index.builder.report import BuildReport
from index.builder.watcher import watch
from index.errors import SearchError
from search.cli.build import progress
from search.cli.messages import note
from search.cli.sources import settled
from search.cli.terminal import Part, emit, row


def run(sources: list[str], location: Path | None, *, keep: int) -> None:
    """Build whenever the sources change, and say so in a line each time, until Ctrl-C."""
    sources = settled(sources, location, add=False, replace=False)
    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # It would warn of Ctrl-C.
    with contextlib.suppress(KeyboardInterrupt), progress() as shown:
        for outcome in watch(sources, location, Settings(keep=keep), shown):
            now = time.strftime("%H:%M:%S")
            if isinstance(outcome, SearchError):
                note(f"{now} {outcome}")
            else:
                emit([row([Part(_line(outcome))], " " * 9, f"{now} ")])


def _line(report: BuildReport) -> str:
    counts = report.manifest.counts
    changes = {"added": report.added, "changed": report.changed, "removed": report.removed}
    done = ", ".join(f"{count:,} {name}" for name, count in changes.items() if count)
    wrong = sum(not problem.passed_over for problem in report.problems)
    problems = f", {wrong:,} problems" if wrong else ""
    return (
        f"{done or 'nothing new'}: {counts.documents:,} articles, {counts.passages:,} passages "
        f"in {report.seconds:.1f} s{problems}"
    )
