"""How a command line becomes a command: what is none is a search; words that people try."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from index.errors import SearchError
from search.cli.style import Colour, want

SEARCH: Final = "query"
"""The command that is meant where none is named."""

_OWN: Final = frozenset(
    {"-h", "--help", "--version", "--install-completion", "--show-completion", "help"}
)
_BUILDS: Final = "`search build FOLDER` adds what is new and removes what is gone"
_SEARCHES: Final = '`search "some words"` searches'
_HOLDS: Final = "`search stats` says what the index holds"
_REMOVES: Final = "take the file out of its folder, and `search build` removes it from the index"
TRIED: Final = {
    **dict.fromkeys(("find", "ask", "search", "grep", "get"), _SEARCHES),
    **dict.fromkeys(("add", "update", "index", "reindex", "init", "create", "ingest"), _BUILDS),
    **dict.fromkeys(("list", "ls", "info", "status"), _HOLDS),
    **dict.fromkeys(("delete", "remove", "rm"), _REMOVES),
    **dict.fromkeys(("cat", "view", "print", "read"), "`search show` prints an article"),
    **dict.fromkeys(("version",), "`search --version` prints it"),
}
"""What people try for a command, and what they mean by it."""

_MEANT: Final = {
    **dict.fromkeys(("--after", "--from", "--start"), "--since"),
    **dict.fromkeys(("--before", "--to", "--end"), "--until"),
    **dict.fromkeys(("-n", "--limit", "--count", "--number", "--top", "--results"), "--top-k"),
    **dict.fromkeys(("--order", "--order-by", "--sort-by"), "--sort"),
    **dict.fromkeys(("--filter", "--field", "--section"), "--where"),
    **dict.fromkeys(("--path", "--folder"), "--file"),
    **dict.fromkeys(("--by",), "--author"),
    **dict.fromkeys(("--format", "--output"), "--json"),
}
"""What people try for an option, and the one that it is here."""


_SHARED: Final = re.compile(r"(?:--index|--color|-i)(=.*)?", re.DOTALL)


class Command(TyperCommand):
    """A command of ours: ``--color`` goes with all of them."""

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.params.append(
            TyperOption(
                param_decls=["--color"],
                type=str,
                metavar="WHEN",
                default=Colour.AUTO.value,
                callback=_colour,
                expose_value=False,
                help="Styles: auto (on a terminal), always or never.",
            ),
        )


def command_first(arguments: Sequence[str], commands: Collection[str]) -> list[str]:
    """``arguments`` with the command in front of options that go with all commands.

    So is ``--index FOLDER stats`` read, as in git; ``query`` looks for such a word.
    """
    at = 0
    while at < len(arguments) and (option := _SHARED.fullmatch(arguments[at])):
        at += 1 if option[1] else 2
    if not 0 < at < len(arguments) or is_search(arguments[at], {*commands, *TRIED}):
        return [*arguments]
    return [arguments[at], *arguments[:at], *arguments[at + 1 :]]


def is_search(first: str, commands: Collection[str]) -> bool:
    """Whether a command line that begins with ``first`` names no command, and so is a search."""
    return first not in commands and first not in _OWN


class Commands(TyperGroup):
    """The commands; a command line that begins with none of them is a search."""

    def parse_args(self, ctx: typer.Context, args: list[str]) -> list[str]:  # type: ignore[override]
        """Put the name of the search in front where no command is named."""
        args = command_first(args, self.commands)
        if args and is_search(args[0], self.commands):
            if args[0] in TRIED:
                raise SearchError(
                    f"There is no command {args[0]}: {TRIED[args[0]]} "
                    f"(`search query {args[0]}` looks for the word)"
                )
            args = [SEARCH, *args]
        return super().parse_args(ctx, args)


def _colour(_: Any, __: Any, value: str) -> str:
    try:
        return want(Colour(value))
    except ValueError:
        raise typer.BadParameter("choose auto, always or never", param_hint="--color") from None


def meant(option: str, context: typer.Context) -> str:
    """The option of a command that may be meant by one that it hasn't; empty where none is."""
    name = _MEANT.get(option, "")
    return name if any(name in one.opts for one in context.command.params) else ""


def misspelled(text: str) -> str | None:
    """The command that may have been meant by the first word of what was searched."""
    import difflib

    from search.cli.app import COMMANDS

    first = text.split(maxsplit=1)[0] if text.strip() else ""
    names = [name for name, _, _ in COMMANDS if abs(len(name) - len(first)) <= 1]
    close = difflib.get_close_matches(first, names, 1, 0.79)
    return close[0] if close and close[0] != first else None
