"""The commands and their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.encoder import Precision
from search.cli.options import (
    Json,
    Judgements,
    Keep,
    KeptLocation,
    Location,
    MinConfidence,
    Model,
    Rerank,
    RunFile,
    Split,
    Wait,
)
from search.mode import Mode

app = typer.Typer(
    name="search",
    help="Hybrid search over a folder of articles: keywords and meaning, merged.",
    epilog="Exit codes: 0 found or done, 1 nothing found or no good match, 2 error.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command()
def build(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Folders, files, quoted globs, or - for standard input; "
            "else those of the last build, else seeds.",
            show_default=False,
        ),
    ] = None,
    index: Location = None,
    model: Model = None,
    precision: Annotated[
        Precision | None,
        typer.Option(help="How the encoder computes.", show_default="fp32"),
    ] = None,
    keep_boilerplate: Annotated[
        bool | None,
        typer.Option(
            "--keep-boilerplate/--drop-boilerplate",
            help="Whether sign-up blocks, teasers and the like are searched too.",
            show_default="drop",
        ),
    ] = None,
    strict: Annotated[bool, typer.Option(help="Fail if anything cannot be read.")] = False,
    fresh: Annotated[bool, typer.Option(help="Use nothing of an index that is there.")] = False,
    allow_missing: Annotated[
        bool,
        typer.Option("--allow-missing", help="Let sources go that have vanished with all files."),
    ] = False,
    trust_remote_code: Annotated[
        bool, typer.Option(help="Run code that comes with the model.")
    ] = False,
    keep: Keep = 2,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Index articles: what is new is added, what is gone is removed.

    Reads .txt, .md, .html, .pdf, .jsonl and .csv. The index then holds the articles of SOURCES
    and no others; until it is ready, the former one answers.
    """
    from search.cli import build as command

    command.run(
        sources or [],
        index,
        model=model,
        precision=precision,
        keep_boilerplate=keep_boilerplate,
        strict=strict,
        fresh=fresh,
        allow_missing=allow_missing,
        trust_remote_code=trust_remote_code,
        keep=keep,
        wait=wait,
        as_json=as_json,
    )


@app.command()
def query(
    text: Annotated[list[str], typer.Argument(metavar="TEXT", help="What you want to know.")],
    index: Location = None,
    top_k: Annotated[int, typer.Option("-k", "--top-k", min=1, help="How many results.")] = 10,
    mode: Annotated[Mode, typer.Option("--mode", "-m", help="Which legs to ask.")] = Mode.HYBRID,
    full: Annotated[bool, typer.Option("--full", help="Print whole passages.")] = False,
    plain: Annotated[bool, typer.Option("--plain", help="Take TEXT as words alone.")] = False,
    min_confidence: MinConfidence = None,
    rerank: Rerank = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show what makes each score.")] = False,
    as_json: Json = False,
) -> None:
    """Find the paragraphs that answer a question.

    TEXT is plain words, or: "a phrase", wild*, fuzzy~, AND, OR, NOT, +must, -mustn't,
    title:word. Behind -- it may begin with a minus.
    """
    from search.cli import brief

    brief.begin()
    from search.cli import query as command

    command.run(
        " ".join(text),
        index,
        top_k=top_k,
        mode=mode,
        full=full,
        plain=plain,
        min_confidence=min_confidence,
        rerank=rerank,
        explain=explain,
        as_json=as_json,
    )


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="An article or passage, as a result names it.")
    ],
    index: Location = None,
    as_json: Json = False,
) -> None:
    """Print an article; a passage that is named is marked."""
    from search.cli import show as command

    command.run(name, index, as_json=as_json)


@app.command()
def stats(index: Location = None, as_json: Json = False) -> None:
    """Say what an index holds."""
    from search.cli import stats as command

    command.run(index, as_json=as_json)


@app.command()
def boilerplate(index: Location = None, as_json: Json = False) -> None:
    """List the blocks that were left out of the search, each with the reason."""
    from search.cli import show as command

    command.run_boilerplate(index, as_json=as_json)


@app.command()
def problems(index: Location = None, as_json: Json = False) -> None:
    """List what could not be read, each with the reason."""
    from search.cli import show as command

    command.run_problems(index, as_json=as_json)


@app.command()
def verify(index: Location = None, as_json: Json = False) -> None:
    """Read every byte of an index and say whether it is what was written."""
    from search.cli import upkeep as command

    command.run_verify(index, as_json=as_json)


@app.command()
def history(index: Location = None, as_json: Json = False) -> None:
    """List the generations of an index: when they were made, what changed, what they hold."""
    from search.cli import upkeep as command

    command.run_history(index, as_json=as_json)


@app.command()
def rollback(
    generation: Annotated[
        int | None,
        typer.Argument(help="Its number; else the one before.", show_default=False),
    ] = None,
    index: Location = None,
    as_json: Json = False,
) -> None:
    """Return to an older generation."""
    from search.cli import upkeep as command

    command.run_rollback(generation, index, as_json=as_json)


@app.command()
def compact(
    index: Location = None, keep: Keep = 2, wait: Wait = False, as_json: Json = False
) -> None:
    """Write the index anew as it is, so that its files hold nothing of what was removed.

    Older generations still do, until they go: --keep 1 leaves none.
    """
    from search.cli import upkeep as command

    command.run_compact(index, keep=keep, wait=wait, as_json=as_json)


@app.command()
def export(
    file: Annotated[Path, typer.Argument(help="The archive to write.")],
    index: Location = None,
    as_json: Json = False,
) -> None:
    """Write an index into one file, to be imported elsewhere."""
    from search.cli import archive as command

    command.run_export(file, index, as_json=as_json)


@app.command(name="import")
def import_(
    file: Annotated[Path, typer.Argument(help="What `search export` wrote.")],
    index: Location = None,
    keep: Keep = 2,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Make an exported index the current generation of the index here."""
    from search.cli import archive as command

    command.run_import(file, index, keep=keep, wait=wait, as_json=as_json)


@app.command()
def watch(
    sources: Annotated[
        list[str] | None,
        typer.Argument(help="As for `search build`, but for standard input.", show_default=False),
    ] = None,
    index: Location = None,
    keep: Keep = 2,
) -> None:
    """Keep an index up to date with its articles until you press Ctrl-C."""
    from search.cli import watch as command

    command.run(sources or [], index, keep=keep)


@app.command()
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
    """Measure keyword, vector and hybrid search on a test collection in BEIR's layout.

    Prints nDCG@10, Recall@100 and MRR@10 with confidence intervals, and how much better hybrid
    is than each leg. A document is found where its best passage is.
    """
    from search.cli import evaluate as command

    command.run(dataset, index, split=split, run_file=run, as_json=as_json)


@app.command()
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
