"""The command line: parse, call one library method, render."""

from __future__ import annotations

import sys

from index.errors import SearchError


def main() -> None:
    """Run the command in ``sys.argv``; exits 0 found or done, 1 nothing found, 2 error."""
    from search.cli.app import app

    try:
        app()
    except SearchError as error:
        print(f"search: {error}", file=sys.stderr)
        sys.exit(2)
