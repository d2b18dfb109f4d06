"""``search build``."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import typer

from index.builder.pipeline import build
from index.builder.plan import Settings
from index.builder.report import BuildReport
from index.engines import open_engine
from index.progress import Progress
from index.readers.formats import suffix_of
from index.types import Problem
from search.cli import user_state
from search.cli.changes import changes as by_name
from search.cli.interrupt import undoing
from search.cli.messages import note
from search.cli.remedies import better_model
from search.cli.sources import settled
from search.cli.terminal import Part, as_json_line, bold, emit, located, plural, problem_place, row
from search.display.printable import printable

_MOST_PROBLEMS: Final = 10
"""Problems printed one by one; a screenful more would hide the result."""

_MOST_SOURCES: Final = 5
"""Sources of which it is said what share was left out."""

_MOST_KINDS: Final = 6
"""Kinds of files passed over that are named; the line stays a line."""


def run(
    sources: list[str],
    location: Path | None,
    settings: Settings,
    *,
    add: bool,
    replace: bool,
    as_json: bool,
) -> None:
    """Build and say what was done."""
    sources = settled(sources, location, add=add, replace=replace, ask=not as_json)
    if "-" in sources and sys.stdin.isatty():
        note("reading an article from the keyboard; end it with Ctrl-D")
    started = time.time()
    try:
        with progress() as shown:
            report = build(sources, location, settings, shown)
    except KeyboardInterrupt:
        note("stopped; the index is as it was")
        raise typer.Exit(130) from None
    generation = report.manifest.generation
    user_state.remember(str(report.location), built=started, generation=generation)
    folder = report.location.parent
    _print_problems([one for one in report.problems if not one.passed_over], folder)
    emit([as_json_line(_record(report))] if as_json else _lines(report))
    if not as_json and not report.up_to_date and report.manifest.counts.passages:
        line = _unread(report.location)
        if line:
            note(line)


def _unread(location: Path) -> str:
    """What is to be said of languages that the model cannot read."""
    from search.unread_languages import unread_of

    with open_engine(location) as engine:
        return better_model(unread_of(engine))


def _print_problems(problems: Sequence[Problem], folder: Path) -> None:
    for problem in problems[:_MOST_PROBLEMS]:
        place = problem_place(problem, folder)
        note(f"{place.text}: {problem.reason}", [place.text])
    more = len(problems) - _MOST_PROBLEMS
    if more > 0:
        note(f"and {more:,} more: `search problems` lists them all")


@contextlib.contextmanager
def progress() -> Iterator[Progress]:
    """Bars on a terminal, only what must be said elsewhere."""
    from search.cli.progress import Bars, Plain

    with undoing():
        if not sys.stderr.isatty():
            yield Plain()
            return
        with Bars() as bars:
            yield bars


def _lines(report: BuildReport) -> Iterator[str]:
    counts, place = report.manifest.counts, located(str(report.location), Path.cwd())
    holds = f"{plural(counts.documents, 'article')}, {plural(counts.passages, 'passage')}"
    if report.up_to_date:
        yield row([Part(f"Up to date: {holds} in "), place, Part("; nothing has changed")])
    else:
        if report.renewed:
            yield row([Part(f"Everything was made anew: {report.renewed} than before")])
        changes = {"added": report.added, "changed": report.changed, "removed": report.removed}
        done = ", ".join(f"{count:,} {name}" for name, count in changes.items() if count)
        took = f" {holds} in {report.seconds:.1f} s" + (f" ({done})" if done else "")
        yield row([Part("Indexed", bold), Part(took)])
        counted = {name: count for name, count in changes.items() if count}
        if report.added < counts.documents:  # else everything is new
            yield from by_name(report.names, counted, report.location.parent)
        yield row([Part("The index is "), place])
        if counts.boilerplate:
            left_out = plural(counts.boilerplate, "block")
            yield row([Part(f"Left out {left_out} of boilerplate: see `search boilerplate`")])
            yield from _shares(report.left_out)
    passed_over = [problem for problem in report.problems if problem.passed_over]
    wrong = len(report.problems) - len(passed_over)
    if wrong:
        yield row([Part(f"Could not read {plural(wrong, 'thing')}: see `search problems`")])
    if passed_over:
        yield row([Part(_passed_over(passed_over))])
    if not report.up_to_date and not report.manifest.parent:
        yield 'Now try: search "your own words"'


def _shares(left_out: Mapping[str, float]) -> Iterator[str]:
    """Which share of the text of each source, or folder, was left out, the greatest first."""
    shares = [
        f"{printable(source) or 'this folder'} {max(share, 0.01):.0%}"
        for source, share in left_out.items()
    ]
    if shares:
        more = len(shares) - _MOST_SOURCES
        behind = f", and {more:,} more" if more > 0 else ""
        told = f"share of each source or folder: {', '.join(shares[:_MOST_SOURCES])}{behind}"
        yield row([Part(told)], " " * 4, "  ")


def _passed_over(problems: Sequence[Problem]) -> str:
    """How many files of which other kinds there are, the most frequent first."""
    kinds = Counter(suffix_of(problem.path) or "without a suffix" for problem in problems)
    ranked = sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0]))
    named = [f"{count:,} {kind}" for kind, count in ranked[:_MOST_KINDS]]
    rest = len(problems) - sum(count for _, count in ranked[:_MOST_KINDS])
    listed = ", ".join([*named, f"{rest:,} others"] if rest else named)
    what = (
        "1 file of another kind was"
        if len(problems) == 1
        else (f"{len(problems):,} files of other kinds were")
    )
    return f"{what} passed over: {listed}: see `search problems`"


def _record(report: BuildReport) -> dict[str, object]:
    counts = asdict(report.manifest.counts)
    return {
        "index": str(report.location),
        "generation": report.manifest.generation,
        "up_to_date": report.up_to_date,
        "added": report.added,
        "changed": report.changed,
        "removed": report.removed,
        "names": report.names,
        "encoded": report.encoded,
        "reused": report.reused,
        "seconds": round(report.seconds, 3),
        "renewed": report.renewed,
        **counts,
        "problems": [
            {"file": p.path, "line": p.line, "reason": p.reason, "passed_over": p.passed_over}
            for p in report.problems
        ],
    }
