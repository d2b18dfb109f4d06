"""What mends an error, in the words of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from index.errors import Remedy, SearchError

_HINTS: Final = {
    Remedy.BUILD: "run `search build FOLDER`, or name one with --index",
    Remedy.RENEW: "run `search build` to renew it",
    Remedy.REBUILD: "run `search build --fresh`",
    Remedy.ROLL_BACK: "run `search build --fresh`, or `search rollback` for the version before",
    Remedy.VERIFY: "`search verify` says where, `search build --fresh` mends it",
    Remedy.WAIT: "wait until it has finished, or use --wait",
    Remedy.LIST_VERSIONS: "`search history` lists those that there are",
    Remedy.UPDATE: "update the program, or run `search build --fresh`",
    Remedy.NAME_INDEX: "if you trust it, name it with --index",
    Remedy.SEARCH: '`search "some words"` names those that there are',
    Remedy.NAME_MODEL: "name it yourself to prepare it: --model {place}",
    Remedy.NAME_FOLDER: "name where they are: --model FOLDER",
    Remedy.TRUST: "read that code, and then run it with --trust-remote-code",
    Remedy.ALLOW_MISSING: "bring it back, or let it go with --allow-missing",
}


def message(error: SearchError) -> str:
    """The error in one line, with the command that mends it."""
    hint = _HINTS.get(error.remedy, "").format(place=error.place)
    text = str(error)
    return f"{text}: {hint}" if hint and "`search " not in text else text


def hint(remedy: Remedy) -> str:
    """The command that mends an error, in a few words; empty where there is none."""
    return _HINTS.get(remedy, "")


def better_model(unread: Mapping[str, float]) -> str:
    """What to do about languages that the model does not read; empty where there are none.

    ``unread`` says which share of each it reads.
    """
    if not unread:
        return ""
    named = ", ".join(f"{code or 'unknown'} {share:.0%}" for code, share in unread.items())
    return (
        f"Of some languages the model reads a part only ({named}): words find more there; "
        "`search build --model multilingual` reads them"
    )
