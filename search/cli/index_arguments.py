"""The commands that make and keep an index: their options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from index.article.date_order import DateOrder
from index.encoder import Precision
from search.cli.options import (
    Json,
    Keep,
    Location,
    Model,
    TrustRemoteCode,
    Wait,
)


def build(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCES]",
            help="Folders, files, quoted globs, or - for standard input; "
            "else those of the last build, else seeds.",
            show_default=False,
        ),
    ] = None,
    index: Location = None,
    model: Model = None,
    precision: Annotated[
        Precision | None,
        typer.Option(
            help="How exactly the model computes; int8 takes half the time.", show_default="fp32"
        ),
    ] = None,
    keep_boilerplate: Annotated[
        bool | None,
        typer.Option(
            "--keep-boilerplate/--drop-boilerplate",
            help="Whether sign-up blocks, teasers and the like are searched too.",
            show_default="drop",
        ),
    ] = None,
    dates: Annotated[
        DateOrder | None,
        typer.Option(
            help="What 3/5/2021 is; auto goes by the source's other dates and the language.",
            show_default="auto",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Fail if anything cannot be read.")
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help="Ignore any existing index.")] = False,
    allow_missing: Annotated[
        bool,
        typer.Option("--allow-missing", help="Remove what has vanished or cannot be read."),
    ] = False,
    trust_remote_code: TrustRemoteCode = False,
    add: Annotated[
        bool, typer.Option("--add", help="Keep what the index holds of other sources.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take out what it holds of other sources.")
    ] = False,
    keep: Keep = 2,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Index articles: what is new is added, what is gone is removed.

    Reads text, pages, PDF, Word and other documents, mail, feeds, JSON, CSV and archives. The
    index then holds the articles of SOURCES and no others; until it is ready, the previous version
    answers.
    """
    from index.builder.plan import Settings
    from search.cli import build as command

    settings = Settings(
        model=model,
        precision=precision,
        keep_boilerplate=keep_boilerplate,
        dates=dates,
        strict=strict,
        fresh=fresh,
        allow_missing=allow_missing,
        trust_remote_code=trust_remote_code,
        keep=keep,
        wait=wait,
    )
    command.run(sources or [], index, settings, add=add, replace=replace, as_json=as_json)


def watch(
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCES]",
            help="As for `search build`, but for standard input.",
            show_default=False,
        ),
    ] = None,
    index: Location = None,
    keep: Keep = 2,
) -> None:
    """Keep an index up to date with its articles until you press Ctrl-C."""
    from search.cli import watch as command

    command.run(sources or [], index, keep=keep)


def history(index: Location = None, as_json: Json = False) -> None:
    """List the versions of an index: when they were made, what changed, what they hold."""
    from search.cli import maintenance as command

    command.run_history(index, as_json=as_json)


def rollback(
    generation: Annotated[
        int | None,
        typer.Argument(
            metavar="[VERSION]", help="Its number; else the one before.", show_default=False
        ),
    ] = None,
    index: Location = None,
    as_json: Json = False,
) -> None:
    """Return to an older version of the index."""
    from search.cli import maintenance as command

    command.run_rollback(generation, index, as_json=as_json)


def verify(index: Location = None, as_json: Json = False) -> None:
    """Read every byte of an index and say whether it is what was written."""
    from search.cli import maintenance as command

    command.run_verify(index, as_json=as_json)


def compact(
    index: Location = None, keep: Keep = 2, wait: Wait = False, as_json: Json = False
) -> None:
    """Write the index anew as it is, so that its files hold nothing of what was removed.

    Older versions still do, until they go: --keep 1 leaves none.
    """
    from search.cli import maintenance as command

    command.run_compact(index, keep=keep, wait=wait, as_json=as_json)


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The archive to write.")],
    index: Location = None,
    as_json: Json = False,
) -> None:
    """Write an index into one file, to be imported elsewhere."""
    from search.cli import archive as command

    command.run_export(file, index, as_json=as_json)


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `search export` wrote.")],
    index: Location = None,
    keep: Keep = 2,
    wait: Wait = False,
    as_json: Json = False,
) -> None:
    """Make an exported index the current version of the index here."""
    from search.cli import archive as command

    command.run_import(file, index, keep=keep, wait=wait, as_json=as_json)
