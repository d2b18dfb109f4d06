"""The command line: which commands there are, in the order in which one needs them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Final

import typer

from search.cli import asking, making, measuring
from search.cli.commands import Command, Commands

COMMANDS: Final[tuple[tuple[str, Callable[..., Any], str], ...]] = (
    ("query", asking.query, "Find what answers a question; the word may be left out."),
    ("show", asking.show, "Print an article, or the third result: search show 3."),
    ("open", asking.open_, "Open an article's file in your editor or viewer."),
    ("similar", asking.similar, "Find articles like one."),
    ("batch", asking.batch, "Ask many queries at once, to a table."),
    ("alerts", asking.alerts, "Save queries, and say what is new for them."),
    ("build", making.build, "Index articles, or bring the index up to date."),
    ("watch", making.watch, "Rebuild whenever articles change."),
    ("stats", measuring.stats, "Say what the index holds."),
    ("boilerplate", measuring.boilerplate, "List what was left out of the search, and why."),
    ("problems", measuring.problems, "List what could not be read, and why."),
    ("history", making.history, "List the versions of the index that are kept."),
    ("rollback", making.rollback, "Return to an older version of the index."),
    ("verify", making.verify, "Check every byte of the index."),
    ("compact", making.compact, "Write the index anew without what was removed."),
    ("export", making.export, "Pack the index into one file."),
    ("import", making.import_, "Unpack an index that was exported."),
    ("evaluate", measuring.evaluate, "Measure the ranking on a test collection."),
    ("tune", measuring.tune, "Fit the ranking to queries that you have judged."),
)
"""Each command: its name, what runs it, and one line about it that fits 80 columns."""

app = typer.Typer(
    name="search",
    cls=Commands,
    help='Search a folder of articles by words and by meaning: search "arms control talks".',
    epilog="Exit codes: 0 found or done, 1 nothing found or no good match, 2 error.",
    subcommand_metavar="COMMAND | TEXT",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"search {version('lede-search')}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[  # it has done its work when it is parsed
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Print the version and leave."
        ),
    ] = False,
) -> None:
    """Search a folder of articles by words and by meaning."""


for _name, _run, _short in COMMANDS:
    app.command(_name, cls=Command, short_help=_short)(_run)


@app.command("help", cls=Command, short_help="Print the help of a command.")
def _help(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[COMMAND]", help="Its name.", show_default=False)
    ] = "",
) -> None:
    """Print what a command does and takes."""
    import sys

    from search.cli import main

    sys.argv[1:] = [name, "--help"] if name else ["--help"]
    ctx.exit(main())
