"""Whether `search tune` does good: what it finds without judgements, held against judgements.

    python -m benchmarks.tune scifact nfcorpus cranfield fnc1-news > benchmarks/TUNE.md

Each argument is a folder in BEIR's layout. Its index is tuned twice, by queries made of its
articles and by half of its judged queries; the first is then measured on all that are judged.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import index
from index.engine import open_engine
from index.setting import Setting
from search.beir import Dataset, read
from search.evaluate import cached, run
from search.hybrid import Ranker
from search.measures import Values, compare, measure
from search.mode import Mode
from search.searcher import Searcher
from search.tune import MEASURE, Tuning, tune

NOTES = """
## What it says

Whoever has lost a headline or its rarest sentence is found by what is left of the article. So made
queries want more weight for words and less for words that are repeated than people's queries do:
each setting that they found would have cost .003 to .005 on the judged ones, though over both
kinds together the gain looked certain on at least three collections of four. A gain of
headlines alone or of quotes alone is not to be believed either. That both kinds must gain for
certain is what keeps all of these out. Half of the judged queries find nothing that the other half
gains by: the defaults are hard to beat here.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description="Hold what tuning finds against judgements.")
    parser.add_argument("collections", type=Path, nargs="+")
    arguments = parser.parse_args()
    for line in page(arguments.collections):
        print(line, flush=True)


def page(folders: list[Path]) -> Iterator[str]:
    yield "# Tuning\n"
    yield f"Measured on {datetime.now(UTC).date()} by `benchmarks/tune.py`; {MEASURE}.\n"
    yield "Gains are over the queries that were not fitted to, with 95 % confidence intervals. What"
    yield "queries made of the articles find is measured on all judged queries too, accepted or"
    yield "not: those have no part in it.\n"
    yield "| collection | gain | accepted | on judged queries | setting |"
    yield "|---|---|---|---|---|"
    for folder in folders:
        dataset, place = read(folder), cached(folder)
        index.build([dataset.corpus], place)
        made = tune(place, dry_run=True)
        print(made, file=sys.stderr, flush=True)
        values = judged(dataset, place, made.setting)
        difference = compare(values, judged(dataset, place, made.former))
        shown = f"{difference.mean:+.4f} (p = {difference.p:.3f})"
        yield row(dataset.name, made, shown)
        by_judgements = tune(place, folder, dry_run=True)
        print(by_judgements, file=sys.stderr, flush=True)
        yield row(dataset.name, by_judgements, "")
    yield NOTES.rstrip()


def judged(dataset: Dataset, place: Path, setting: Setting) -> Values:
    """How well each judged query is answered under a setting."""
    with open_engine(place, setting) as engine:
        searcher = Searcher(engine, ranker=Ranker(weight=setting.weight))
        return measure(dataset.qrels, run(searcher, dataset.queries, Mode.HYBRID))[MEASURE]


def row(name: str, tuning: Tuning, judged: str) -> str:
    accepted = "yes" if tuning.is_real else "no"
    gains = (
        f"{gain.queries:,} {gain.kind} {gain.difference.mean:+.4f} "
        f"({gain.difference.low:+.3f} to {gain.difference.high:+.3f})"
        for gain in tuning.gains
    )
    return f"| {name} | {'; '.join(gains)} | {accepted} | {judged} | {tuning.setting} |"


if __name__ == "__main__":
    main()
