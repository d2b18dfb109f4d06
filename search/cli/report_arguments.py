"""The commands that say what an index holds and how well it ranks: their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from search.cli.options import (
    Json,
    Judgements,
    Keep,
    KeptLocation,
    Location,
    RunFile,
    Split,
)


def stats(index: Location = None, as_json: Json = False) -> None:
    """Say what an index holds."""
    from search.cli import stats as command

    command.run(index, as_json=as_json)


def boilerplate(index: Location = None, as_json: Json = False) -> None:
    """Sum up what was left out of the search, by reason and source, and list it."""
    from search.cli import boilerplate as command

    command.run(index, as_json=as_json)


def problems(index: Location = None, as_json: Json = False) -> None:
    """List what could not be read, each with the reason."""
    from search.cli import show as command

    command.run_problems(index, as_json=as_json)


def evaluate(
    dataset: Annotated[
        Path,
        typer.Argument(
            metavar="DATASET", help="A folder with corpus.jsonl, queries.jsonl and qrels/."
        ),
    ],
    index: KeptLocation = None,
    split: Split = "test",
    run: RunFile = None,
    as_json: Json = False,
) -> None:
    """Measure the search by words, by meaning, and by both, on a test collection (BEIR).

    Prints nDCG@10, Recall@100 and MRR@10 with confidence intervals, and how much better both
    together are than either. An article is found where its best passage is.
    """
    from search.cli import evaluate as command

    command.run(dataset, index, split=split, run_file=run, as_json=as_json)


def tune(
    index: Location = None,
    judgements: Judgements = None,
    split: Split = "test",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Change nothing.")] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Return to the defaults.")] = False,
    keep: Keep = 2,
    as_json: Json = False,
) -> None:
    """Fit the ranking to judged queries of your own; takes minutes where they are many.

    Half of the queries are fitted to; the index is changed only if the others gain too.
    """
    from search.cli import tune as command

    if reset:
        command.run_reset(index, keep=keep, as_json=as_json)
        return
    if judgements is None:
        raise typer.BadParameter("name a folder of judged queries", param_hint="--judgements")
    command.run(
        index, judgements=judgements, split=split, dry_run=dry_run, keep=keep, as_json=as_json
    )
