"""The command line: which commands there are, in the order in which one needs them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Final

import typer

from index.errors import SearchError
from search.cli.command_classes import SEARCH, Command, Commands, command_first, is_search

COMMANDS: Final[tuple[tuple[str, str, str], ...]] = (
    ("query", "query_arguments.query", "Find what answers a question; the word may be left out."),
    ("show", "query_arguments.show", "Print an article, or the third result: search show 3."),
    ("open", "query_arguments.open_", "Open an article's file in your editor or viewer."),
    ("similar", "query_arguments.similar", "Find articles like one."),
    ("batch", "query_arguments.batch", "Ask many queries at once, to a table."),
    ("alerts", "query_arguments.alerts", "Save queries, and say what is new for them."),
    ("build", "index_arguments.build", "Index articles, or bring the index up to date."),
    ("watch", "index_arguments.watch", "Rebuild whenever articles change."),
    ("stats", "report_arguments.stats", "Say what the index holds."),
    ("boilerplate", "report_arguments.boilerplate", "List what the search leaves out, and why."),
    ("problems", "report_arguments.problems", "List what was not read, and why."),
    ("history", "index_arguments.history", "List the versions of the index that are kept."),
    ("rollback", "index_arguments.rollback", "Return to an older version of the index."),
    ("verify", "index_arguments.verify", "Check every byte of the index."),
    ("compact", "index_arguments.compact", "Write the index anew without what was removed."),
    ("export", "index_arguments.export", "Pack the index into one file."),
    ("import", "index_arguments.import_", "Unpack an index that was exported."),
    ("evaluate", "report_arguments.evaluate", "Measure the ranking on a test collection."),
    ("tune", "report_arguments.tune", "Fit the ranking to queries that you have judged."),
)
"""Each command: its name, the function that runs it, and a line about it that fits 80 columns."""

app = typer.Typer(
    name="search",
    cls=Commands,
    help="Search a folder of articles by words and by meaning.\n\n"
    'search build FOLDER indexes it, and then search "arms control talks" searches it.',
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


def app_for(arguments: Sequence[str]) -> typer.Typer:
    """The command line, with all commands or just the one that ``arguments`` name.

    To set up all of them takes as long as many a search.
    """
    names = {name for name, _, _ in COMMANDS}
    first = command_first(arguments, names)[0] if arguments else ""
    wanted = SEARCH if is_search(first, names) else first
    # A shell that completes a command line asks by the environment, and may ask for any of them.
    one = [each for each in COMMANDS if each[0] == wanted and "_SEARCH_COMPLETE" not in os.environ]
    for name, function, short in one or COMMANDS:
        module, _, attribute = function.partition(".")
        run = getattr(import_module(f"search.cli.{module}"), attribute)
        app.command(name, cls=Command, short_help=short)(run)
    app.command("help", cls=Command, short_help="Print the help of a command.")(_help)
    return app


def _help(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="[COMMAND]", help="Its name.", show_default=False)
    ] = "",
) -> None:
    """Print what a command does and takes."""
    import sys

    from search.cli import main

    if name and name not in {each for each, _, _ in COMMANDS}:
        raise SearchError(f"There is no command {name}: `search --help` lists those that there are")
    sys.argv[1:] = [name, "--help"] if name else ["--help"]
    ctx.exit(main())
